// What suppression remembers between batches, and what it has kept back.
import { sql } from "kysely";
import { keptOf } from "../../detections/index.ts";
import type { SystemDb, TenantDb } from "../../store/index.ts";
import type { DetectionOfTenant, SuppressionKind } from "./suppressed.ts";

/** The detection that others repeat. */
export type Anchor = { readonly tenant: string; readonly key: string; readonly detection: string; readonly timeMs: number };

export async function anchorsOf(db: SystemDb, wanted: readonly Pick<Anchor, "tenant" | "key">[]): Promise<readonly Anchor[]> {
  const { rows } = await sql<{ tenant: string; key: string; detection: string; time: Date }>`
    select a.tenant_id as tenant, encode(a.key, 'hex') as key, encode(a.detection_id, 'hex') as detection, a.time
    from (select distinct * from unnest(${wanted.map(({ tenant }) => tenant)}::text[], ${wanted.map(({ key }) => key)}::text[]) as w (tenant, key)) as wanted
    join suppression_anchor a on a.tenant_id = wanted.tenant and a.key = decode(wanted.key, 'hex')`.execute(db.sql);
  return rows.map(({ time, ...row }) => ({ ...row, timeMs: time.getTime() }));
}

export async function putAnchors(db: SystemDb, anchors: readonly Anchor[]): Promise<void> {
  await sql`insert into suppression_anchor (tenant_id, key, detection_id, time)
    select tenant, decode(key, 'hex'), decode(detection, 'hex'), time
    from unnest(${anchors.map(({ tenant }) => tenant)}::text[], ${anchors.map(({ key }) => key)}::text[], ${anchors.map(({ detection }) => detection)}::text[], ${anchors.map(({ timeMs }) => new Date(timeMs))}::timestamptz[]) as made (tenant, key, detection, time)
    on conflict (tenant_id, key) do update set detection_id = excluded.detection_id, time = excluded.time`.execute(db.sql);
}

/** How many of a rule's detections on one entity went to people in an hour, and how many were over the limit; of no entity: how many entities. */
export type RuleHour = { readonly tenant: string; readonly rule: string; readonly entity: string; readonly name: string; readonly hour: Date; readonly passed: number; readonly over: number };
export type RuleHourKey = Pick<RuleHour, "tenant" | "rule" | "entity" | "hour">;

export async function hoursOf(db: SystemDb, wanted: readonly RuleHourKey[]): Promise<readonly RuleHour[]> {
  const { rows } = await sql<RuleHour>`
    select h.tenant_id as tenant, h.rule_key as rule, h.entity, h.name, h.hour, h.passed, h.over
    from (select distinct * from unnest(${wanted.map(({ tenant }) => tenant)}::text[], ${wanted.map(({ rule }) => rule)}::text[], ${wanted.map(({ entity }) => entity)}::text[], ${wanted.map(({ hour }) => hour)}::timestamptz[]) as w (tenant, rule, entity, hour)) as wanted
    join suppression_hour h on h.tenant_id = wanted.tenant and h.rule_key = wanted.rule and h.entity = wanted.entity and h.hour = wanted.hour`.execute(db.sql);
  return rows;
}

export async function putHours(db: SystemDb, hours: readonly RuleHour[]): Promise<void> {
  await sql`insert into suppression_hour (tenant_id, rule_key, entity, name, hour, passed, over)
    select * from unnest(${hours.map(({ tenant }) => tenant)}::text[], ${hours.map(({ rule }) => rule)}::text[], ${hours.map(({ entity }) => entity)}::text[], ${hours.map(({ name }) => name)}::text[], ${hours.map(({ hour }) => hour)}::timestamptz[], ${hours.map(({ passed }) => passed)}::int[], ${hours.map(({ over }) => over)}::int[])
    on conflict (tenant_id, rule_key, hour, entity) do update set passed = excluded.passed, over = excluded.over`.execute(db.sql);
}

export type HourToTell = RuleHour & { readonly alert: string };

/** Hours in which a rule went over a limit and no alert says so yet, with the newest alert of the rule on that entity, else of the rule; locked. */
export async function hoursToTell(db: SystemDb): Promise<readonly HourToTell[]> {
  const { rows } = await sql<HourToTell>`
    select h.tenant_id as tenant, h.rule_key as rule, h.entity, h.name, h.hour, h.passed, h.over, newest.id as alert
    from suppression_hour h
    cross join lateral (select id from alert where tenant_id = h.tenant_id and rule_key = h.rule_key and merged_into is null order by (entity_name = h.name) desc, raised_at desc limit 1) newest
    where h.over > 0 and h.told_on is null order by h.hour limit 100 for update of h skip locked`.execute(db.sql);
  return rows;
}

export async function setTold(db: SystemDb, { tenant, rule, entity, hour, alert }: HourToTell): Promise<void> {
  await db.sql.updateTable("suppression_hour").set({ told_on: alert }).where("tenant_id", "=", tenant).where("rule_key", "=", rule).where("entity", "=", entity).where("hour", "=", hour).execute();
}

/** Forgets what no detection can fall into any more. */
export async function forgetBefore(db: SystemDb, before: Date): Promise<void> {
  await db.sql.deleteFrom("suppression_anchor").where("time", "<", before).execute();
  await db.sql.deleteFrom("suppression_hour").where("hour", "<", before).execute();
}

export type SuppressedQuery = {
  readonly kind?: SuppressionKind | undefined;
  readonly by?: string | undefined;
  readonly rule?: string | undefined;
  readonly host?: string | undefined;
  readonly since: Date;
  readonly until: Date;
  readonly before?: { readonly at: Date; readonly detection: string } | undefined;
  readonly limit: number;
};

export type SuppressedDetection = { readonly detection: DetectionOfTenant; readonly kind: SuppressionKind; readonly id: string; readonly owner: string; readonly reason: string; readonly at: Date };

/** A page of what was kept back, the last one first. */
export async function selectSuppressed(db: TenantDb, { kind, by, rule, host, since, until, before, limit }: SuppressedQuery): Promise<readonly SuppressedDetection[]> {
  let query = db.sql
    .selectFrom("suppressed_detection as s").innerJoin("detection as d", (on) => on.onRef("d.tenant_id", "=", "s.tenant_id").onRef("d.id", "=", "s.detection_id"))
    .selectAll("d").select(["s.kind", "s.by_id", "s.owner", "s.reason", "s.suppressed_at"])
    .where("s.tenant_id", "=", db.tenant).where("s.suppressed_at", ">=", since).where("s.suppressed_at", "<", until);
  if (kind !== undefined) query = query.where("s.kind", "=", kind);
  if (by !== undefined) query = query.where("s.by_id", "=", by);
  if (rule !== undefined) query = query.where("s.rule_key", "=", rule);
  if (host !== undefined) query = query.where(sql<boolean>`lower(d.host) = lower(${host})`);
  if (before !== undefined) query = query.where((eb) => eb(eb.refTuple("s.suppressed_at", "s.detection_id"), "<", eb.tuple(before.at, Buffer.from(before.detection, "hex"))));
  const rows = await query.orderBy("s.suppressed_at", "desc").orderBy("s.detection_id", "desc").limit(limit).execute();
  return rows.map((row) => ({ detection: { ...keptOf(row), tenant: db.tenant }, kind: row.kind, id: row.by_id, owner: row.owner, reason: row.reason, at: row.suppressed_at }));
}

export type SuppressedCount = { readonly kind: SuppressionKind; readonly id: string; readonly owner: string; readonly rule: string; readonly count: number; readonly last: Date };

/** How many were kept back in a time, by what and of which rule, the most first. Duplicates are one line a rule: each repeats another. */
export async function countSuppressed(db: TenantDb, { since, until }: Pick<SuppressedQuery, "since" | "until">, limit: number): Promise<readonly SuppressedCount[]> {
  const { rows } = await sql<SuppressedCount>`
    select kind, case when kind = 'duplicate' then rule_key else by_id end as id, owner, rule_key as rule, count(*)::int as count, max(suppressed_at) as last
    from suppressed_detection where tenant_id = ${db.tenant} and suppressed_at >= ${since} and suppressed_at < ${until}
    group by 1, 2, 3, 4 order by count desc, id limit ${limit}`.execute(db.sql);
  return rows;
}

