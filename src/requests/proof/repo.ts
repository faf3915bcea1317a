import type { SystemDb } from "../../store/index.ts";

/** What is to be looked at now, of all tenants, the longest due first. */
export const selectToCheck = (db: SystemDb, now: Date, limit: number): Promise<readonly { readonly tenant: string; readonly id: string }[]> =>
  db.sql.selectFrom("request").select(["tenant_id as tenant", "id"]).where("state", "=", "claimed_done").where("check_at", "<=", now).orderBy("check_at").limit(limit).execute();
