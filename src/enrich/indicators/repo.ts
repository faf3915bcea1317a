import { type Selectable, sql } from "kysely";
import { storableJson, type SystemDb, type Tables, type TenantDb } from "../../store/index.ts";
import type { IndicatorCounts, IndicatorMapping } from "../../contract/indicators.ts";
import type { Indicator } from "./indicator.ts";
import type { IndicatorList } from "./indicator-list.ts";

type Db = TenantDb | SystemDb;

/** An indicator as it is to be stored; times in ISO 8601. `hasFrom`: its source says since when it holds. */
export type IndicatorRow = Pick<Selectable<Tables["indicator"]>, "type" | "value" | "tlp" | "confidence" | "tags" | "reference"> & { readonly valid_from: string; readonly valid_until: string | null; readonly hasFrom: boolean };

/** An indicator as it is stored, as far as an import compares it. */
export type StoredIndicator = Pick<IndicatorRow, "type" | "value" | "tlp" | "confidence" | "tags" | "reference"> & { readonly validFrom: string; readonly validUntil: string | null; readonly isGone: boolean; readonly isWithdrawn: boolean };

// Any number of our own; the second key is the tenant.
const LOCK = 1_347_002_912;
const AT_ONCE = 5_000;

/** Makes other imports of the same lists wait until the transaction ends. */
export async function lockLists(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)}, hashtext(${db.tenant ?? ""}))`.execute(db.sql);
}

/** Tells those who keep indicators in memory, once the transaction is committed. */
export async function tellOfChange(db: Db): Promise<void> {
  await sql`select pg_notify('vigie_indicator', ${db.tenant ?? ""})`.execute(db.sql);
}

// What an organisation sees, row-level security decides; the provider's own are asked for alone.
const lists = (db: Db) => db.sql.selectFrom("indicator_list").selectAll().$if(db.tenant === undefined, (query) => query.where("tenant_id", "is", null));

export async function selectLists(db: Db, { withdrawn, after, limit }: { readonly withdrawn: boolean; readonly after: string | undefined; readonly limit: number }): Promise<readonly IndicatorList[]> {
  let query = lists(db).orderBy("id").limit(limit);
  if (!withdrawn) query = query.where("withdrawn_at", "is", null);
  if (after !== undefined) query = query.where("id", ">", after);
  return (await query.execute()).map(listOf);
}

export async function selectList(db: Db, id: string): Promise<IndicatorList | undefined> {
  const row = await lists(db).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : listOf(row);
}

export async function findListByName(db: Db, scope: string | null, name: string): Promise<string | undefined> {
  const row = await db.sql.selectFrom("indicator_list").select("id").where("tenant_id", scope === null ? "is" : "=", scope).where(sql`lower(name)`, "=", name.toLowerCase()).where("withdrawn_at", "is", null).executeTakeFirst();
  return row?.id;
}

const listOf = (row: Selectable<Tables["indicator_list"]>): IndicatorList => ({
  id: row.id, tenant: row.tenant_id, name: row.name, source: row.source, tlp: row.tlp, confidence: row.confidence, format: row.format, fileName: row.file_name, fileDigest: row.file_digest,
  importedBy: row.imported_by, importedAt: row.imported_at, withdrawnAt: row.withdrawn_at, counts: row.counts as IndicatorCounts,
});

export async function saveList(db: Db, list: Omit<IndicatorList, "withdrawnAt"> & { readonly mapping?: IndicatorMapping | undefined }): Promise<void> {
  const row = {
    name: list.name, source: list.source, tlp: list.tlp, confidence: list.confidence, format: list.format, file_name: list.fileName, file_digest: list.fileDigest,
    imported_by: list.importedBy, imported_at: list.importedAt, counts: storableJson(list.counts),
  };
  await db.sql.insertInto("indicator_list").values({ id: list.id, tenant_id: list.tenant, ...row, withdrawn_at: null }).onConflict((conflict) => conflict.column("id").doUpdateSet(row)).execute();
}

/** The indicators of a list as they are, those that are gone too, by type and value. */
export async function selectStored(db: Db, list: string): Promise<Map<string, StoredIndicator>> {
  const rows = await db.sql.selectFrom("indicator").selectAll().where("list_id", "=", list).execute();
  return new Map(rows.map((row) => [`${row.type} ${row.value}`, {
    type: row.type, value: row.value, tlp: row.tlp, confidence: row.confidence, tags: row.tags, reference: row.reference,
    validFrom: row.valid_from.toISOString(), validUntil: row.valid_until?.toISOString() ?? null, isGone: row.gone_at !== null, isWithdrawn: row.withdrawn_at !== null,
  }]));
}

/** Stores indicators, in place of what their list said of the same values. */
export async function saveIndicators(db: Db, list: string, tenant: string | null, rows: readonly IndicatorRow[], now: Date): Promise<void> {
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    await sql`insert into indicator (list_id, tenant_id, type, value, tlp, confidence, valid_from, valid_until, tags, reference, added_at)
      select ${list}, ${tenant}, type, value, tlp, confidence, valid_from, valid_until, tags, reference, ${now}
      from jsonb_to_recordset(${storableJson(rows.slice(i, i + AT_ONCE))}::jsonb) as row (type text, value text, tlp text, confidence smallint, valid_from timestamptz, valid_until timestamptz, tags text[], reference text)
      on conflict (list_id, type, value) do update set tlp = excluded.tlp, confidence = excluded.confidence, valid_from = excluded.valid_from, valid_until = excluded.valid_until,
        tags = excluded.tags, reference = excluded.reference, gone_at = null`.execute(db.sql);
  }
}

/** Marks what a list does not name any more. */
export async function markGone(db: Db, list: string, gone: readonly { readonly type: string; readonly value: string }[], now: Date): Promise<void> {
  for (let i = 0; i < gone.length; i += AT_ONCE) {
    await sql`update indicator set gone_at = ${now} from jsonb_to_recordset(${storableJson(gone.slice(i, i + AT_ONCE))}::jsonb) as row (type text, value text)
      where list_id = ${list} and indicator.type = row.type and indicator.value = row.value`.execute(db.sql);
  }
}

/** Forgets what a list has not named for long; what a person took out stays, so that it does not come back. */
export async function forgetGone(db: Db, list: string, before: Date): Promise<void> {
  await db.sql.deleteFrom("indicator").where("list_id", "=", list).where("gone_at", "<", before).where("withdrawn_at", "is", null).execute();
}

export async function withdrawList(db: Db, id: string, now: Date): Promise<void> {
  await db.sql.updateTable("indicator_list").set({ withdrawn_at: now }).where("id", "=", id).where("withdrawn_at", "is", null).execute();
}

/** Takes one value out; gives how many indicators that were matched it was. */
export async function withdrawIndicator(db: Db, list: string, value: string, now: Date): Promise<number> {
  const done = await db.sql.updateTable("indicator").set({ withdrawn_at: now }).where("list_id", "=", list).where("value", "=", value).where("withdrawn_at", "is", null).executeTakeFirst();
  return Number(done.numUpdatedRows);
}

export function selectIndicators(db: Db, list: string, { value, after, limit }: { readonly value: string | undefined; readonly after: readonly [string, string] | undefined; readonly limit: number }) {
  let query = db.sql.selectFrom("indicator").selectAll().where("list_id", "=", list).orderBy("type").orderBy("value").limit(limit);
  if (value !== undefined) query = query.where("value", "=", value);
  if (after !== undefined) query = query.where((eb) => eb(eb.refTuple("type", "value"), ">", eb.tuple(after[0] as never, after[1])));
  return query.execute();
}

/** All that is matched, but for what is over: a tenant's own, or the provider's. */
export async function selectMatched(db: Db, now: Date): Promise<readonly Indicator[]> {
  const rows = await db.sql
    .selectFrom("indicator").innerJoin("indicator_list as list", "list.id", "indicator.list_id")
    .select(["type", "value", "list.name as list", "list.source as source", "indicator.tlp as tlp", "indicator.confidence as confidence", "valid_from", "valid_until", "tags", "reference"])
    .where("indicator.tenant_id", db.tenant === undefined ? "is" : "=", db.tenant ?? null)
    .where("gone_at", "is", null).where("indicator.withdrawn_at", "is", null).where("list.withdrawn_at", "is", null)
    .where((eb) => eb.or([eb("valid_until", "is", null), eb("valid_until", ">", now)]))
    .execute();
  return rows.map(({ valid_from: from, valid_until: until, ...row }) => ({ ...row, validFromMs: from.getTime(), validUntilMs: until?.getTime() ?? Infinity }));
}
