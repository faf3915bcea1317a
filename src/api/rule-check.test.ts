// A rule while it is written: over real technologies and the real event store.
import { expect, test } from "vitest";
import { wholeApi } from "../../test/isolation/whole-api.ts";

const CONFIG = `
tenants:
  - {id: north, name: North, sources: [{name: servers, technology: windows, claim: {token: servers-token-of-north}}]}
`;
const RULE = `title: Notepad from cmd
id: 11111111-2222-4333-8444-555555555555
level: medium
logsource: {product: windows, category: process_creation}
detection:
  start: {Image|endswith: '\\\\notepad.exe', ParentImage|endswith: '\\\\cmd.exe'}
  condition: start
`;
const line = (image: string): string => JSON.stringify({ EventTime: "2026-11-24 08:00:00", Hostname: "PC-1", SourceName: "Microsoft-Windows-Sysmon", Channel: "Microsoft-Windows-Sysmon/Operational", EventID: 1, Image: image, ParentImage: "C:\\Windows\\System32\\cmd.exe" });

const { api } = await wholeApi(CONFIG, new Date("2026-11-24T09:00:00Z"));
const ask = (path: string, body: object) => api.ask({ method: "POST", url: `/v1/tenants/north/own-rules/${path}`, body, key: api.key });

test("a text that can be saved is told with what it is for", async () => {
  expect(await ask("check", { text: RULE })).toMatchObject({ status: 200, body: { refused: [], rules: [{ title: "Notepad from cmd", level: "medium", kind: "rule", logsource: { product: "windows", category: "process_creation", service: null } }] } });
});

test.each([
  ["a selection that is not there", RULE.replace("condition: start", "condition: begin"), 7],
  ["no YAML at all", "title: [", 1],
])("%s is told with its place", async (_, text, row) => {
  const { status, body } = await ask("check", { text });
  const [mistake] = body["refused"] as readonly { line: number; reason: string; hint: string }[];
  expect([status, mistake?.line, mistake?.reason === "", mistake?.hint === ""]).toEqual([200, row, false, false]);
});

test("lines are read as they would come in, and each selection says why", async () => {
  const { status, body } = await ask("test", { text: RULE, source: "servers", lines: [line("C:\\Windows\\notepad.exe"), line("C:\\Windows\\calc.exe"), "no log that anybody knows"] });
  const results = body["results"] as readonly { line: number; isRead: boolean; rules: readonly { matches: boolean; applies: boolean; selections: readonly { items: readonly { field: string; value: string; holds: boolean }[] }[] }[] }[];
  expect(status).toBe(200);
  expect(results.map(({ isRead, rules }) => [isRead, rules.map(({ matches }) => matches)])).toEqual([[true, [true]], [true, [false]], expect.anything()]);
  expect(results[1]?.rules[0]?.selections.flatMap(({ items }) => items).find(({ field }) => field === "Image")).toMatchObject({ holds: false, value: "C:\\Windows\\calc.exe" });
  expect(results[2]?.rules.some(({ matches }) => matches) ?? false).toBe(false);
});

test("events that are not there are told apart, and nothing was kept", async () => {
  expect((await ask("test", { text: RULE, events: ["00000000000000000000000000000000"] })).body).toMatchObject({ results: [], gone: ["00000000000000000000000000000000"] });
  expect((await api.ask({ url: "/v1/tenants/north/own-rules", key: api.key })).body).toEqual({ rules: [] });
});

test("too much is refused, not worked on", async () => {
  expect((await ask("test", { text: RULE, lines: Array.from({ length: 51 }, () => "x") })).status).toBe(400);
});
