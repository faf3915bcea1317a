import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ask, TOKEN, tryPort, type Tried } from "../../../../test/senders/http.ts";
import { Recorder } from "../../conformance.ts";

let port: Tried;
let recorder: Recorder;

beforeAll(async () => {
  recorder = new Recorder();
  port = await tryPort(recorder);
});
afterAll(() => port.close());

const CHANNEL = "11111111-aaaa-4111-8111-111111111111";
const none = { authorization: "" };

const asked = async (ask: Ask): Promise<unknown> => {
  const { status, body } = await port.ask(ask);
  return { status, ...(JSON.parse(body.toString()) as object) };
};

test.each<[string, Ask, unknown]>([
  ["an event", { path: "/services/collector", body: '{"event":"a"}' }, { status: 200, text: "Success", code: 0 }],
  ["the other paths", { path: "/services/collector/event/1.0", body: '{"event":"a"}' }, { status: 200, text: "Success", code: 0 }],
  ["Splunk's scheme", { path: "/services/collector/event", headers: { authorization: `Splunk ${TOKEN}` }, body: '{"event":"a"}' }, { status: 200, text: "Success", code: 0 }],
  ["a token in the query", { path: `/services/collector/event?token=${TOKEN}`, headers: none, body: '{"event":"a"}' }, { status: 200, text: "Success", code: 0 }],
  ["a packed body", { path: "/services/collector", headers: { "content-encoding": "gzip" }, body: gzipSync('{"event":"a"}{"event":"b"}') }, { status: 200, text: "Success", code: 0 }],
  ["no token", { path: "/services/collector", headers: none, body: '{"event":"a"}' }, { status: 401, text: "Token is required", code: 2 }],
  ["half a header", { path: "/services/collector", headers: { authorization: TOKEN }, body: '{"event":"a"}' }, { status: 401, text: "Invalid authorization", code: 3 }],
  ["another token", { path: "/services/collector", headers: { authorization: "Splunk no" }, body: '{"event":"a"}' }, { status: 403, text: "Invalid token", code: 4 }],
  ["no data", { path: "/services/collector", body: " \n" }, { status: 400, text: "No data", code: 5 }],
  ["what is no JSON", { path: "/services/collector", body: "hello" }, { status: 400, text: "Invalid data format", code: 6, "invalid-event-number": 0 }],
  ["an event without event", { path: "/services/collector", body: '{"event":"a"}{"event":"b"}{"host":"h"}' }, { status: 400, text: "Event field is required", code: 12, "invalid-event-number": 2 }],
  ["an empty event", { path: "/services/collector", body: '{"event":""}' }, { status: 400, text: "Event field cannot be blank", code: 13, "invalid-event-number": 0 }],
  ["a channel that is no GUID", { path: "/services/collector?channel=x", body: '{"event":"a"}' }, { status: 400, text: "Invalid data channel", code: 11 }],
  ["raw without data", { path: "/services/collector/raw", body: "\r\n\n" }, { status: 400, text: "No data", code: 5 }],
  ["health, which needs no token", { path: "/services/collector/health/1.0", headers: none }, { status: 200, text: "HEC is healthy", code: 17 }],
  ["acknowledgements without a channel", { path: "/services/collector/ack", body: '{"acks":[0]}' }, { status: 400, text: "Data channel is missing", code: 10 }],
  ["acknowledgements without ids", { path: `/services/collector/ack?channel=${CHANNEL}`, body: '{"acks":"all"}' }, { status: 400, text: "Invalid data format", code: 6 }],
  ["a path that is not there", { path: "/services/collector/constructor", body: "" }, { status: 404, code: 404 }],
  ["GET where there is POST", { path: "/services/collector/event" }, { status: 405, code: 405 }],
])("%s", async (_, ask, want) => {
  expect(await asked(ask)).toMatchObject(want as object);
});

test("keeps the events before the one that is wrong, as Splunk does", async () => {
  const before = recorder.lines().length;
  await port.ask({ path: "/services/collector", body: '{"event":"one","host":"h"}\n{"event":"two"}{"nothing":1}{"event":"four"}' });
  expect(recorder.lines().slice(before)).toEqual(['{"event":"one","host":"h"}', '{"event":"two"}']);
});

test("raw is one line per newline, whatever it holds", async () => {
  const before = recorder.lines().length;
  await port.ask({ path: "/services/collector/raw?sourcetype=x", body: '\tindented \r\n\r\n{"a":1}\nlast' });
  expect(new Set(recorder.lines().slice(before))).toEqual(new Set(["\tindented ", '{"a":1}', "last"]));
});

test("acknowledges the ids that it gave, and no others", async () => {
  const headers = { "x-splunk-request-channel": CHANNEL };
  const first = (await asked({ path: "/services/collector", headers, body: '{"event":"a"}' })) as { ackId: number };
  const second = (await asked({ path: "/services/collector/raw", headers, body: "a" })) as { ackId: number };
  expect(second.ackId).toBe(first.ackId + 1);
  const later = second.ackId + 1;
  const answer = await asked({ path: "/services/collector/ack", headers, body: JSON.stringify({ acks: [first.ackId, second.ackId, later, -1] }) });
  expect(answer).toEqual({ status: 200, acks: { [first.ackId]: true, [second.ackId]: true, [later]: false, "-1": false } });
});

test("a full spool is told with Splunk's words, and in health", async () => {
  const full = await tryPort({ ...recorder, isFull: () => true });
  const busy = await full.ask({ path: "/services/collector", body: '{"event":"a"}' });
  expect({ status: busy.status, body: JSON.parse(busy.body.toString()) as unknown, again: busy.headers["retry-after"] }).toEqual({ status: 503, body: { text: "Server is busy", code: 9 }, again: "5" });
  expect((await full.ask({ path: "/services/collector/health" })).status).toBe(503);
  await full.close();
});
