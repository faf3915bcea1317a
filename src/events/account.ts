// What the platform itself asks of the store, over all tenants: nothing here answers a person.
import type { Connection } from "./connection.ts";
import { readRows, whereTenant, and } from "./read/scope.ts";
import { TABLE_NAMES } from "./schema.ts";
import { EVENT_ROW, eventOf, rowsIn, type StoredEvent } from "./stored-event.ts";

/** What a table holds. `bytes`: on the disk, compressed, with all indexes. */
export type TableStats = { readonly rows: number; readonly bytes: number; readonly parts: number };

/** What the store holds. */
export type StoreStats = {
  readonly events: TableStats;
  readonly quarantine: TableStats;
  /** Rows of both tables. Parts hold several tenants, so bytes are shared out by rows. */
  readonly tenants: readonly { readonly tenant: string; readonly events: number; readonly quarantined: number; readonly bytes: number }[];
};

const ID_BYTES = 16;

/** Tells the ids of the `count` lines that were stored last, the oldest first, of both tables. */
export async function recentIds(db: Connection, count: number, each: (id: Uint8Array) => void): Promise<number> {
  const days = await newestDays(db, count);
  if (days.length === 0) return 0;
  const where = `toYYYYMMDD(arrived) IN (${days.join(", ")}) AND part = 0`;
  const both = TABLE_NAMES.map((table) => `SELECT id, seq FROM ${table} WHERE ${where}`).join(" UNION ALL ");
  const sql = `SELECT id FROM (SELECT id, seq FROM (${both}) ORDER BY seq DESC LIMIT ${Math.trunc(count)}) ORDER BY seq FORMAT RowBinary`;
  let told = 0;
  for await (const id of rowsIn(db.stream({ sql }), (row) => row.take(ID_BYTES))) {
    each(id);
    told++;
  }
  return told;
}

// The newest days that together have as many rows.
async function newestDays(db: Connection, count: number): Promise<number[]> {
  const sql = `SELECT toUInt32(partition) AS day, sum(rows) FROM system.parts WHERE active AND database = currentDatabase() AND table IN ('${TABLE_NAMES.join("', '")}') GROUP BY day ORDER BY day DESC`;
  const days: number[] = [];
  let rows = 0;
  for (const [day, inDay] of await readRows<[number, string]>(db, sql, {})) {
    if (rows >= count) break;
    days.push(day);
    rows += Number(inDay);
  }
  return days;
}

/** The events of one batch, for whoever checks its digest. */
export function rowsOfBatch(db: Connection, tenant: string, batch: number): AsyncGenerator<StoredEvent> {
  const { sql, params } = and(whereTenant(tenant), "batch = {own_batch:UInt64}", { own_batch: batch });
  return rowsIn(db.stream({ sql: `SELECT ${EVENT_ROW} FROM event WHERE ${sql} FORMAT RowBinary`, params }), eventOf);
}

/** The numbers of a tenant's batches of which there are events. */
export async function batchesOf(db: Connection, tenant: string): Promise<readonly number[]> {
  const { sql, params } = whereTenant(tenant);
  const rows = await readRows<[string]>(db, `SELECT DISTINCT batch FROM event WHERE ${sql} ORDER BY batch`, params);
  return rows.map(([batch]) => Number(batch));
}

/** What is stored. */
export async function stats(db: Connection): Promise<StoreStats> {
  const [events, quarantine] = [await tableStats(db, "event"), await tableStats(db, "quarantine")];
  const rows = await readRows<[string, string, string]>(
    db,
    "SELECT tenant, sum(e), sum(q) FROM (SELECT tenant, count() AS e, 0 AS q FROM event GROUP BY tenant UNION ALL SELECT tenant, 0, count() FROM quarantine GROUP BY tenant) GROUP BY tenant ORDER BY tenant",
    {},
  );
  const share = (of: TableStats, count: number): number => (of.rows === 0 ? 0 : Math.round((of.bytes * count) / of.rows));
  const tenants = rows.map(([tenant, e, q]) => ({ tenant, events: Number(e), quarantined: Number(q), bytes: share(events, Number(e)) + share(quarantine, Number(q)) }));
  return { events, quarantine, tenants };
}

async function tableStats(db: Connection, table: string): Promise<TableStats> {
  const sql = "SELECT sum(rows), sum(bytes_on_disk), count() FROM system.parts WHERE active AND database = currentDatabase() AND table = {table:String}";
  const [[rows, bytes, parts] = []] = await readRows<string[]>(db, sql, { table });
  return { rows: Number(rows ?? 0), bytes: Number(bytes ?? 0), parts: Number(parts ?? 0) };
}
