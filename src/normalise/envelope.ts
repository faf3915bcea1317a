// Shippers' envelopes: an ECS document around `event.original` or `message`, journald's JSON export, Docker's json-file,
// Kubernetes' and Fluent's `log`, Splunk HEC's `event`, an Azure or AWS message in `body`.
import type { Draft, Event } from "../core/index.ts";
import { makeEvent, object } from "./make.ts";
import { addMessageFields } from "./programs.ts";
import type { Candidate, Shape } from "./shape.ts";

/** A record that only carries another: the one inside, if it is recognised. */
export const envelopeShape: Shape = (candidate) => {
  const { record } = candidate;
  if (Object.hasOwn(record, "__REALTIME_TIMESTAMP") || Object.hasOwn(record, "SYSLOG_IDENTIFIER")) return [journal(candidate)];
  const parts = carriedBy(record).filter((part) => (typeof part === "string" ? part.trim() !== "" : object(part) !== undefined || Array.isArray(part)));
  if (parts.length === 0 || isKnownWhole(candidate)) return undefined;
  for (const carried of parts) {
    const events = open(carried, candidate);
    if (events !== undefined) return events;
  }
  return undefined;
};

// What a technology says it reads is no envelope, whatever its fields are called.
function isKnownWhole({ record, json, source, hint }: Candidate): boolean {
  const whole = makeEvent({ product: "", channel: "", code: undefined, time: undefined, host: undefined, fields: record }, undefined, json, source);
  return !furtherOf([whole], hint).every(isUnknown);
}

// The part itself may be what only a technology's declared ways know.
const furtherOf = (events: readonly Event[], { read, latestMs }: Candidate["hint"]): readonly Event[] => (read === undefined ? events : events.flatMap((event) => read(event, latestMs)));

// In order of worth: the original before what a shipper made of it.
function carriedBy(record: Draft): unknown[] {
  const event = object(record["event"]);
  return [event?.["original"], record["event.original"], record["_raw"], record["event"], record["log"], record["message"], record["body"], record["json"], record["o365audit"], record["o365"], record["result"], record["_source"]];
}

function open(carried: unknown, { record, inside, insideUnlabelled, hint }: Candidate): Event[] | undefined {
  const value = Array.isArray(carried) && carried.every((part) => typeof part === "string") ? carried.join("\n") : carried;
  if (typeof value !== "string" && object(value) === undefined) return undefined;
  const json = typeof value === "string" ? value : undefined;
  // What only the label makes of it does not show that this part is what the envelope carries.
  if (hint.product !== undefined && furtherOf(insideUnlabelled(value, json), hint).every(isUnknown)) return undefined;
  const events = furtherOf(inside(value, json), hint);
  return events.every(isUnknown) ? undefined : events.map((event) => completed(event, record));
}

const isUnknown = ({ product }: Event): boolean => product === "";

// What the envelope knows better than a line that names neither year nor machine.
function completed(event: Event, record: Draft): Event {
  const host = object(record["host"]) ?? object(record["agent"]);
  const name = host?.["name"] ?? host?.["hostname"] ?? record["host"];
  return {
    ...event,
    time: event.time ?? time(record["@timestamp"] ?? record["time"]),
    host: event.host ?? (typeof name === "string" ? name : undefined),
  };
}

const time = (value: unknown): string | number | undefined => (typeof value === "string" || typeof value === "number" ? value : undefined);

// systemd.journal-fields(7). A message that is not UTF-8 is an array of bytes.
function journal({ record, source, json }: Candidate): Event {
  const message = Array.isArray(record["MESSAGE"]) ? bytes(record["MESSAGE"]) : record["MESSAGE"];
  const program = record["SYSLOG_IDENTIFIER"] ?? record["_COMM"];
  const stamp = record["_SOURCE_REALTIME_TIMESTAMP"] ?? record["__REALTIME_TIMESTAMP"];
  const fields: Draft = { ...record, program, message };
  const text = typeof message === "string" ? `${typeof program === "string" ? program : ""}: ${message}` : undefined;
  const channel = typeof program === "string" ? program.toLowerCase() : "";
  const isRead = typeof message === "string" && channel !== "" && addMessageFields(fields, channel, message);
  // What was cut out of the message may stand in the JSON otherwise.
  const parts = { product: "linux", channel, code: undefined, time: stamp, host: record["_HOSTNAME"], fields };
  return makeEvent(parts, text, message === record["MESSAGE"] && !isRead ? json : undefined, source);
}

const bytes = (list: readonly unknown[]): string => new TextDecoder().decode(Uint8Array.from(list.filter((byte) => typeof byte === "number")));
