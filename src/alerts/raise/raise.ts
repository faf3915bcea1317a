// Makes alerts of detections: each detection is read exactly once, and ends in an alert or below the line.
import { type Caller, systemCaller } from "../../core/index.ts";
import { nextNumbers, type State, type SystemDb, withSystem } from "../../store/index.ts";
import { moveDetections } from "../repo.ts";
import { type DetectionOfTenant, hexOf, type Suppressed } from "../suppress/suppressed.ts";
import { FIRST_MS, gather, scored, type Touched } from "./gather.ts";
import { type ChoiceOf, type Incoming, incomingOf } from "./read.ts";
import { alertsAround, hadBefore, hasReader, makeReader, moveReader, nextDetections, samenessesOf } from "./repo.ts";
import { startClocksAndTell } from "./tell.ts";
import { countQuarters, writeAlerts, writeDetections, writeSuppressed } from "./write/repo.ts";

export type RaiseDeps = {
  readonly now: () => Date;
  /** Which detections are kept below the line; by their ids in hexadecimal digits. */
  readonly suppressions: { readonly check: (db: SystemDb, detections: readonly DetectionOfTenant[]) => Promise<ReadonlyMap<string, Suppressed>> };
  /** What organisations decided of grouping, rule by rule; none: what holds for all. */
  readonly groupingChoices?: ((db: SystemDb, detections: readonly DetectionOfTenant[]) => Promise<ChoiceOf>) | undefined;
};

const NO_CHOICE: ChoiceOf = () => undefined;

/** Raises alerts of the next detections, at most `limit`, in one transaction. Gives how many detections it read. */
export async function raiseAlerts(state: State, deps: RaiseDeps, limit = 1_000): Promise<number> {
  if (!(await withSystem(state, hasReader))) await withSystem(state, makeReader);
  return withSystem(state, async (db) => {
    const caller = systemCaller("alerts", deps.now());
    const { detections, place } = await nextDetections(db, limit);
    if (detections.length === 0) return 0;
    const suppressed = await deps.suppressions.check(db, detections);
    const choiceOf = (await deps.groupingChoices?.(db, detections)) ?? NO_CHOICE;
    const kept = detections.flatMap((detection) => {
      const why = suppressed.get(hexOf(detection.id));
      return why === undefined ? [] : [{ detection, why }];
    });
    const incoming = detections.filter(({ id }) => !suppressed.has(hexOf(id))).map((detection) => incomingOf(detection, choiceOf));
    if (incoming.length > 0) await raise(db, caller, incoming);
    await writeSuppressed(db, kept, caller.now);
    await countQuarters(db, [...incoming.map(({ detection }) => ({ detection, what: "alerted" as const })), ...kept.map(({ detection, why }) => ({ detection, what: why.kind }))]);
    await moveReader(db, place, caller.now);
    return detections.length;
  });
}

async function raise(db: SystemDb, caller: Caller, incoming: readonly Incoming[]): Promise<void> {
  const { alerts, events } = await alertsAround(db, incoming.map(({ toPlace }) => toPlace));
  const harmless = alerts.filter(({ status, judgement }) => status === "closed" && judgement.verdict !== null && judgement.verdict !== "true_positive");
  const samenesses = await samenessesOf(db, harmless, incoming.map(({ toPlace }) => toPlace.sameness));
  const { touched, joined, merges } = gather(incoming, { alerts, events, samenesses }, caller.now);
  await markFirst(db, touched);
  const numbers = await numbersFor(db, touched);
  await writeAlerts(db, touched, ({ tenant, id }) => numbers.get(`${tenant}\n${id}`) ?? 0);
  for (const { tenant, from, into } of merges) await moveDetections({ ...db, of: tenant }, from, into, caller.now);
  await writeDetections(db, joined, caller.now);
  await startClocksAndTell(db, caller, touched, numbers);
}

/** Says of new alerts whether the rule was on the entity before: in what is stored, or earlier in this batch. */
async function markFirst(db: SystemDb, touched: readonly Touched[]): Promise<void> {
  const fresh = touched.filter(({ isNew, alert }) => isNew && alert.grouping.strategy !== "entity-and-time");
  const asked = fresh.map(({ alert: { tenant, rule, entity, firstTime } }) => ({ tenant, rule: rule.key, entity: entity.value, since: new Date(firstTime.getTime() - FIRST_MS) }));
  const had = await hadBefore(db, asked);
  const lastInBatch = new Map<string, number>();
  for (const [i, one] of fresh.entries()) {
    const { tenant, rule, entity, since } = asked[i]!;
    const name = JSON.stringify([tenant, rule, entity]);
    const last = lastInBatch.get(name) ?? -Infinity;
    if (!had.has(i) && last < since.getTime()) one.alert = scored(one.alert, { ...one.alert.scoreFacts, isFirst: true });
    lastInBatch.set(name, Math.max(last, one.alert.lastTime.getTime()));
  }
}

async function numbersFor(db: SystemDb, touched: readonly Touched[]): Promise<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>();
  // In the order of names: two raisers never wait for each other's tenants, nor do those who merge.
  for (const [tenant, alerts] of [...Map.groupBy(touched.filter(({ isNew }) => isNew), ({ alert }) => alert.tenant)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const first = await nextNumbers(db, { tenant, kind: "alert", year: 0, count: alerts.length });
    for (const [i, { alert }] of alerts.entries()) numbers.set(`${tenant}\n${alert.id}`, first + i);
  }
  return numbers;
}

