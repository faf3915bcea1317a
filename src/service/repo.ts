// The SQL of the figures of the service. It reads tables of other nouns and changes none.
import { sql } from "kysely";
import type { TenantDb } from "../store/index.ts";

export type Range = { readonly since: Date; readonly until: Date };

export type TeamCount = { readonly team: string | null; readonly name: string | null; readonly done: number; readonly open: number; readonly late: number; readonly medianMinutes: number | null };

/** Requests by team: those done in a time, those open now; the team's time is that from sending to their word that it is done. */
export async function requestsByTeam(db: TenantDb, { since, until }: Range, now: Date): Promise<readonly TeamCount[]> {
  const { rows } = await sql<TeamCount>`
    select team_id as team, max(team_name) as name,
      count(*) filter (where is_done)::int as done,
      count(*) filter (where is_open)::int as open,
      count(*) filter (where is_open and due_at < ${now})::int as late,
      (percentile_cont(0.5) within group (order by extract(epoch from claimed_at - sent_at) / 60) filter (where is_done and claimed_at is not null and sent_at is not null))::float as "medianMinutes"
    from (
      select team_id, team_name, due_at, claimed_at, sent_at,
        state = 'verified' and state_since >= ${since} and state_since < ${until} as is_done,
        state in ('sent', 'acknowledged', 'in_progress', 'claimed_done', 'reopened') as is_open
      from request where tenant_id = ${db.tenant}
    ) counted
    where is_done or is_open
    group by team_id order by max(team_name) nulls last, team_id`.execute(db.sql);
  return rows;
}

/** How many were opened and closed in a time, and are open now. */
export async function countIncidents(db: TenantDb, { since, until }: Range): Promise<{ readonly opened: number; readonly closed: number; readonly open: number }> {
  const { rows } = await sql<{ opened: number; closed: number; open: number }>`
    select count(*) filter (where opened_at >= ${since} and opened_at < ${until})::int as opened,
      count(*) filter (where stage = 'closed' and closed_at >= ${since} and closed_at < ${until})::int as closed,
      count(*) filter (where stage <> 'closed')::int as open
    from incident where tenant_id = ${db.tenant} and merged_into is null`.execute(db.sql);
  return rows[0] ?? { opened: 0, closed: 0, open: 0 };
}

export type AlertFigures = { readonly raised: number; readonly judged: number; readonly closed: number };

/** Alerts raised, judged by the provider, and closed in a time. */
export async function countAlerts(db: TenantDb, { since, until }: Range): Promise<AlertFigures> {
  const { rows } = await sql<AlertFigures>`
    select count(*) filter (where raised_at >= ${since} and raised_at < ${until})::int as raised,
      count(*) filter (where judged_at >= ${since} and judged_at < ${until} and judged_side = 'provider')::int as judged,
      count(*) filter (where closed_at >= ${since} and closed_at < ${until})::int as closed
    from alert where tenant_id = ${db.tenant} and merged_into is null`.execute(db.sql);
  return rows[0] ?? { raised: 0, judged: 0, closed: 0 };
}

/** Detections that were stored in a time and read: each became part of an alert, or was kept below the line with a reason. */
export async function countDetections(db: TenantDb, { since, until }: Range): Promise<number> {
  const { rows } = await sql<{ n: number }>`select coalesce(sum(n), 0)::int as n from detection_quarter where tenant_id = ${db.tenant} and quarter >= ${since} and quarter < ${until}`.execute(db.sql);
  return rows[0]?.n ?? 0;
}

export type EscalationFigures = { readonly made: number; readonly answered: number; readonly true: number };

/** What the client was asked in a time, and what it said of it so far. */
export async function countEscalations(db: TenantDb, { since, until }: Range): Promise<EscalationFigures> {
  const { rows } = await sql<EscalationFigures>`
    select count(*)::int as made, count(answer)::int as answered, count(*) filter (where answer = 'not-us')::int as true
    from escalation where tenant_id = ${db.tenant} and state <> 'withdrawn' and made_at >= ${since} and made_at < ${until}`.execute(db.sql);
  return rows[0] ?? { made: 0, answered: 0, true: 0 };
}

/** How many of the organisation's rules somebody changed in a time, as its journal tells. */
export async function countRulesChanged(db: TenantDb, { since, until }: Range): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct subject)::int as n from journal
    where tenant_id = ${db.tenant} and at >= ${since} and at < ${until} and (action like 'own-rule.%' or action like 'rule.%' or action like 'drop-rule.%')`.execute(db.sql);
  return rows[0]?.n ?? 0;
}

export type WeekCount = { readonly week: Date; readonly severity: string; readonly n: number };

/** Incidents by the week in which they were opened, Monday to Sunday in UTC, and severity. */
export async function incidentsByWeek(db: TenantDb, { since, until }: Range): Promise<readonly WeekCount[]> {
  const { rows } = await sql<WeekCount>`
    select date_trunc('week', opened_at at time zone 'UTC') at time zone 'UTC' as week, severity, count(*)::int as n
    from incident where tenant_id = ${db.tenant} and merged_into is null and opened_at >= ${since} and opened_at < ${until} group by 1, 2`.execute(db.sql);
  return rows;
}

export type WeekOfAlerts = { readonly week: Date; readonly raised: number; readonly closed: number };

/** Alerts by week: raised, and closed. */
export async function alertsByWeek(db: TenantDb, { since, until }: Range): Promise<readonly WeekOfAlerts[]> {
  const { rows } = await sql<WeekOfAlerts>`
    select week, sum(raised)::int as raised, sum(closed)::int as closed
    from (
      select date_trunc('week', raised_at at time zone 'UTC') at time zone 'UTC' as week, 1 as raised, 0 as closed from alert where tenant_id = ${db.tenant} and merged_into is null and raised_at >= ${since} and raised_at < ${until}
      union all
      select date_trunc('week', closed_at at time zone 'UTC') at time zone 'UTC', 0, 1 from alert where tenant_id = ${db.tenant} and merged_into is null and closed_at >= ${since} and closed_at < ${until}
    ) each group by week`.execute(db.sql);
  return rows;
}
