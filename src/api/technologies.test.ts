// What is understood, and lines put to it: whoever pastes some sees what they would become.
import { beforeAll, expect, test } from "vitest";
import { wholeApi } from "../../test/isolation/whole-api.ts";
import type { TestApi } from "../../test/people.ts";
import { readJournal, withTenant } from "../store/index.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const YAML = `tenants:
  - {id: north, name: North, sources: [{name: web1, technology: nginx, timezone: Europe/Paris, claim: {token: north-token-1234567}}]}
  - {id: south, name: South, sources: []}`;
let api: TestApi;
beforeAll(async () => {
  ({ api } = await wholeApi(YAML, NOW));
}, 60_000);

type Line = { readonly reason: string | null; readonly events: readonly { readonly technology: string; readonly confidence: number; readonly time: string | null; readonly fields: Readonly<Record<string, unknown>> }[] };
const read = async (body: object, tenant = "north") => {
  const { status, body: answer } = await api.ask({ url: `/v1/tenants/${tenant}/lines/read`, body, key: api.key });
  return { status, technology: answer["technology"], lines: answer["lines"] as readonly Line[], detail: answer["detail"] };
};

test("technologies are told with how well they are proven", async () => {
  const { technologies } = (await api.ask({ url: "/v1/technologies", key: api.key })).body as { readonly technologies: readonly { readonly name: string; readonly streams: readonly string[]; readonly figures: { readonly samples: number } | null }[] };
  expect(technologies.length).toBeGreaterThan(100);
  expect(technologies.find(({ name }) => name === "nginx")).toMatchObject({ title: "nginx", products: ["nginx"], streams: ["access", "error"], figures: { recognised: expect.any(Number) as number } });
  expect(technologies.filter(({ figures }) => figures === null)).toEqual([]);
});

const SSH = "<38>Nov 24 07:59:00 srv1 sshd[1]: Failed password for root from 203.0.113.9 port 4711 ssh2";
const NGINX_ERROR = '2026/11/24 07:59:00 [error] 31#31: *7 open() "/x" failed (2: No such file), client: 203.0.113.9, server: shop, request: "GET /x HTTP/1.1", host: "shop"';

test("each line is read as the stream would, and one that nobody reads says why", async () => {
  const { lines, technology } = await read({ lines: [SSH, "%% nothing of this %%", '{"cut": "off'] });
  expect(lines[0]).toMatchObject({ reason: null, events: [{ time: "2026-11-24T07:59:00.000Z", host: "srv1", fields: { source: { ip: "203.0.113.9" } } }] });
  expect(lines[0]!.events[0]!.confidence).toBeGreaterThan(0.5);
  expect(technology).toBe(lines[0]!.events[0]!.technology);
  expect(lines.slice(1).map(({ reason, events }) => [reason, events.length])).toEqual([["No technology is recognised in it.", 0], ["It begins like JSON, and is none: it may be cut.", 0]]);
});

test("what a source is known to be counts: its technology, its time zone", async () => {
  const [unknown, ofSource, named] = await Promise.all([{}, { source: "web1" }, { technology: "nginx" }].map((more) => read({ lines: [NGINX_ERROR], ...more })));
  expect(ofSource).toMatchObject({ technology: "nginx", lines: [{ events: [{ time: "2026-11-24T06:59:00.000Z", fields: { source: { ip: "203.0.113.9" } } }] }] });
  expect(named).toMatchObject({ technology: "nginx", lines: [{ events: [{ time: "2026-11-24T07:59:00.000Z" }] }] });
  expect(unknown!.lines).toHaveLength(1);
});

test.each([
  ["a source of another tenant", "south", { source: "web1" }, 404],
  ["a technology that there is not", "north", { technology: "abacus" }, 404],
  ["no line", "north", { lines: [] }, 400],
  ["too many lines", "north", { lines: Array.from({ length: 51 }, () => "x") }, 400],
  ["a line that is too long", "north", { lines: ["x".repeat(100_001)] }, 400],
])("refused: %s", async (_, tenant, more, status) => {
  expect((await read({ lines: [SSH], ...more }, tenant)).status).toBe(status);
});

test("hostile lines end in time", async () => {
  const hostile = ["[".repeat(100_000), `{"a":${'{"a":'.repeat(9_000)}1`, "=".repeat(100_000), `<38>${"a ".repeat(49_000)}`, '{"__proto__": {"x": 1}, "constructor": 1}', "CEF:0|" + "|".repeat(90_000), "\0".repeat(1000), "\ud800".repeat(50)];
  const { status, lines } = await read({ lines: hostile });
  expect([status, lines.length]).toEqual([200, hostile.length]);
});

test("nothing of the lines is kept, not in the journal either", async () => {
  await read({ lines: ["a secret line"] });
  const entries = await withTenant(api.state, "north", (db) => readJournal(db, { limit: 100 }));
  expect(JSON.stringify(entries)).not.toMatch(/secret line|lines\/read/);
});
