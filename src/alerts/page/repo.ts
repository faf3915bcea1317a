import { type KeptDetection, keptOf } from "../../detections/index.ts";
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
