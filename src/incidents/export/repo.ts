import { sql } from "kysely";
import type { TenantDb } from "../../store/index.ts";
import type { Incident } from "../incident.ts";
import { incidentOf } from "../repo.ts";

/** Which incidents of the register, in the order of their numbers. */
export type RegisterQuestion = { readonly since?: Date | undefined; readonly until?: Date | undefined; /** Behind this one. */ readonly after?: { readonly year: number; readonly number: number } | undefined; readonly limit: number };

export async function registeredIncidents(db: TenantDb, { since, until, after, limit }: RegisterQuestion): Promise<readonly Incident[]> {
  let query = db.sql.selectFrom("incident").innerJoin("tenant", "tenant.id", "incident.tenant_id").selectAll("incident").select("tenant.code").where("incident.tenant_id", "=", db.tenant);
  if (since !== undefined) query = query.where("opened_at", ">=", since);
  if (until !== undefined) query = query.where("opened_at", "<", until);
  if (after !== undefined) query = query.where(sql<boolean>`(year, number) > (${after.year}, ${after.number})`);
  return (await query.orderBy("year").orderBy("number").limit(limit).execute()).map(incidentOf);
}
