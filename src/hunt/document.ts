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
  return { id, time: isoTime(row.timeMs), arrived: isoTime(row.arrivedMs), source, collector, technology, event: document, line };
}

/** A time as the API tells it; what no calendar holds is put to its end. */
export const isoTime = (ms: number): string => new Date(Math.min(Math.max(ms, 0), LAST_MS)).toISOString();

const LAST_MS = Date.UTC(9999, 11, 31);

const isObject = (value: Value): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
