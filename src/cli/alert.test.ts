import { beforeAll, expect, test } from "vitest";
import { raised } from "../../test/alerts.ts";
import { listeningApi } from "../../test/api.ts";
import { freshState } from "../../test/postgres.ts";
import { ranCli } from "../../test/run-cli.ts";
import { alertPageRoutes } from "../api/alert-page.ts";
import { alertVerbRoutes } from "../api/alert-verbs.ts";
import { alertRoutes } from "../api/alerts.ts";

let api: { readonly url: string; readonly key: string };
const run = (...args: readonly string[]) => ranCli(["alert", ...args, "--url", api.url, "--key", api.key]);

beforeAll(async () => {
  const state = await freshState("acme");
  const eventsOf = async () => [];
  api = await listeningApi(state, { tenants: () => [{ id: "acme", name: "Acme", retentionDays: 183, sources: [] }], routes: [alertRoutes, (deps) => alertVerbRoutes({ ...deps, eventsOf }), (deps) => alertPageRoutes({ ...deps, eventsOf })] });
  await raised(state, [{ tenant: "acme", n: 1, host: "srv-a", fields: { Image: "a\u001b[31m.exe" } }, { tenant: "acme", n: 2, rule: "r2", level: "critical", host: "srv-b", title: "Shadow copies deleted" }, { tenant: "acme", n: 3, rule: "r3", host: "srv-c" }]);
});

test("the queue, an alert, and what is done with it", async () => {
  const queue = await run("list", "acme");
  expect(queue.out).toMatch(/^open 3 · mine 0 · unowned 3 · closed 0\nSCORE +LEVEL +ALERT /);
  expect(queue.out).toMatch(/\n +80 +high +ACM-A-2 +.* +srv-b +new +Shadow copies deleted\n/);
  expect((await run("list", "--limit", "1")).out.trim().split("\n")).toHaveLength(3);
  const shown = await run("show", "acme", "ACM-A-1");
  expect(shown.out).toContain("High rule 60, first time here in 90 days +5.");
  expect(shown.out).not.toContain("\u001b");
  expect((await run("show", "acme", "ACM-A-1", "--language", "fr")).out).toContain("Règle élevée 60");
  expect((await run("take", "acme", "ACM-A-1", "ACM-A-2")).out).toMatch(/^ACM-A-1: in_progress, of .+\nACM-A-2: in_progress, of .+\n$/);
  expect(await run("take", "acme", "ACM-A-1", "ACM-A-9")).toMatchObject({ err: expect.stringContaining("There is no alert ACM-A-9 here.\nACM-A-1: It is yours already.") as string });
  expect((await run("judge", "acme", "ACM-A-1", "--verdict", "false_positive", "--reason", "rule-too-broad", "--field", "user.name", "--value", "svc-backup", "--comment", "The backup.")).out).toBe("ACM-A-1: false_positive, of administrator\n");
  expect((await run("show", "acme", "ACM-A-1")).out).toContain("Judged it false positive: rule-too-broad, because user.name is svc-backup. The backup.");
  expect((await run("unjudge", "acme", "ACM-A-1")).out).toContain("ACM-A-1: in_progress");
  expect((await run("merge", "acme", "ACM-A-1", "--into", "ACM-A-2")).out).toContain("ACM-A-1: closed");
  expect((await run("show", "acme", "ACM-A-2")).out).toContain("Holds ACM-A-1");
  expect((await run("comment", "acme", "ACM-A-2", "--text", "Asked the owner.")).out).toContain("ACM-A-2");
  expect((await run("release", "acme", "ACM-A-2")).out).toBe("ACM-A-2: new\n");
  await run("judge", "acme", "ACM-A-2", "--verdict", "true_positive", "--reason", "attack-confirmed");
  expect((await run("close", "acme", "ACM-A-2")).out).toContain("ACM-A-2: true_positive");
  expect((await run("reopen", "acme", "ACM-A-2", "--why", "More of it.")).out).toBe("ACM-A-2: new\n");
  expect(JSON.parse((await run("list", "acme", "--verdict", "none", "--text", "shadow", "--json")).out)).toMatchObject({ ref: "ACM-A-2", reopened: 1 });
});

test.each([
  [["list", "acme", "more"], "name one organisation"], [["list", "acme", "--limit", "0"], "give a number from 1"], [["show", "acme"], "name the organisation, then the alert"], [["take", "acme"], "name the organisation, then one alert"],
  [["judge", "acme", "ACM-A-3"], "--verdict is missing"], [["assign", "acme", "ACM-A-3"], "--to is missing"], [["judge", "acme", "ACM-A-3", "--verdict", "false_positive", "--reason", "x"], "it is one of rule-too-broad"], [["show", "acme", "ACM-A-99"], "There is no alert ACM-A-99 here."],
])("%j is refused with what to do", async (args, message) => expect((await run(...args)).err).toContain(message));
