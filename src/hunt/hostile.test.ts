// What an attacker logs must not keep others' events from being found, shown or exported.
import { afterAll, beforeAll, expect, test } from "vitest";
import { startHunting, type Given, type HuntStore } from "../../test/hunting.ts";
import type { Fields } from "../core/index.ts";
import { fieldOf, valuesOf } from "../events/filter/index.ts";
import { exportEvents, listFields, searchEvents, topValues } from "./index.ts";

const NOW = Date.UTC(2026, 2, 10);
const DEPTH = 20_000;

const DEEP = `{"acme":{"deep":${'{"a":['.repeat(DEPTH)}1${"]}".repeat(DEPTH)}}}`;
// Every level has all beginnings of the name as keys.
const twisted = Array.from({ length: 30 }).reduce<Fields>((inner) => Object.fromEntries(Array.from({ length: 30 }, (_, i) => [Array(i + 1).fill("a").join("."), inner])), { a: 1 });

const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`n${i}`, i]));

const DOCUMENTS: readonly Fields[] = [
  JSON.parse(DEEP) as Fields,
  { acme: { wide } },
  JSON.parse('{"acme":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"hasOwnProperty":1}}') as Fields,
  { acme: { "a.b": { "c.d": "dotted" }, list: [[["x"]], { y: [{ z: "nested" }] }] } },
  { acme: { text: '\u001b[2J=HYPERLINK("http://evil.example")\n\u202egpj.exe', long: "x ".repeat(500_000) } },
  { host: { name: "\ud800 lone" }, user: { name: "'; DROP TABLE event; --" }, acme: { number: 1e308, text: "NaN" } },
];

let running: HuntStore;
beforeAll(async () => {
  running = await startHunting(DOCUMENTS.map((document, i): Given => ({ tenant: "acme", timeMs: NOW - 1000 * (i + 1), document, ...(i === 0 ? { line: DEEP } : {}) })), () => NOW);
});
afterAll(() => running.stop());

const ask = { tenant: "acme" };
const search = (query: string) => searchEvents(running.hunting, ask, { query, limit: 100, timeoutMs: 20_000 });

test("all are found, and can be sent", async () => {
  const answer = await search("");
  expect(answer.events.length).toBe(DOCUMENTS.length);
  expect(JSON.stringify(answer).length).toBeGreaterThan(1_000_000);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test.each([
  ["acme.a.b.c.d: dotted", 1],
  ["acme.list.y.z: nested", 1],
  ["acme.list: x", 1],
  ["acme.__proto__.polluted: true", 1],
  ["acme.constructor.prototype.polluted: true", 1],
  ["acme.toString: *", 0],
  ["constructor: *", 0],
  ["acme.wide.n49999: 49999", 1],
  ['user.name: "\'; DROP TABLE event; --"', 1],
  ["acme.deep: *", 1],
  ["not acme: *", 0],
])("%s finds %i", async (query, count) => {
  const { events, complete } = await search(query);
  expect(events.length).toBe(count);
  expect(complete).toBe(true);
});

test("fields and values are counted within bounds", async () => {
  const { fields } = await listFields(running.hunting, ask, { query: "", timeoutMs: 20_000 });
  expect(fields.length).toBeLessThan(5000);
  const { values } = await topValues(running.hunting, ask, { query: "", field: "acme.text", limit: 10, timeoutMs: 20_000 });
  expect(values.length).toBe(2);
});

test("an export holds all of them", async () => {
  for (const format of ["ndjson", "csv"] as const) {
    let text = "";
    for await (const piece of exportEvents(running.hunting, ask, { query: "", format, fields: ["acme.text", "acme.deep", "host.name"], limit: 100 })) text += piece;
    if (format === "ndjson") expect(text.trimEnd().split("\n").length).toBe(DOCUMENTS.length);
    else {
      expect(text).not.toMatch(/(?:^|,)"?=HYPERLINK/m);
      expect(text.includes("\u001b") || text.includes("\u202e")).toBe(false);
    }
  }
});

test("a record that can be read in a thousand million ways is read in few", () => {
  const name = Array(31).fill("a").join(".");
  expect(valuesOf({ x: twisted }, fieldOf(`x.${name}`)).length).toBeLessThanOrEqual(200);
});
