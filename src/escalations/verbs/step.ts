// What all verbs have in common: one transaction with the change, the journal, the thread and what readers are told.
import { type Caller, DomainError, isPerson } from "../../core/index.ts";
import { emit, record, type TenantDb } from "../../store/index.ts";
import { addEntry, type Entry } from "../../timeline/index.ts";
import { type Escalation, type EscalationVerb, requireSide, stateAfter } from "../escalation.ts";
import { type EscalationChange, selectEscalation, updateEscalation } from "../repo.ts";

/** What a verb does beside the new state. */
export type Step = {
  readonly change: EscalationChange;
  /** `escalation.acknowledged`: in the journal and in the outbox. */
  readonly fact: string;
  readonly entry: { readonly type: Entry["type"]; readonly text: string };
  readonly reason?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>>;
};

/** The escalation behind a step, and the entry that tells of it in the thread that both sides read. */
export type Stepped = { readonly before: Escalation; readonly after: Escalation; readonly entry: Entry };

/** The escalation by its id or the reference of its alert or incident; not there for who may not see the organisation. */
export async function getEscalation(db: TenantDb, named: string, lock = false): Promise<Escalation> {
  const found = await selectEscalation(db, named, lock);
  if (found === undefined) throw new DomainError("not_found", `There is no escalation ${named} here.`);
  return found;
}

/** The thread and the clocks of an escalation hang on this. */
export const threadOf = ({ id }: Pick<Escalation, "id">) => ({ kind: "escalation", id }) as const;

/** Takes a step that belongs to the caller's side. */
export async function takeStep(db: TenantDb, caller: Caller, named: string, verb: EscalationVerb, stepOf: (before: Escalation) => Step): Promise<Stepped> {
  requireSide(verb, caller.side);
  // Keys are made by the provider, those of an organisation too.
  if (verb === "qualify" && !isPerson(caller)) throw new DomainError("forbidden", "What it was, a person of the client says: sign in, a key cannot decide.");
  return takeStepFor(db, caller, named, verb, stepOf);
}

/** The same for a step that one side records for the other. */
export async function takeStepFor(db: TenantDb, caller: Caller, named: string, verb: EscalationVerb, stepOf: (before: Escalation) => Step): Promise<Stepped> {
  const before = await getEscalation(db, named, true);
  const state = stateAfter(before.state, verb);
  const { change, fact, entry, reason, details = {} } = stepOf(before);
  await updateEscalation(db, db.tenant, before.id, { ...change, state, remind_at: null });
  const { subject: { kind, id, ref }, severity, alerts } = before;
  await record(db, caller, { action: fact, subject: ref, reason, details: { escalation: before.id, ...details } });
  await emit(db, caller, { kind: fact, subject: before.id, details: { about: kind, subject: id, ref, severity, alerts, ...details } });
  const added = await addEntry(db, caller, { subject: threadOf(before), visibility: "shared", ...entry });
  return { before, after: await getEscalation(db, before.id), entry: added };
}

/** What somebody writes, without the space around it; refuses nothing at all. */
export function wordsOf(text: string | undefined, asked: string): string {
  const words = text?.trim() ?? "";
  if (words.length < 3) throw new DomainError("invalid", asked);
  return words;
}
