import { weigh } from "../scan-json.ts";
import { type LogsRequest, MAX_VALUE_DEPTH, NotOtlp } from "./request.ts";

// A value in a list in a value is three brackets deep: `{"arrayValue":{"values":[`, and one in a list of keys four.
// The request itself has eight around its records.
const MAX_BRACKETS = 8 + 4 * (MAX_VALUE_DEPTH + 1);

/** Decodes a request; throws `NotOtlp` on bytes that are none, that nest too deep or that ask for more objects than allowed. */
export function decodeJson(body: Buffer, maxNodes: number): LogsRequest {
  const { nodes, depth } = weigh(body);
  if (nodes > maxNodes) throw new NotOtlp(`The request holds more than ${maxNodes} parts; send smaller batches.`);
  if (depth > MAX_BRACKETS) throw new NotOtlp(`Values lie in each other deeper than ${MAX_VALUE_DEPTH}.`);
  const request = parse(body);
  if (typeof request !== "object" || request === null || Array.isArray(request)) throw new NotOtlp("The body is no JSON object.");
  return request;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw new NotOtlp(`The body is no JSON: ${(error as Error).message}.`, { cause: error });
  }
}
