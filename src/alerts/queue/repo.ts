import { type RawBuilder, sql } from "kysely";
import { storableText, type SystemDb, type TenantDb } from "../../store/index.ts";
import type { Alert } from "../alert.ts";
import { alertOf, type AlertRow } from "../repo.ts";
import type { AlertQuery, Place, Sort, Stage } from "./query.ts";

type Db = TenantDb | SystemDb;

// One place for each order and for each of the stages: the partial indexes of 0013-alerts.sql have the same words.
const ORDERS: Readonly<Record<Sort, RawBuilder<unknown>>> = {
  worst: sql`alert.score desc, alert.raised_at desc, alert.id desc`,
  due: sql`coalesce(alert.due_at, 'infinity'), alert.id`,
  newest: sql`alert.raised_at desc, alert.id desc`,
};

const behind = (sort: Sort, { id, score, raisedAt, dueAt }: Place): RawBuilder<unknown> => {
  if (sort === "worst") return sql`(alert.score, alert.raised_at, alert.id) < (${score}, ${raisedAt}, ${id})`;
  if (sort === "newest") return sql`(alert.raised_at, alert.id) < (${raisedAt}, ${id})`;
  return sql`(coalesce(alert.due_at, 'infinity'), alert.id) > (coalesce(${dueAt}::timestamptz, 'infinity'), ${id})`;
};

const STAGE: Readonly<Record<Stage, (person: string) => RawBuilder<unknown>>> = {
  open: () => sql`alert.status <> 'closed'`,
  mine: (person) => sql`alert.status <> 'closed' and alert.owner_id = ${person}`,
  unowned: () => sql`alert.status <> 'closed' and alert.owner_id is null`,
  closed: () => sql`alert.status = 'closed'`,
  all: () => sql`true`,
};

const given = (conditions: readonly (RawBuilder<unknown> | undefined)[]): readonly RawBuilder<unknown>[] => conditions.filter((one) => one !== undefined);

/** Whose alerts, and of which time. */
const range = (db: Db, { since, until, tenants }: AlertQuery): readonly RawBuilder<unknown>[] =>
  given([
    db.tenant === undefined ? (tenants === undefined ? undefined : sql`alert.tenant_id = any(${[...tenants]}::text[])`) : sql`alert.tenant_id = ${db.tenant}`,
    since && sql`alert.raised_at >= ${since}`,
    until && sql`alert.raised_at < ${until}`,
  ]);

/** What an index finds. */
const found = ({ rule, asset, entity, incident }: AlertQuery): readonly RawBuilder<unknown>[] =>
  given([
    rule === undefined ? undefined : sql`alert.rule_key = ${rule}`,
    asset === undefined ? undefined : sql`alert.asset_id = ${asset}`,
    entity === undefined ? undefined : sql`alert.entity = ${storableText(entity).toLowerCase()}`,
    incident === undefined ? undefined : sql`alert.incident_id = ${incident}`,
  ]);

/** What rows have to be looked at for. */
const lookedAt = ({ statuses, levels, technique, verdicts, dueBefore, text }: AlertQuery): readonly RawBuilder<unknown>[] =>
  given([
    statuses && sql`alert.status = any(${[...statuses]}::text[])`,
    levels && sql`alert.level = any(${[...levels]}::text[])`,
    technique === undefined ? undefined : sql`exists (select from unnest(alert.techniques) as one where one = ${technique} or starts_with(one, ${`${technique}.`}))`,
    verdicts && sql`coalesce(alert.verdict, 'none') = any(${[...verdicts]}::text[])`,
    dueBefore && sql`alert.due_at < ${dueBefore}`,
    text === undefined ? undefined : sql`position(${storableText(text).toLowerCase()} in lower(alert.title || ' ' || alert.entity_name || ' ' || alert.rule_key)) > 0`,
  ]);

const all = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => (conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `));

/** A page of alerts behind a place. */
export async function selectPage(db: Db, query: AlertQuery, { after, limit }: { readonly after?: Place | undefined; readonly limit: number }): Promise<readonly Alert[]> {
  const where = all([...range(db, query), ...found(query), ...lookedAt(query), STAGE[query.stage](query.person), ...(after === undefined ? [] : [behind(query.sort, after)])]);
  const { rows } = await sql<AlertRow>`select page.*, tenant.code from (select * from alert where ${where} order by ${ORDERS[query.sort]} limit ${limit}) as page join tenant on tenant.id = page.tenant_id`.execute(db.sql);
  // A join keeps no order.
  return inOrder(rows.map(alertOf), query.sort);
}

const byTime = (a: Date | null, b: Date | null): number => (a?.getTime() ?? Infinity) - (b?.getTime() ?? Infinity);
const byId = (a: Alert, b: Alert): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function inOrder(alerts: readonly Alert[], sort: Sort): readonly Alert[] {
  const due = (a: Alert, b: Alert): number => { const [x, y] = [a.due?.at ?? null, b.due?.at ?? null]; return x === null && y === null ? 0 : byTime(x, y); };
  if (sort === "due") return alerts.toSorted((a, b) => due(a, b) || byId(a, b));
  const newest = (a: Alert, b: Alert): number => byTime(b.raisedAt, a.raisedAt) || byId(b, a);
  return alerts.toSorted((a, b) => (sort === "worst" ? b.score - a.score : 0) || newest(a, b));
}

/** How many are counted: beyond it people read "10,000+". */
const MOST_COUNTED = 10_000;

/**
 * How many alerts each of these stages has under the filters, at most one more than is counted. Of a million closed ones
 * those that were raised last are looked at, as many as are counted: whoever filters them wants no sum of years.
 */
export async function countStages(db: Db, query: AlertQuery, stages: readonly Stage[]): Promise<ReadonlyMap<Stage, number>> {
  const counts = stages.map((stage) => {
    const rows = all([...range(db, query), ...found(query), STAGE[stage](query.person)]);
    const asked = lookedAt(query);
    const isOfLast = stage === "closed" && asked.length > 0;
    const last = sql`select * from alert where ${rows} ${found(query).length > 0 ? sql`` : sql`order by ${ORDERS.newest}`} limit ${MOST_COUNTED + 1}`;
    const counted = isOfLast ? sql`select from (${last}) as alert where ${all(asked)}` : sql`select from alert where ${all([rows, ...asked])} limit ${MOST_COUNTED + 1}`;
    return sql`(select count(*)::int from (${counted}) as counted) as ${sql.ref(stage)}`;
  });
  const { rows: [row] } = await sql<Record<Stage, number>>`select ${sql.join(counts)}`.execute(db.sql);
  return new Map(stages.map((stage) => [stage, row?.[stage] ?? 0]));
}

export type Bar = { readonly quarter: Date; readonly kind: string; readonly n: number };

/** Alerts by level, by the quarter of an hour in which they were raised. */
export async function alertsByQuarter(db: Db, { since, until, tenants }: { readonly since: Date; readonly until: Date; readonly tenants: readonly string[] }): Promise<readonly Bar[]> {
  const { rows } = await sql<Bar>`select date_bin('15 minutes', raised_at, 'epoch') as quarter, level as kind, count(*)::int as n from alert
    where ${ofTenants(db, tenants)} and raised_at >= ${since} and raised_at < ${until} group by 1, 2`.execute(db.sql);
  return rows;
}

/** What became of detections, by the quarter of an hour in which they were stored. */
export async function detectionsByQuarter(db: Db, { since, until, tenants }: { readonly since: Date; readonly until: Date; readonly tenants: readonly string[] }): Promise<readonly Bar[]> {
  const { rows } = await sql<Bar>`select quarter, became as kind, sum(n)::int as n from detection_quarter
    where ${ofTenants(db, tenants)} and quarter >= ${since} and quarter < ${until} group by 1, 2`.execute(db.sql);
  return rows;
}

const ofTenants = (db: Db, tenants: readonly string[]): RawBuilder<unknown> => (db.tenant === undefined ? sql`tenant_id = any(${[...tenants]}::text[])` : sql`tenant_id = ${db.tenant}`);

export type DayAccount = { readonly day: string; readonly detections: number; readonly alerted: number; readonly suppressed: Readonly<Record<string, number>>; readonly waiting: number };

/** Of each day, by when they were stored: detections, what became of them, and how many wait to be read. Each is counted by itself. */
export async function accountByDay(db: TenantDb, since: Date, until: Date): Promise<readonly DayAccount[]> {
  const { tenant } = db;
  const { rows } = await sql<{ day: string; detections: number; alerted: number; exception: number; maintenance: number; duplicate: number; rate_limit: number; waiting: number }>`
    select to_char(date_trunc('day', detection.stored_at at time zone 'UTC'), 'YYYY-MM-DD') as day, count(*)::int as detections, count(joined.detection_id)::int as alerted,
      count(*) filter (where hidden.kind = 'exception')::int as exception, count(*) filter (where hidden.kind = 'maintenance')::int as maintenance,
      count(*) filter (where hidden.kind = 'duplicate')::int as duplicate, count(*) filter (where hidden.kind = 'rate-limit')::int as rate_limit,
      count(*) filter (where (detection.written_in, detection.seq) > (coalesce(reader.written_in, 0), coalesce(reader.seq, 0)))::int as waiting
    from detection left join detection_reader as reader on reader.name = 'alerts'
    left join alert_detection as joined on joined.tenant_id = detection.tenant_id and joined.detection_id = detection.id
    left join suppressed_detection as hidden on hidden.tenant_id = detection.tenant_id and hidden.detection_id = detection.id
    where detection.tenant_id = ${tenant} and detection.stored_at >= ${since} and detection.stored_at < ${until}
    group by 1 order by 1`.execute(db.sql);
  return rows.map(({ day, detections, alerted, waiting, exception, maintenance, duplicate, rate_limit: rateLimit }) => ({ day, detections, alerted, waiting, suppressed: { exception, maintenance, duplicate, "rate-limit": rateLimit } }));
}
