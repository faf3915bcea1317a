// Rows go: those of a tenant, those that are too old, those of a batch that was never finished.
import { setTimeout as wait } from "node:timers/promises";
import { DomainError } from "../core/index.ts";
import { PARTITIONS } from "../spool/index.ts";
import { AFTER_INSERTS } from "./after-inserts.ts";
import type { Connection, Params } from "./connection.ts";
import { readRows } from "./read/scope.ts";
import { BYTES_GONE_MS, TABLE_NAMES, type TableName } from "./schema.ts";

/** What was removed, and how long its bytes may still lie on the disk: nothing reads them any more. */
export type Removed = { readonly rows: number; readonly bytesGoneInMs: number };

/** A tenant's rows that arrived before this day (UTC) go. */
export type Expiry = { readonly tenant: string; readonly beforeMs: number };

const DAY_MS = 86_400_000;
const SETTLE_MS = 50;
// A statement that removes waits until that is done.
const WAIT = "SETTINGS mutations_sync = 2, lightweight_deletes_sync = 2";

/** Removes everything of one tenant from both tables, and looks that nothing is left. */
export async function erase(db: Connection, tenant: string): Promise<Removed> {
  if (tenant === "") throw new DomainError("invalid", "erase: name the tenant whose events are to go");
  const params = { tenant };
  let rows = 0;
  for (const table of TABLE_NAMES) {
    for (const { day, count } of await daysOf(db, table, "tenant = {tenant:String}", params)) {
      rows += count;
      await removeOfDay(db, { table, day, where: "tenant = {tenant:String}", params, count });
    }
    const [left = 0] = await numbers(db, `SELECT count() FROM ${table} WHERE tenant = {tenant:String}`, params);
    if (left > 0) throw new DomainError("conflict", `erase: ${left} rows of ${tenant} are in ${table} again; stop its sources first, then erase once more`);
  }
  return { rows, bytesGoneInMs: BYTES_GONE_MS };
}

/** Removes what arrived before each tenant's own day: whole days go by themselves, a day that others still keep is written anew. */
export async function expire(db: Connection, expiries: readonly Expiry[]): Promise<Removed> {
  let rows = 0;
  for (const table of TABLE_NAMES) {
    for (const [day, tenants] of await expiredByDay(db, table, expiries)) {
      const params = { tenants };
      const [count = 0] = await numbers(db, `SELECT count() FROM ${table} WHERE toYYYYMMDD(arrived) = ${day} AND tenant IN {tenants:Array(String)}`, params);
      rows += count;
      await removeOfDay(db, { table, day, where: "tenant IN {tenants:Array(String)}", params, count });
    }
  }
  return { rows, bytesGoneInMs: rows === 0 ? 0 : BYTES_GONE_MS };
}

/**
 * Removes what a worker stored behind its last commit: those places are read again, and what comes of them then need not
 * be the same. Both tables; a partition of the spool alone.
 */
export async function rollback(db: Connection, partition: number, position: number): Promise<number> {
  await insertsSettled(db);
  const where = `seq > {position:UInt64} AND seq % ${PARTITIONS} = {partition:UInt64}`;
  const params = { position, partition };
  let rows = 0;
  for (const table of TABLE_NAMES) {
    for (const { day, count } of await daysOf(db, table, where, params)) {
      rows += count;
      await db.run({ sql: `DELETE FROM ${table} IN PARTITION ID '${day}' WHERE ${where} ${WAIT}`, params });
    }
  }
  return rows;
}

// The worker before may have been killed after its last insert was sent and before it was stored.
async function insertsSettled(db: Connection): Promise<void> {
  for (;;) {
    const [running = 0] = await numbers(db, `SELECT count() FROM system.processes WHERE query_kind = 'Insert' AND current_database = currentDatabase() ${AFTER_INSERTS}`, {});
    if (running === 0) return;
    await wait(SETTLE_MS);
  }
}

type Day = { readonly day: number; readonly count: number };

// The partitions in which such rows are, and how many.
async function daysOf(db: Connection, table: TableName, where: string, params: Params): Promise<Day[]> {
  const rows = await readRows<[number, string]>(db, `SELECT toYYYYMMDD(arrived) AS day, count() FROM ${table} WHERE ${where} GROUP BY day ORDER BY day`, params);
  return rows.map(([day, count]) => ({ day, count: Number(count) }));
}

async function expiredByDay(db: Connection, table: TableName, expiries: readonly Expiry[]): Promise<Map<number, string[]>> {
  const byTenant = new Map(expiries.map(({ tenant, beforeMs }) => [tenant, dayOf(beforeMs)]));
  const last = Math.max(0, ...byTenant.values());
  const rows = await readRows<[number, string]>(db, `SELECT DISTINCT toYYYYMMDD(arrived) AS day, tenant FROM ${table} WHERE day < ${last} AND tenant IN {tenants:Array(String)} ORDER BY day`, { tenants: [...byTenant.keys()] });
  const days = new Map<number, string[]>();
  for (const [day, tenant] of rows) if (day < (byTenant.get(tenant) ?? 0)) days.set(day, [...(days.get(day) ?? []), tenant]);
  return days;
}

/** The day that a time is in, as the tables' partitions are called: 20260131. */
function dayOf(ms: number): number {
  const day = new Date(Math.floor(ms / DAY_MS) * DAY_MS);
  return day.getUTCFullYear() * 10_000 + (day.getUTCMonth() + 1) * 100 + day.getUTCDate();
}

type OfDay = { readonly table: TableName; readonly day: number; readonly where: string; readonly params: Params; readonly count: number };

// A day of which all rows go is dropped at once; else its parts are written anew without them.
async function removeOfDay(db: Connection, { table, day, where, params, count }: OfDay): Promise<void> {
  const [all = 0] = await numbers(db, `SELECT count() FROM ${table} WHERE toYYYYMMDD(arrived) = ${day}`, {});
  // Of today more may come between the count and the drop.
  const [isPast = 0] = await numbers(db, `SELECT ${day} < toYYYYMMDD(now('UTC') - INTERVAL 1 DAY)`, {});
  if (all === count && isPast === 1) await db.run({ sql: `ALTER TABLE ${table} DROP PARTITION ID '${day}'` });
  else await db.run({ sql: `ALTER TABLE ${table} DELETE IN PARTITION ID '${day}' WHERE ${where} ${WAIT}`, params });
}

async function numbers(db: Connection, sql: string, params: Params): Promise<number[]> {
  const [row = []] = await readRows<(string | number)[]>(db, sql, params);
  return row.map(Number);
}
