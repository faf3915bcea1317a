import type { Connection } from "../connection.ts";
import { EVENT_ROW, eventOf, rowsIn, type StoredEvent } from "../stored-event.ts";
import { and, settings, timeParam, whereIn, whereTenant, filterParams, type Range, type ReadLimits, type Where } from "./scope.ts";

/** A place in the order of time: events of the same millisecond are ordered by their ids. */
export type Place = { readonly timeMs: number; readonly id: string };

/** A page of events, newest first; behind `after`, if given. */
export type Search = Range & { readonly limit: number; readonly after?: Place | undefined };

/** Some events; `isCut`: there may be more that were not looked for. */
export type Events = { readonly rows: readonly StoredEvent[]; readonly isCut: boolean };

/** Events before and after a place. */
export type Around = { readonly filter: Range["filter"]; readonly place: Place; readonly before: number; readonly after: number };

type Order = "ASC" | "DESC";

// `raw` and what else only the chosen rows need is read for them alone; parts that lie behind the last row wanted are not read.
const FEW = ["query_plan_max_limit_for_lazy_materialization = 10000", "read_in_order_use_virtual_row = 1"];

/** The newest events of a range. A query that takes too long fails with `timeout`: half of an order is none. */
export async function search(db: Connection, tenant: string, asked: Search, limits: ReadLimits): Promise<Events> {
  const where = whereIn(tenant, asked);
  return page(db, asked.after === undefined ? where : beyond(where, asked.after, "<"), { order: "DESC", limit: asked.limit }, limits);
}

/** What happened around a place, itself left out; both sides in the order of time. */
export async function around(db: Connection, tenant: string, { filter, place, before, after }: Around, limits: ReadLimits): Promise<{ readonly before: readonly StoredEvent[]; readonly after: readonly StoredEvent[] }> {
  const whose = whereTenant(tenant);
  const where: Where = { sql: `${whose.sql} AND (${filter.sql})`, params: { ...filterParams(filter), ...whose.params } };
  const [earlier, later] = await Promise.all([
    page(db, beyond(where, place, "<"), { order: "DESC", limit: before }, limits),
    page(db, beyond(where, place, ">"), { order: "ASC", limit: after }, limits),
  ]);
  return { before: earlier.rows.toReversed(), after: later.rows };
}

/** The events with these ids, in no particular order. */
export async function byIds(db: Connection, tenant: string, ids: readonly string[], limits: ReadLimits): Promise<Events> {
  const known = ids.filter((id) => /^[0-9a-f]{32}$/.test(id));
  if (known.length === 0) return { rows: [], isCut: false };
  const where = and(whereTenant(tenant), "id IN arrayMap(x -> toFixedString(unhex(x), 16), {own_ids:Array(String)})", { own_ids: known });
  return page(db, where, { order: "DESC", limit: known.length }, limits);
}

/** Every event of a range in the order of time, a block at a time: for whoever reads them all. */
export async function* stream(db: Connection, tenant: string, range: Range, limits: ReadLimits): AsyncGenerator<StoredEvent> {
  const { sql, params } = whereIn(tenant, range);
  // Blocks are small: several may wait for a slow reader.
  const statement = `SELECT ${EVENT_ROW} FROM event WHERE ${sql} ORDER BY time, id ${settings(limits, "throw", ["max_block_size = 1024", "max_threads = 1", "read_in_order_use_virtual_row = 1"])} FORMAT RowBinary`;
  yield* rowsIn(db.stream({ sql: statement, params, signal: limits.signal }), eventOf);
}

/** Strictly before or after a place. The first condition lets the primary key leave out what lies elsewhere. */
function beyond(where: Where, { timeMs, id }: Place, side: "<" | ">"): Where {
  const sql = `time ${side}= ${timeParam("place")} AND (time, id) ${side} (${timeParam("place")}, toFixedString(unhex({own_id:String}), 16))`;
  return and(where, sql, { own_place: timeMs, own_id: id });
}

async function page(db: Connection, { sql, params }: Where, { order, limit }: { readonly order: Order; readonly limit: number }, limits: ReadLimits): Promise<Events> {
  if (limit <= 0) return { rows: [], isCut: false };
  const statement = `SELECT ${EVENT_ROW} FROM event WHERE ${sql} ORDER BY time ${order}, id ${order} LIMIT ${Math.trunc(limit)} ${settings(limits, "throw", FEW)} FORMAT RowBinary`;
  const rows: StoredEvent[] = [];
  for await (const row of rowsIn(db.stream({ sql: statement, params, signal: limits.signal }), eventOf)) rows.push(row);
  return { rows, isCut: false };
}
