// The SQL of sources that were added while the platform ran.
import { sql, type Selectable } from "kysely";
import type { SystemDb, Tables, TenantDb } from "../../store/index.ts";
import type { AddedSource } from "./source.ts";

/** Those of all organisations at work. */
export async function selectAllSources(db: SystemDb): Promise<readonly AddedSource[]> {
  const rows = await db.sql.selectFrom("source").innerJoin("tenant", "tenant.id", "source.tenant_id").selectAll("source").where("tenant.removed_at", "is", null).orderBy("source.tenant_id").orderBy("source.name").execute();
  return rows.map(sourceOf);
}

export async function selectSource(db: TenantDb, name: string): Promise<AddedSource | undefined> {
  const row = await db.sql.selectFrom("source").selectAll().where("tenant_id", "=", db.tenant).where("name", "=", name).forUpdate().executeTakeFirst();
  return row && sourceOf(row);
}

export async function countSources(db: TenantDb): Promise<number> {
  const { n } = await db.sql.selectFrom("source").select(sql<number>`count(*)::int`.as("n")).where("tenant_id", "=", db.tenant).executeTakeFirstOrThrow();
  return n;
}

/** False if there is one of this name already. */
export async function insertSource(db: TenantDb, source: AddedSource): Promise<boolean> {
  const row = await db.sql.insertInto("source").values({ ...rowOf(source), tenant_id: db.tenant }).onConflict((conflict) => conflict.columns(["tenant_id", "name"]).doNothing()).returning("name").executeTakeFirst();
  return row !== undefined;
}

export async function updateSource(db: TenantDb, source: AddedSource): Promise<void> {
  const { name, created_at: _at, created_by: _by, ...change } = rowOf(source);
  await db.sql.updateTable("source").set(change).where("tenant_id", "=", db.tenant).where("name", "=", name).execute();
}

export async function deleteSource(db: TenantDb, name: string): Promise<void> {
  await db.sql.deleteFrom("source").where("tenant_id", "=", db.tenant).where("name", "=", name).execute();
}

const rowOf = ({ name, technology, timezone, zone, claim: { addresses, hostnames, listeners, certificates }, tokenHash, createdAt, createdBy, changedAt }: AddedSource) => ({
  name, technology, timezone, zone, token_hash: tokenHash, addresses, hostnames, listeners, certificates, created_at: createdAt, created_by: createdBy, changed_at: changedAt,
});

const sourceOf = (row: Selectable<Tables["source"]>): AddedSource => ({
  tenant: row.tenant_id, name: row.name, technology: row.technology, timezone: row.timezone, zone: row.zone, tokenHash: row.token_hash,
  claim: { addresses: row.addresses, hostnames: row.hostnames, listeners: row.listeners, certificates: row.certificates },
  createdAt: row.created_at, createdBy: row.created_by, changedAt: row.changed_at,
});
