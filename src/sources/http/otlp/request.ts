// ExportLogsServiceRequest as its JSON encoding names it (OTLP specification 1.x, "JSON Protobuf Encoding"); the protobuf
// encoding is brought to the same shape. Whoever reads it trusts nothing: the JSON is the sender's.

export type KeyValue = { key?: unknown; value?: AnyValue };

/** One of these, or none. */
export type AnyValue = {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: string | number;
  doubleValue?: number | string;
  arrayValue?: { values?: AnyValue[] };
  kvlistValue?: { values?: KeyValue[] };
  bytesValue?: string;
};

export type LogRecord = {
  timeUnixNano?: string | number;
  observedTimeUnixNano?: string | number;
  severityNumber?: number;
  severityText?: string;
  body?: AnyValue;
  attributes?: KeyValue[];
  droppedAttributesCount?: number;
  flags?: number;
  traceId?: string;
  spanId?: string;
  eventName?: string;
};

export type Scope = { name?: string; version?: string; attributes?: KeyValue[] };
export type ScopeLogs = { scope?: Scope; logRecords?: LogRecord[]; schemaUrl?: string };
export type Resource = { attributes?: KeyValue[] };
export type ResourceLogs = { resource?: Resource; scopeLogs?: ScopeLogs[]; schemaUrl?: string };
export type LogsRequest = { resourceLogs?: ResourceLogs[] };

/** How deep values may lie in values. */
export const MAX_VALUE_DEPTH = 32;

/** Bytes that are no request at all. */
export class NotOtlp extends Error {
  override readonly name = "NotOtlp";
}
