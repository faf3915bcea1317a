import type { TenantDb } from "../../store/index.ts";
import { settingsAt } from "./settings-at.ts";

/** The time zone in which an organisation reads hours: that of its service hours. */
export const timeZoneOf = async (db: TenantDb, now: Date): Promise<string> => (await settingsAt(db, now)).documents["service-hours"].timeZone;
