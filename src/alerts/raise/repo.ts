// What the raiser reads: the next detections, and the alerts into which they may fall.
import { sql } from "kysely";
import { keptOf } from "../../detections/index.ts";
import type { SystemDb } from "../../store/index.ts";
import type { ToPlace } from "../grouping/board.ts";
import { alertOf, type AlertRow } from "../repo.ts";
import type { Alert } from "../alert.ts";
import type { DetectionOfTenant } from "../suppress/suppressed.ts";

const READER = "alerts";

export type NextDetections = { readonly detections: readonly DetectionOfTenant[]; readonly place: Place };
type Place = { readonly writtenIn: number; readonly seq: number };

/** The next detections in the order in which their transactions began; none while another process reads. */
export async function nextDetections(db: SystemDb, limit: number): Promise<NextDetections> {
  const place = await db.sql.selectFrom("detection_reader").select(["written_in", "seq"]).where("name", "=", READER).forUpdate().skipLocked().executeTakeFirst();
  if (place === undefined) return { detections: [], place: { writtenIn: 0, seq: 0 } };
  const rows = await db.sql
    .selectFrom("detection").selectAll()
    .where((eb) => eb(eb.refTuple("written_in", "seq"), ">", eb.tuple(place.written_in, place.seq)))
    .where(sql<boolean>`written_in < transactions_ended()`)
    .orderBy("written_in").orderBy("seq").limit(limit).execute();
  const last = rows.at(-1);
  return { detections: rows.map((row) => ({ ...keptOf(row), tenant: row.tenant_id })), place: { writtenIn: last?.written_in ?? place.written_in, seq: last?.seq ?? place.seq } };
}

/** Makes the reader, in a transaction of its own: two that begin at once do not wait for each other's work. */
export async function makeReader(db: SystemDb): Promise<void> {
  await db.sql.insertInto("detection_reader").values({ name: READER, read_at: null }).onConflict((conflict) => conflict.doNothing()).execute();
}

export async function hasReader(db: SystemDb): Promise<boolean> {
  return (await db.sql.selectFrom("detection_reader").select("name").where("name", "=", READER).executeTakeFirst()) !== undefined;
}

export async function moveReader(db: SystemDb, { writtenIn, seq }: Place, now: Date): Promise<void> {
  await db.sql.updateTable("detection_reader").set({ written_in: writtenIn, seq, read_at: now }).where("name", "=", READER).execute();
}

/** Alerts whose group and window one of these may fall into, those that hold one of their events, and where they were merged; locked. */
export async function alertsAround(db: SystemDb, incoming: readonly ToPlace[]): Promise<{ readonly alerts: readonly Alert[]; readonly events: readonly AlertInEvent[] }> {
  const groups = [...Map.groupBy(incoming, ({ tenant, group }) => `${tenant}\n${group.key}`).values()].map((same) => {
    const [first] = same;
    const times = same.map(({ timeMs }) => timeMs);
    const windowMs = Math.max(...same.map(({ group }) => group.windowMinutes)) * 60_000;
    return { tenant: first!.tenant, key: first!.group.key, from: new Date(Math.min(...times) - windowMs), until: new Date(Math.max(...times) + windowMs) };
  });
  const byGroup = await sql<{ tenant_id: string; id: string; merged_into: string | null }>`
    select alert.tenant_id, alert.id, alert.merged_into
    from unnest(${groups.map(({ tenant }) => tenant)}::text[], ${groups.map(({ key }) => key)}::text[], ${groups.map(({ from }) => from)}::timestamptz[], ${groups.map(({ until }) => until)}::timestamptz[]) as wanted (tenant, key, from_time, until_time)
    join alert on alert.tenant_id = wanted.tenant and alert.group_key = wanted.key and alert.window_until >= wanted.from_time and alert.window_from <= wanted.until_time`.execute(db.sql);
  const events = await alertsInEvents(db, incoming);
  const wanted = [...byGroup.rows.flatMap(({ tenant_id: tenant, id, merged_into: into }) => [{ tenant, id }, ...(into === null ? [] : [{ tenant, id: into }])]), ...events.map(({ tenant, alert }) => ({ tenant, id: alert }))];
  return { alerts: await lockAlerts(db, wanted), events };
}

export type AlertInEvent = { readonly tenant: string; readonly event: string; readonly alert: string };

async function alertsInEvents(db: SystemDb, incoming: readonly ToPlace[]): Promise<readonly AlertInEvent[]> {
  const wanted = new Map(incoming.flatMap(({ tenant, events }) => events.map((event) => [`${tenant}\n${event}`, { tenant, event }] as const)));
  const { rows } = await sql<AlertInEvent>`
    select distinct found.tenant_id as tenant, encode(found.event_id, 'hex') as event, joined.alert_id as alert
    from unnest(${[...wanted.values()].map(({ tenant }) => tenant)}::text[], ${[...wanted.values()].map(({ event }) => event)}::text[]) as wanted (tenant, event)
    join alert_event found on found.tenant_id = wanted.tenant and found.event_id = decode(wanted.event, 'hex')
    join alert_detection joined on joined.tenant_id = found.tenant_id and joined.detection_id = found.detection_id`.execute(db.sql);
  return rows;
}

// Always in this order: two who lock the same alerts wait, and do not block each other.
async function lockAlerts(db: SystemDb, wanted: readonly { readonly tenant: string; readonly id: string }[]): Promise<readonly Alert[]> {
  const { rows } = await sql<AlertRow>`
    select alert.*, tenant.code from (select distinct * from unnest(${wanted.map(({ tenant }) => tenant)}::text[], ${wanted.map(({ id }) => id)}::text[]) as w (tenant, id)) as wanted
    join alert on alert.tenant_id = wanted.tenant and alert.id = wanted.id join tenant on tenant.id = alert.tenant_id
    order by alert.tenant_id, alert.id for update of alert`.execute(db.sql);
  return rows.map(alertOf);
}

/** Which of these samenesses alerts have already. */
export async function samenessesOf(db: SystemDb, alerts: readonly Pick<Alert, "tenant" | "id">[], samenesses: readonly string[]): Promise<readonly { readonly tenant: string; readonly alert: string; readonly sameness: string }[]> {
  if (alerts.length === 0) return [];
  const { rows } = await sql<{ tenant: string; alert: string; sameness: string }>`
    select distinct joined.tenant_id as tenant, joined.alert_id as alert, encode(joined.sameness, 'hex') as sameness
    from unnest(${alerts.map(({ tenant }) => tenant)}::text[], ${alerts.map(({ id }) => id)}::text[]) as wanted (tenant, id)
    join alert_detection joined on joined.tenant_id = wanted.tenant and joined.alert_id = wanted.id
    where encode(joined.sameness, 'hex') = any(${[...new Set(samenesses)]})`.execute(db.sql);
  return rows;
}

export type RuleOnEntity = { readonly tenant: string; readonly rule: string; readonly entity: string; readonly since: Date };

/** For each whether there was an alert of the rule on the entity, by the place in the list. */
export async function hadBefore(db: SystemDb, asked: readonly RuleOnEntity[]): Promise<ReadonlySet<number>> {
  if (asked.length === 0) return new Set();
  const { rows } = await sql<{ place: number }>`
    select wanted.place::int as place
    from unnest(${asked.map(({ tenant }) => tenant)}::text[], ${asked.map(({ rule }) => rule)}::text[], ${asked.map(({ entity }) => entity)}::text[], ${asked.map(({ since }) => since)}::timestamptz[]) with ordinality as wanted (tenant, rule, entity, since, place)
    where exists (select from alert where alert.tenant_id = wanted.tenant and alert.rule_key = wanted.rule and alert.entity = wanted.entity and alert.last_time >= wanted.since)`.execute(db.sql);
  return new Set(rows.map(({ place }) => place - 1));
}

/** The letters of tenants, for references. */
export async function codesOf(db: SystemDb, tenants: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.sql.selectFrom("tenant").select(["id", "code"]).where("id", "in", [...tenants]).execute();
  return new Map(rows.map(({ id, code }) => [id, code ?? id]));
}
