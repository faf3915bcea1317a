// Every change of a request goes through here: the change, the journal, the fact for others, and what people said.
import type { Caller } from "../core/index.ts";
import { emit, record, type TenantDb } from "../store/index.ts";
import { addEntry } from "../timeline/index.ts";
import { insertMove, updateRequest } from "./repo.ts";
import type { Request } from "./request.ts";
import { next, type RequestVerb } from "./states.ts";

export type Step = {
  readonly verb: RequestVerb;
  readonly changes?: Partial<Request> | undefined;
  /** What whoever does it says. */
  readonly note?: string | undefined;
  /** For the journal and the fact, beside what both always have. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
};

// Verb → what the journal calls it, and what readers of the outbox hear.
const TOLD = {
  "ask-approval": ["request.approval-asked"], approve: ["request.approved", "request.queued"], "refuse-approval": ["request.refused"], "let-lapse": ["request.drafted"], queue: ["request.queued"], hold: ["request.drafted"],
  deliver: ["request.sent"], acknowledge: ["request.acknowledged"], start: ["request.started"], "claim-done": ["request.claimed-done"], cannot: ["request.refused"], verify: ["request.verified"], reopen: ["request.reopened"],
  revise: ["request.drafted"], reroute: ["request.sent"], cancel: ["request.cancelled"],
} as const satisfies Record<RequestVerb, readonly string[]>;

const DECISIONS: ReadonlySet<RequestVerb> = new Set(["approve", "refuse-approval", "verify", "reopen", "reroute", "cancel"]);
// Of these the team has no part.
const OWN: ReadonlySet<RequestVerb> = new Set(["queue", "hold", "let-lapse", "revise"]);

/** Whether what is said at a step is for the provider alone. */
export const isInternal = (verb: string): boolean => (OWN as ReadonlySet<string>).has(verb);

/** Takes a step that the table of states allows; gives the request after it. The caller holds its row. */
export async function takeStep(db: TenantDb, caller: Caller, request: Request, { verb, changes = {}, note, details = {} }: Step): Promise<Request> {
  const to = next(request.ref, request.state, verb);
  const after: Request = { ...request, ...changes, state: to, since: caller.now, version: request.version + 1 };
  await updateRequest(db, after, caller.now);
  await insertMove(db, after, { verb, from: request.state, to, at: caller.now, who: caller.who, side: caller.side, note: note ?? null });
  await record(db, caller, { action: `request.${verb}`, subject: request.ref, reason: note, details: { from: request.state, to, ...details } });
  for (const kind of TOLD[verb]) await emit(db, caller, { kind, subject: request.id, details: { ...factDetails(after), verb, ...(request.state === "awaiting_approval" && verb === "refuse-approval" ? { by: "approver" } : {}), ...details } });
  if (note !== undefined) await addEntry(db, caller, { subject: subjectOf(request), type: DECISIONS.has(verb) ? "decision" : "action", visibility: OWN.has(verb) ? "internal" : "shared", text: note, details: { verb } });
  return after;
}

/** Writes a change that is no step: a text, another team, a question. */
export async function writeChange(db: TenantDb, caller: Caller, request: Request, { action, changes, reason, details = {} }: { readonly action: string; readonly changes: Partial<Request>; readonly reason?: string | undefined; readonly details?: Readonly<Record<string, unknown>> }): Promise<Request> {
  const after: Request = { ...request, ...changes, version: request.version + 1 };
  await updateRequest(db, after, caller.now);
  await record(db, caller, { action: `request.${action}`, subject: request.ref, reason, details });
  return after;
}

/** What readers of the outbox need: ids, references and whose it is, never a word of what happened. */
export const factDetails = ({ ref, incident, severity, action, routed, origin, dueAt, state }: Request): Readonly<Record<string, unknown>> =>
  ({ ref, incident: incident.id, incidentRef: incident.ref, severity, action, team: routed.team, origin: origin.kind, originId: origin.id, dueAt: dueAt?.toISOString() ?? null, state });

export const subjectOf = ({ id }: Pick<Request, "id">): { readonly kind: "request"; readonly id: string } => ({ kind: "request", id });
