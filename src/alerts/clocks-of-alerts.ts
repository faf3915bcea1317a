// What the organisation agreed for alerts: acknowledged when somebody has it, qualified when it is judged or handed on.
import { clocksOf, nextOf, startClocksOf, stopClocks } from "../clocks/index.ts";
import { subjectKey } from "../timeline/index.ts";
import type { Alert } from "./alert.ts";
import type { Level } from "./level.ts";
import { type AlertsDb, tenantOf, updateDue } from "./repo.ts";

export type AlertPhase = "acknowledge" | "qualify";

const subjectOf = (id: string) => ({ kind: "alert", id }) as const;

/** Starts clocks of alerts, and keeps what is due beside them. */
export async function startAlertClocks(db: AlertsDb, alerts: readonly { readonly id: string; readonly level: Level; readonly at: Date }[], { phases, by, now }: { readonly phases: readonly AlertPhase[]; readonly by: string; readonly now: Date }): Promise<Dues> {
  if (alerts.length === 0) return new Map();
  await startClocksOf(db, alerts.map(({ id, level, at }) => ({ subject: subjectOf(id), severity: level, at, by, phases, tenant: tenantOf(db) })));
  return refreshDue(db, alerts.map(({ id }) => id), now);
}

/** Stops clocks of alerts, and keeps what is due beside them. */
export async function stopAlertClocks(db: AlertsDb, ids: readonly string[], { phases, by, now, isCancelled = false }: { readonly phases: readonly AlertPhase[]; readonly by: string; readonly now: Date; readonly isCancelled?: boolean }): Promise<Dues> {
  if (ids.length === 0) return new Map();
  await stopClocks(db, { subjects: ids.map(subjectOf), phases, at: now, by, isCancelled, tenant: tenantOf(db) });
  return refreshDue(db, ids, now);
}

/** What is due next of each alert, by its id. */
export type Dues = ReadonlyMap<string, Alert["due"]>;

/** Reads the clocks of alerts again. */
export async function refreshDue(db: AlertsDb, ids: readonly string[], now: Date): Promise<Dues> {
  const readings = await clocksOf(db, ids.map(subjectOf), now, { tenant: tenantOf(db) });
  const dues = new Map(ids.map((id) => {
    const next = nextOf(readings.get(subjectKey(subjectOf(id))) ?? []);
    return [id, next === null ? null : { at: next.dueAt, phase: next.phase }] as const;
  }));
  await updateDue(db, [...dues].map(([id, due]) => ({ id, at: due?.at ?? null, phase: due?.phase ?? null })));
  return dues;
}
