// The SQL of what a source knows teams, services, networks and windows by.
import { sql } from "kysely";
import { storableJson, storableText, type TenantDb } from "../../../store/index.ts";

export type RecordNoun = "team" | "service" | "network" | "window";
export type KnownRecord = { readonly noun: RecordNoun; readonly key: string; readonly row: string | null; readonly digest: string; readonly words: string | null; readonly seenAt: Date; readonly staleSince: Date | null };

const RECORD = ["noun", "key", "row_id as row", "digest", "words", "seen_at as seenAt", "stale_since as staleSince"] as const;

/** Those of one noun, by key. */
export async function selectKnownRecords(db: TenantDb, source: string, noun: RecordNoun): Promise<ReadonlyMap<string, KnownRecord>> {
  const rows = await db.sql.selectFrom("cmdb_record").select(RECORD).where("tenant_id", "=", db.tenant).where("source_id", "=", source).where("noun", "=", noun).execute();
  return new Map(rows.map((row) => [row.key, row]));
}

/** A page of all of them; `after` is noun and key of the last one, as noun:key. */
export async function selectRecords(db: TenantDb, source: string, { after, limit }: { readonly after?: string | undefined; readonly limit: number }): Promise<readonly KnownRecord[]> {
  let select = db.sql.selectFrom("cmdb_record").select(RECORD).where("tenant_id", "=", db.tenant).where("source_id", "=", source).orderBy("noun").orderBy("key").limit(limit);
  if (after !== undefined) select = select.where(sql<boolean>`(noun, key) > (${after.split(":")[0]}, ${after.slice(after.indexOf(":") + 1)})`);
  return select.execute();
}

export type RecordRow = { readonly noun: RecordNoun; readonly key: string; readonly row_id: string | null; readonly digest: string; readonly words: string | null; readonly seen_at: Date; readonly stale_since: Date | null };

const ROWS_AT_ONCE = 1_000;

export async function upsertRecords(db: TenantDb, source: string, rows: readonly RecordRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const batch = rows.slice(from, from + ROWS_AT_ONCE).map((row) => ({ tenant_id: db.tenant, source_id: source, ...row, key: storableText(row.key) }));
    await sql`insert into cmdb_record select * from jsonb_populate_recordset(null::cmdb_record, ${storableJson(batch)}::jsonb)
      on conflict (tenant_id, source_id, noun, key) do update set row_id = excluded.row_id, digest = excluded.digest, words = excluded.words, seen_at = excluded.seen_at, stale_since = excluded.stale_since`.execute(db.sql);
  }
}

/** Which of our assets a source means by its keys. */
export async function assetsOfKeys(db: TenantDb, sourceName: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await db.sql.selectFrom("asset_claim").select(["key", "asset_id"]).where("tenant_id", "=", db.tenant).where("source", "=", sourceName).where(sql<boolean>`key = any(${keys})`).execute();
  return new Map(rows.map((row) => [row.key, row.asset_id]));
}
