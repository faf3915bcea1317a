// Searching the events of one tenant: what is asked and what is answered.
import { z } from "zod";
import { Time } from "./shared.ts";

const query = z.string().max(16_384).default("").describe("the query language of docs/hunting.md; nothing means all events");
const range = {
  since: Time.optional().describe("the first time that counts; none means what the query says of @timestamp, else 24 hours before `until`"),
  until: Time.optional().describe("the first time that counts no more; none means what the query says of @timestamp, else now"),
};
const timeoutMs = z.coerce.number().int().min(100).max(60_000).default(10_000).describe("what is found until then is answered, and said to be a part");
const eventId = z.string().regex(/^[0-9a-f]{32}$/, "an event's id has 32 hexadecimal digits");

/** An ECS document: any JSON object. */
const document = z.record(z.string(), z.unknown());

export const FoundEvent = z.object({
  id: eventId,
  time: Time,
  arrived: Time,
  source: z.string(),
  collector: z.string(),
  technology: z.string(),
  event: document.describe("the event under the names of the Elastic Common Schema"),
  line: z.string().describe("as it arrived; bytes that are no UTF-8 are U+FFFD"),
});
export type FoundEvent = z.infer<typeof FoundEvent>;

/** How much of what was asked an answer holds. */
const completeness = {
  complete: z.boolean().describe("false: the limits came first; it holds for `coveredSince` and later only"),
  coveredSince: Time.describe("everything from here on was looked at"),
  looked: z.number().int().describe("events that were taken apart to decide; 0 where the store's columns could"),
  notes: z.array(z.string()).describe("what to know of the query, for people: names that may be slips"),
};

export const SearchRequest = z.strictObject({
  query,
  ...range,
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(200).optional().describe("`next` of the answer before, with the same query"),
  timeoutMs,
});
export type SearchRequest = z.infer<typeof SearchRequest>;

export const SearchAnswer = z.object({
  events: z.array(FoundEvent).describe("newest first"),
  next: z.string().nullable().describe("the cursor of the next page; null on the last one"),
  ...completeness,
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;

export const HistogramRequest = z.strictObject({
  query,
  ...range,
  intervalMs: z.coerce.number().int().min(1000).optional().describe("width of a bar; none means one that gives about 60"),
  timeoutMs,
});
export type HistogramRequest = z.infer<typeof HistogramRequest>;

export const HistogramAnswer = z.object({
  intervalMs: z.number().int(),
  bars: z.array(z.object({ time: Time, count: z.number().int() })).describe("in order; bars without events are there"),
  total: z.number().int(),
  ...completeness,
});
export type HistogramAnswer = z.infer<typeof HistogramAnswer>;

export const TopRequest = z.strictObject({ query, ...range, field: z.string().min(1).max(512), limit: z.coerce.number().int().min(1).max(1000).default(10), timeoutMs });
export type TopRequest = z.infer<typeof TopRequest>;

export const TopAnswer = z.object({
  field: z.string(),
  values: z.array(z.object({ value: z.string(), count: z.number().int() })),
  ...completeness,
});
export type TopAnswer = z.infer<typeof TopAnswer>;

export const FieldsRequest = z.strictObject({ query, ...range, timeoutMs });
export type FieldsRequest = z.infer<typeof FieldsRequest>;

export const FieldsAnswer = z.object({
  total: z.number().int(),
  sampled: z.number().int().describe("events of which the fields without a column were counted: the newest"),
  fields: z.array(z.object({ name: z.string(), type: z.string(), count: z.number().int().describe("events that have it"), column: z.boolean().describe("false: it is read from the lines, which is slower") })),
  ...completeness,
});
export type FieldsAnswer = z.infer<typeof FieldsAnswer>;

export const AroundRequest = z.strictObject({
  id: eventId,
  by: z.enum(["host", "source", "all"]).default("host").describe("whose events: those of the same host, of the same source, or all"),
  before: z.coerce.number().int().min(0).max(500).default(20),
  after: z.coerce.number().int().min(0).max(500).default(20),
  timeoutMs,
});
export type AroundRequest = z.infer<typeof AroundRequest>;

export const AroundAnswer = z.object({ event: FoundEvent, before: z.array(FoundEvent), after: z.array(FoundEvent) });
export type AroundAnswer = z.infer<typeof AroundAnswer>;

export const ExportRequest = z.strictObject({
  query,
  ...range,
  format: z.enum(["ndjson", "csv"]).default("ndjson"),
  fields: z
    .preprocess((value) => (typeof value === "string" ? value.split(",") : value), z.array(z.string().min(1).max(512)).max(200))
    .optional()
    .describe("columns of the CSV; separated by commas in an address"),
  limit: z.coerce.number().int().min(1).max(10_000_000).default(100_000),
});
export type ExportRequest = z.infer<typeof ExportRequest>;

/** Kinds of indicators: ANSSI's PDIS list. */
const INDICATOR_KINDS = [
  "md5", "sha1", "sha256", "imphash", "file-name", "file-path", "file-size", "file-extension", "file-type", "ip", "domain", "url", "user-agent",
  "email-from", "email-to", "email-subject", "email-attachment", "email-message-id", "x509-subject", "x509-issuer", "x509-serial", "x509-fingerprint", "ja3",
] as const;
export const IndicatorKind = z.enum(INDICATOR_KINDS);
export type IndicatorKind = z.infer<typeof IndicatorKind>;

export const IndicatorsRequest = z.strictObject({
  indicators: z
    .array(z.object({ kind: IndicatorKind.optional().describe("guessed from the values where it is absent"), values: z.array(z.string().max(8192)).min(1).max(5000) }))
    .min(1)
    .max(INDICATOR_KINDS.length)
    .describe("values as reports write them; `hxxp://evil[.]example` is understood"),
  since: Time.optional().describe("none means six months before `until`"),
  until: range.until,
  timeoutMs: z.coerce.number().int().min(100).max(600_000).default(120_000),
});
export type IndicatorsRequest = z.infer<typeof IndicatorsRequest>;

export const IndicatorHit = z.object({
  kind: IndicatorKind,
  value: z.string(),
  field: z.string().describe("where it was found; `event.original` is anywhere in the line"),
  count: z.number().int(),
  first: Time,
  last: Time,
  hosts: z.array(z.string()).describe("up to ten"),
});
export type IndicatorHit = z.infer<typeof IndicatorHit>;

export const IndicatorsAnswer = z.object({
  hits: z.array(IndicatorHit),
  kinds: z.array(z.object({ kind: IndicatorKind, values: z.number().int(), found: z.number().int(), ms: z.number().int(), complete: z.boolean() })),
  refused: z.array(z.object({ value: z.string(), reason: z.string() })),
});
export type IndicatorsAnswer = z.infer<typeof IndicatorsAnswer>;
