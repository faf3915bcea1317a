import { gunzipSync } from "node:zlib";
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

const asked = async (ask: Ask): Promise<{ status: number; body: unknown }> => {
  const { status, body } = await port.ask(ask);
  return { status, body: body.length === 0 ? "" : (JSON.parse(body.toString()) as unknown) };
};

// What shippers ask at their start; the status is what decides whether they go on.
test.each<[string, string, string, number, unknown]>([
  ["Beats, Logstash, clients", "GET", "/", 200, { version: { number: expect.stringMatching(/^8\./) as string, build_flavor: "default" }, tagline: "You Know, for Search" }],
  ["Logstash", "HEAD", "/", 200, ""],
  ["Beats, Logstash", "GET", "/_license?human=false", 200, { license: { status: "active", type: "basic" } }],
  ["Logstash before 8", "GET", "/_xpack", 200, { license: { status: "active" }, features: { ilm: { enabled: true } } }],
  ["Beats' template check", "HEAD", "/_index_template/winlogbeat-8.19.0", 200, ""],
  ["Beats with setup.template.overwrite", "PUT", "/_index_template/winlogbeat-8.19.0", 200, { acknowledged: true }],
  ["Beats", "GET", "/_data_stream/winlogbeat-8.19.0", 200, { data_streams: [{ name: "winlogbeat-8.19.0" }] }],
  ["Beats", "PUT", "/_data_stream/winlogbeat-8.19.0", 200, { acknowledged: true }],
  ["Beats before 8", "HEAD", "/_template/filebeat-7.17.0", 200, ""],
  ["Beats' ILM", "GET", "/_ilm/policy/winlogbeat", 200, { winlogbeat: { policy: {} } }],
  ["Beats' ILM", "PUT", "/_ilm/policy/winlogbeat", 200, { acknowledged: true }],
  ["Filebeat's modules", "GET", "/_ingest/pipeline/winlogbeat-8.19.0-routing", 200, {}],
  ["Filebeat's modules", "PUT", "/_ingest/pipeline/winlogbeat-8.19.0-routing", 200, { acknowledged: true }],
  ["Filebeat's modules", "GET", "/_nodes/ingest", 200, { nodes: expect.anything() as unknown }],
  ["Logstash's alias", "HEAD", "/logstash", 200, ""],
  ["Logstash's first index", "PUT", "/%3Clogstash-%7Bnow%2Fd%7D-000001%3E", 200, { acknowledged: true, index: "<logstash-{now/d}-000001>" }],
  ["Vector", "GET", "/_cluster/health", 200, { status: "green" }],
  ["clients", "GET", "/_index_template/__proto__", 200, { index_templates: [{ name: "__proto__" }] }],
  ["nobody", "GET", "/_search", 404, { error: { type: "resource_not_found_exception" } }],
  ["nobody", "GET", "/_bulk", 404, { status: 404 }],
  ["nobody", "POST", "/%", 404, { status: 404 }],
  ["nobody", "GET", "/constructor/toString/valueOf", 404, { status: 404 }],
])("%s: %s %s", async (_, method, path, status, body) => {
  const answer = await asked({ method, path, ...(method === "PUT" ? { body: "{}" } : {}) });
  expect(answer.status).toBe(status);
  if (body === "") expect(answer.body).toBe("");
  else expect(answer.body).toMatchObject(body as object);
});

test("Logstash finds by sniffing the address that it used", async () => {
  const { body } = await asked({ path: "/_nodes/http", headers: { host: "vigie.example:9200" } });
  expect(Object.values((body as { nodes: object }).nodes)).toMatchObject([{ http: { publish_address: "vigie.example:9200" } }]);
});

test("says which product it is, to a client without a token too", async () => {
  const { status, headers } = await port.ask({ path: "/", headers: { authorization: "" } });
  expect({ status, product: headers["x-elastic-product"], challenge: headers["www-authenticate"] }).toEqual({
    status: 401,
    product: "Elasticsearch",
    challenge: 'Basic realm="vigie", charset="UTF-8"',
  });
});

test.each([
  ["application/vnd.elasticsearch+json; compatible-with=8"],
  ["application/vnd.elasticsearch+json;compatible-with=9"],
])("answers in the media type that clients ask for: %s", async (accept) => {
  expect((await port.ask({ path: "/", headers: { accept } })).headers["content-type"]).toBe(accept);
});

test.each<[string, string]>([
  ["an API key as Beats encodes it", `ApiKey ${Buffer.from(`vigie:${TOKEN}`).toString("base64")}`],
  ["an API key as it is", `ApiKey ${TOKEN}`],
  ["a password", `Basic ${Buffer.from(`vigie:${TOKEN}`).toString("base64")}`],
  ["a bearer token", `Bearer ${TOKEN}`],
])("takes %s", async (_, authorization) => {
  expect((await port.ask({ path: "/", headers: { authorization } })).status).toBe(200);
});

test("keeps what it answers for, JSON as JSON and the rest as text", async () => {
  const from = recorder.arrivals.length;
  const { status, body } = await asked({ path: "/logs/_bulk?refresh=false&pipeline=p&require_data_stream=true&filter_path=errors,items.*.status", body: '{"create":{}}\n{"m":"é"}\n{"create":{}}\nplain\n' });
  expect({ status, body }).toEqual({ status: 200, body: { errors: false, items: [{ create: { status: 201 } }, { create: { status: 201 } }] } });
  const told = recorder.arrivals.slice(from).map(({ format, transport, from: whose, lines }) => ({ format, transport, whose, lines: lines.map((line) => Buffer.from(line).toString()) }));
  const whose = { tenant: "acme", source: "web" };
  expect(told).toEqual([
    { format: "json", transport: "bulk", whose, lines: ['{"m":"é"}'] },
    { format: "text", transport: "bulk", whose, lines: ["plain"] },
  ]);
});

test("keeps nothing of a body that it does not understand", async () => {
  const from = recorder.arrivals.length;
  const { status, body } = await asked({ path: "/logs/_bulk", body: '{"create":{}}\n{"m":1}\nwhat\n' });
  expect(status).toBe(400);
  expect(body).toMatchObject({ status: 400, error: { type: "illegal_argument_exception", reason: expect.stringContaining("line [3]") as string } });
  expect(recorder.arrivals.length).toBe(from);
});

test("keeps the bytes of invalid UTF-8", async () => {
  const line = Buffer.concat([Buffer.from('{"m":"'), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from('"}')]);
  await asked({ path: "/logs/_bulk", body: Buffer.concat([Buffer.from('{"create":{}}\n'), line, Buffer.from("\n")]) });
  expect(Buffer.from(recorder.arrivals.at(-1)!.lines[0]!)).toEqual(line);
});

test("takes one document", async () => {
  const { status, body } = await asked({ path: "/logs/_doc", body: '{"m":1}' });
  expect({ status, body }).toMatchObject({ status: 201, body: { _index: "logs", result: "created", _version: 1 } });
  expect(recorder.lines().at(-1)).toBe('{"m":1}');
});

test("packs its answer if asked to", async () => {
  const body = '{"create":{}}\n{"m":1}\n'.repeat(100);
  const { headers, body: packed } = await port.ask({ path: "/logs/_bulk", body, headers: { "accept-encoding": "gzip" } });
  expect(headers["content-encoding"]).toBe("gzip");
  expect((JSON.parse(gunzipSync(packed).toString()) as { items: unknown[] }).items).toHaveLength(100);
});

test("the same batch sent again gives the same lines again", async () => {
  const from = recorder.arrivals.length;
  const body = '{"create":{"_id":"1"}}\n{"m":1}\n';
  for (const _ of [1, 2]) expect((await asked({ path: "/logs/_bulk", body })).body).toMatchObject({ errors: false });
  const [first, second] = recorder.arrivals.slice(from).map(({ lines }) => lines.map((line) => Buffer.from(line).toString()));
  expect(first).toEqual(second);
});
