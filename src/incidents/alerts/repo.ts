import { sql } from "kysely";
import { storableText } from "../../store/index.ts";
import { type IncidentsDb, tenantOf } from "../repo.ts";

/** An alert that belongs, or belonged, to an incident. */
export type AlertLink = { readonly incident: string; readonly alert: string; readonly at: Date; readonly by: string; readonly originIncident: string; readonly unlinked: { readonly at: Date; readonly by: string; readonly reason: string } | null };

export async function insertLinks(db: IncidentsDb, incident: string, alerts: readonly string[], { at, by }: { readonly at: Date; readonly by: string }): Promise<void> {
  if (alerts.length === 0) return;
  const rows = alerts.map((alert) => ({ tenant_id: tenantOf(db), incident_id: incident, alert_id: alert, linked_at: at, linked_by: storableText(by), origin_incident: incident }));
  await db.sql.insertInto("incident_alert").values(rows).execute();
}

/** Ends links, with the reason; gives the alerts whose link there was. */
export async function endLinks(db: IncidentsDb, incident: string, alerts: readonly string[], { at, by, reason }: { readonly at: Date; readonly by: string; readonly reason: string }): Promise<readonly string[]> {
  if (alerts.length === 0) return [];
  const rows = await db.sql
    .updateTable("incident_alert")
    .set({ unlinked_at: at, unlinked_by: storableText(by), unlinked_reason: storableText(reason) })
    .where("tenant_id", "=", tenantOf(db)).where("incident_id", "=", incident).where("alert_id", "in", [...alerts]).where("unlinked_at", "is", null)
    .returning("alert_id").execute();
  return rows.map(({ alert_id: alert }) => alert);
}

/** Links of incidents, in the order in which they were made; those that ended only if asked for. */
export async function linksOf(db: IncidentsDb, incidents: readonly string[], { withEnded = false } = {}): Promise<readonly AlertLink[]> {
  if (incidents.length === 0) return [];
  let query = db.sql.selectFrom("incident_alert").selectAll().where("tenant_id", "=", tenantOf(db)).where("incident_id", "in", [...incidents]).orderBy("id");
  if (!withEnded) query = query.where("unlinked_at", "is", null);
  return (await query.execute()).map((row) => ({
    incident: row.incident_id, alert: row.alert_id, at: row.linked_at, by: row.linked_by, originIncident: row.origin_incident,
    unlinked: row.unlinked_at === null ? null : { at: row.unlinked_at, by: row.unlinked_by ?? "", reason: row.unlinked_reason ?? "" },
  }));
}

/** Which of these alerts belong to which incident now. */
export async function ownersOf(db: IncidentsDb, alerts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (alerts.length === 0) return new Map();
  const rows = await db.sql.selectFrom("incident_alert").select(["alert_id", "incident_id"]).where("tenant_id", "=", tenantOf(db)).where("alert_id", "in", [...alerts]).where("unlinked_at", "is", null).execute();
  return new Map(rows.map(({ alert_id: alert, incident_id: incident }) => [alert, incident]));
}

/** Hangs links under another incident: all of one, or those of these alerts. The alerts follow. */
export async function moveLinks(db: IncidentsDb, from: string, to: string, alerts?: readonly string[]): Promise<void> {
  const some = alerts === undefined ? sql`true` : sql`alert_id = any(${[...alerts]})`;
  await sql`update incident_alert set incident_id = ${to} where tenant_id = ${tenantOf(db)} and incident_id = ${from} and ${some}`.execute(db.sql);
  await sql`update alert set incident_id = ${to} where tenant_id = ${tenantOf(db)} and incident_id = ${from} and ${alerts === undefined ? sql`true` : sql`id = any(${[...alerts]})`}`.execute(db.sql);
}
