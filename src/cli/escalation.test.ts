import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { raised } from "../../test/alerts.ts";
import { listeningApi } from "../../test/api.ts";
import { freshState } from "../../test/postgres.ts";
import { ranCli } from "../../test/run-cli.ts";
import { systemCaller } from "../core/index.ts";
import { qualifyEscalation } from "../escalations/index.ts";
import { createKey } from "../identity/index.ts";
import { type State, withTenant } from "../store/index.ts";

let api: { readonly url: string; readonly key: string };
let client = "";
let state: State;
let folder: string;
const run = (...args: readonly string[]) => ranCli(["escalation", ...args, "--url", api.url, "--key", api.key]);
const asClient = (...args: readonly string[]) => ranCli(["escalation", ...args, "--url", api.url, "--key", client]);

// What it was, a person says, never a key.
const qualified = (name: string, said: Parameters<typeof qualifyEscalation>[3]) => withTenant(state, "acme", (db) => qualifyEscalation(db, { who: "R. Ssi", id: "person:ssi", side: "client", now: new Date() }, name, said));

beforeAll(async () => {
  state = await freshState("acme");
  api = await listeningApi(state, { tenants: () => [{ id: "acme", name: "Acme", retentionDays: 183, sources: [] }] });
  client = (await createKey(state, systemCaller("test", new Date()), { name: "portal", scopes: ["alert:read", "alert:qualify"], tenant: "acme", expiresAt: null })).text;
  await raised(state, [{ tenant: "acme", n: 1, host: "srv-a", fields: { "user.name": "svc-\u001b[31mbackup" } }, { tenant: "acme", n: 2, rule: "r2", host: "srv-b" }]);
  folder = await mkdtemp(join(tmpdir(), "vigie-escalation-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("from the draft to the end of it", async () => {
  expect((await run("list", "acme")).out).toBe("no escalations\n");
  const draft = await run("make", "acme", "ACM-A-1", "--draft", "--language", "en");
  const { text } = JSON.parse(draft.out) as { readonly text: { readonly question: string } };
  expect(text.question).toBe("Was it your team, on srv-a?");
  await writeFile(join(folder, "text.json"), JSON.stringify({ text: { ...text, question: "Did your team do this?" } }));
  const made = await run("make", "acme", "ACM-A-1", "--text", join(folder, "text.json"));
  expect(made.out).toMatch(/^ACM-A-1 {2}high {2}made\n/);
  expect(made.out).toContain("Did your team do this?");
  expect(made.out).not.toContain("\u001b");
  expect((await asClient("acknowledge", "acme", "ACM-A-1")).out).toContain("acknowledged");
  expect((await asClient("ask", "acme", "ACM-A-1", "Which account?")).out).toContain("asked");
  expect((await run("list", "acme")).out).toMatch(/\nACM-A-1 +high +asked +provider /);
  const waiting = (...more: readonly string[]) => ranCli(["waiting", ...more, "--url", api.url, "--key", api.key]);
  expect((await waiting("acme")).out).toMatch(/^0 for the client\n1 for the provider\n {2}answer +ACM-A-1 +\S+ \S+ +Which account\?\n0 for the client's teams\n$/);
  expect(JSON.parse((await waiting("acme", "--json")).out)).toMatchObject({ provider: { count: 1 } });
  expect((await waiting()).err).toContain("name one organisation");
  expect((await run("answer", "acme", "ACM-A-1", "svc-backup")).out).toContain("acknowledged");
  await qualified("ACM-A-1", { answer: "wrong-alarm", words: "a test of ours" });
  expect((await run("close", "acme", "ACM-A-1")).out).toContain("closed");
  expect((await run("show", "acme", "ACM-A-1")).out).toContain("R. Ssi: A wrong alarm. a test of ours");
  expect(JSON.parse((await run("show", "acme", "ACM-A-1", "--json")).out)).toMatchObject({ state: "closed", answer: "wrong-alarm" });
  expect(JSON.parse((await run("list", "acme", "--state", "ended", "--json")).out)).toMatchObject({ subject: { ref: "ACM-A-1" } });
});

test("reached, responded to, withdrawn", async () => {
  await run("make", "acme", "ACM-A-2");
  expect((await run("reached", "acme", "ACM-A-2", "called the on-call at 11:02")).out).toContain("acknowledged");
  expect((await run("withdraw", "acme", "ACM-A-2", "a change of ours")).out).toContain("withdrawn");
  await run("make", "acme", "ACM-A-2");
  await qualified("ACM-A-2", { answer: "not-us" });
  expect((await run("close", "acme", "ACM-A-2")).err).toContain("records what was done");
  expect((await asClient("respond", "acme", "ACM-A-2", "reinstalled it")).out).toContain("done: reinstalled it");
});

test.each([
  [["list"], "name one organisation"],
  [["list", "acme", "--limit", "0"], "give a number from 1"],
  [["show", "acme"], "then the escalation"],
  [["show", "acme", "nothing"], "There is no escalation nothing here."],
  [["make", "acme", "ACM-A-1", "--text", "/nowhere.json"], "/nowhere.json cannot be read"],
  [["ask", "acme", "x"], "QUESTION is missing"],
  [["ask", "acme", "x", "two", "words"], "put the words into quotes"],
  [["acknowledge", "acme", "x", "words"], "there is too much"],
])("vigie escalation %j says what is wrong", async (args, message) => {
  const { status, err } = await run(...args);
  expect([status, err]).toEqual([2, expect.stringContaining(message)]);
});
