import type { Draft, Event, Fields, Provenance, Value } from "../core/index.ts";


/** Everything of an event but where it came from. */
export type EventParts = {
  readonly product: string;
  readonly channel: Value;
  readonly code: Value;
  readonly time: Value;
  readonly host: Value;
  readonly fields: Fields;
};

/**
 * The one place that writes an event down, so that every event has the same hidden class:
 * with several the engine's reads of it would be several times slower.
 */
export function makeEvent(parts: EventParts, text: string | undefined, json: string | undefined, source: Provenance): Event {
  return {
    product: parts.product,
    channel: typeof parts.channel === "string" ? parts.channel : "",
    code: scalar(parts.code),
    // What a shipper calls @timestamp is all that is left of the time in records it rewrote.
    time: scalar(parts.time) ?? scalar(parts.fields["@timestamp"]),
    host: typeof parts.host === "string" && parts.host !== "" ? parts.host : undefined,
    fields: parts.fields,
    text,
    json,
    source,
    isUnread: undefined,
  };
}

/** The value if it is a text or a number. */
export function scalar(value: Value): string | number | undefined {
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}

/** The value if it is an object with names, not an array. */
export function object(value: unknown): Draft | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Draft) : undefined;
}
