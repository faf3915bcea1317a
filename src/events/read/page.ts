// Rows in the order of time, some at a time. The store is asked for one window of time after the other, each wider than
// the one before, until there are enough rows: so it never has to look at a year for the newest hundred, nor to keep a
// block of every part of the table in memory, as it does when it reads in the table's own order.
import type { Connection } from "../connection.ts";
import { StoreError } from "../store-error.ts";
import { EVENT_ROW, eventOf, rowsOf, type StoredEvent } from "../stored-event.ts";
import { and, LAST_MS, settings, timeParam, whereTenant, type ReadLimits, type Where, signalOf } from "./scope.ts";

/** A place in the order of time: events of the same millisecond are ordered by their ids. */
export type Place = { readonly timeMs: number; readonly id: string };

/** Some events; `isCut`: there may be more that were not looked for. */
export type Events = { readonly rows: readonly StoredEvent[]; readonly isCut: boolean };

/** The first rows of a span in an order, behind a place. */
export type Page = {
  readonly order: "ASC" | "DESC";
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly after?: Place | undefined;
  readonly limit: number;
};

// Rows of a page hold no more than this, however long their lines are.
const MAX_PAGE_BYTES = 64 << 20;
const FIRST_WINDOW = 1 / 256;
const WIDER = 8;

/** The first rows of a page, with `firstMs` as the first window's width. When time is up, those of the windows that were looked at. */
export async function readPage(db: Connection, where: Where, page: Page, limits: ReadLimits, firstMs?: number): Promise<Events> {
  const from = performance.now();
  const rows: StoredEvent[] = [];
  let rest = clipped({ ...page, sinceMs: Math.max(0, page.sinceMs), untilMs: Math.min(LAST_MS, page.untilMs) });
  let width = firstMs ?? Math.max(60_000, (rest.untilMs - rest.sinceMs) * FIRST_WINDOW);
  while (rest.sinceMs < rest.untilMs && rows.length < page.limit) {
    const window = windowOf(rest, width);
    const timeoutMs = limits.timeoutMs - (performance.now() - from);
    try {
      const found = await readWindow(db, where, { ...window, after: page.after, limit: page.limit - rows.length }, { ...limits, timeoutMs });
      rows.push(...found.rows);
      if (found.isCut) return { rows, isCut: true };
    } catch (error) {
      if (rows.length > 0 && error instanceof StoreError && error.code === "timeout") return { rows, isCut: true };
      throw error;
    }
    rest = page.order === "DESC" ? { ...rest, untilMs: window.sinceMs } : { ...rest, sinceMs: window.untilMs };
    width *= WIDER;
  }
  return { rows, isCut: false };
}

/** A page without what lies on the wrong side of its place. */
function clipped(page: Page): Page {
  const { order, sinceMs, untilMs, after } = page;
  if (after === undefined) return page;
  return order === "DESC" ? { ...page, untilMs: Math.min(untilMs, after.timeMs + 1) } : { ...page, sinceMs: Math.max(sinceMs, after.timeMs) };
}

function windowOf(page: Page, width: number): Page {
  const { order, sinceMs, untilMs } = page;
  return order === "DESC" ? { ...page, sinceMs: Math.max(sinceMs, Math.floor(untilMs - width)) } : { ...page, untilMs: Math.min(untilMs, Math.ceil(sinceMs + width)) };
}

/** The first rows of one window; fewer than asked for if their lines are too long to be read at once. */
export async function readWindow(db: Connection, where: Where, page: Page, limits: ReadLimits): Promise<Events> {
  try {
    return { rows: await fetchRows(db, where, page, limits), isCut: false };
  } catch (error) {
    if (!(error instanceof StoreError && error.code === "too_much") || page.limit <= 1) throw error;
    const fewer = await readWindow(db, where, { ...page, limit: Math.ceil(page.limit / 8) }, limits);
    return { rows: fewer.rows, isCut: true };
  }
}

async function fetchRows(db: Connection, where: Where, page: Page, limits: ReadLimits): Promise<readonly StoredEvent[]> {
  const { sql, params } = statementOf(bounded(where, page), page, limits);
  return rowsOf(await db.read({ sql, params, signal: signalOf(limits) }), eventOf);
}

function bounded(where: Where, { order, sinceMs, untilMs, after }: Page): Where {
  const within = and(where, `time >= ${timeParam("from")} AND time < ${timeParam("to")}`, { own_from: Math.ceil(sinceMs), own_to: Math.ceil(untilMs) });
  if (after === undefined) return within;
  const side = order === "DESC" ? "<" : ">";
  return and(within, `(time, id) ${side} (${timeParam("place")}, toFixedString(unhex({own_id:String}), 16))`, { own_place: after.timeMs, own_id: after.id });
}

/**
 * Where only columns are asked of, the rows are chosen by them, and the store reads lines for the chosen alone. Where lines
 * are, it would read them of all; so there the rows are chosen by their places, which the index of words can give, and
 * read in a second step.
 */
function statementOf({ sql, params }: Where, { order, limit }: Page, limits: ReadLimits): Where {
  const by = `ORDER BY time ${order}, id ${order}`;
  const first = `${by} LIMIT ${Math.trunc(limit)}`;
  const chosen = sql.includes("`raw`") ? `${whereTenant("").sql} AND (time, id) IN (SELECT time, id FROM event WHERE ${sql} ${first}) ${by}` : `${sql} ${first}`;
  // Left to itself the store looks for the newest first and for what is asked second, which costs three times as much.
  const how = ["use_top_k_dynamic_filtering = 0", `max_result_bytes = ${MAX_PAGE_BYTES}`, "optimize_read_in_order = 0", "query_plan_max_limit_for_lazy_materialization = 10000"];
  return { sql: `SELECT ${EVENT_ROW} FROM event WHERE ${chosen} ${settings(limits, "throw", how)} FORMAT RowBinary`, params };
}
