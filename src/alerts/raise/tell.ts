// What a batch tells: clocks, journal, outbox, and lines in the threads of alerts that changed under people's eyes.
import type { Caller } from "../../core/index.ts";
import { emitAll, type FactToTell, record, refOf, type SystemDb } from "../../store/index.ts";
import { startClocksOf, stopClocks } from "../../clocks/index.ts";
import { addEntry } from "../../timeline/index.ts";
import { refreshDue, startAlertClocks } from "../clocks-of-alerts.ts";
import { onTheirOwn, updateDue } from "../repo.ts";
import type { Touched } from "./gather.ts";
import { codesOf } from "./repo.ts";

/** Starts the clocks of what was raised or opened again, stops those of what was merged, and tells of all three. */
export async function startClocksAndTell(db: SystemDb, caller: Caller, touched: readonly Touched[], numbers: ReadonlyMap<string, number>): Promise<void> {
  const codes = await codesOf(db, [...new Set(touched.map(({ alert }) => alert.tenant))]);
  for (const [tenant, alerts] of Map.groupBy(touched, ({ alert }) => alert.tenant)) {
    const ofTenant = { ...db, of: tenant };
    const raised = alerts.filter(({ isNew, isMerged }) => isNew && !isMerged);
    const reopened = alerts.filter(({ isNew, isReopened, isMerged }) => !isNew && isReopened && !isMerged);
    const merged = alerts.filter(({ isNew, isMerged }) => !isNew && isMerged);
    await startClocksOfNew(ofTenant, raised, caller.now);
    await startAlertClocks(ofTenant, (await onTheirOwn(ofTenant, reopened.map(({ alert }) => alert))).map(({ id, level }) => ({ id, level, at: caller.now })), { phases: ["acknowledge", "qualify"], by: "alert.reopened", now: caller.now });
    if (merged.length > 0) {
      await stopClocks(db, { tenant, subjects: merged.map(({ alert: { id } }) => ({ kind: "alert", id })), at: caller.now, by: "alert.merged", isCancelled: true });
      await refreshDue(ofTenant, merged.map(({ alert }) => alert.id), caller.now);
    }
    await tell(db, caller, { tenant, code: codes.get(tenant) ?? tenant, numbers }, { raised: alerts.filter(({ isNew }) => isNew), reopened, merged: alerts.filter(({ isMerged }) => isMerged) });
  }
}

async function startClocksOfNew(db: SystemDb & { readonly of: string }, raised: readonly Touched[], now: Date): Promise<void> {
  const started = await startClocksOf(db, raised.map(({ alert: { id, level } }) => ({ subject: { kind: "alert", id } as const, severity: level, at: now, by: "alert.raised", phases: ["acknowledge", "qualify"] as const, tenant: db.of })));
  const first = [...Map.groupBy(started, ({ subject }) => subject.id)].map(([id, clocks]) => {
    const [next] = clocks.toSorted((a, b) => (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity));
    return { id, at: next?.dueAt ?? null, phase: next?.phase ?? null };
  });
  await updateDue(db, first);
}

type Whose = { readonly tenant: string; readonly code: string; readonly numbers: ReadonlyMap<string, number> };
type Told = { readonly raised: readonly Touched[]; readonly reopened: readonly Touched[]; readonly merged: readonly Touched[] };

async function tell(db: SystemDb, caller: Caller, { tenant, code, numbers }: Whose, { raised, reopened, merged }: Told): Promise<void> {
  const fact = (kind: string, { alert: { id, ref, level, score, rule, mergedInto, incident, owner } }: Touched): FactToTell => {
    const number = numbers.get(`${tenant}\n${id}`);
    return { kind, subject: id, tenant, details: { ref: number === undefined ? ref : refOf(code, "alert", number), level, score, rule: rule.key, incident, owner: owner?.id ?? null, ...(mergedInto === null ? {} : { into: mergedInto }) } };
  };
  await emitAll(db, caller, [...raised.map((one) => fact("alert.raised", one)), ...reopened.map((one) => fact("alert.reopened", one)), ...merged.map((one) => fact("alert.merged", one))]);
  if (raised.length > 0) {
    const given = raised.map(({ alert }) => numbers.get(`${tenant}\n${alert.id}`) ?? 0);
    await record(db, caller, { action: "alerts.raised", subject: tenant, tenant, details: { count: raised.length, from: refOf(code, "alert", Math.min(...given)), to: refOf(code, "alert", Math.max(...given)) } });
  }
  for (const { alert } of reopened) {
    await record(db, caller, { action: "alert.reopened", subject: alert.ref ?? alert.id, reason: alert.reopened.why ?? undefined, tenant });
    await addEntry(db, caller, { subject: { kind: "alert", id: alert.id }, type: "fact", text: alert.reopened.why ?? "Opened again.", tenant });
  }
  for (const { alert } of merged) {
    await record(db, caller, { action: "alert.merged", subject: alert.ref ?? alert.id, tenant, details: { into: alert.mergedInto } });
    await addEntry(db, caller, { subject: { kind: "alert", id: alert.id }, type: "fact", text: "Became part of a chain that a correlation found.", tenant, details: { into: alert.mergedInto } });
  }
}
