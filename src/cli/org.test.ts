import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listeningApi } from "../../test/api.ts";
import { freshState } from "../../test/postgres.ts";
import { runCli } from "./index.ts";

let api: { readonly url: string; readonly key: string };
let folder: string;

const run = (...args: readonly string[]) => runAs(api.key, ...args);

async function runAs(key: string, ...args: readonly string[]) {
  let out = "";
  let err = "";
  const into = (add: (text: string) => void) => new Writable({ write: (chunk: Buffer, _, done) => (add(chunk.toString()), done()) });
  const status = await runCli(["org", ...args, "--url", api.url, "--key", key], { out: into((text) => (out += text)), err: into((text) => (err += text)) });
  return { status, out, err };
}

beforeAll(async () => {
  api = await listeningApi(await freshState("north"), { tenants: () => [{ id: "north", name: "North SA", retentionDays: 183, sources: [] }] });
  folder = await mkdtemp(join(tmpdir(), "vigie-org-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("makes, lists, renames, archives and restores an organisation", async () => {
  expect(await run("create", "east", "Est SA", "--retention-days", "90")).toMatchObject({ status: 0, out: expect.stringMatching(/^east {2}Est SA\n {2}made over the API, since .*; events are kept 90 days\n$/) as string });
  expect(await run("create", "east", "Est SA")).toMatchObject({ status: 2, err: "vigie: There is an organisation east already: take another id.\n" });
  expect(await run("rename", "east", "Est\u001b[31m")).toMatchObject({ status: 0, out: expect.stringContaining("east  Est\n") as string });
  expect((await run("list")).out.split("\n").map((line) => line.split(/ +/)[0])).toEqual(["ID", "north", "east", ""]);
  expect(await run("archive", "east")).toMatchObject({ status: 2, err: expect.stringContaining("--reason") as string });
  expect(await run("archive", "east", "--reason", "the contract ended")).toMatchObject({ status: 0, out: expect.stringContaining("archived since") as string });
  expect((await run("list", "--removed", "--json")).out).toContain('"id":"east"');
  expect(await run("archive", "east", "--restore", "--reason", "it goes on")).toMatchObject({ status: 0 });
  expect(await run("show", "east")).toMatchObject({ status: 0 });
  expect(await run("show", "west")).toMatchObject({ status: 2, err: "vigie: There is no tenant west.\n" });
});

test("shows a setting as a file, and writes the next version from one", async () => {
  expect((await run("settings", "east")).out).toMatch(/^KIND .*\nmode-matrix +1 +\d{4}-\S+ +vigie\n/);
  const shown = await run("settings", "east", "notifications");
  expect(shown).toMatchObject({ status: 0, err: expect.stringContaining("To change it: --seen 1") as string });
  const file = join(folder, "notifications.yml");
  // A date without quotes stays a text.
  await writeFile(file, "entries: []\ndisclosure: reference\nsecondChannel: {channel: phone, testedOn: 2026-10-24, testEveryMonths: 6}\n");
  expect(await run("settings", "east", "notifications", "--file", file, "--reason", "closed")).toMatchObject({ status: 2, err: expect.stringContaining("--seen N") as string });
  expect(await run("settings", "east", "notifications", "--file", file, "--reason", "closed", "--seen", "1")).toMatchObject({ status: 0, out: expect.stringContaining("version 2 holds from") as string });
  expect(await run("settings", "east", "notifications", "--file", file, "--reason", "closed", "--seen", "1")).toMatchObject({ status: 2, err: expect.stringContaining("you saw 1") as string });
  expect(JSON.parse((await run("settings", "east", "notifications")).out)).toEqual({ entries: [], disclosure: "reference", secondChannel: { channel: "phone", testedOn: "2026-10-24", testEveryMonths: 6 } });
  expect((await run("settings", "east", "notifications", "--versions")).out).toMatch(/^2 .*: closed\n {3}in force from .*\n1 /);
});

test("says what waits for the other side, and what is wrong with a file", async () => {
  const file = join(folder, "matrix.json");
  await writeFile(file, JSON.stringify({ default: "handle", cells: [] }));
  expect(await run("settings", "east", "mode-matrix", "--file", file, "--seen", "1", "--reason", "as agreed")).toMatchObject({ status: 0, out: "version 2 waits for somebody of the client to agree\n" });
  expect((await run("settings", "east")).out).toContain("version 2 of ");
  await writeFile(file, "{ default: [");
  expect(await run("settings", "east", "mode-matrix", "--file", file, "--seen", "2", "--reason", "as agreed")).toMatchObject({ status: 2, err: expect.stringContaining("cannot be read") as string });
  await writeFile(file, "default: never\ncells: []");
  expect(await run("settings", "east", "mode-matrix", "--file", file, "--seen", "2", "--reason", "as agreed")).toMatchObject({ status: 2, err: expect.stringContaining("This is no mode-matrix: default") as string });
  expect(await run("settings", "east", "--versions")).toMatchObject({ status: 2 });
});
