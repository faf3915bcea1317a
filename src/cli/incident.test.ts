import { beforeAll, expect, test } from "vitest";
import { raised } from "../../test/alerts.ts";
import { listeningApi } from "../../test/api.ts";
import { freshState } from "../../test/postgres.ts";
import { ranCli } from "../../test/run-cli.ts";
import { systemCaller } from "../core/index.ts";
import { createKey } from "../identity/index.ts";

let api: { readonly url: string; readonly key: string };
let client = "";
const run = (...args: readonly string[]) => ranCli(["incident", ...args, "--url", api.url, "--key", api.key]);
const asClient = (...args: readonly string[]) => ranCli(["incident", ...args, "--url", api.url, "--key", client]);
const done = async (...args: readonly string[]): Promise<string> => {
  const { status, out, err } = await run(...args);
  expect([args, status, err]).toEqual([args, 0, ""]);
  return out;
};

beforeAll(async () => {
  const state = await freshState("north");
  api = await listeningApi(state, { tenants: () => [{ id: "north", name: "North", retentionDays: 183, sources: [] }] });
  client = (await createKey(state, systemCaller("test", new Date()), { name: "portal", scopes: ["incident:read", "incident:comment"], tenant: "north", expiresAt: null })).text;
  await raised(state, [1, 2, 3].map((n) => ({ n, title: `Rule ${n} \u001b[31m`, rule: `r${n}`, host: `srv-${n}` })));
});

test("from two alerts to the end of it", async () => {
  expect(await done("open", "north", "Beacon", "--alert", "NOR-A-1", "--severity", "low", "--category", "malware-spread")).toMatch(/^NOR-2026-0001 {2}low {2}open {2}TLP:AMBER\nBeacon\n/);
  expect(await done("link", "north", "NOR-2026-0001", "NOR-A-2", "NOR-A-3")).toContain("alert NOR-A-3");
  await done("unlink", "north", "NOR-2026-0001", "NOR-A-3", "--reason", "another story");
  expect(await done("add", "north", "NOR-2026-0001", "account", "r.manip", "--role", "victim")).toContain("account r.manip, victim (internal)");
  expect(await done("stage", "north", "NOR-2026-0001", "contained")).toContain("low  contained");
  expect(await done("wait", "north", "NOR-2026-0001", "client", "the list of hosts")).toContain("the client's security team: the list of hosts");
  await done("wait", "north", "NOR-2026-0001", "nobody");
  await done("say", "north", "NOR-2026-0001", "Isolate it.", "--shared", "--advice");
  await done("say", "north", "NOR-2026-0001", "kept among us");
  await done("qualify", "north", "NOR-2026-0001", "true_positive", "not theirs");
  expect((await run("close", "north", "NOR-2026-0001", "all is done")).err).toContain("alerts have no verdict");
  expect(await done("close", "north", "NOR-2026-0001", "all is done", "--alerts-as", "attack-confirmed")).toContain("low  closed (true_positive)");
  expect(await done("reopen", "north", "NOR-2026-0001", "it is back")).toContain("low  open");
  const theirs = (await asClient("show", "north", "NOR-2026-0001")).out;
  expect(theirs).toContain("Isolate it.");
  expect(theirs).not.toMatch(/kept among us|r\.manip/);
  expect(theirs).not.toContain("\u001b");
  expect((await asClient("take", "north", "NOR-2026-0001")).status).toBe(0);
  expect((await asClient("close", "north", "NOR-2026-0001", "x y z")).err).toContain("incident:handle");
});

test("several: split, merged, related, listed, exported", async () => {
  await done("split", "north", "NOR-2026-0001", "Another", "other people", "--alert", "NOR-A-2");
  await done("open", "north", "A third one");
  expect(await done("relate", "north", "NOR-2026-0003", "NOR-2026-0001", "the same domain", "--kind", "same-campaign")).toContain("related to NOR-2026-0001 (same-campaign)");
  expect(await done("merge", "north", "NOR-2026-0001", "NOR-2026-0002", "--reason", "the same after all")).toContain("took in NOR-2026-0002");
  expect(await done("list", "north", "--order", "newest")).toMatch(/^2 open, .*\nINCIDENT .*\nNOR-2026-0003 /);
  expect((await done("list", "--json", "--text", "NOR-2026-0003")).trim().split("\n").map((line) => (JSON.parse(line) as { ref: string }).ref)).toEqual(["NOR-2026-0003"]);
  expect(await done("export", "north", "NOR-2026-0001", "--language", "fr")).toMatch(/^# NOR-2026-0001\n\n\*\*Beacon\*\*\n/);
  expect(JSON.parse(await done("export", "north", "NOR-2026-0001", "--format", "json"))).toMatchObject({ vigie: "incident", incident: { ref: "NOR-2026-0001" } });
  expect((await done("register", "north")).split("\r\n")).toHaveLength(5);
});

test.each([
  [["show", "north"], "name the organisation, then the incident"], [["list", "north", "--view", "some"], "use one of open"], [["list", "north", "--limit", "999"], "give a number"], [["stage", "north", "x"], "STAGE is missing"],
  [["close", "north", "x", "all", "done"], "put the words into quotes"], [["open"], "name the organisation"], [["export", "north", "x", "--format", "pdf"], "use one of markdown, json"], [["wait", "north", "x"], "ON is missing"],
])("%j is a usage error", async (args, message) => {
  const { status, err } = await run(...args);
  expect([status, err]).toEqual([2, expect.stringContaining(message)]);
});
