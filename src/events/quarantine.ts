import type { Connection } from "./connection.ts";
import { readJson, settings, whereTenant, and, timeParam, type ReadLimits, type Where } from "./read/scope.ts";
import { QUARANTINE_ROW, quarantinedOf, rowsIn, type QuarantinedLine } from "./stored-event.ts";

/** Lines that nobody could read, by why and by what they look like, with one of them. */
export type QuarantineGroup = { readonly source: string; readonly reason: string; readonly shape: string; readonly count: number; readonly firstMs: number; readonly lastMs: number; readonly exampleId: string };

/** Which lines of the quarantine: those that arrived in a range, of one source, reason or shape if named. */
export type QuarantineRange = { readonly sinceMs: number; readonly untilMs: number; readonly source?: string; readonly reason?: string; readonly shape?: string };

/** The groups with the most lines first. */
export async function quarantineGroups(db: Connection, tenant: string, asked: QuarantineRange & { readonly limit: number }, limits: ReadLimits): Promise<{ readonly groups: readonly QuarantineGroup[]; readonly isCut: boolean }> {
  const where = whereQuarantined(tenant, asked);
  const sql = `SELECT source, reason, shape, count() AS lines, toUnixTimestamp64Milli(min(arrived)), toUnixTimestamp64Milli(max(arrived)), lower(hex(any(id))) FROM quarantine WHERE ${where.sql} GROUP BY source, reason, shape ORDER BY lines DESC, source, reason, shape LIMIT ${Math.trunc(asked.limit)}`;
  const { rows, isCut } = await readJson<[string, string, string, string, string, string, string]>(db, sql, where, limits);
  const groups = rows.map(([source, reason, shape, count, first, last, exampleId]) => ({ source, reason, shape, count: Number(count), firstMs: Number(first), lastMs: Number(last), exampleId }));
  return { groups, isCut };
}

/** The lines themselves in the order of arrival: to be looked at, or read once more. */
export function quarantinedLines(db: Connection, tenant: string, range: QuarantineRange, limits: ReadLimits): AsyncGenerator<QuarantinedLine> {
  const { sql, params } = whereQuarantined(tenant, range);
  const statement = `SELECT ${QUARANTINE_ROW} FROM quarantine WHERE ${sql} ORDER BY arrived, id ${settings(limits, "throw", ["max_block_size = 1024", "max_threads = 1"])} FORMAT RowBinary`;
  return rowsIn(db.stream({ sql: statement, params, signal: limits.signal }), quarantinedOf);
}

/** Removes lines that have become events. */
export async function release(db: Connection, tenant: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const { sql, params } = and(whereTenant(tenant), "id IN arrayMap(x -> toFixedString(unhex(x), 16), {own_ids:Array(String)})", { own_ids: ids });
  await db.run({ sql: `DELETE FROM quarantine WHERE ${sql} SETTINGS lightweight_deletes_sync = 2`, params });
}

function whereQuarantined(tenant: string, { sinceMs, untilMs, ...same }: QuarantineRange): Where {
  let where = and(whereTenant(tenant), `arrived >= ${timeParam("since")} AND arrived < ${timeParam("until")}`, { own_since: Math.ceil(sinceMs), own_until: Math.ceil(untilMs) });
  for (const name of ["source", "reason", "shape"] as const) {
    const value = same[name];
    if (value !== undefined) where = and(where, `${name} = {own_${name}:String}`, { [`own_${name}`]: value });
  }
  return where;
}
