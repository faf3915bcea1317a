import { sql } from "kysely";
import { storableJson, storableText } from "../../store/index.ts";
import type { Alert } from "../alert.ts";
import { alertsNamed, type AlertsDb, tenantOf } from "../repo.ts";
import { textsAt } from "../values.ts";
import type { EvidenceEvent } from "./evidence-event.ts";

/** Writes what an alert is the sum of. */
export async function updateSum(db: AlertsDb, { id, detections, repeated, firstTime, lastTime, techniques, tactics, score, level, scoreFacts, rule, changedAt }: Alert): Promise<void> {
  await db.sql
    .updateTable("alert")
    .set({ detections, repeated, first_time: firstTime, last_time: lastTime, techniques: [...techniques], tactics: [...tactics], score, level, score_facts: JSON.stringify(scoreFacts), rule_level: rule.level, changed_at: changedAt })
    .where("tenant_id", "=", tenantOf(db)).where("id", "=", id).execute();
}

export async function insertWatch(db: AlertsDb, alerts: readonly string[], person: string, since: Date): Promise<void> {
  await db.sql.insertInto("alert_watch").values(alerts.map((alert) => ({ tenant_id: tenantOf(db), alert_id: alert, person, since }))).onConflict((conflict) => conflict.doNothing()).execute();
}

export async function deleteWatch(db: AlertsDb, alerts: readonly string[], person: string): Promise<void> {
  await db.sql.deleteFrom("alert_watch").where("tenant_id", "=", tenantOf(db)).where("alert_id", "in", [...alerts]).where("person", "=", person).execute();
}

export async function upsertSeen(db: AlertsDb, alerts: readonly string[], person: string, at: Date): Promise<void> {
  await db.sql.insertInto("alert_seen").values(alerts.map((alert) => ({ tenant_id: tenantOf(db), alert_id: alert, person, at }))).onConflict((conflict) => conflict.columns(["tenant_id", "alert_id", "person"]).doUpdateSet({ at })).execute();
}

/** Who watches an alert. */
export const watchersOf = async (db: AlertsDb, alert: string): Promise<readonly string[]> =>
  (await db.sql.selectFrom("alert_watch").select("person").where("tenant_id", "=", tenantOf(db)).where("alert_id", "=", alert).orderBy("person").execute()).map(({ person }) => person);

/** Whether the person watches the alert, and when they saw it last. */
export async function attentionOf(db: AlertsDb, alert: string, person: string): Promise<{ readonly isWatched: boolean; readonly seenAt: Date | null; readonly watchers: number }> {
  const watchers = await db.sql.selectFrom("alert_watch").select("person").where("tenant_id", "=", tenantOf(db)).where("alert_id", "=", alert).execute();
  const seen = await db.sql.selectFrom("alert_seen").select("at").where("tenant_id", "=", tenantOf(db)).where("alert_id", "=", alert).where("person", "=", person).executeTakeFirst();
  return { isWatched: watchers.some((one) => one.person === person), seenAt: seen?.at ?? null, watchers: watchers.length };
}

/** Which of these events are behind an alert, by its detections. */
export async function eventsBehind(db: AlertsDb, alert: string, events: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ event: string }>`
    select distinct encode(found.event_id, 'hex') as event from unnest(${[...events]}::text[]) as wanted (event)
    join alert_event found on found.tenant_id = ${tenantOf(db)} and found.event_id = decode(wanted.event, 'hex')
    join alert_detection joined on joined.tenant_id = found.tenant_id and joined.detection_id = found.detection_id and joined.alert_id = ${alert}`.execute(db.sql);
  return new Set(rows.map(({ event }) => event));
}

/** Events behind an alert, named by id or reference, that are not kept beside it yet: the earliest first, as many as make `limit` with those that are. */
export async function unpinnedEvents(db: AlertsDb, named: string, limit: number): Promise<readonly string[]> {
  const alert = (await alertsNamed(db, [named])).get(named);
  if (alert === undefined) return [];
  const { rows } = await sql<{ event: string; pinned: boolean }>`
    select encode(found.event_id, 'hex') as event, exists (select from alert_evidence kept where kept.tenant_id = ${tenantOf(db)} and kept.alert_id = ${alert.id} and kept.event_id = found.event_id) as pinned
    from alert_detection joined join alert_event found on found.tenant_id = joined.tenant_id and found.detection_id = joined.detection_id join detection on detection.tenant_id = joined.tenant_id and detection.id = joined.detection_id
    where joined.tenant_id = ${tenantOf(db)} and joined.alert_id = ${alert.id} group by found.event_id order by min(detection.time), found.event_id limit ${limit}`.execute(db.sql);
  return rows.filter(({ pinned }) => !pinned).map(({ event }) => event);
}

/** Keeps events beside an alert; those that are kept stay as they are. Gives how many are new. */
export async function insertEvidence(db: AlertsDb, alert: string, events: readonly (EvidenceEvent & { readonly digest: string })[], by: { readonly who: string; readonly at: Date }): Promise<number> {
  const rows = events.map(({ id, time, arrived, source, collector, technology, event, line, digest }) => ({
    tenant_id: tenantOf(db), alert_id: alert, event_id: Buffer.from(id, "hex"), time, arrived_at: arrived, source, collector, technology, event: storableJson(event), line: storableText(line), digest, pinned_at: by.at, pinned_by: by.who,
  }));
  const result = await db.sql.insertInto("alert_evidence").values(rows).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n);
}

const ACCOUNTS = ["user.name", "user.target.name", "user.effective.name", "source.user.name", "destination.user.name"];
const MOST_READ = 1_000;

/** Accounts that the events kept beside alerts speak of, each once. */
export async function accountsOfEvidence(db: AlertsDb, alerts: readonly string[]): Promise<readonly string[]> {
  const kept = await selectEvidence(db, alerts, MOST_READ);
  const names = kept.flatMap(({ event }) => ACCOUNTS.flatMap((field) => textsAt(event, field)));
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}

/** What is kept beside an alert, in the order of time. */
export async function selectEvidence(db: AlertsDb, alerts: readonly string[], limit: number): Promise<readonly (EvidenceEvent & { readonly digest: string; readonly pinnedAt: Date; readonly pinnedBy: string })[]> {
  const rows = await db.sql.selectFrom("alert_evidence").selectAll().where("tenant_id", "=", tenantOf(db)).where("alert_id", "in", [...alerts]).orderBy("time").orderBy("event_id").limit(limit).execute();
  return rows.map((row) => ({
    id: Buffer.from(row.event_id).toString("hex"), time: row.time, arrived: row.arrived_at, source: row.source, collector: row.collector, technology: row.technology, event: row.event, line: row.line, digest: row.digest, pinnedAt: row.pinned_at, pinnedBy: row.pinned_by,
  }));
}

const MOST_PINNED = 500;

/** All that is pinned beside these alerts. */
export const pinnedOf = (db: AlertsDb, alerts: readonly string[]): ReturnType<typeof selectEvidence> => selectEvidence(db, alerts, MOST_PINNED);
