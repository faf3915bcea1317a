// Incidents as they are stored; what every part of this folder reads and changes of them.
import type { Selectable } from "kysely";
import type { IncidentCategory } from "../contract/setting-parts.ts";
import { numberOfRef, refOf, storableJson, storableText, type SystemDb, type Tables, type TenantDb } from "../store/index.ts";
import type { Incident } from "./incident.ts";

/** A handle for one tenant's incidents: its own, or the platform's with the tenant named. */
export type IncidentsDb = TenantDb | (SystemDb & { readonly of: string });

export const tenantOf = (db: IncidentsDb): string => (db.tenant === undefined ? db.of : db.tenant);

export type IncidentRow = Selectable<Tables["incident"]> & { readonly code: string | null };

/** Incidents of one tenant with the letters of their references. */
const selected = (db: IncidentsDb) => db.sql.selectFrom("incident").innerJoin("tenant", "tenant.id", "incident.tenant_id").selectAll("incident").select("tenant.code").where("incident.tenant_id", "=", tenantOf(db));

/** An incident by id or reference. */
export async function incidentNamed(db: IncidentsDb, name: string, { forUpdate = false } = {}): Promise<Incident | undefined> {
  const named = numberOfRef("incident", name);
  const query = named === undefined ? selected(db).where("incident.id", "=", name) : selected(db).where("year", "=", named.year).where("number", "=", named.number).where("tenant.code", "=", named.code);
  const row = await (forUpdate ? query.forUpdate("incident") : query).executeTakeFirst();
  return row === undefined ? undefined : incidentOf(row);
}

/** Incidents by their ids, in the order of their numbers. */
export async function incidentsOf(db: IncidentsDb, ids: readonly string[]): Promise<readonly Incident[]> {
  if (ids.length === 0) return [];
  return (await selected(db).where("incident.id", "in", [...ids]).orderBy("year").orderBy("number").execute()).map(incidentOf);
}

/** What was merged into an incident. */
export const mergedInto = async (db: IncidentsDb, id: string): Promise<readonly Incident[]> => (await selected(db).where("merged_into", "=", id).orderBy("year").orderBy("number").execute()).map(incidentOf);

/** What pointed to one that is merged now points to its survivor. */
export async function repoint(db: IncidentsDb, from: string, to: string): Promise<void> {
  await db.sql.updateTable("incident").set({ merged_into: to }).where("tenant_id", "=", tenantOf(db)).where("merged_into", "=", from).execute();
}

export async function insertIncident(db: IncidentsDb, incident: Incident): Promise<void> {
  const { tenant, id, year, number, settingVersions, origin, openedAt, openedBy, openedSide } = incident;
  await db.sql
    .insertInto("incident")
    .values({ tenant_id: tenant, id, year, number, setting_versions: storableJson(settingVersions), origin, opened_at: openedAt, opened_by: storableText(openedBy), opened_side: openedSide, ...columnsOf(incident) })
    .execute();
}

/** Writes all that verbs change of an incident that is locked. */
export async function updateIncident(db: IncidentsDb, incident: Incident): Promise<void> {
  await db.sql.updateTable("incident").set(columnsOf(incident)).where("tenant_id", "=", tenantOf(db)).where("id", "=", incident.id).execute();
}

/** Writes what is due next, and nothing that people say of it. */
export async function updateDue(db: IncidentsDb, id: string, due: Incident["due"]): Promise<void> {
  await db.sql.updateTable("incident").set({ due_at: due?.at ?? null, due_phase: due?.phase ?? null, due_owner: due?.owner ?? null }).where("tenant_id", "=", tenantOf(db)).where("id", "=", id).execute();
}

function columnsOf(incident: Incident) {
  const { category, severity, weight, tlp, pap, stage, mode, waits, owners, aware, verdict, due } = incident;
  return {
    title: storableText(incident.title), summary: storableText(incident.summary), category, severity, weight, severity_reasons: storableJson(incident.severityReasons), tlp, pap, stage,
    stage_times: storableJson(incident.stageTimes), mode, mode_reason: orNull(incident.modeReason), impact: storableText(incident.impact), risk: storableText(incident.risk),
    waits_on: waits?.on ?? null, waits_team: orNull(waits?.team), waits_reason: orNull(waits?.reason), waits_since: waits?.since ?? null, waits_until: waits?.until ?? null,
    provider_owner_id: owners.provider?.id ?? null, provider_owner: orNull(owners.provider?.who), client_owner_id: owners.client?.id ?? null, client_owner: orNull(owners.client?.who),
    aware_at: aware?.at ?? null, aware_by: orNull(aware?.by), aware_evidence: orNull(aware?.evidence),
    verdict: verdict?.value ?? null, verdict_words: orNull(verdict?.words), verdict_by: orNull(verdict?.by), verdict_side: verdict?.side ?? null, verdict_at: verdict?.at ?? null,
    occurred_at: incident.occurredAt, detected_at: incident.detectedAt, changed_at: incident.changedAt, closed_at: incident.closedAt, closed_reason: orNull(incident.closedReason),
    lessons: orNull(incident.lessons), reopened: incident.reopened, merged_into: incident.mergedInto, due_at: due?.at ?? null, due_phase: due?.phase ?? null, due_owner: due?.owner ?? null,
  };
}

const orNull = (text: string | null | undefined): string | null => (text === null || text === undefined ? null : storableText(text));

/** The incident that a row is. */
export function incidentOf(row: IncidentRow): Incident {
  const { tenant_id: tenant, id, year, number, title, summary, severity, weight, tlp, pap, stage, mode, origin, impact, risk, lessons, reopened } = row;
  return {
    tenant, id, ref: refOf(row.code ?? tenant, "incident", number, year), year, number, title, summary, category: row.category as IncidentCategory, severity, weight, severityReasons: row.severity_reasons, tlp, pap, stage,
    stageTimes: row.stage_times, mode, modeReason: row.mode_reason, settingVersions: row.setting_versions, origin, impact, risk,
    waits: row.waits_on === null || row.waits_since === null ? null : { on: row.waits_on, team: row.waits_team, reason: row.waits_reason ?? "", since: row.waits_since, until: row.waits_until },
    owners: { provider: ownerOf(row.provider_owner_id, row.provider_owner), client: ownerOf(row.client_owner_id, row.client_owner) },
    aware: row.aware_at === null ? null : { at: row.aware_at, by: row.aware_by ?? "", evidence: row.aware_evidence ?? "" },
    verdict: row.verdict === null || row.verdict_at === null ? null : { value: row.verdict, words: row.verdict_words ?? "", by: row.verdict_by ?? "", side: row.verdict_side ?? "system", at: row.verdict_at },
    occurredAt: row.occurred_at, detectedAt: row.detected_at, openedAt: row.opened_at, openedBy: row.opened_by, openedSide: row.opened_side, changedAt: row.changed_at, closedAt: row.closed_at,
    closedReason: row.closed_reason, lessons, reopened, mergedInto: row.merged_into,
    due: row.due_phase === null || row.due_owner === null ? null : { at: row.due_at, phase: row.due_phase, owner: row.due_owner },
  };
}

const ownerOf = (id: string | null, who: string | null) => (id === null || who === null ? null : { id, who });
