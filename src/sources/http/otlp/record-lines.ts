// One JSON line for each log record, with what it shares with others written into it.
import type { Bounds } from "../dialect.ts";
import { checkCount } from "../lines.ts";
import { type AnyValue, type KeyValue, type LogRecord, type LogsRequest, MAX_VALUE_DEPTH, NotOtlp } from "./request.ts";

/** The lines of a request with the bytes they take, and how many records could not be made into one. */
export type Records = { readonly lines: readonly Buffer[]; readonly refused: number; readonly bytes: number };

/**
 * Takes the records out of a request. JSON is written as text and not through objects: the keys of attributes are the
 * sender's, `__proto__` among them, and a key that comes twice must stay twice. A resource is
 * written into each of its records, so what comes out is bounded.
 */
export function recordLines(request: LogsRequest, { maxLines, maxCopiedBytes }: Pick<Bounds, "maxLines" | "maxCopiedBytes">): Records {
  const lines: Buffer[] = [];
  let [refused, bytes] = [0, 0];
  // What is no list holds no records that could be refused one by one.
  if (request.resourceLogs !== undefined && !Array.isArray(request.resourceLogs)) throw new NotOtlp("resourceLogs is no list.");
  for (const resource of list(request.resourceLogs)) {
    const resourceText = objectText([["attributes", attributesText(resource?.resource?.attributes)], ["schemaUrl", textText(resource?.schemaUrl)]]);
    for (const scopeLogs of list(resource?.scopeLogs)) {
      const shared = objectText([
        ["name", textText(scopeLogs?.scope?.name)],
        ["version", textText(scopeLogs?.scope?.version)],
        ["attributes", attributesText(scopeLogs?.scope?.attributes)],
        ["schemaUrl", textText(scopeLogs?.schemaUrl)],
      ]);
      for (const record of list(scopeLogs?.logRecords)) {
        const line = isRecord(record) ? recordText(record, resourceText, shared) : undefined;
        if (line === undefined) {
          refused++;
          continue;
        }
        lines.push(Buffer.from(line));
        bytes += line.length;
        checkCount(lines.length, maxLines);
        if (bytes > maxCopiedBytes) throw new NotOtlp(`With what they share the records are more than ${maxCopiedBytes} bytes; send smaller batches.`);
      }
    }
  }
  return { lines, refused, bytes };
}

const recordText = (record: LogRecord, resource: string | undefined, scope: string | undefined): string | undefined =>
  objectText([
    ["time", timeText(record.timeUnixNano)],
    ["observedTime", timeText(record.observedTimeUnixNano)],
    ["severityNumber", numberText(record.severityNumber)],
    ["severityText", textText(record.severityText)],
    ["eventName", textText(record.eventName)],
    ["body", record.body === undefined ? undefined : valueText(record.body, 0)],
    ["attributes", attributesText(record.attributes)],
    ["droppedAttributesCount", numberText(record.droppedAttributesCount)],
    ["flags", numberText(record.flags)],
    ["traceId", textText(record.traceId)],
    ["spanId", textText(record.spanId)],
    ["resource", resource],
    ["scope", scope],
  ]);

/** A JSON object of parts that are JSON text; undefined if there is none. */
function objectText(parts: readonly (readonly [string, string | undefined])[]): string | undefined {
  const told = parts.filter(([, text]) => text !== undefined).map(([name, text]) => `"${name}":${text!}`);
  return told.length === 0 ? undefined : `{${told.join(",")}}`;
}

function attributesText(attributes: KeyValue[] | undefined): string | undefined {
  const all = list(attributes).filter(isRecord);
  return all.length === 0 ? undefined : keysText(all, 0);
}

const keysText = (pairs: readonly KeyValue[], depth: number): string =>
  `{${pairs.map((pair) => `${JSON.stringify(typeof pair.key === "string" ? pair.key : "")}:${valueText(pair.value, depth + 1)}`).join(",")}}`;

/** The plain JSON of a value: 64-bit integers as numbers, bytes as base64, no value as null. */
function valueText(value: AnyValue | undefined, depth: number): string {
  // Some senders write the value where OTLP wants it wrapped.
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return JSON.stringify(value);
  if (!isRecord(value) || depth > MAX_VALUE_DEPTH) return "null";
  if (typeof value.stringValue === "string") return JSON.stringify(value.stringValue);
  if (typeof value.boolValue === "boolean") return String(value.boolValue);
  if (value.intValue !== undefined) return integerText(value.intValue);
  if (value.doubleValue !== undefined) return doubleText(value.doubleValue);
  if (isRecord(value.arrayValue)) return `[${list(value.arrayValue.values).map((one) => valueText(one, depth + 1)).join(",")}]`;
  if (isRecord(value.kvlistValue)) return keysText(list(value.kvlistValue.values).filter(isRecord), depth);
  return typeof value.bytesValue === "string" ? JSON.stringify(value.bytesValue) : "null";
}

// A number that JavaScript cannot hold exactly stays one in the text; what is no integer is told as it came.
const integerText = (value: unknown): string => (/^-?(?:0|[1-9]\d{0,18})$/.test(String(value)) ? String(value) : JSON.stringify(value));

// JSON has no Infinity and no NaN; the JSON encoding of protobuf writes their names.
const doubleText = (value: unknown): string => JSON.stringify(typeof value === "number" && !Number.isFinite(value) ? String(value) : value);

const textText = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? JSON.stringify(value) : undefined);
const numberText = (value: unknown): string | undefined => (typeof value === "number" && value !== 0 ? JSON.stringify(value) : undefined);

const NANOS_PER_MS = 1_000_000n;

/** Nanoseconds since 1970 as ISO 8601, all nine digits of the second kept. 0 says that the time is not known. */
function timeText(nanos: string | number | undefined): string | undefined {
  const digits = String(nanos ?? "0");
  if (!/^\d{1,20}$/.test(digits)) return JSON.stringify(nanos);
  const value = BigInt(digits);
  if (value === 0n) return undefined;
  const second = new Date(Number(value / NANOS_PER_MS)).toISOString().slice(0, -1);
  return `"${second}${String(value % NANOS_PER_MS).padStart(6, "0")}Z"`;
}

// The JSON is the sender's: a list may be anything.
const list = <Element>(value: readonly Element[] | undefined): readonly Element[] => (Array.isArray(value) ? (value as readonly Element[]) : []);
const isRecord = <Value extends object>(value: Value | undefined | null): value is Value => typeof value === "object" && value !== null && !Array.isArray(value);
