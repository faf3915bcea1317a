// Reminds until somebody acknowledges; each reminder is a fact that is sent by whoever sends.
import { clocksOf } from "../../clocks/index.ts";
import { type Job, systemCaller } from "../../core/index.ts";
import { emit, record, type State, type SystemDb, withSystem } from "../../store/index.ts";
import { settingsAt } from "../../tenants/index.ts";
import { addEntry, subjectKey } from "../../timeline/index.ts";
import type { Escalation, Recipient } from "../escalation.ts";
import { selectToRemind, updateEscalation } from "../repo.ts";
import { threadOf } from "../verbs/step.ts";
import { ladderOf, nextReminderAt, type Rung } from "./ladder.ts";

export type EscalationJobDeps = { readonly state: State; readonly now: () => Date };

const AT_ONCE = 100;

/** Reminds of escalations that nobody acknowledged in time. */
export const escalationJobs = ({ state, now }: EscalationJobDeps): readonly Job[] => [
  {
    name: "escalation reminders",
    everyMs: 10_000,
    run: () =>
      withSystem(state, async (db) => {
        const due = await selectToRemind(db, now(), AT_ONCE);
        for (const escalation of due) await remind(db, escalation, now());
        return due.length === AT_ONCE;
      }),
  },
];

async function remind(db: SystemDb, escalation: Escalation, now: Date): Promise<void> {
  const { tenant, id, reminders: { level }, recipients } = escalation;
  const clock = (await clocksOf(db, [threadOf(escalation)], now, { phases: ["client-acknowledge"], tenant })).get(subjectKey(threadOf(escalation)))?.[0];
  // Somebody paused it: it is due later.
  if (clock?.state === "paused") return updateEscalation(db, tenant, id, { remind_at: clock.dueAt });
  const { documents } = await settingsAt({ ...db, of: tenant }, now);
  const [rung = { to: "service-manager" } as const] = ladderOf(documents, recipients, now);
  const isLast = rung.to === "service-manager";
  await tell(db, escalation, rung, level + 1, now);
  await updateEscalation(db, tenant, id, {
    reminder_level: level + 1,
    remind_at: isLast ? null : nextReminderAt(clock?.targetMinutes ?? 0, now),
    ...(rung.to === "client" ? { recipients: JSON.stringify([...recipients, rung.contact]) } : {}),
  });
}

async function tell(db: SystemDb, { tenant, id, subject: { kind, id: subject, ref }, severity, alerts }: Escalation, rung: Rung, level: number, now: Date): Promise<void> {
  const caller = systemCaller("reminders", now);
  const whom: Pick<Recipient, "contact" | "channel"> | null = rung.to === "client" ? { contact: rung.contact.contact, channel: rung.contact.channel } : null;
  const details = { about: kind, subject, ref, severity, alerts, level, to: rung.to, contact: whom?.contact ?? null, channel: whom?.channel ?? null };
  await record(db, caller, { action: "escalation.reminded", subject: ref, details: { escalation: id, level, to: rung.to, ...whom }, tenant });
  await emit(db, caller, { kind: "escalation.reminded", subject: id, tenant, details });
  const text = rung.to === "client" ? `Nobody acknowledged in time: ${rung.contact.channel === "email" ? `${rung.contact.name} is told by email` : `${rung.contact.name} is to be called, which a person of the SOC does`}.` : "Nobody acknowledged in time, and all contacts were told: the provider's service manager takes it up.";
  await addEntry(db, caller, { subject: threadOf({ id }), type: "fact", visibility: "shared", text, tenant });
}
