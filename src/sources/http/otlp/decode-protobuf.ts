// The protobuf encoding of ExportLogsServiceRequest: opentelemetry-proto, logs/v1, common/v1 and resource/v1.
import protobuf from "protobufjs/minimal.js";
import { type AnyValue, type KeyValue, type LogRecord, type LogsRequest, MAX_VALUE_DEPTH, NotOtlp, type Resource, type ResourceLogs, type Scope, type ScopeLogs } from "./request.ts";

type Reader = protobuf.Reader;
/** The fields of a message by their numbers. What is not in the table is skipped. */
type Fields<Message> = Readonly<Record<number, Field<Message>>>;
type Field<Message> = { readonly wire: number; readonly read: (context: Context, into: Message) => void };
type Context = { readonly reader: Reader; nodes: number; readonly maxNodes: number; depth: number };

const [VARINT, FIXED64, BYTES, FIXED32] = [0, 1, 2, 5];

/** Decodes a request; throws `NotOtlp` on bytes that are none, that nest too deep or that ask for more objects than allowed. */
export function decodeProtobuf(body: Uint8Array, maxNodes: number): LogsRequest {
  try {
    const reader = protobuf.Reader.create(body);
    return readMessage({ reader, nodes: 0, maxNodes, depth: 0 }, reader.len, LOGS_REQUEST, {});
  } catch (error) {
    if (error instanceof NotOtlp) throw error;
    throw new NotOtlp(`The body is no protobuf message: ${(error as Error).message}.`, { cause: error });
  }
}

function readMessage<Message>(context: Context, end: number, fields: Fields<Message>, into: Message): Message {
  const { reader } = context;
  if (++context.nodes > context.maxNodes) throw new NotOtlp(`The request holds more than ${context.maxNodes} parts; send smaller batches.`);
  while (reader.pos < end) {
    const tag = reader.tag();
    const field = fields[tag >>> 3];
    if (field !== undefined && field.wire === (tag & 7)) field.read(context, into);
    else reader.skipType(tag & 7, 0, tag >>> 3);
  }
  if (reader.pos !== end) throw new NotOtlp("A message in the body ends behind what holds it.");
  return into;
}

/** Reads a message that stands in a field, with its length before it. */
function inner<Message>(context: Context, fields: Fields<Message>, into: Message): Message {
  const length = context.reader.size();
  const end = context.reader.pos + length;
  if (end > context.reader.len) throw new NotOtlp("The body breaks off.");
  return readMessage(context, end, fields, into);
}

/** Reads a value, unless it lies too deep in others. */
function value(context: Context): AnyValue {
  if (context.depth >= MAX_VALUE_DEPTH) throw new NotOtlp(`Values lie in each other deeper than ${MAX_VALUE_DEPTH}.`);
  context.depth++;
  const read = inner(context, ANY_VALUE, {});
  context.depth--;
  return read;
}

// 64 bits are more than a JavaScript number holds, so they are texts, as in the JSON encoding.
function unsigned64({ reader }: Context): string {
  const low = reader.fixed32();
  return ((BigInt(reader.fixed32()) << 32n) | BigInt(low)).toString();
}

// Its type is that of a package that is not ours.
const signed64 = (reader: Reader): string => (reader.int64() as { readonly toString: (radix: number) => string }).toString(10);

const hex = ({ reader }: Context): string => Buffer.from(reader.bytes()).toString("hex");

const ANY_VALUE: Fields<AnyValue> = {
  1: { wire: BYTES, read: ({ reader }, into) => void (into.stringValue = reader.string()) },
  2: { wire: VARINT, read: ({ reader }, into) => void (into.boolValue = reader.bool()) },
  3: { wire: VARINT, read: ({ reader }, into) => void (into.intValue = signed64(reader)) },
  4: { wire: FIXED64, read: ({ reader }, into) => void (into.doubleValue = reader.double()) },
  5: { wire: BYTES, read: (context, into) => void (into.arrayValue = inner(context, ARRAY_VALUE, {})) },
  6: { wire: BYTES, read: (context, into) => void (into.kvlistValue = inner(context, KEY_VALUES, {})) },
  7: { wire: BYTES, read: ({ reader }, into) => void (into.bytesValue = Buffer.from(reader.bytes()).toString("base64")) },
};

const KEY_VALUE: Fields<KeyValue> = {
  1: { wire: BYTES, read: ({ reader }, into) => void (into.key = reader.string()) },
  2: { wire: BYTES, read: (context, into) => void (into.value = value(context)) },
};

const ARRAY_VALUE: Fields<{ values?: AnyValue[] }> = { 1: { wire: BYTES, read: (context, into) => void (into.values ??= []).push(value(context)) } };
const KEY_VALUES: Fields<{ values?: KeyValue[] }> = { 1: { wire: BYTES, read: (context, into) => void (into.values ??= []).push(inner(context, KEY_VALUE, {})) } };

const attributes: Field<{ attributes?: KeyValue[] }> = { wire: BYTES, read: (context, into) => void (into.attributes ??= []).push(inner(context, KEY_VALUE, {})) };

const LOG_RECORD: Fields<LogRecord> = {
  1: { wire: FIXED64, read: (context, into) => void (into.timeUnixNano = unsigned64(context)) },
  2: { wire: VARINT, read: ({ reader }, into) => void (into.severityNumber = reader.int32()) },
  3: { wire: BYTES, read: ({ reader }, into) => void (into.severityText = reader.string()) },
  5: { wire: BYTES, read: (context, into) => void (into.body = value(context)) },
  6: attributes,
  7: { wire: VARINT, read: ({ reader }, into) => void (into.droppedAttributesCount = reader.uint32()) },
  8: { wire: FIXED32, read: ({ reader }, into) => void (into.flags = reader.fixed32()) },
  9: { wire: BYTES, read: (context, into) => void (into.traceId = hex(context)) },
  10: { wire: BYTES, read: (context, into) => void (into.spanId = hex(context)) },
  11: { wire: FIXED64, read: (context, into) => void (into.observedTimeUnixNano = unsigned64(context)) },
  12: { wire: BYTES, read: ({ reader }, into) => void (into.eventName = reader.string()) },
};

const SCOPE: Fields<Scope> = {
  1: { wire: BYTES, read: ({ reader }, into) => void (into.name = reader.string()) },
  2: { wire: BYTES, read: ({ reader }, into) => void (into.version = reader.string()) },
  3: attributes,
};

const SCOPE_LOGS: Fields<ScopeLogs> = {
  1: { wire: BYTES, read: (context, into) => void (into.scope = inner(context, SCOPE, {})) },
  2: { wire: BYTES, read: (context, into) => void (into.logRecords ??= []).push(inner(context, LOG_RECORD, {})) },
  3: { wire: BYTES, read: ({ reader }, into) => void (into.schemaUrl = reader.string()) },
};

const RESOURCE: Fields<Resource> = { 1: attributes };

const RESOURCE_LOGS: Fields<ResourceLogs> = {
  1: { wire: BYTES, read: (context, into) => void (into.resource = inner(context, RESOURCE, {})) },
  2: { wire: BYTES, read: (context, into) => void (into.scopeLogs ??= []).push(inner(context, SCOPE_LOGS, {})) },
  3: { wire: BYTES, read: ({ reader }, into) => void (into.schemaUrl = reader.string()) },
};

const LOGS_REQUEST: Fields<LogsRequest> = { 1: { wire: BYTES, read: (context, into) => void (into.resourceLogs ??= []).push(inner(context, RESOURCE_LOGS, {})) } };
