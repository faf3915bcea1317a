// What an OpenTelemetry exporter sends, made for tests by protobufjs's own encoder from the messages' definitions.
import protobuf from "protobufjs";
import type { LogsRequest } from "../../src/sources/http/otlp/request.ts";

// opentelemetry-proto: the names and numbers of logs/v1, common/v1 and resource/v1.
const DEFINITIONS = `
  syntax = "proto3";
  message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7; } }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message InstrumentationScope { string name = 1; string version = 2; repeated KeyValue attributes = 3; uint32 dropped_attributes_count = 4; }
  message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
  message LogRecord {
    fixed64 time_unix_nano = 1; int32 severity_number = 2; string severity_text = 3; AnyValue body = 5; repeated KeyValue attributes = 6;
    uint32 dropped_attributes_count = 7; fixed32 flags = 8; bytes trace_id = 9; bytes span_id = 10; fixed64 observed_time_unix_nano = 11; string event_name = 12;
  }
  message ScopeLogs { InstrumentationScope scope = 1; repeated LogRecord log_records = 2; string schema_url = 3; }
  message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; string schema_url = 3; }
  message ExportLogsServiceRequest { repeated ResourceLogs resource_logs = 1; }
`;

const REQUEST = protobuf.parse(DEFINITIONS).root.lookupType("ExportLogsServiceRequest");

/** The protobuf encoding of a request; ids are given in hexadecimal, as the JSON encoding has them. */
export function encodeLogs(request: LogsRequest): Uint8Array {
  return REQUEST.encode(REQUEST.fromObject(withBinaryIds(request) as Record<string, unknown>)).finish();
}

function withBinaryIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withBinaryIds);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [key, (key === "traceId" || key === "spanId") && typeof inside === "string" ? Buffer.from(inside, "hex") : withBinaryIds(inside)]),
  );
}
