// Answers of OTLP/HTTP: in the encoding of the request. OTLP specification 1.x, "OTLP/HTTP Response".
import protobuf from "protobufjs/minimal.js";
import type { IncomingHttpHeaders } from "node:http";
import { mediaType, type Reply, type Why } from "../dialect.ts";

const PROTOBUF = "application/x-protobuf";
const JSON_TYPE = "application/json";

export type Encoding = "protobuf" | "json";

/** The encoding that a request names; undefined if it is none of OTLP's. */
export function encodingOf(headers: IncomingHttpHeaders): Encoding | undefined {
  const type = mediaType(headers);
  if (type === JSON_TYPE) return "json";
  return type === PROTOBUF || type === "application/protobuf" ? "protobuf" : undefined;
}

/** ExportLogsServiceResponse: with nothing in it if every record was kept. */
export function accepted(encoding: Encoding, refused: number): Reply {
  const message = refused === 0 ? "" : "These are no log records.";
  if (encoding === "json") {
    const partialSuccess = { rejectedLogRecords: String(refused), errorMessage: message };
    return { status: 200, type: JSON_TYPE, body: JSON.stringify(refused === 0 ? {} : { partialSuccess }) };
  }
  const writer = protobuf.Writer.create();
  if (refused > 0) writer.uint32(PARTIAL_SUCCESS).fork().uint32(REJECTED).int64(refused).uint32(ERROR_MESSAGE).string(message).ldelim();
  return { status: 200, type: PROTOBUF, body: writer.finish() };
}

/** google.rpc.Status. Who names no encoding gets JSON. */
export function refusal(encoding: Encoding | undefined, status: number, code: number, message: string): Reply {
  if (encoding !== "protobuf") return { status, type: JSON_TYPE, body: JSON.stringify({ code, message }) };
  return { status, type: PROTOBUF, body: protobuf.Writer.create().uint32(STATUS_CODE).int32(code).uint32(STATUS_MESSAGE).string(message).finish() };
}

/** gRPC's code of each refusal (google/rpc/code.proto). */
export const RPC = {
  "no-token": 16,
  "bad-authorization": 16,
  "unknown-token": 16,
  full: 8,
  "too-large": 8,
  "bad-body": 3,
  "unknown-encoding": 12,
  failed: 14,
} as const satisfies Record<Why, number>;

// A field's number times eight, plus how it is written: 0 a varint, 2 bytes with their length before.
const [PARTIAL_SUCCESS, REJECTED, ERROR_MESSAGE, STATUS_CODE, STATUS_MESSAGE] = [0x0a, 0x08, 0x12, 0x08, 0x12];
