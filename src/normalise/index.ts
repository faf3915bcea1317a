// The door: records and lines become events.
import type { Event, Fields, Provenance, Value } from "../core/index.ts";
import { makeEvent, object } from "./make.ts";
import { recognise } from "./recognise.ts";
import type { Hint } from "./shape.ts";
import { further, readLine } from "./text.ts";

export { hintFromPath } from "./hint.ts";
export { createEventClock, type EventClock } from "./event-time.ts";
export { HOT_FIELDS, type HotField, type HotValues } from "./hot-fields.ts";
export { compileTechnologies, createEcsView, createReadFurther, type EcsDocument, type EcsView, findTechnology, hintFor, hintForTypes, isEcsField, type MappingFile, type MappingRefusal, type Named as NamedTechnology, placeInMapping, type Recognition, takesAnyProduct, type Technologies, type Technology, unexpectedTypes } from "./mapping/index.ts";
export type { Hint, ReadFurther } from "./shape.ts";
export { createZone, type Zone } from "./time-zone.ts";
export { createTextNormaliser, type TextNormaliser } from "./text.ts";

const NO_HINT: Hint = {};

/** The events of one parsed JSON record, at least one. Takes the record over: its objects become the events' fields. */
export function eventsFromJson(value: unknown, json: string | undefined, source: Provenance, hint: Hint = NO_HINT): Event[] {
  const events = Array.isArray(value) && value.length > 0 ? value.flatMap((item) => eventsOf(item, undefined, source, hint)) : eventsOf(value, json, source, hint);
  return further(events, hint);
}

function eventsOf(value: unknown, json: string | undefined, source: Provenance, hint: Hint): Event[] {
  const record = object(value);
  if (record !== undefined) return recognise(record, json, source, hint, readLine);
  if (typeof value === "string") return readLine(value, source, hint);
  return [makeEvent({ product: "", channel: "", code: undefined, time: undefined, host: undefined, fields: { value: value as Value } }, undefined, json, source)];
}

/** The events of a record whose fields a parser named: Windows XML, a row of a table. At least one; takes the fields over. */
export function eventsFromFields(fields: Fields, source: Provenance, hint: Hint = NO_HINT): Event[] {
  return further(recognise(fields, undefined, source, hint, readLine), hint);
}
