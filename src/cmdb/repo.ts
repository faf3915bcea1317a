// What every part of the CMDB needs of the database.
import { sql } from "kysely";
import { storableJson, type TenantDb } from "../store/index.ts";
import type { AccountFacts, AddressFacts, Inventory } from "./facts.ts";
import type { CmdbSettings } from "./weighing.ts";

// Any number of our own; the second key is the tenant.
const LOCK = 1_347_002_911;

/** Makes other changes of this tenant's inventory wait until the transaction ends. Who reads before it writes, reads behind this. */
export async function lockInventory(db: TenantDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)}, hashtext(${db.tenant}))`.execute(db.sql);
}

/** Counts a change of the inventory, and tells of it once the transaction is committed. */
export async function raiseVersion(db: TenantDb): Promise<void> {
  await db.sql
    .insertInto("inventory_version")
    .values({ tenant_id: db.tenant, version: 1 })
    .onConflict((conflict) => conflict.column("tenant_id").doUpdateSet({ version: sql`inventory_version.version + 1` }))
    .execute();
  await sql`select pg_notify('vigie_inventory', ${db.tenant})`.execute(db.sql);
}

export async function selectVersion(db: TenantDb): Promise<number> {
  return (await db.sql.selectFrom("inventory_version").select("version").where("tenant_id", "=", db.tenant).executeTakeFirst())?.version ?? 0;
}

export async function selectInventory(db: TenantDb): Promise<Inventory> {
  const version = await selectVersion(db);
  const assets = await db.sql
    .selectFrom("asset")
    .select(["id", "name", "kind", "criticality", "environment", "team", "exposure", "lifecycle", "tags", "services"])
    .where("tenant_id", "=", db.tenant).where("lifecycle", "!=", "retired").orderBy("id")
    .execute();
  const names = Map.groupBy(await db.sql.selectFrom("asset_name").select(["asset_id", "name"]).where("tenant_id", "=", db.tenant).orderBy("name").execute(), (row) => row.asset_id);
  const addresses = await addressesByAsset(db);
  const networks = await db.sql
    .selectFrom("network").innerJoin("zone", (on) => on.onRef("zone.tenant_id", "=", "network.tenant_id").onRef("zone.id", "=", "network.zone_id"))
    .select(["cidr", "zone.name as zone", "meaning", "is_internal as isInternal"])
    .where("network.tenant_id", "=", db.tenant).orderBy("cidr").orderBy("zone.name")
    .execute();
  return {
    version, networks, accounts: await accountFacts(db),
    assets: assets.map((asset) => ({ ...asset, names: names.get(asset.id)?.map(({ name }) => name) ?? [], addresses: addresses.get(asset.id) ?? [] })),
  };
}

async function addressesByAsset(db: TenantDb): Promise<ReadonlyMap<string, readonly AddressFacts[]>> {
  const rows = await db.sql.selectFrom("asset_address").select(["asset_id", "ip", "zone", "valid_from", "valid_until"]).where("tenant_id", "=", db.tenant).orderBy("ip").execute();
  const byAsset = new Map<string, AddressFacts[]>();
  for (const { asset_id: id, ip, zone, valid_from: from, valid_until: until } of rows) {
    const known = byAsset.get(id);
    if (known === undefined) byAsset.set(id, [{ ip, zone, from, until }]);
    else known.push({ ip, zone, from, until });
  }
  return byAsset;
}

async function accountFacts(db: TenantDb): Promise<readonly AccountFacts[]> {
  const rows = await db.sql.selectFrom("account_of_interest").select(["forms", "kind", "asset_id as asset"]).where("tenant_id", "=", db.tenant).where("retired_at", "is", null).orderBy("id").execute();
  return rows.flatMap(({ forms, kind, asset }) => forms.map((name) => ({ name, kind, asset })));
}

export async function selectSettings(db: TenantDb): Promise<CmdbSettings | undefined> {
  const row = await db.sql.selectFrom("cmdb_setting").select(["precedence", "max_stale_share", "owners"]).where("tenant_id", "=", db.tenant).executeTakeFirst();
  return row === undefined ? undefined : { precedence: row.precedence as CmdbSettings["precedence"], maxStaleShare: row.max_stale_share, owners: row.owners };
}

export async function upsertSettings(db: TenantDb, { precedence, maxStaleShare, owners }: CmdbSettings, now: Date): Promise<void> {
  const row = { precedence, max_stale_share: maxStaleShare, owners: storableJson(owners), changed_at: now };
  await db.sql.insertInto("cmdb_setting").values({ tenant_id: db.tenant, ...row }).onConflict((conflict) => conflict.column("tenant_id").doUpdateSet(row)).execute();
}

/** The assets that more than one source tells of. */
export async function contestedAssets(db: TenantDb): Promise<readonly string[]> {
  const rows = await db.sql.selectFrom("asset_claim").select("asset_id").where("tenant_id", "=", db.tenant).groupBy("asset_id").having(sql<boolean>`count(*) > 1`).orderBy("asset_id").execute();
  return rows.map((row) => row.asset_id);
}
