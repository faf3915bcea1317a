// Alerts as they are stored; what every part of this folder reads and changes of them.
import { sql, type Selectable } from "kysely";
import { numberOfRef, refOf, type SystemDb, type Tables, type TenantDb } from "../store/index.ts";
import type { Alert } from "./alert.ts";
import type { ScoreFacts } from "./score/facts.ts";

/** A handle for one tenant's alerts: its own, or the platform's with the tenant named. */
export type AlertsDb = TenantDb | (SystemDb & { readonly of: string });

export const tenantOf = (db: AlertsDb): string => (db.tenant === undefined ? db.of : db.tenant);

export type AlertRow = Selectable<Tables["alert"]> & { readonly code: string | null };

/** The alert that a row is. */
export function alertOf(row: AlertRow): Alert {
  const { tenant_id: tenant, id, number, title, score, level, detections, repeated, status, techniques, tactics } = row;
  return {
    tenant, id, number, ref: refOf(row.code ?? tenant, "alert", number), title, score, level, detections, repeated, status, techniques, tactics,
    rule: { key: row.rule_key, level: row.rule_level }, leadDetection: row.lead_detection, grouping: { strategy: row.strategy, key: row.group_key, windowMinutes: row.window_minutes }, window: { from: row.window_from, until: row.window_until },
    entity: { kind: row.entity_kind, value: row.entity, name: row.entity_name }, asset: row.asset_id, scoreFacts: row.score_facts as ScoreFacts,
    firstTime: row.first_time, lastTime: row.last_time, raisedAt: row.raised_at, changedAt: row.changed_at, statusBefore: row.status_before,
    owner: row.owner_id === null || row.owner === null ? null : { id: row.owner_id, who: row.owner, since: row.owner_since },
    judgement: { verdict: row.verdict, reason: row.closure_reason, explainedBy: row.explained_by, at: row.judged_at, by: row.judged_by, side: row.judged_side },
    closedAt: row.closed_at, reopened: { count: row.reopened, at: row.reopened_at, why: row.reopened_why }, incident: row.incident_id, mergedInto: row.merged_into,
    due: row.due_phase === null ? null : { at: row.due_at, phase: row.due_phase },
  };
}

const selected = (db: AlertsDb) => db.sql.selectFrom("alert").innerJoin("tenant", "tenant.id", "alert.tenant_id").selectAll("alert").select("tenant.code").where("alert.tenant_id", "=", tenantOf(db));

/** Ids stand for themselves, references for the id of their number. */
async function idsOf(db: AlertsDb, idsOrRefs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map(idsOrRefs.filter((one) => /^[0-9a-f]{32}$/.test(one)).map((id) => [id, id]));
  const refs = idsOrRefs.flatMap((ref) => {
    const named = numberOfRef("alert", ref);
    return named === undefined ? [] : [{ ref, ...named }];
  });
  if (refs.length === 0) return found;
  const rows = await db.sql
    .selectFrom("alert").innerJoin("tenant", "tenant.id", "alert.tenant_id").select(["alert.id", "alert.number", "tenant.code"])
    .where("alert.tenant_id", "=", tenantOf(db)).where("alert.number", "in", refs.map(({ number }) => number)).execute();
  for (const { ref, code, number } of refs) {
    const row = rows.find((one) => one.number === number && one.code === code);
    if (row !== undefined) found.set(ref, row.id);
  }
  return found;
}

/** Alerts by what they were asked for as: ids, or references such as AM-A-31407. */
export async function alertsNamed(db: AlertsDb, idsOrRefs: readonly string[], { forUpdate = false } = {}): Promise<ReadonlyMap<string, Alert>> {
  const ids = await idsOf(db, idsOrRefs);
  if (ids.size === 0) return new Map();
  // In the order of ids, always: two who lock the same ones wait, and do not block each other.
  const query = selected(db).where("alert.id", "in", [...new Set(ids.values())]).orderBy("alert.id");
  const rows = await (forUpdate ? query.forUpdate("alert") : query).execute();
  const byId = new Map(rows.map((row) => [row.id, alertOf(row)]));
  return new Map([...ids].flatMap(([name, id]) => (byId.has(id) ? [[name, byId.get(id)!] as const] : [])));
}

/** Which of these are handled in no incident: they belong to none, or to one that is closed. */
export async function onTheirOwn<One extends Pick<Alert, "id" | "incident">>(db: AlertsDb, alerts: readonly One[]): Promise<readonly One[]> {
  const incidents = [...new Set(alerts.flatMap(({ incident }) => incident ?? []))];
  if (incidents.length === 0) return alerts;
  const rows = await db.sql.selectFrom("incident").select("id").where("tenant_id", "=", tenantOf(db)).where("id", "in", incidents).where("stage", "=", "closed").execute();
  const closed = new Set(rows.map(({ id }) => id));
  return alerts.filter(({ incident }) => incident === null || closed.has(incident));
}

const MOST_OF_INCIDENT = 500;

/** Ids of the alerts that belong to an incident. */
export const alertsOfIncident = async (db: AlertsDb, incident: string): Promise<readonly string[]> =>
  (await db.sql.selectFrom("alert").select("id").where("tenant_id", "=", tenantOf(db)).where("incident_id", "=", incident).orderBy("number").limit(MOST_OF_INCIDENT).execute()).map(({ id }) => id);

/** What verbs change of an alert. */
export type AlertChange = Pick<Alert, "id" | "status" | "statusBefore" | "owner" | "judgement" | "closedAt" | "reopened" | "incident" | "mergedInto">;

/** Writes what verbs changed of alerts that are locked. */
export async function updateAlerts(db: AlertsDb, changes: readonly AlertChange[], at: Date): Promise<void> {
  for (const { id, status, statusBefore, owner, judgement, closedAt, reopened, incident, mergedInto } of changes) {
    await db.sql
      .updateTable("alert")
      .set({
        status, status_before: statusBefore, owner_id: owner?.id ?? null, owner: owner?.who ?? null, owner_since: owner?.since ?? null,
        verdict: judgement.verdict, closure_reason: judgement.reason, explained_by: judgement.explainedBy === null ? null : JSON.stringify(judgement.explainedBy),
        judged_at: judgement.at, judged_by: judgement.by, judged_side: judgement.side, closed_at: closedAt,
        reopened: reopened.count, reopened_at: reopened.at, reopened_why: reopened.why, incident_id: incident, merged_into: mergedInto, changed_at: at,
      })
      .where("tenant_id", "=", tenantOf(db)).where("id", "=", id).execute();
  }
}

/** Keeps beside alerts what is due next, so that lists sort by it. */
export async function updateDue(db: AlertsDb, dues: readonly { readonly id: string; readonly at: Date | null; readonly phase: string | null }[]): Promise<void> {
  if (dues.length === 0) return;
  await sql`update alert set due_at = given.at, due_phase = given.phase from unnest(${dues.map(({ id }) => id)}::text[], ${dues.map(({ at }) => at)}::timestamptz[], ${dues.map(({ phase }) => phase)}::text[]) as given (id, at, phase)
    where tenant_id = ${tenantOf(db)} and alert.id = given.id`.execute(db.sql);
}

/** Alerts that were merged into these, too. */
export const mergedInto = async (db: AlertsDb, ids: readonly string[]): Promise<readonly Alert[]> =>
  ids.length === 0 ? [] : (await selected(db).where("alert.merged_into", "in", [...ids]).orderBy("alert.number").execute()).map(alertOf);

/** Hangs the detections of merged alerts, and what was merged into those before, under another. */
export async function moveDetections(db: AlertsDb, from: readonly string[], into: string, at: Date): Promise<void> {
  await sql`update alert_detection set alert_id = ${into} where tenant_id = ${tenantOf(db)} and alert_id = any(${[...from]})`.execute(db.sql);
  await sql`update alert set merged_into = ${into}, changed_at = ${at} where tenant_id = ${tenantOf(db)} and merged_into = any(${[...from]})`.execute(db.sql);
}
