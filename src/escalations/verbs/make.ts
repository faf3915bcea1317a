import { startClocks } from "../../clocks/index.ts";
import { type Caller, DomainError } from "../../core/index.ts";
import { emit, record, type TenantDb } from "../../store/index.ts";
import { settingsAt } from "../../tenants/index.ts";
import { addEntry } from "../../timeline/index.ts";
import type { Escalation, EscalationText } from "../escalation.ts";
import { recipientsOf } from "../recipients.ts";
import { insertEscalation } from "../repo.ts";
import { findSubject, handOver } from "../subjects.ts";
import { getEscalation, threadOf } from "./step.ts";

/** What the client is asked, and about what. */
export type NewEscalation = {
  readonly id: string;
  /** By id or reference. */
  readonly about: { readonly kind: "alert" | "incident"; readonly id: string };
  readonly text: EscalationText;
  /** Ids of events that show it, in hexadecimal digits. */
  readonly events: readonly string[];
};

/** Asks the client about an alert or an incident; its clocks run from now on. Of one thing one escalation is open at a time. */
export async function makeEscalation(db: TenantDb, caller: Caller, { id, about, text, events }: NewEscalation): Promise<Escalation> {
  if (caller.side === "client") throw new DomainError("forbidden", "The provider escalates to the client; the client declares a suspicion.");
  const { documents } = await settingsAt(db, caller.now);
  const found = await findSubject(db, about, documents);
  const { kind, id: subject, ref, severity, alerts, incident } = found;
  const recipients = recipientsOf(documents, severity, caller.now);
  const clocks = await startClocks(db, { subject: threadOf({ id }), severity, at: caller.now, by: "escalation.made", phases: ["client-acknowledge", "client-qualify"] });
  const remindAt = clocks.find(({ phase }) => phase === "client-acknowledge")?.dueAt ?? null;
  const isNew = await insertEscalation(db, { id, subject: { kind, id: subject, ref }, alerts, severity, state: "made", text, events, recipients, made: { at: caller.now, by: caller.who }, madeById: caller.id, incident, remindAt });
  if (!isNew) throw new DomainError("conflict", `${ref} is with the client already: write into its thread, or withdraw that escalation first.`);
  await handOver(db, caller, { subject: { kind, id: subject, ref }, alerts, id });
  await record(db, caller, { action: "escalation.made", subject: ref, details: { escalation: id, recipients: recipients.map(({ contact, channel }) => ({ contact, channel })), events } });
  await emit(db, caller, { kind: "escalation.made", subject: id, details: { about: kind, subject, ref, severity, alerts } });
  await addEntry(db, caller, { subject: threadOf({ id }), type: "fact", visibility: "shared", text: `Escalated by ${caller.who}.` });
  return getEscalation(db, id);
}
