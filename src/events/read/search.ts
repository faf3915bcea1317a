import type { Connection } from "../connection.ts";
import type { StoredEvent } from "../stored-event.ts";
import { readPage, readWindow, type Events, type Place } from "./page.ts";
import { and, LAST_MS, whereMeant, whereTenant, type Range, type ReadLimits } from "./scope.ts";

/** A page of events, newest first; behind `after`, if given. */
export type Search = Range & { readonly limit: number; readonly after?: Place | undefined };

/** Events before and after a place. */
export type Around = { readonly filter: Range["filter"]; readonly place: Place; readonly before: number; readonly after: number };

/** Events on both sides, each in the order of time. */
export type Surroundings = { readonly before: readonly StoredEvent[]; readonly after: readonly StoredEvent[] };

/** The newest events of a range. Fails with `timeout` if time is up before any was found. */
export async function search(db: Connection, tenant: string, { filter, sinceMs, untilMs, after, limit }: Search, limits: ReadLimits): Promise<Events> {
  return readPage(db, whereMeant(tenant, filter), { order: "DESC", sinceMs, untilMs, after, limit }, limits);
}

// What happened around an event is mostly found within the hour.
const NEAR_MS = 3_600_000;

/** What happened around a place, itself left out. */
export async function around(db: Connection, tenant: string, { filter, place, before, after }: Around, limits: ReadLimits): Promise<Surroundings> {
  const where = whereMeant(tenant, filter);
  const span = { sinceMs: 0, untilMs: LAST_MS, after: place };
  const [earlier, later] = await Promise.all([
    readPage(db, where, { ...span, order: "DESC", limit: before }, limits, NEAR_MS),
    readPage(db, where, { ...span, order: "ASC", limit: after }, limits, NEAR_MS),
  ]);
  return { before: earlier.rows.toReversed(), after: later.rows };
}

/** The events with these ids, the newest first. */
export async function byIds(db: Connection, tenant: string, ids: readonly string[], limits: ReadLimits): Promise<Events> {
  const known = ids.filter((id) => /^[0-9a-f]{32}$/.test(id));
  if (known.length === 0) return { rows: [], isCut: false };
  // As a subquery, since the index of ids serves sets only.
  const where = and(whereTenant(tenant), "id IN (SELECT toFixedString(unhex(arrayJoin({own_ids:Array(String)})), 16))", { own_ids: known });
  return readWindow(db, where, { order: "DESC", sinceMs: 0, untilMs: LAST_MS, limit: known.length }, limits);
}

// Rows that are read at once, and the share of them below which the next window is wider.
const CHUNK = 4000;
const FEW = CHUNK / 4;

/** Every event of a range in the order of time: for whoever reads them all, at whatever pace. Nothing is held open meanwhile. */
export async function* stream(db: Connection, tenant: string, { filter, sinceMs, untilMs: wantedMs }: Range, limits: ReadLimits): AsyncGenerator<StoredEvent> {
  const where = whereMeant(tenant, filter);
  const untilMs = Math.min(wantedMs, LAST_MS);
  const untilTimeout = performance.now() + limits.timeoutMs;
  let fromMs = Math.max(0, sinceMs);
  let after: Place | undefined;
  let width = 60_000;
  while (fromMs < untilMs) {
    const toMs = Math.min(untilMs, fromMs + width);
    const timeoutMs = untilTimeout - performance.now();
    const { rows, isCut } = await readWindow(db, where, { order: "ASC", sinceMs: fromMs, untilMs: toMs, after, limit: CHUNK }, { ...limits, timeoutMs });
    yield* rows;
    const last = rows.at(-1);
    if (last !== undefined && (isCut || rows.length === CHUNK)) {
      after = { timeMs: last.timeMs, id: last.id };
      fromMs = last.timeMs;
      width = Math.max(1, Math.floor(width / 2));
    } else {
      fromMs = toMs;
      if (rows.length < FEW) width *= 4;
    }
  }
}
