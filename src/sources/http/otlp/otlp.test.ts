import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import protobuf from "protobufjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, tryPort, type Tried } from "../../../../test/senders/http.ts";
import { encodeLogs } from "../../../../test/senders/otlp.ts";
import { Recorder } from "../../conformance.ts";
import { decodeJson } from "./decode-json.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";
import { recordLines } from "./record-lines.ts";
import type { AnyValue, LogsRequest } from "./request.ts";
import { NotOtlp } from "./request.ts";

const NODES = 1000;
const BOUNDS = { maxLines: 1000, maxCopiedBytes: 100_000 };

const FULL: LogsRequest = {
  resourceLogs: [
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] },
      schemaUrl: "https://opentelemetry.io/schemas/1.27.0",
      scopeLogs: [
        {
          scope: { name: "http", version: "1.2", attributes: [{ key: "k", value: { boolValue: false } }] },
          logRecords: [
            {
              timeUnixNano: "1544712660300000123",
              observedTimeUnixNano: "1544712661000000000",
              severityNumber: 17,
              severityText: "ERROR",
              eventName: "login",
              body: { stringValue: 'it "broke"\n' },
              attributes: [
                { key: "count", value: { intValue: "-9223372036854775808" } },
                { key: "ratio", value: { doubleValue: 0.5 } },
                { key: "raw", value: { bytesValue: "/wA=" } },
                { key: "list", value: { arrayValue: { values: [{ intValue: "1" }, { stringValue: "a" }, {}] } } },
                { key: "map", value: { kvlistValue: { values: [{ key: "__proto__", value: { boolValue: true } }] } } },
              ],
              droppedAttributesCount: 2,
              flags: 1,
              traceId: "5b8efff798038103d269b633813fc60c",
              spanId: "eee19b7ec3c1b174",
            },
          ],
        },
      ],
    },
  ],
};

const LINE =
  '{"time":"2018-12-13T14:51:00.300000123Z","observedTime":"2018-12-13T14:51:01.000000000Z","severityNumber":17,"severityText":"ERROR","eventName":"login","body":"it \\"broke\\"\\n",' +
  '"attributes":{"count":-9223372036854775808,"ratio":0.5,"raw":"/wA=","list":[1,"a",null],"map":{"__proto__":true}},"droppedAttributesCount":2,"flags":1,' +
  '"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","resource":{"attributes":{"service.name":"shop"},"schemaUrl":"https://opentelemetry.io/schemas/1.27.0"},' +
  '"scope":{"name":"http","version":"1.2","attributes":{"k":false}}}';

const told = (request: LogsRequest): readonly string[] => recordLines(request, BOUNDS).lines.map(String);
const fromProtobuf = (request: LogsRequest): readonly string[] => told(decodeProtobuf(encodeLogs(request), NODES));
const fromJson = (request: unknown): readonly string[] => told(decodeJson(Buffer.from(JSON.stringify(request)), NODES));
const one = (body: AnyValue): LogsRequest => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body }] }] }] });

describe("a record", () => {
  test("is one line, the same from both encodings", () => {
    expect(fromProtobuf(FULL)).toEqual([LINE]);
    expect(fromJson(FULL)).toEqual([LINE]);
  });

  test.each<[string, AnyValue, string]>([
    ["an integer as JSON has it", { intValue: 7 }, '{"body":7}'],
    ["what JSON has no number for", { doubleValue: "NaN" }, '{"body":"NaN"}'],
    ["no value", {}, '{"body":null}'],
    ["an empty text", { stringValue: "" }, '{"body":""}'],
    ["a key that comes twice", { kvlistValue: { values: [{ key: "a", value: { intValue: 1 } }, { key: "a", value: { intValue: 2 } }] } }, '{"body":{"a":1,"a":2}}'],
    ["a value that is none", { stringValue: 7 } as unknown as AnyValue, '{"body":null}'],
    ["an integer that is none", { intValue: "1,\"x\":2" }, '{"body":"1,\\"x\\":2"}'],
  ])("%s", (_, body, want) => {
    expect(fromJson(one(body))).toEqual([want]);
  });

  test("is refused alone if it is none", () => {
    const { lines, refused } = recordLines({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: "a" } }, 7 as never, {}, { severityNumber: 1 }] }] }] }, BOUNDS);
    expect({ lines: lines.map(String), refused }).toEqual({ lines: ['{"body":"a"}', '{"severityNumber":1}'], refused: 2 });
  });
});

describe("random requests", () => {
  const value: fc.Arbitrary<AnyValue> = fc.letrec<{ value: AnyValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string().map((stringValue) => ({ stringValue })),
      fc.boolean().map((boolValue) => ({ boolValue })),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((int) => ({ intValue: String(int) })),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((doubleValue) => ({ doubleValue: doubleValue === 0 ? 0 : doubleValue })),
      fc.array(tie("value"), { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
      fc.array(fc.record({ key: fc.string(), value: tie("value") }), { maxLength: 3 }).map((values) => ({ kvlistValue: { values } })),
    ),
  })).value;

  test("say the same in both encodings", () => {
    fc.assert(fc.property(value, (body) => isDeepStrictEqual(fromProtobuf(one(body)), fromJson(one(body)))), { numRuns: 300 });
  });

  test("are lines of JSON", () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => void told({ resourceLogs: [{ scopeLogs: [{ logRecords: [json as never, { body: json as never, attributes: json as never }] }] }] }).map((line) => JSON.parse(line) as unknown)));
  });

  test("of any bytes are refused as no request, or read", () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.tuple(fc.nat(), fc.nat(255)).map(([at, byte]) => encodeLogs(FULL).with(at % encodeLogs(FULL).length, byte)));
    for (const decode of [decodeProtobuf, decodeJson]) {
      fc.assert(
        fc.property(bytes, (body) => {
          try {
            told(decode(Buffer.from(body), NODES));
          } catch (error) {
            expect(error).toBeInstanceOf(NotOtlp);
          }
        }),
        { numRuns: 1000 },
      );
    }
  });
});

describe("what would cost too much is refused", () => {
  const nested = (depth: number): AnyValue => (depth === 0 ? { stringValue: "x" } : { kvlistValue: { values: [{ key: "k", value: nested(depth - 1) }] } });
  // The encoder refuses to go that deep: fields 1, 2, 2 and 5 down to a body, then 6, 1 and 2 for each value in a value.
  const deep = (depth: number): Uint8Array =>
    [0x0a, 0x12, 0x12, 0x2a, ...Array.from({ length: depth }, () => [0x32, 0x0a, 0x12]).flat()].reduceRight<Buffer>((inside, tag) => field(tag, inside), Buffer.from([0x0a, 0]));
  const field = (tag: number, inside: Buffer): Buffer => Buffer.concat([protobuf.Writer.create().uint32(tag).uint32(inside.length).finish(), inside]);
  const many = { resourceLogs: Array.from({ length: NODES + 1 }, () => ({})) };

  test.each<[string, () => unknown]>([
    ["deep protobuf", () => decodeProtobuf(deep(40), NODES)],
    ["deep JSON", () => fromJson(one(nested(40)))],
    ["JSON of brackets", () => decodeJson(Buffer.alloc(1_000_000, "["), NODES)],
    ["many parts in protobuf", () => fromProtobuf(many)],
    ["many parts in JSON", () => fromJson(many)],
    ["a resource that many records share", () => told({ resourceLogs: [{ resource: { attributes: [{ key: "k", value: { stringValue: "x".repeat(1000) } }] }, scopeLogs: [{ logRecords: Array.from({ length: 200 }, () => ({ flags: 1 })) }] }] })],
    ["deep groups", () => decodeProtobuf(Buffer.alloc(100_000, 0x0b), NODES)],
  ])("%s", (_, decode) => {
    expect(decode).toThrow(NotOtlp);
  });

  test("but not what may be that deep", () => {
    expect(told(decodeProtobuf(deep(30), NODES))).toEqual([`{"body":${'{"":'.repeat(30)}""${"}".repeat(30)}}`]);
    expect(fromJson(one(nested(30)))).toEqual([`{"body":${'{"k":'.repeat(30)}"x"${"}".repeat(30)}}`]);
  });
});

describe("over HTTP", () => {
  let port: Tried;
  let recorder: Recorder;
  beforeAll(async () => {
    recorder = new Recorder();
    port = await tryPort(recorder);
  });
  afterAll(() => port.close());

  const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
  const PROTOBUF_TYPE = { "content-type": "application/x-protobuf" };
  const status = protobuf.parse('syntax = "proto3"; message Status { int32 code = 1; string message = 2; }').root.lookupType("Status");
  const readStatus = ({ body }: Answer): unknown => status.toObject(status.decode(body));

  test("answers in the encoding of the request", async () => {
    const inJson = await port.ask({ path: "/v1/logs", headers: JSON_TYPE, body: JSON.stringify(FULL) });
    expect({ status: inJson.status, type: inJson.headers["content-type"], body: inJson.body.toString() }).toEqual({ status: 200, type: "application/json", body: "{}" });
    const inProtobuf = await port.ask({ path: "/v1/logs", headers: PROTOBUF_TYPE, body: encodeLogs(FULL) });
    expect({ status: inProtobuf.status, type: inProtobuf.headers["content-type"], length: inProtobuf.body.length }).toEqual({ status: 200, type: "application/x-protobuf", length: 0 });
    expect(recorder.lines().slice(-2)).toEqual([LINE, LINE]);
  });

  test("says how many records it refused", async () => {
    const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [7, { body: { stringValue: "kept" } }] }] }] });
    const answer = await port.ask({ path: "/v1/logs", headers: JSON_TYPE, body });
    expect({ status: answer.status, body: JSON.parse(answer.body.toString()) as unknown }).toEqual({
      status: 200,
      body: { partialSuccess: { rejectedLogRecords: "1", errorMessage: "These are no log records." } },
    });
    expect(recorder.lines().at(-1)).toBe('{"body":"kept"}');
    // An empty record in protobuf: field 2 of field 2 of field 1, with nothing in it.
    const empty = await port.ask({ path: "/v1/logs", headers: PROTOBUF_TYPE, body: Uint8Array.of(0x0a, 4, 0x12, 2, 0x12, 0) });
    expect([...empty.body.subarray(0, 4)]).toEqual([0x0a, empty.body.length - 2, 0x08, 1]);
  });

  test.each([
    ["no message", "\u0000\u0000", 400, 3],
    ["another token", undefined, 401, 16],
  ])("refuses %s with google.rpc.Status", async (_, body, httpStatus, code) => {
    const authorization = body === undefined ? { authorization: "Bearer no" } : {};
    const answer = await port.ask({ path: "/v1/logs", headers: { ...PROTOBUF_TYPE, ...authorization }, body: body ?? encodeLogs(FULL) });
    expect(answer.status).toBe(httpStatus);
    expect(readStatus(answer)).toMatchObject({ code, message: expect.any(String) as string });
  });

  test.each([
    ["POST", "/v1/metrics", JSON_TYPE, 404, "logs alone"],
    ["POST", "/v1/traces", JSON_TYPE, 404, "logs alone"],
    ["PUT", "/v1/logs", JSON_TYPE, 405, "POST"],
    ["POST", "/v1/logs", { "content-type": "text/plain" }, 415, "Content-Type"],
  ])("%s %s is told what to do", async (method, path, headers, httpStatus, says) => {
    const answer = await port.ask({ method, path, headers, body: "{}" });
    expect(answer.status).toBe(httpStatus);
    expect((JSON.parse(answer.body.toString()) as { message: string }).message).toContain(says);
  });
});
