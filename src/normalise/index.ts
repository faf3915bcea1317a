// The door: records and lines become events.
import type { Event, Fields, Provenance, Value } from "../core/index.ts";
import { makeEvent, object, type Draft } from "./make.ts";
import { recognise } from "./recognise.ts";
import type { Hint } from "./shape.ts";

export type { Hint } from "./shape.ts";

const NO_HINT: Hint = {};
const readText = () => [];

/** The events of one parsed JSON record, at least one. Takes the record over: its objects become the events' fields. */
export function eventsFromJson(value: unknown, json: string | undefined, source: Provenance, hint: Hint = NO_HINT): Event[] {
  const record = object(value);
  if (record !== undefined) return recognise(record, json, source, hint, readText);
  if (Array.isArray(value)) return value.flatMap((item) => eventsFromJson(item, undefined, source, hint));
  return [makeEvent({ product: "", channel: "", code: undefined, time: undefined, host: undefined, fields: { value: value as Value } }, undefined, json, source)];
}

/** The events of a record whose fields a parser named: Windows XML, a row of a table. At least one; takes the fields over. */
export function eventsFromFields(fields: Fields, source: Provenance, hint: Hint = NO_HINT): Event[] {
  return recognise(fields as Draft, undefined, source, hint, readText);
}
