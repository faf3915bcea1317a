import { type KeptDetection, keptOf } from "../../detections/index.ts";
import type { SystemDb } from "../../store/index.ts";
import type { Alert } from "../alert.ts";
import { type AlertsDb, tenantOf } from "../repo.ts";

export type DetectionOfAlert = { readonly alert: string; readonly detection: KeptDetection };

/** Detections of alerts, the newest first, so many of each. */
export async function detectionsOf(db: AlertsDb, alerts: readonly string[], limit: number): Promise<readonly DetectionOfAlert[]> {
  const found: DetectionOfAlert[] = [];
  for (const alert of alerts) {
    const rows = await db.sql
      .selectFrom("alert_detection as joined")
      .innerJoin("detection", (join) => join.onRef("detection.tenant_id", "=", "joined.tenant_id").onRef("detection.id", "=", "joined.detection_id"))
      .selectAll("detection")
      .where("joined.tenant_id", "=", tenantOf(db)).where("joined.alert_id", "=", alert)
      .orderBy("detection.time", "desc").orderBy("detection.id", "desc").limit(limit).execute();
    found.push(...rows.map((row) => ({ alert, detection: keptOf(row) })));
  }
  return found;
}

/** Alerts of the same rule since a time, the newest first, without this one and what was merged into others. */
export async function countSimilar(db: AlertsDb, { id, rule }: Pick<Alert, "id" | "rule">, { since, limit }: { readonly since: Date; readonly limit: number }) {
  return db.sql
    .selectFrom("alert").select(["id", "entity", "verdict", "closure_reason as reason"])
    .where("tenant_id", "=", tenantOf(db)).where("rule_key", "=", rule.key).where("raised_at", ">=", since).where("id", "!=", id).where("merged_into", "is", null)
    .orderBy("raised_at", "desc").limit(limit).execute();
}

/** What the rule matched in the detection that each of these began with. */
export async function fieldsOfSimilar(db: AlertsDb, alerts: readonly string[]): Promise<readonly KeptDetection["fields"][]> {
  if (alerts.length === 0) return [];
  const rows = await db.sql
    .selectFrom("alert").innerJoin("detection", (join) => join.onRef("detection.tenant_id", "=", "alert.tenant_id").onRef("detection.id", "=", "alert.lead_detection"))
    .select("detection.fields").where("alert.tenant_id", "=", tenantOf(db)).where("alert.id", "in", [...alerts]).execute();
  return rows.map(({ fields }) => fields);
}

/** How many other open alerts there are on the same machine, at most so many. */
export async function countOpenOnAsset(db: AlertsDb, asset: string, except: string, limit: number): Promise<number> {
  const rows = await db.sql.selectFrom("alert").select("id").where("tenant_id", "=", tenantOf(db)).where("asset_id", "=", asset).where("status", "!=", "closed").where("id", "!=", except).limit(limit).execute();
  return rows.length;
}

/** Whose an alert is: ids are computed from the tenant's name, so that no two have the same. */
export const tenantOfAlert = async (db: SystemDb, id: string): Promise<string | undefined> => (await db.sql.selectFrom("alert").select("tenant_id").where("id", "=", id).executeTakeFirst())?.tenant_id;
