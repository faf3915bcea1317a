import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listeningApi } from "../../test/api.ts";
import { freshState } from "../../test/postgres.ts";
import { ranCli } from "../../test/run-cli.ts";

let api: { readonly url: string; readonly key: string };
let folder: string;

const run = (...args: readonly string[]) => ranCli(["indicator", ...args, "--url", api.url, "--key", api.key]);

beforeAll(async () => {
  api = await listeningApi(await freshState("north"), { tenants: () => [{ id: "north", name: "North SA", retentionDays: 183, sources: [] }] });
  folder = await mkdtemp(join(tmpdir(), "vigie-indicator-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("imports a file, lists it, shows what it holds, and withdraws it", async () => {
  const file = join(folder, "feed.csv");
  await writeFile(file, "# feed\nioc;end\n45.9.148.1;2027-01-01\nevil\u001b[31m.example.net;\n10.0.0.1;\n");
  const imported = await run("import", "north", file, "--name", "feed", "--source", "CERT-FR", "--format", "csv", "--column", "value=ioc", "--column", "validUntil=end", "--delimiter", ";", "--tlp", "tlp:green");
  expect(imported).toMatchObject({ status: 1, err: "" });
  expect(imported.out).toMatch(/^list id-\d+, feed\n3 entries: added 1, changed 0, unchanged 0, said twice 0, refused 2\n/);
  expect(imported.out).not.toContain("\u001b");
  const id = /list (id-\d+)/.exec(imported.out)?.[1] ?? "";
  expect((await run("list", "north")).out).toMatch(/^id-\d+ {2}feed \(organisation\), from CERT-FR, TLP:GREEN, 1 indicators, imported /);
  expect((await run("list", "north", id)).out).toBe("ipv4-addr    45.9.148.1  TLP:GREEN  50 %  until 2027-01-01T00:00:00.000Z\n");
  expect(JSON.parse((await run("list", "north", id, "--json")).out)).toMatchObject({ type: "ipv4-addr", value: "45.9.148.1" });
  expect(await run("withdraw", "north", id, "--value", "45.9.148.1", "--reason", "ours")).toMatchObject({ status: 0, out: "45.9.148.1 of the list feed is not matched any more\n" });
  expect(await run("withdraw", "north", id, "--reason", "too many errors")).toMatchObject({ status: 0, out: "the list feed is not matched any more\n" });
  expect(await run("list", "north")).toMatchObject({ status: 0, out: "" });
  expect((await run("list", "north", "--withdrawn")).out).toContain("withdrawn 20");
});

test("lists for every organisation", async () => {
  const file = join(folder, "bundle.json");
  await writeFile(file, JSON.stringify({ type: "bundle", objects: [{ type: "indicator", pattern: "[domain-name:value = 'evil.example.net']" }] }));
  expect(await run("import", "--provider", file, "--name", "all", "--source", "CERT-FR", "--format", "stix")).toMatchObject({ status: 0 });
  expect((await run("list", "--provider")).out).toContain("all (provider)");
  expect(await run("import", "--provider", file, "--name", "red", "--source", "CERT-FR", "--format", "stix", "--tlp", "RED")).toMatchObject({ status: 2, err: expect.stringContaining("TLP:RED") as string });
});

test.each([
  [["list"], "name the organisation"], [["list", "north", "--limit", "0"], "--limit 0"], [["import", "north"], "name one file"], [["import", "north", "/nowhere", "--name", "a", "--source", "b", "--format", "stix"], "cannot be read"],
  [["import", "north", "x", "--name", "a", "--source", "b", "--format", "xml"], "--format xml"], [["import", "north", "x", "--format", "csv"], "--name"], [["withdraw", "north", "x"], "--reason"], [["withdraw", "north", "nowhere", "--reason", "for a test"], "no list of indicators"],
] as const)("%j is refused", async (args, told) => expect(await run(...args)).toMatchObject({ status: 2, err: expect.stringContaining(told) as string }));
