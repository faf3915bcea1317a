// The door: records and lines become events.
import type { Event, Provenance } from "../core/index.ts";
import { makeEvent, object } from "./make.ts";
import { windowsEvent } from "./windows.ts";
import { beatsEvent } from "./windows-beats.ts";
import { dumpEvent } from "./windows-dump.ts";

/** What is known of a record from outside it. Anything of it may be wrong: what the record says itself goes before it. */
export type Hint = {
  /** The product that writes these records, where they do not tell. */
  readonly product?: string;
  /** The log within the product: a Zeek path, a syslog program. */
  readonly channel?: string;
  /** The year of the times that name none. */
  readonly year?: number;
};

/** The events of one parsed JSON record. Takes the record over: its objects become the events' fields. */
export function eventsFromJson(value: unknown, json: string | undefined, source: Provenance, _hint?: Hint): Event[] {
  const record = object(value);
  if (record === undefined) return [makeEvent({ product: "", channel: "", code: undefined, time: undefined, host: undefined, fields: { value: value as string } }, undefined, json, source)];
  const channel = record["Channel"];
  if (record["EventID"] !== undefined && typeof channel === "string") return [windowsEvent(record, channel, json, source)];
  if (record["event_id"] !== undefined && record["log_name"] !== undefined) return [beatsEvent(record, record, json, source)];
  const winlog = object(record["winlog"]);
  if (winlog !== undefined) return [beatsEvent(record, winlog, json, source)];
  const event = object(record["Event"]);
  const dumped = event === undefined ? undefined : dumpEvent(event, json, source);
  if (dumped !== undefined) return [dumped];
  return [makeEvent({ product: "", channel: "", code: undefined, time: record["@timestamp"], host: undefined, fields: record }, undefined, json, source)];
}
