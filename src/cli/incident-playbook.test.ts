import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { listeningApi } from "../../test/api.ts";
import { freshState } from "../../test/postgres.ts";
import { ranCli } from "../../test/run-cli.ts";
import { systemCaller } from "../core/index.ts";
import { openIncident } from "../incidents/index.ts";
import { SHIPPED_PLAYBOOKS } from "../playbooks/index.ts";
import { withTenant } from "../store/index.ts";

let api: { readonly url: string; readonly key: string };
const run = (...words: readonly string[]) => ranCli(["incident", "playbook", "acme", "ACM-2026-0001", ...words, "--url", api.url, "--key", api.key]);

beforeAll(async () => {
  const state = await freshState("acme");
  api = await listeningApi(state, { tenants: () => [{ id: "acme", name: "Acme", retentionDays: 183, sources: [] }] });
  await withTenant(state, "acme", (db) => openIncident(db, systemCaller("test", new Date("2026-11-24T12:00:00Z")), { title: "It does not answer", category: "denial-of-service", severity: "high", origin: "provider" }));
});

test("at an incident, step by step", async () => {
  expect((await run()).out).toContain("denial-of-service: Denial of service. It is for the category denial-of-service.");
  expect((await run("do", "measure")).err).toContain("no playbook is at work there: start one");
  expect((await run("start", "denial-of-service")).out).toMatch(/^Denial of service, version 1, at ACM-2026-0001: running, 0 of \d+\nUnderstand\n {2}\[>\] measure: Measure it/);
  expect((await run("do", "measure", "--note", "400 Mbit/s")).out).toContain("  [>] kind: What kind of attack is it?\n      Question to the analyst\n      volume = The line is full");
  expect((await run("answer", "kind", "nothing")).err).toContain("choice: one of volume, requests, none.");
  expect((await run("answer", "kind", "none")).out).toContain("[x] kind");
  expect((await run("undo")).out).toContain("[>] kind");
  expect((await run("skip", "kind")).err).toContain("REASON is missing");
  expect((await run("dance", "kind")).err).toContain('"dance" is no verb of a playbook');
  expect((await run("stop", "not needed")).out).toContain("stopped");
  expect(JSON.parse((await run("--json")).out)).toMatchObject({ runs: [{ state: "stopped" }], next: { run: null } });
});

test("playbooks are listed, shown, and what is wrong in one is told", async () => {
  expect((await ranCli(["playbooks", "--language", "fr"])).out).toContain("Hameçonnage");
  expect((await ranCli(["playbooks", "show", "phishing"])).out).toContain(" - stop-payment (do): Have the bank stop the payment, by telephone\n     if nature is payment");
  expect((await ranCli(["playbooks", "show", "phish"])).err).toContain("There is no playbook phish: there are");
  const folder = await mkdtemp(join(tmpdir(), "vigie-playbooks-"));
  await writeFile(join(folder, "phishing.yml"), (await readFile(join(SHIPPED_PLAYBOOKS, "phishing.yml"), "utf8")).replace("action: block-sender", "action: block-senders"));
  const { status, out, err } = await ranCli(["playbooks", "check", folder]);
  await rm(folder, { recursive: true });
  expect([status, out]).toEqual([1, "0 playbooks can be used, 1 problems\n"]);
  expect(err).toMatch(/phishing\.yml:\d+:\d+: action: write isolate-host, /);
});
