import type { SystemDb } from "../store/index.ts";

/** A client organisation as the configuration names it. */
export type Tenant = { readonly id: string; readonly name: string };

/**
 * Brings the tenants up to the configuration. One that it does not name any more is marked, and kept with all that
 * belongs to it, until somebody erases it.
 */
export async function syncTenants(db: SystemDb, tenants: readonly Tenant[], now: Date): Promise<void> {
  for (const { id, name } of tenants) {
    await db.sql
      .insertInto("tenant")
      .values({ id, name, since: now, removed_at: null })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ name, removed_at: null }))
      .execute();
  }
  let gone = db.sql.updateTable("tenant").set({ removed_at: now }).where("removed_at", "is", null);
  if (tenants.length > 0) gone = gone.where("id", "not in", tenants.map(({ id }) => id));
  await gone.execute();
}

/** The ids of all tenants there ever were: lines of a removed one may still wait. */
export async function knownTenants(db: SystemDb): Promise<readonly string[]> {
  const rows = await db.sql.selectFrom("tenant").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}
