import { sql, type Selectable } from "kysely";
import type { Phase } from "../contract/setting-kinds.ts";
import { storableText, type SystemDb, type Tables, type TenantDb } from "../store/index.ts";
import type { Subject } from "../timeline/index.ts";
import { type Clock, clockKey, type Pause } from "./clock.ts";

export type Db = TenantDb | SystemDb;

/** A clock with what is kept for those who look for what is due. */
export type KeptClock = Clock & { readonly dueAt: Date | null; readonly warnAt: Date | null };

/** Which clocks: all of these subjects, or those that run of some phases. */
export type ClockQuery = { readonly tenant: string; readonly subjects: readonly Subject[]; readonly phases?: readonly Phase[] | undefined; readonly isRunning?: boolean; readonly forUpdate?: boolean };

// PostgreSQL takes 65,535 parameters in one statement.
const AT_ONCE = 2_000;

/** Adds clocks, each in the round behind the last one of its subject and phase; gives those that were not running already. */
export async function insertClocks(db: Db, clocks: readonly Omit<KeptClock, "round">[]): Promise<readonly KeptClock[]> {
  const added: KeptClock[] = [];
  for (let i = 0; i < clocks.length; i += AT_ONCE) {
    const some = clocks.slice(i, i + AT_ONCE);
    const last = await lastRounds(db, some);
    const wanted = some.map((clock) => ({ ...clock, round: (last.get(clockKey({ ...clock, round: 0 })) ?? 0) + 1 }));
    const rows = await db.sql.insertInto("clock").values(wanted.map(rowOf)).onConflict((conflict) => conflict.doNothing()).returning(["subject_kind", "subject_id", "phase", "round"]).execute();
    const isAdded = new Set(rows.map((row) => clockKey({ subject: { kind: row.subject_kind, id: row.subject_id }, phase: row.phase, round: row.round })));
    added.push(...wanted.filter((clock) => isAdded.has(clockKey(clock))));
  }
  return added;
}

async function lastRounds(db: Db, clocks: readonly Omit<KeptClock, "round">[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db.sql
    .selectFrom("clock")
    .select(["subject_kind", "subject_id", "phase", ({ fn }) => fn.max("round").as("round")])
    .where(sql<boolean>`(tenant_id, subject_kind, subject_id) in (select * from unnest(${clocks.map(({ tenant }) => tenant)}::text[], ${clocks.map(({ subject }) => subject.kind)}::text[], ${clocks.map(({ subject }) => subject.id)}::text[]))`)
    .groupBy(["subject_kind", "subject_id", "phase"])
    .execute();
  return new Map(rows.map((row) => [clockKey({ subject: { kind: row.subject_kind, id: row.subject_id }, phase: row.phase, round: 0 }), row.round]));
}

/** Clocks with their pauses, in the order of their start. */
export async function selectClocks(db: Db, { tenant, subjects, phases, isRunning = false, forUpdate = false }: ClockQuery): Promise<readonly KeptClock[]> {
  if (subjects.length === 0 || phases?.length === 0) return [];
  let query = db.sql.selectFrom("clock").selectAll().where("tenant_id", "=", tenant).where(ofSubjects(subjects)).orderBy("started_at").orderBy("subject_id").orderBy("phase").orderBy("round");
  if (phases !== undefined) query = query.where("phase", "in", [...phases]);
  if (isRunning) query = query.where("stopped_at", "is", null);
  if (forUpdate) query = query.forUpdate();
  const rows = await query.execute();
  const pauses = rows.length === 0 ? new Map<string, Pause[]>() : await pausesOf(db, tenant, subjects);
  return rows.map((row) => clockOf(row, pauses));
}

const ofSubjects = (subjects: readonly Subject[]) => sql<boolean>`(subject_kind, subject_id) in (select * from unnest(${subjects.map(({ kind }) => kind)}::text[], ${subjects.map(({ id }) => id)}::text[]))`;

async function pausesOf(db: Db, tenant: string, subjects: readonly Subject[]): Promise<Map<string, Pause[]>> {
  const rows = await db.sql.selectFrom("clock_pause").selectAll().where("tenant_id", "=", tenant).where(ofSubjects(subjects)).orderBy("paused_from").execute();
  const byClock = new Map<string, Pause[]>();
  for (const row of rows) {
    const key = clockKey({ subject: { kind: row.subject_kind, id: row.subject_id }, phase: row.phase, round: row.round });
    const pause = { from: row.paused_from, until: row.paused_until, reason: row.reason, side: row.side, evidence: row.evidence, by: row.paused_by, resumedBy: row.resumed_by };
    byClock.set(key, [...(byClock.get(key) ?? []), pause]);
  }
  return byClock;
}

/** Begins a pause. */
export async function insertPause(db: Db, clock: Clock, { from, reason, side, evidence, by }: Omit<Pause, "until" | "resumedBy">): Promise<void> {
  await db.sql
    .insertInto("clock_pause")
    .values({ ...keyOf(clock), paused_from: from, paused_until: null, reason: storableText(reason), side, evidence: storableText(evidence), paused_by: storableText(by), resumed_by: null })
    .execute();
  await db.sql.updateTable("clock").set({ paused_at: from }).where(isClock(clock)).execute();
}

/** Ends the pause that lasts. */
export async function endPause(db: Db, clock: Clock, until: Date, by: string): Promise<void> {
  await db.sql.updateTable("clock_pause").set({ paused_until: until, resumed_by: storableText(by) }).where(isClock(clock)).where("paused_until", "is", null).execute();
  await db.sql.updateTable("clock").set({ paused_at: null }).where(isClock(clock)).execute();
}

/** Writes what changed of a clock: its target, when it is due, what was told of it. */
export async function updateClock(db: Db, clock: KeptClock): Promise<void> {
  const { severity, targetMinutes, timing, dueAt, warnAt, warnedAt, breachedAt } = clock;
  await db.sql
    .updateTable("clock")
    .set({ severity, target_minutes: targetMinutes, timing, due_at: dueAt, warn_at: warnAt, warned_at: warnedAt, breached_at: breachedAt })
    .where(isClock(clock))
    .execute();
}

/** Stops clocks that run and are not paused. No deadline that was missed disappears because its reason does. */
export async function stopAll(db: Db, { tenant, subjects, phases }: ClockQuery, { at, by, isCancelled }: { readonly at: Date; readonly by: string; readonly isCancelled: boolean }): Promise<void> {
  let query = db.sql
    .updateTable("clock")
    .set({ stopped_at: sql<Date>`greatest(${at}, started_at)`, stopped_by: storableText(by), is_cancelled: isCancelled ? sql<boolean>`coalesce(due_at >= ${at}, true)` : false })
    .where("tenant_id", "=", tenant)
    .where(ofSubjects(subjects))
    .where("stopped_at", "is", null);
  if (phases !== undefined) query = query.where("phase", "in", [...phases]);
  await query.execute();
}

/** Lets a clock go on at another subject, in the round behind the last one there, with its pauses; the first one stops and is in no figure. */
export async function handOver(db: Db, clock: KeptClock, to: Subject, { at, by }: { readonly at: Date; readonly by: string }): Promise<void> {
  const { tenant, subject, phase, round, pauses } = clock;
  const [there] = await insertClocks(db, [{ ...clock, subject: to }]);
  if (there === undefined) throw new Error(`a clock of ${phase} runs on ${to.kind} ${to.id} already`);
  const open = pauses.at(-1);
  await db.sql.updateTable("clock").set({ warned_at: clock.warnedAt, breached_at: clock.breachedAt, paused_at: open?.until === null ? open.from : null }).where(isClock(there)).execute();
  await sql`insert into clock_pause (tenant_id, subject_kind, subject_id, phase, round, paused_from, paused_until, reason, side, evidence, paused_by, resumed_by)
    select tenant_id, ${to.kind}, ${to.id}, phase, ${there.round}::smallint, paused_from, paused_until, reason, side, evidence, paused_by, resumed_by
    from clock_pause where (tenant_id, subject_kind, subject_id, phase, round) = (${tenant}, ${subject.kind}, ${subject.id}, ${phase}, ${round})`.execute(db.sql);
  await endPause(db, clock, at, by);
  await db.sql.updateTable("clock").set({ stopped_at: sql<Date>`greatest(${at}, started_at)`, stopped_by: storableText(by), is_cancelled: true }).where(isClock(clock)).execute();
}

/** Marks those that are due by now and were not told of, at most `limit`; gives them. */
export async function markDue(db: SystemDb, what: "warn" | "breach", now: Date, limit: number): Promise<readonly KeptClock[]> {
  const [due, told] = what === "warn" ? (["warn_at", "warned_at"] as const) : (["due_at", "breached_at"] as const);
  const rows = await db.sql
    .updateTable("clock")
    .set({ [told]: now })
    .where(sql<boolean>`ctid in (select ctid from clock where ${sql.ref(due)} < ${now} and stopped_at is null and paused_at is null and ${sql.ref(told)} is null order by ${sql.ref(due)} limit ${limit} for update skip locked)`)
    .returningAll()
    .execute();
  return rows.map((row) => clockOf(row, new Map()));
}

const keyOf = ({ tenant, subject, phase, round }: Clock) => ({ tenant_id: tenant, subject_kind: subject.kind, subject_id: subject.id, phase, round });

const isClock = ({ tenant, subject, phase, round }: Clock) => sql<boolean>`(tenant_id, subject_kind, subject_id, phase, round) = (${tenant}, ${subject.kind}, ${subject.id}, ${phase}, ${round})`;

const rowOf = (clock: KeptClock) => ({
  ...keyOf(clock), severity: clock.severity, target_minutes: clock.targetMinutes, timing: clock.timing,
  objectives_version: clock.versions.objectives, hours_version: clock.versions.hours, holidays_version: clock.versions.holidays,
  started_at: clock.startedAt, started_by: storableText(clock.startedBy), due_at: clock.dueAt, warn_at: clock.warnAt,
});

function clockOf(row: Selectable<Tables["clock"]>, pauses: ReadonlyMap<string, readonly Pause[]>): KeptClock {
  const named = { subject: { kind: row.subject_kind, id: row.subject_id }, phase: row.phase, round: row.round };
  return {
    ...named, tenant: row.tenant_id, severity: row.severity, targetMinutes: row.target_minutes, timing: row.timing,
    versions: { objectives: row.objectives_version, hours: row.hours_version, holidays: row.holidays_version },
    startedAt: row.started_at, startedBy: row.started_by, stoppedAt: row.stopped_at, stoppedBy: row.stopped_by, isCancelled: row.is_cancelled,
    warnedAt: row.warned_at, breachedAt: row.breached_at, dueAt: row.due_at, warnAt: row.warn_at, pauses: pauses.get(clockKey(named)) ?? [],
  };
}
