import { DomainError } from "../../core/index.ts";
import { EVENT_COLUMNS, quoted, type Column } from "../columns.ts";
import type { Connection } from "../connection.ts";
import type { HitsSql } from "../filter/index.ts";
import { readJson, whereIn, type Range, type ReadLimits } from "./scope.ts";

/** Counts by time: of the events from `fromMs` on, until the next bar begins. Empty bars are left out. */
export type Histogram = { readonly bars: readonly { readonly fromMs: number; readonly count: number }[]; readonly isCut: boolean };

/** Values and how many events have each, the most frequent first. */
export type Top = { readonly values: readonly { readonly value: string; readonly count: number }[]; readonly isCut: boolean };

/** How many events there are, and how many have a value in each hot column. */
export type Fill = { readonly total: number; readonly columns: readonly { readonly column: string; readonly count: number }[]; readonly isCut: boolean };

/** A value that was looked for: how many events have it, when first and last, and on which hosts (ten at most). */
export type Hit = { readonly key: string; readonly count: number; readonly firstMs: number; readonly lastMs: number; readonly hosts: readonly string[] };

/** How many events. All counts here give what they have when time runs out, and say that they are cut. */
export async function count(db: Connection, tenant: string, range: Range, limits: ReadLimits): Promise<{ readonly count: number; readonly isCut: boolean }> {
  const where = whereIn(tenant, range);
  const { rows, isCut } = await readJson<[string | number]>(db, `SELECT count() FROM event WHERE ${where.sql}`, where, limits);
  return { count: Number(rows[0]?.[0] ?? 0), isCut };
}

/** How many events by time; bars begin at multiples of `intervalMs`. */
export async function histogram(db: Connection, tenant: string, asked: Range & { readonly intervalMs: number }, limits: ReadLimits): Promise<Histogram> {
  if (!(asked.intervalMs >= 1)) throw new DomainError("invalid", `intervalMs: ${asked.intervalMs} is no width; give milliseconds`);
  const { sql, params } = whereIn(tenant, asked);
  const where = { sql, params: { ...params, own_width: Math.trunc(asked.intervalMs) } };
  const bar = "intDiv(toUnixTimestamp64Milli(time), {own_width:Int64})";
  const { rows, isCut } = await readJson<[string, string]>(db, `SELECT ${bar} AS bar, count() FROM event WHERE ${sql} GROUP BY bar ORDER BY bar`, where, limits);
  return { bars: rows.map(([index, counted]) => ({ fromMs: Number(index) * Math.trunc(asked.intervalMs), count: Number(counted) })), isCut };
}

/** The most frequent values of a column; of a list, each value counts. */
export async function top(db: Connection, tenant: string, asked: Range & { readonly column: string; readonly limit: number }, limits: ReadLimits): Promise<Top> {
  const { name, type } = columnNamed(asked.column);
  const where = whereIn(tenant, asked);
  const column = quoted(name);
  const value = type.startsWith("Array") ? `arrayJoin(${column})` : column;
  const sql = `SELECT ${value} AS value, count() AS found FROM event WHERE ${where.sql} AND ${isFilled(name, type)} GROUP BY value ORDER BY found DESC, value LIMIT ${Math.trunc(asked.limit)}`;
  const { rows, isCut } = await readJson<[string | number, string]>(db, sql, where, limits);
  return { values: rows.map(([text, found]) => ({ value: plainAddress(String(text), type), count: Number(found) })), isCut };
}

/** How well each column is filled. */
export async function fields(db: Connection, tenant: string, range: Range, limits: ReadLimits): Promise<Fill> {
  const where = whereIn(tenant, range);
  const columns = EVENT_COLUMNS.slice(EVENT_COLUMNS.findIndex(({ name }) => name === "technology") + 1);
  const counts = columns.map(({ name, type }) => `countIf(${isFilled(name, type)})`);
  const { rows, isCut } = await readJson<string[]>(db, `SELECT count(), ${counts.join(", ")} FROM event WHERE ${where.sql}`, where, limits);
  const [total = 0, ...filled] = rows[0]?.map(Number) ?? [];
  return { total, columns: columns.map(({ name }, i) => ({ column: name, count: filled[i] ?? 0 })), isCut };
}

/** Which of many values occur. A search that runs out of time fails with `timeout`: a value not found must not be there. */
export async function hits(db: Connection, tenant: string, asked: Omit<Range, "filter"> & { readonly hits: HitsSql }, limits: ReadLimits): Promise<readonly Hit[]> {
  const { where: sql, keys, params } = asked.hits;
  const where = whereIn(tenant, { ...asked, filter: { sql, params } });
  const found = `SELECT arrayJoin(${keys}) AS key, time, \`host.name\` AS host FROM event WHERE ${where.sql}`;
  const statement = `SELECT key, count(), toUnixTimestamp64Milli(min(time)), toUnixTimestamp64Milli(max(time)), groupUniqArrayIf(10)(host, host != '') FROM (${found}) GROUP BY key ORDER BY key`;
  const { rows } = await readJson<[string, string, string, string, string[]]>(db, statement, where, limits, "throw");
  return rows.map(([key, counted, first, last, hosts]) => ({ key, count: Number(counted), firstMs: Number(first), lastMs: Number(last), hosts }));
}

const BY_NAME = new Map(EVENT_COLUMNS.map((column) => [column.name, column]));

function columnNamed(name: string): Column {
  const column = BY_NAME.get(name);
  if (column === undefined) throw new DomainError("invalid", `${name.slice(0, 100)} is no column of the event store`);
  return column;
}

function isFilled(name: string, type: string): string {
  if (type.startsWith("Array")) return `notEmpty(${quoted(name)})`;
  return type.includes("String") ? `${quoted(name)} != ''` : `isNotNull(${quoted(name)})`;
}

// An IPv4 address is kept as an IPv6 one.
const plainAddress = (text: string, type: string): string => (type.includes("IPv6") && text.startsWith("::ffff:") && text.includes(".") ? text.slice("::ffff:".length) : text);
