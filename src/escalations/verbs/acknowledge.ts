import { stopClock } from "../../clocks/index.ts";
import { type Caller, DomainError } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { addEntry } from "../../timeline/index.ts";
import { type Escalation, isOpen } from "../escalation.ts";
import { insertSeen } from "../repo.ts";
import { getEscalation, takeStep, takeStepFor, threadOf, wordsOf } from "./step.ts";

/** Somebody of the client has it in hand. */
export async function acknowledgeEscalation(db: TenantDb, caller: Caller, named: string): Promise<Escalation> {
  const { after } = await takeStep(db, caller, named, "acknowledge", () => ({ change: acknowledgedBy(caller), fact: "escalation.acknowledged", entry: { type: "fact", text: `Acknowledged by ${caller.who}.` } }));
  await stopAcknowledging(db, caller, after);
  return after;
}

/** The provider records that it reached somebody another way, by phone: who it was, and when. The client reads it. */
export async function recordReached(db: TenantDb, caller: Caller, named: string, how: string): Promise<Escalation> {
  if (caller.side === "client") throw new DomainError("forbidden", "Acknowledge it yourself: this is for the provider, which called somebody.");
  const words = wordsOf(how, "Say who was reached, how and when.");
  const { after } = await takeStepFor(db, caller, named, "acknowledge", () => ({ change: { ...acknowledgedBy(caller), reached: words }, fact: "escalation.acknowledged", reason: words, entry: { type: "call", text: words }, details: { reached: true } }));
  await stopAcknowledging(db, caller, after);
  return after;
}

/** A person of the client opened it: the thread says so, once each. */
export async function markSeen(db: TenantDb, caller: Caller, named: string): Promise<void> {
  if (caller.side !== "client" || !caller.id.startsWith("person:")) return;
  const escalation = await getEscalation(db, named);
  if (!isOpen(escalation.state)) return;
  const isNew = await insertSeen(db, escalation.id, { person: caller.id, who: caller.who, at: caller.now });
  if (isNew) await addEntry(db, caller, { subject: threadOf(escalation), type: "fact", visibility: "shared", text: `Seen by ${caller.who}.` });
}

/** What an escalation has from now on if nobody had acknowledged it before. */
export const acknowledgedBy = ({ who, now }: Caller) => ({ acknowledged_at: now, acknowledged_by: who });

export const stopAcknowledging = (db: TenantDb, { now }: Caller, escalation: Escalation): Promise<void> => stopClock(db, threadOf(escalation), "client-acknowledge", { at: now, by: "escalation.acknowledged" });
