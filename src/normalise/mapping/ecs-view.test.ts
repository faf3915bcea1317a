// What holds for every mapping and every event: the fast way and the document say the same, and nothing throws.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Event, Value } from "../../core/index.ts";
import { readShippedTechnologies } from "../../packs/index.ts";
import { eventsFromJson } from "../index.ts";
import { HOT_FIELDS, type HotValues } from "../hot-fields.ts";
import { createTextNormaliser } from "../text.ts";
import { createEcsView, type EcsView } from "./ecs-view.ts";

const FOLDER = join(import.meta.dirname, "../../../content/technologies");
const RUNS = Number(process.env["VIGIE_FUZZ_RUNS"] ?? 3000);
const SOURCE = { path: "sample", record: 1 };
let view: EcsView;
const events: Event[] = [];

beforeAll(async () => {
  view = createEcsView(await readShippedTechnologies());
  for (const entry of readdirSync(FOLDER, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.parentPath.endsWith("samples")) continue;
    for (const line of readFileSync(join(entry.parentPath, entry.name), "utf8").split("\n").filter((one) => one !== "")) events.push(...read(line));
  }
});

function read(line: string): Event[] {
  const text = createTextNormaliser();
  return [...text.push(line, SOURCE, { latestMs: Date.UTC(2026, 5, 1) }), ...text.flush()];
}

/** By the definition of a column: the field's value in the document, the first of several where the column has one. */
function hotOfDocument(event: Event): HotValues {
  const { fields, clashed } = view.document(event, undefined);
  return HOT_FIELDS.map(({ name, list }) => {
    // A document that was ECS already keeps what has the wrong type at its place, which is its own name.
    if (clashed.includes(name)) return undefined;
    const value = name.split(".").reduce<Value>((at, part) => (typeof at === "object" && at !== null && !Array.isArray(at) && Object.hasOwn(at, part) ? (at as { readonly [key: string]: Value })[part] : undefined), fields);
    const values = (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter((one) => typeof one === "string" || typeof one === "number" || typeof one === "boolean");
    if (list === true) return values.length === 0 ? undefined : values.map(String);
    return typeof values[0] === "boolean" ? String(values[0]) : values[0];
  });
}

function expectSame(event: Event): void {
  const out: HotValues = [];
  view.hotValues(event, out);
  expect(out).toHaveLength(HOT_FIELDS.length);
  expect(out).toEqual(hotOfDocument(event));
}

test("hot values are those of the document, for every sample", () => {
  expect(events.length).toBeGreaterThan(80);
  for (const event of events) expectSame(event);
});

const hostile = fc.oneof<fc.Arbitrary<Value>[]>(
  fc.string(), fc.integer(), fc.boolean(), fc.constantFrom<Value>(null, "", "-", "203.0.113.7", "99999999999999999999", "DOMAIN\\user", "a@b@c", "{}", "=\"\\\"=,;[]", "type:  5 x;;;"),
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 4 }) as fc.Arbitrary<Value>, fc.object({ maxDepth: 2 }) as fc.Arbitrary<Value>,
);

test("and for every change of a sample's fields", () => {
  fc.assert(fc.property(fc.nat(), fc.nat(), hostile, (which, field, value) => {
    const event = events[which % events.length]!;
    const names = Object.keys(event.fields);
    expectSame({ ...event, fields: { ...event.fields, [names[field % Math.max(names.length, 1)] ?? "x"]: value } });
  }), { numRuns: RUNS });
});

test("no record makes reading it throw, and names of prototypes are names like others", () => {
  const name = fc.constantFrom("__proto__", "constructor", "toString", "EventID", "Channel", "winlog", "event", "ecs", "message", "logid", "type", "eventName", "_path", "ts", "uid", "Operation", "RecordType", "eventType", "published", "action", "actor", "protoPayload", "timestamp", "event_type", "src_ip");
  const record = fc.dictionary(fc.oneof(name, fc.string()), hostile, { maxKeys: 12 });
  fc.assert(fc.property(record, (value) => {
    const json = JSON.stringify(value);
    for (const event of eventsFromJson(JSON.parse(json), json, SOURCE)) expectSame(event);
  }), { numRuns: RUNS });
  const [event] = eventsFromJson(JSON.parse('{"eventName":"X","eventSource":"s","eventVersion":"1","__proto__":{"polluted":1}}'), undefined, SOURCE);
  view.document(event!, undefined);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test("no line makes reading it throw", () => {
  const lines = events.map((event) => event.text ?? JSON.stringify(event.fields));
  const cut = fc.tuple(fc.nat(), fc.nat(), fc.string({ unit: "binary", maxLength: 20 })).map(([which, at, text]) => {
    const line = lines[which % lines.length]!;
    return line.slice(0, at % (line.length + 1)) + text + line.slice((at % (line.length + 1)) + text.length);
  });
  fc.assert(fc.property(cut, (line) => {
    for (const event of read(line)) expectSame(event);
  }), { numRuns: RUNS });
});

test("a long hostile value costs no more than its length", () => {
  const long = 300_000;
  for (const part of ["a=\"b\"", "=", "\"", "{", "\\", ";type: ", " from ", "[pid ", "Hashes=", "::"]) {
    for (const event of events) {
      const name = Object.keys(event.fields).find((one) => ["message", "Hashes", "QueryResults", "CommandLine", "ContextInfo", "url", "subject"].includes(one));
      if (name !== undefined) view.document({ ...event, fields: { ...event.fields, [name]: part.repeat(long / part.length) } }, undefined);
    }
  }
});

test("a record that nests without end can be read and written", () => {
  const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
  for (const json of [`{"eventType":"x","published":"2026-03-10T08:54:00Z","uuid":"u","actor":${deep}}`, `{"ecs":{"version":"9.0"},"event":{"kind":${deep}},"@timestamp":"2026-03-10T08:54:00Z"}`]) {
    const [event] = eventsFromJson(JSON.parse(json), json, SOURCE);
    view.hotValues(event!, []);
    expect(JSON.stringify(view.document(event!, 0).fields)).toContain("nested deeper than 64 levels");
  }
});

test("nor does a long hostile line", () => {
  const heads = ["date=2026-03-10 time=08:37:00 logid=\"1\" type=\"traffic\" level=\"notice\" ", "Mar 10 08:20:01 web-01 sshd[1]: ", "Mar 10 08:36:00 gw-01 kernel: IN=eth0 SRC=192.0.2.1 DST=192.0.2.2 ", "type=USER_CMD msg=audit(1773130544.010:9110): ", "<34>1 2026-03-10T08:41:00Z h p - - [a b=\"", "{\"winlog\":{\"event_data\":{\"Hashes\":\"", "[Tue Mar 10 08:42:31 2026] [error] ", "192.0.2.1 - - [10/Mar/2026:08:42:00 +0100] \"GET /"];
  for (const head of heads) for (const part of ["a=\"b\"", "=", " ", "\"", "[", " from ", "\\", "] \"", "a=b "]) for (const event of read(head + part.repeat(100_000))) view.document(event, undefined);
});

test("a value of the wrong type is kept under its own name, and told", () => {
  const [event] = read('{"timestamp":"2026-03-10T08:46:00Z","flow_id":1,"event_type":"flow","src_ip":"nobody","src_port":"abc","dest_ip":"192.0.2.1","dest_port":80,"proto":"TCP"}');
  const { fields, clashed } = view.document(event!, 0);
  expect(clashed.toSorted()).toEqual(["source.ip", "source.port"]);
  expect(fields).toMatchObject({ source: { address: "nobody" }, suricata: { eve: { src_port: "abc" } }, destination: { ip: "192.0.2.1", port: 80 } });
  expect(view.hotValues(event!, [])).toEqual(["source.ip", "source.port"]);
});
