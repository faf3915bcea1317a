// The SQL of figures over many clocks.
import { sql } from "kysely";
import type { Phase } from "../../contract/setting-kinds.ts";
import type { TenantDb } from "../../store/index.ts";
import type { ClockSide } from "../clock.ts";
import { type KeptClock, selectClocks } from "../repo.ts";

/** From `since`, up to and without `until`. */
export type Range = { readonly since: Date; readonly until: Date };
export type DecidedCount = { readonly phase: Phase; readonly severity: string; readonly total: number; readonly met: number };

// `due_at` has the pauses that have ended.
const IS_MET = sql<boolean>`(stopped_at is not null and (due_at is null or stopped_at <= due_at))`;

/** How many were decided in a time: those that met their target when they stopped, the others when they were due. */
export async function countDecided(db: TenantDb, { since, until }: Range, now: Date): Promise<readonly DecidedCount[]> {
  const { rows } = await sql<DecidedCount>`
    select phase, severity, count(*)::int as total, count(*) filter (where is_met)::int as met
    from (
      select phase, severity, ${IS_MET} as is_met, case when ${IS_MET} then stopped_at else due_at end as decided_at
      from clock
      where tenant_id = ${db.tenant} and not is_cancelled and (stopped_at is not null or (paused_at is null and due_at < ${now}))
    ) decided
    where decided_at >= ${since} and decided_at < ${until}
    group by phase, severity`.execute(db.sql);
  return rows;
}

/** Of those that were met in a time, the ones that paused. */
export async function pausedAndMet(db: TenantDb, { since, until }: Range): Promise<readonly KeptClock[]> {
  const { rows } = await sql<{ kind: "alert" | "incident" | "request" | "escalation"; id: string; phase: Phase; round: number }>`
    select distinct c.subject_kind as kind, c.subject_id as id, c.phase, c.round
    from clock c join clock_pause p on p.tenant_id = c.tenant_id and p.subject_kind = c.subject_kind and p.subject_id = c.subject_id and p.phase = c.phase and p.round = c.round
    where c.tenant_id = ${db.tenant} and not c.is_cancelled and c.stopped_at >= ${since} and c.stopped_at < ${until} and (c.due_at is null or c.stopped_at <= c.due_at)`.execute(db.sql);
  const wanted = new Set(rows.map(({ kind, id, phase, round }) => `${kind}\n${id}\n${phase}\n${round}`));
  const clocks = await selectClocks(db, { tenant: db.tenant, subjects: rows.map(({ kind, id }) => ({ kind, id })) });
  return clocks.filter(({ subject, phase, round }) => wanted.has(`${subject.kind}\n${subject.id}\n${phase}\n${round}`));
}

export type PauseCount = { readonly side: ClockSide; readonly reason: string; readonly n: number };

/** Why clocks paused, of pauses that began in a time; the most frequent reasons first. */
export async function countPauses(db: TenantDb, { since, until }: Range, limit: number): Promise<readonly PauseCount[]> {
  const { rows } = await sql<PauseCount>`
    select side, reason, count(*)::int as n from clock_pause where tenant_id = ${db.tenant} and paused_from >= ${since} and paused_from < ${until}
    group by side, reason order by n desc, side, reason limit ${limit}`.execute(db.sql);
  return rows;
}
