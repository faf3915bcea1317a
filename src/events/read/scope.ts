// What every read begins with: whose events, of which time, which of them, and for how long to look.
import type { Connection, Params, ParamValue } from "../connection.ts";
import type { CompiledFilter } from "../filter/index.ts";

/** Events from `sinceMs` on, `untilMs` left out, that a filter means. */
export type Range = { readonly filter: Pick<CompiledFilter, "sql" | "params">; readonly sinceMs: number; readonly untilMs: number };

/** How long who asks will wait; `signal` ends the query in the store too. */
export type ReadLimits = { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined };

// The store ends a query in time and needs a moment to say so; one that says nothing at all is not waited for.
const GRACE_MS = 2_000;

/** Ends a request when who asked has gone, and when the store should long have answered. */
export function signalOf({ timeoutMs, signal }: ReadLimits): AbortSignal {
  const late = AbortSignal.timeout(Math.ceil(Math.max(timeoutMs, 1)) + GRACE_MS);
  return signal === undefined ? late : AbortSignal.any([signal, late]);
}

/** A condition with its values. */
export type Where = { readonly sql: string; readonly params: Params };

// Values of our own are named so, lest a filter's take their place.
const OWN = "own_";

/** The tenant's events in a range. No event of another tenant passes, whatever the filter says. */
export function whereIn(tenant: string, { filter, sinceMs, untilMs }: Range): Where {
  const span = `time >= ${timeParam("since")} AND time < ${timeParam("until")}`;
  return and(whereMeant(tenant, filter), span, { [`${OWN}since`]: wholeMs(sinceMs), [`${OWN}until`]: wholeMs(untilMs) });
}

/** The tenant's events that a filter means, of whatever time. */
export function whereMeant(tenant: string, filter: Range["filter"]): Where {
  const { sql, params } = whereTenant(tenant);
  return { sql: `${sql} AND (${filter.sql})`, params: { ...filterParams(filter), ...params } };
}

/** The tenant's rows of either table. */
export const whereTenant = (tenant: string): Where => ({ sql: `tenant = {${OWN}tenant:String}`, params: { [`${OWN}tenant`]: tenant } });

/** A further condition on values of our own; they are named `own_…`. */
export const and = (where: Where, sql: string, params: Params = {}): Where => ({ sql: `${where.sql} AND ${sql}`, params: { ...where.params, ...params } });

function filterParams({ params }: Range["filter"]): Params {
  const values: Record<string, ParamValue> = {};
  for (const [name, { value }] of Object.entries(params)) {
    if (name.startsWith(OWN)) throw new Error(`A filter may not name a value ${name}.`);
    values[name] = value;
  }
  return values;
}

/** A time of our own by the name of its parameter. */
export const timeParam = (name: string): string => `fromUnixTimestamp64Milli({${OWN}${name}:Int64}, 'UTC')`;

/** No event is filed under a later time: what is asked for may lie beyond. */
export const LAST_MS = Date.UTC(2250, 0);
const wholeMs = (ms: number): number => Math.ceil(Math.min(Math.max(ms, -1), LAST_MS));

// A question takes at most so much of the memory of all, and tells nobody how much there was to read.
const MAX_MEMORY_BYTES = 800 << 20;

/** What a query does when its time is up: fail, or give what it has. */
export type AtEnd = "throw" | "break";

/** The end of a statement: how long it may take, and what happens then: it fails, or it gives what it has. */
export function settings({ timeoutMs }: ReadLimits, atEnd: AtEnd, more: readonly string[] = []): string {
  const seconds = Math.max(timeoutMs, 1) / 1000;
  return `SETTINGS ${[`max_execution_time = ${seconds}`, `timeout_overflow_mode = '${atEnd}'`, `max_memory_usage = ${MAX_MEMORY_BYTES}`, ...more].join(", ")}`;
}

/** Rows of JSON, all of them, and whether time ran out before the last. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller wrote the statement, and knows its rows
export async function readJson<Row>(db: Connection, sql: string, { params }: Where, limits: ReadLimits, atEnd: AtEnd = "break"): Promise<{ readonly rows: readonly Row[]; readonly isCut: boolean }> {
  const from = performance.now();
  const text = (await db.read({ sql: `${sql} ${settings(limits, atEnd)} FORMAT JSONCompactEachRow`, params, signal: signalOf(limits) })).toString();
  // The store's clock starts after ours: if it has stopped the query, ours is past the end too.
  const isCut = performance.now() - from >= limits.timeoutMs;
  return { rows: parseRows(text), isCut };
}

/** Rows of a statement of our own, without limits: what the platform asks for itself. */
export async function readRows<Row>(db: Connection, sql: string, params: Params): Promise<readonly Row[]> {
  const text = (await db.read({ sql: `${sql} FORMAT JSONCompactEachRow`, params })).toString();
  return parseRows(text);
}

const parseRows = <Row>(text: string): Row[] => (text === "" ? [] : text.trimEnd().split("\n").map((line) => JSON.parse(line) as Row));
