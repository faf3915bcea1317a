import { sql } from "kysely";
import type { AssetQuery as Query } from "../../contract/cmdb.ts";
import type { z } from "zod";
import { storableJson, type Tables, type TenantDb } from "../../store/index.ts";
import type { Claim } from "./asset.ts";

// Of one statement: a megabyte of JSON or so, written without a pause that others would feel.
const ROWS_AT_ONCE = 1_000;

type AssetTables = "asset" | "asset_claim" | "asset_name" | "asset_address" | "asset_mac" | "asset_change";

/** Inserts rows that name all columns of the table, many at once. */
export async function insertRows(db: TenantDb, table: AssetTables, rows: readonly object[], onConflict = sql``): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const batch = rows.slice(from, from + ROWS_AT_ONCE);
    const columns = sql.join(Object.keys(batch[0]!).map((name) => sql.ref(name)));
    await sql`insert into ${sql.table(table)} (${columns}) select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${storableJson(batch)}::jsonb) ${onConflict}`.execute(db.sql);
  }
}

export const upsertAssets = (db: TenantDb, rows: readonly object[]): Promise<void> => insertRows(db, "asset", rows, overwriting(rows, ["tenant_id", "id", "created_at"], sql`(tenant_id, id)`));
export const upsertClaims = (db: TenantDb, rows: readonly object[]): Promise<void> => insertRows(db, "asset_claim", rows, overwriting(rows, ["tenant_id", "asset_id", "source"], sql`(tenant_id, asset_id, source)`));

function overwriting(rows: readonly object[], keep: readonly string[], key: ReturnType<typeof sql>) {
  const columns = Object.keys(rows[0] ?? {}).filter((name) => !keep.includes(name));
  return sql`on conflict ${key} do update set ${sql.join(columns.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))}`;
}

/**
 * Has PostgreSQL plan anew. The look-ups behind foreign keys are planned once for a connection: where there were three assets
 * then, each row would now go through fifty thousand.
 */
export async function planAnew(db: TenantDb): Promise<void> {
  await sql`discard plans`.execute(db.sql);
}

/** Removes the names and addresses of assets, before those that count now are written. */
export async function deleteListsOf(db: TenantDb, assets: readonly string[]): Promise<void> {
  if (assets.length === 0) return;
  for (const table of ["asset_name", "asset_address", "asset_mac"] as const) {
    await db.sql.deleteFrom(table).where("tenant_id", "=", db.tenant).where(sql<boolean>`asset_id = any(${assets})`).execute();
  }
}

const CLAIM = ["asset_id", "source", "source_kind", "key", "values", "changed", "given_at", "stale_since"] as const;

/** All that is said of these assets, by asset. */
export async function claimsOf(db: TenantDb, assets: readonly string[]): Promise<ReadonlyMap<string, readonly Claim[]>> {
  const rows = await db.sql.selectFrom("asset_claim").select(CLAIM).where("tenant_id", "=", db.tenant).where(sql<boolean>`asset_id = any(${assets})`).orderBy("source").execute();
  const claims = rows.map(({ asset_id: asset, source, source_kind: sourceKind, key, values, changed, given_at: givenAt, stale_since: staleSince }) => ({ asset, claim: { source, sourceKind, key, values, changed, givenAt, staleSince } as Claim }));
  return new Map([...Map.groupBy(claims, ({ asset }) => asset)].map(([asset, list]) => [asset, list.map(({ claim }) => claim)]));
}

const ASSET = [
  "id", "name", "kind", "serial", "os", "team", "contact", "criticality", "environment", "location", "exposure", "lifecycle", "tags", "services",
  "external_ids as externalIds", "created_at as createdAt", "changed_at as changedAt", "stale_since as staleSince",
] as const;

export type AssetAddress = { readonly ip: string; readonly zone: string | null; readonly from: Date | null; readonly until: Date | null };

const selectAssets = (db: TenantDb) =>
  db.sql.selectFrom("asset").select(ASSET).where("asset.tenant_id", "=", db.tenant);

type Row = Awaited<ReturnType<ReturnType<typeof selectAssets>["execute"]>>[number];

export type Asset = Row & { readonly names: readonly string[]; readonly addresses: readonly AssetAddress[] };

/** Assets in the order of their names, behind the asset `after`. */
export async function selectPage(db: TenantDb, query: z.infer<typeof Query>): Promise<readonly Asset[]> {
  const { text, tag, stale, address, after, limit, team, service, lifecycle, ...equal } = query;
  let select = selectAssets(db).orderBy("name").orderBy("id").limit(limit);
  for (const [column, value] of Object.entries(equal)) if (value !== undefined) select = select.where(column as "kind", "=", value as string);
  select = lifecycle === undefined ? select.where("lifecycle", "!=", "retired") : select.where("lifecycle", "=", lifecycle);
  if (team !== undefined) select = select.where(sql<boolean>`lower(team) = lower(${team})`);
  if (text !== undefined) select = select.where(sql<boolean>`position(${text.toLowerCase()} in search) > 0`);
  if (tag !== undefined) select = select.where(sql<boolean>`tags @> array[${tag}]`);
  if (service !== undefined) select = select.where(sql<boolean>`${service} = any(services)`);
  if (stale !== undefined) select = select.where("stale_since", stale ? "is not" : "is", null);
  if (address !== undefined) select = select.where(sql<boolean>`exists (select from asset_address a where a.tenant_id = ${db.tenant} and a.asset_id = asset.id and a.ip <<= ${address}::inet)`);
  if (after !== undefined) select = select.where(sql<boolean>`(name, id) > (select name, id from asset where tenant_id = ${db.tenant} and id = ${after})`);
  return withLists(db, await select.execute());
}

export async function selectAsset(db: TenantDb, id: string): Promise<(Asset & { readonly macs: readonly string[] }) | undefined> {
  const [asset] = await withLists(db, await selectAssets(db).where("id", "=", id).execute());
  if (asset === undefined) return undefined;
  const macs = await db.sql.selectFrom("asset_mac").select("mac").where("tenant_id", "=", db.tenant).where("asset_id", "=", id).orderBy("mac").execute();
  return { ...asset, macs: macs.map(({ mac }) => mac) };
}

async function withLists(db: TenantDb, rows: readonly Row[]): Promise<readonly Asset[]> {
  const ids = rows.map(({ id }) => id);
  const names = await db.sql.selectFrom("asset_name").select(["asset_id", "name"]).where("tenant_id", "=", db.tenant).where(sql<boolean>`asset_id = any(${ids})`).orderBy("name").execute();
  const addresses = await db.sql.selectFrom("asset_address").select(["asset_id", "ip", "zone", "valid_from as from", "valid_until as until"]).where("tenant_id", "=", db.tenant).where(sql<boolean>`asset_id = any(${ids})`).orderBy("ip").execute();
  const namesOf = Map.groupBy(names, (one) => one.asset_id);
  const addressesOf = Map.groupBy(addresses, (one) => one.asset_id);
  return rows.map((row) => ({ ...row, names: namesOf.get(row.id)?.map(({ name }) => name) ?? [], addresses: addressesOf.get(row.id)?.map(({ ip, zone, from, until }) => ({ ip, zone, from, until })) ?? [] }));
}

/** Other assets, neither retired nor stale, with one of these serial numbers or FQDNs. */
export async function selectTwins(db: TenantDb, { serials, fqdns, except }: { readonly serials: readonly string[]; readonly fqdns: readonly string[]; readonly except: readonly string[] }): Promise<readonly { readonly id: string; readonly name: string; readonly serial: string | null }[]> {
  return db.sql
    .selectFrom("asset").select(["id", "name", "serial"])
    .where("tenant_id", "=", db.tenant).where("lifecycle", "!=", "retired").where(sql<boolean>`not id = any(${except})`)
    .where(sql<boolean>`(lower(serial) = any(${serials.map((one) => one.toLowerCase())}) or id in (select asset_id from asset_name where tenant_id = ${db.tenant} and form = 'fqdn' and name = any(${fqdns})))`)
    .orderBy("name").orderBy("id").limit(1000)
    .execute();
}

export type ChangeRow = Readonly<Pick<Tables["asset_change"], "import_id" | "is_planned" | "at" | "who" | "source" | "kind" | "asset_id" | "name" | "line">> & { readonly details: object };

export const insertChanges = (db: TenantDb, rows: readonly ChangeRow[]): Promise<void> => insertRows(db, "asset_change", rows.map((row) => ({ tenant_id: db.tenant, ...row })));

/** What happened to an asset, the newest first. */
export async function selectHistory(db: TenantDb, asset: string, { before, limit }: { readonly before?: number | undefined; readonly limit: number }) {
  let select = db.sql.selectFrom("asset_change").selectAll().where("tenant_id", "=", db.tenant).where("asset_id", "=", asset).where(sql<boolean>`not is_planned`).orderBy("seq", "desc").limit(limit);
  if (before !== undefined) select = select.where("seq", "<", before);
  return select.execute();
}

export type StoredChange = Awaited<ReturnType<typeof selectHistory>>[number];

/** The team of that name, or that the ITSM calls so. */
export async function selectTeamNamed(db: TenantDb, name: string) {
  return db.sql.selectFrom("team").select(["id", "name", "contact", "email", "phone", "itsm_name as itsmName"]).where("tenant_id", "=", db.tenant).where(sql<boolean>`(lower(name) = lower(${name}) or lower(itsm_name) = lower(${name}))`).orderBy(sql`lower(name) = lower(${name})`, "desc").orderBy("id").executeTakeFirst();
}

export async function selectServicesNamed(db: TenantDb, names: readonly string[]) {
  return db.sql.selectFrom("business_service").select(["id", "name", "criticality"]).where("tenant_id", "=", db.tenant).where(sql<boolean>`lower(name) = any(${names.map((name) => name.toLowerCase())})`).execute();
}
