import type { Fields, Value } from "../core/index.ts";
import type { Searched } from "../events/filter/index.ts";
import type { StoredEvent } from "../events/index.ts";
import type { FoundEvent } from "../contract/search.ts";
import type { Hunting } from "./hunting.ts";

/** An event as hunts see it: what the line says, and under names of our own what is known of its arrival. */
export function searchedEvent({ rebuild }: Hunting, tenant: string, row: StoredEvent): Searched {
  const { document, line } = rebuild(tenant, row);
  const { source, collector, technology } = row;
  const event = Object.hasOwn(document, "event") ? document["event"] : undefined;
  return {
    line,
    document: {
      ...document,
      "@timestamp": isoTime(row.timeMs),
      event: { ...(isObject(event) ? event : {}), ingested: isoTime(row.arrivedMs) },
      vigie: { source, collector, technology },
    },
  };
}

/** What a person gets of a found event. */
export function foundEvent(row: StoredEvent, { document, line }: Searched): FoundEvent {
  const { id, source, collector, technology } = row;
  return { id, time: isoTime(row.timeMs), arrived: isoTime(row.arrivedMs), source, collector, technology, event: isDeep(document, 0) ? (cut(document, 0) as Fields) : document, line };
}

// An attacker's JSON may nest deeper than it can be written again; a document that a mapping made nests some ten deep.
const MAX_DEPTH = 64;

const isDeep = (value: Value, depth: number): boolean => typeof value === "object" && value !== null && (depth > MAX_DEPTH || Object.values(value as Fields).some((inner) => isDeep(inner, depth + 1)));

/** The value with what nests too deep left out. */
function cut(value: Value, depth: number): Value {
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) return "…";
  if (Array.isArray(value)) return (value as readonly Value[]).map((inner) => cut(inner, depth + 1));
  return Object.fromEntries(Object.entries(value as Fields).map(([name, inner]) => [name, cut(inner, depth + 1)]));
}

/** A time as the API tells it; what no calendar holds is put to its end. */
export const isoTime = (ms: number): string => new Date(Math.min(Math.max(ms, 0), LAST_MS)).toISOString();

const LAST_MS = Date.UTC(9999, 11, 31);

const isObject = (value: Value): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
