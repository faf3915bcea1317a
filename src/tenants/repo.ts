import { sql } from "kysely";
import type { SystemDb } from "../store/index.ts";

/** A client organisation as the configuration names it. */
export type Tenant = { readonly id: string; readonly name: string };

/** A client organisation, wherever it was made. */
export type KnownTenant = Tenant & {
  /** Who says what it is called: the configuration, or whoever made it over the API. */
  readonly origin: "configuration" | "api";
  /** Null: the configuration says it. */
  readonly retentionDays: number | null;
  readonly since: Date;
  readonly removedAt: Date | null;
  /** Made up, to look around in. */
  readonly isDemonstration: boolean;
};

/**
 * Brings the tenants up to the configuration. One that it does not name any more is marked, and kept with all that
 * belongs to it, until somebody erases it. One that was made over the API and that it names now belongs to it. Gives
 * those that were removed and are back.
 */
export async function syncWithConfiguration(db: SystemDb, tenants: readonly Tenant[], now: Date): Promise<readonly string[]> {
  const back = await db.sql.selectFrom("tenant").select("id").where("removed_at", "is not", null).where(sql<boolean>`id = any(${tenants.map(({ id }) => id)})`).execute();
  for (const { id, name } of tenants) {
    await db.sql
      .insertInto("tenant")
      .values({ id, name, since: now, removed_at: null })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ name, removed_at: null, origin: "configuration", retention_days: null }))
      .execute();
  }
  let gone = db.sql.updateTable("tenant").set({ removed_at: now }).where("removed_at", "is", null).where("origin", "=", "configuration");
  if (tenants.length > 0) gone = gone.where("id", "not in", tenants.map(({ id }) => id));
  await gone.execute();
  return back.map(({ id }) => id);
}

/** The ids of all tenants there ever were: lines of a removed one may still wait. */
export async function knownTenants(db: SystemDb): Promise<readonly string[]> {
  const rows = await db.sql.selectFrom("tenant").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}

/** Adds a tenant that the configuration does not know; false if the id was ever used. */
export async function insertTenant(db: SystemDb, { id, name, retentionDays }: Tenant & { readonly retentionDays: number }, now: Date): Promise<boolean> {
  const row = await db.sql
    .insertInto("tenant")
    .values({ id, name, since: now, removed_at: null, origin: "api", retention_days: retentionDays })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Changes a tenant that was made over the API, if it is in the state that is asked for; undefined otherwise. */
export async function changeTenant(db: SystemDb, id: string, isRemoved: boolean, change: { readonly name?: string; readonly removed_at?: Date | null }): Promise<KnownTenant | undefined> {
  const row = await db.sql
    .updateTable("tenant")
    .set(change)
    .where("id", "=", id)
    .where("origin", "=", "api")
    .where("removed_at", isRemoved ? "is not" : "is", null)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? undefined : asTenant(row);
}

/** One tenant, removed or not. */
export async function tenantById(db: SystemDb, id: string): Promise<KnownTenant | undefined> {
  const row = await db.sql.selectFrom("tenant").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : asTenant(row);
}

/** Those that were made over the API and are at work. */
export async function addedTenants(db: SystemDb): Promise<readonly KnownTenant[]> {
  const rows = await db.sql.selectFrom("tenant").selectAll().where("origin", "=", "api").where("removed_at", "is", null).orderBy("id").execute();
  return rows.map(asTenant);
}

/** Those that are not at work any more, in the order of their ids. */
export async function removedTenants(db: SystemDb, { after, limit }: { readonly after?: string | undefined; readonly limit: number }): Promise<readonly KnownTenant[]> {
  let query = db.sql.selectFrom("tenant").selectAll().where("removed_at", "is not", null).orderBy("id").limit(limit);
  if (after !== undefined) query = query.where("id", ">", after);
  return (await query.execute()).map(asTenant);
}

type Row = { readonly id: string; readonly name: string; readonly since: Date; readonly removed_at: Date | null; readonly origin: "configuration" | "api"; readonly retention_days: number | null; readonly demonstration: "playing" | "ready" | null };

const asTenant = ({ id, name, since, removed_at: removedAt, origin, retention_days: retentionDays, demonstration }: Row): KnownTenant => ({ id, name, since, removedAt, origin, retentionDays, isDemonstration: demonstration !== null });
