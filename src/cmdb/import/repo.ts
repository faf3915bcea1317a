import { sql } from "kysely";
import type { SourceKind } from "../../contract/cmdb.ts";
import { storableJson, type TenantDb } from "../../store/index.ts";
import type { StoredChange } from "../assets/repo.ts";
import type { Holder } from "./conflicts.ts";
import { type AssetImport, NOTHING_REGISTERED } from "./asset-import.ts";
import type { Candidate, Known } from "./plan.ts";

/** What the source said at its last import, by its keys, and of what kind it is. */
export async function selectKnown(db: TenantDb, source: string): Promise<{ readonly known: ReadonlyMap<string, Known>; readonly kind: SourceKind | undefined }> {
  const rows = await db.sql.selectFrom("asset_claim").select(["key", "asset_id as asset", "digest", "stale_since as staleSince", "source_kind as kind"]).where("tenant_id", "=", db.tenant).where("source", "=", source).execute();
  return { known: new Map(rows.map(({ key, asset, digest, staleSince }) => [key, { key, asset, digest, staleSince }])), kind: rows[0]?.kind };
}

// Tables that grew by tens of thousands of rows in this very transaction have no statistics, and PostgreSQL would join them by
// going through one for each row of the other. So what is joined here is joined by us, from lists of ids.

/** The assets that have one of these serial numbers or names. */
export async function selectCandidates(db: TenantDb, source: string, { serials, names }: { readonly serials: readonly string[]; readonly names: readonly string[] }): Promise<readonly Candidate[]> {
  const bySerial = await db.sql.selectFrom("asset").select("id").where("tenant_id", "=", db.tenant).where(sql<boolean>`lower(serial) = any(${serials})`).execute();
  const byName = await db.sql.selectFrom("asset_name").select("asset_id as id").where("tenant_id", "=", db.tenant).where(sql<boolean>`name = any(${names})`).execute();
  const ids = [...new Set([...bySerial, ...byName].map(({ id }) => id))];
  if (ids.length === 0) return [];
  const assets = await db.sql.selectFrom("asset").select(["id", "name", "serial"]).where("tenant_id", "=", db.tenant).where(sql<boolean>`id = any(${ids})`).orderBy("id").execute();
  const called = Map.groupBy(await db.sql.selectFrom("asset_name").select(["asset_id", "name"]).where("tenant_id", "=", db.tenant).where(sql<boolean>`asset_id = any(${ids})`).execute(), (row) => row.asset_id);
  const claims = await db.sql.selectFrom("asset_claim").select(["asset_id", "key"]).where("tenant_id", "=", db.tenant).where("source", "=", source).where(sql<boolean>`asset_id = any(${ids})`).execute();
  const keys = new Map(claims.map((row) => [row.asset_id, row.key]));
  return assets.map((asset) => ({ ...asset, names: called.get(asset.id)?.map(({ name }) => name) ?? [], keyHere: keys.get(asset.id) }));
}

/** Who holds these addresses, but for assets that are retired or stale. */
export async function selectHolders(db: TenantDb, ips: readonly string[]): Promise<readonly Holder[]> {
  const rows = await db.sql.selectFrom("asset_address").select(["asset_id", "ip", "zone", "valid_from as from", "valid_until as until"]).where("tenant_id", "=", db.tenant).where(sql<boolean>`ip = any(${ips}::inet[])`).execute();
  const ids = [...new Set(rows.map((row) => row.asset_id))];
  const assets = await db.sql.selectFrom("asset").select(["id", "name"]).where("tenant_id", "=", db.tenant).where("lifecycle", "!=", "retired").where("stale_since", "is", null).where(sql<boolean>`id = any(${ids})`).execute();
  const names = new Map(assets.map(({ id, name }) => [id, name]));
  return rows.flatMap(({ asset_id: asset, ip, zone, from, until }) => {
    const name = names.get(asset);
    return name === undefined ? [] : [{ asset, name, line: null, address: { ip, zone, from: from?.toISOString() ?? null, until: until?.toISOString() ?? null } }];
  });
}

/** The names of registered teams, services and zones, in lower case. */
export async function selectRegistered(db: TenantDb): Promise<{ readonly teams: ReadonlySet<string>; readonly services: ReadonlySet<string>; readonly zones: ReadonlySet<string> }> {
  const names = async (table: "team" | "business_service" | "zone") => (await db.sql.selectFrom(table).select("name").where("tenant_id", "=", db.tenant).execute()).map(({ name }) => name.toLowerCase());
  const itsm = await db.sql.selectFrom("team").select("itsm_name").where("tenant_id", "=", db.tenant).where("itsm_name", "is not", null).execute();
  return { teams: new Set([...(await names("team")), ...itsm.map((row) => row.itsm_name?.toLowerCase() ?? "")]), services: new Set(await names("business_service")), zones: new Set(await names("zone")) };
}

/** Takes earlier dry runs of the source away: only the last one tells how things are. */
export async function deletePlanned(db: TenantDb, source: string): Promise<void> {
  await db.sql.deleteFrom("asset_import").where("tenant_id", "=", db.tenant).where("source", "=", source).where("state", "=", "planned").execute();
}

export async function insertImport(db: TenantDb, { id, source, sourceKind, state, fileName, fileDigest, askedBy, askedAt, reading, mapping, counts, refusal }: AssetImport): Promise<void> {
  await db.sql
    .insertInto("asset_import")
    .values({
      tenant_id: db.tenant, id, source, source_kind: sourceKind, state, file_name: fileName, file_digest: fileDigest, asked_by: askedBy, asked_at: askedAt,
      reading: storableJson(reading), mapping: storableJson(mapping), counts: storableJson({ ...counts, refusal }),
    })
    .execute();
}

// Older ones know of assets alone.
type Kept = Omit<AssetImport["counts"], "registered"> & Partial<Pick<AssetImport["counts"], "registered">> & Pick<AssetImport, "refusal">;

const IMPORT = ["id", "source", "source_kind", "state", "file_name", "file_digest", "asked_by", "asked_at", "reading", "mapping", "counts"] as const;

/** Imports, the last one first, behind `after`. */
export async function selectImports(db: TenantDb, { after, limit, id }: { readonly after?: string | undefined; readonly limit: number; readonly id?: string | undefined }): Promise<readonly AssetImport[]> {
  let select = db.sql.selectFrom("asset_import").select(IMPORT).where("tenant_id", "=", db.tenant).orderBy("asked_at", "desc").orderBy("id", "desc").limit(limit);
  if (id !== undefined) select = select.where("id", "=", id);
  if (after !== undefined) select = select.where(sql<boolean>`(asked_at, id) < (select asked_at, id from asset_import where tenant_id = ${db.tenant} and id = ${after})`);
  const rows = await select.execute();
  return rows.map((row) => {
    const { refusal, registered = NOTHING_REGISTERED, ...counts } = row.counts as unknown as Kept;
    return {
      id: row.id, source: row.source, sourceKind: row.source_kind as SourceKind, state: row.state, fileName: row.file_name, fileDigest: row.file_digest, askedBy: row.asked_by, askedAt: row.asked_at,
      reading: row.reading as AssetImport["reading"], mapping: row.mapping as AssetImport["mapping"], counts: { ...counts, registered }, refusal,
    };
  });
}

/** The rows of an import's difference in their order, behind `after`. */
export async function selectImportRows(db: TenantDb, id: string, { kind, after, limit }: { readonly kind?: StoredChange["kind"] | undefined; readonly after?: number | undefined; readonly limit: number }): Promise<readonly StoredChange[]> {
  let select = db.sql.selectFrom("asset_change").selectAll().where("tenant_id", "=", db.tenant).where("import_id", "=", id).orderBy("seq").limit(limit);
  if (kind !== undefined) select = select.where("kind", "=", kind);
  if (after !== undefined) select = select.where("seq", ">", after);
  return select.execute();
}
