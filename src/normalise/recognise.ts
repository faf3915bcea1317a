// Which family a structured record belongs to: the commonest first, and what could be mistaken for another last.
import type { Draft, Event, Provenance, Value } from "../core/index.ts";
import { awsShape } from "./aws.ts";
import { azureShape } from "./azure.ts";
import { endpointShape } from "./endpoint.ts";
import { envelopeShape } from "./envelope.ts";
import { googleShape } from "./google.ts";
import { kubernetesShape } from "./kubernetes.ts";
import { m365Shape } from "./m365.ts";
import { makeEvent, object } from "./make.ts";
import { saasShape } from "./saas.ts";
import type { Candidate, Hint, Shape } from "./shape.ts";
import { suricataShape } from "./suricata.ts";
import { w3cShape } from "./tables.ts";
import { windowsEvent } from "./windows.ts";
import { beatsEvent, olderBeatsEvent } from "./windows-beats.ts";
import { dumpEvent } from "./windows-dump.ts";
import { windowsExportShape } from "./windows-export.ts";
import { zeekShape } from "./zeek.ts";

const SHAPES: readonly Shape[] = [
  zeekShape, suricataShape, awsShape, azureShape, m365Shape, googleShape, kubernetesShape, saasShape, w3cShape, windowsExportShape,
  envelopeShape, endpointShape,
];
// Envelopes in envelopes: more than CloudWatch in Beats in Kafka is nobody's log, and a hostile record may nest for ever.
const DEPTH_LIMIT = 4;

/** Reads a line of text that a record carries; text.ts gives it, so that this file need not know about lines. */
export type ReadText = (line: string, source: Provenance, hint: Hint) => Event[];

/** The events of one structured record, at least one: a record that nobody knows has the product of the hint, or "". */
export function recognise(record: Draft, json: string | undefined, source: Provenance, hint: Hint, readText: ReadText): Event[] {
  return windows(record, json, source) ?? others(record, json, source, { hint, readText, depth: 0 });
}

type Surroundings = { readonly hint: Hint; readonly readText: ReadText; readonly depth: number };

function windows(record: Draft, json: string | undefined, source: Provenance): Event[] | undefined {
  if (Object.hasOwn(record, "EventID")) {
    const channel = record["Channel"];
    if (typeof channel === "string") return [windowsEvent(record, channel, json, source)];
  }
  if (Object.hasOwn(record, "event_id") && Object.hasOwn(record, "log_name")) return [olderBeatsEvent(record, json, source)];
  const winlog = object(record["winlog"]);
  if (winlog !== undefined) return [beatsEvent(record, winlog, json, source)];
  const event = object(record["Event"]);
  const dumped = dumpEvent(event ?? record, json, source);
  return dumped === undefined ? undefined : [dumped];
}

function others(record: Draft, json: string | undefined, source: Provenance, around: Surroundings): Event[] {
  const within = { ...around, hint: hintWithin(record, around.hint) };
  const candidate: Candidate = {
    record, json, source, hint: around.hint,
    inside: (value, text) => inside(value, text, source, within),
    insideUnlabelled: (value, text) => inside(value, text, source, { ...within, hint: { ...within.hint, product: undefined } }),
  };
  for (const shape of SHAPES) {
    const events = shape(candidate);
    if (events !== undefined && events.length > 0) return events;
  }
  return [unknown(record, json, source, around.hint)];
}

// A line's time without year has no zone either: the envelope's own is surer, and stands in where the line has none.
function hintWithin(envelope: Draft, hint: Hint): Hint {
  const time = envelope["@timestamp"] ?? envelope["time"];
  return typeof time === "string" || typeof time === "number" ? { ...hint, latestMs: undefined } : hint;
}

function inside(value: unknown, json: string | undefined, source: Provenance, around: Surroundings): Event[] {
  const deeper = { ...around, depth: around.depth + 1 };
  const parsed = typeof value === "string" ? jsonOf(value) : value;
  const record = object(parsed);
  if (record !== undefined && deeper.depth <= DEPTH_LIMIT) return windows(record, json, source) ?? others(record, json, source, deeper);
  if (Array.isArray(parsed) && deeper.depth <= DEPTH_LIMIT) return parsed.flatMap((item) => inside(item, undefined, source, deeper));
  if (typeof parsed === "string") return around.readText(parsed, source, around.hint);
  return [unknown(record ?? { value: parsed as Value }, json, source, around.hint)];
}

function jsonOf(text: string): unknown {
  const first = text.trimStart()[0];
  if (first !== "{" && first !== "[") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function unknown(record: Draft, json: string | undefined, source: Provenance, hint: Hint): Event {
  const time = record["@timestamp"] ?? record["timestamp"] ?? record["time"] ?? record["TimeGenerated"] ?? record["ts"];
  const host = object(record["host"])?.["name"] ?? record["host"] ?? record["host.name"] ?? record["hostname"] ?? object(object(record["resource"])?.["attributes"])?.["host.name"];
  return makeEvent({ product: hint.product ?? "", channel: hint.product === undefined ? "" : hint.channel, code: undefined, time, host, fields: record }, undefined, json, source);
}
