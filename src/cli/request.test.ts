import { beforeAll, expect, test } from "vitest";
import { listeningApi } from "../../test/api.ts";
import { freshState } from "../../test/postgres.ts";
import { ranCli } from "../../test/run-cli.ts";
import { requestRoutes } from "../api/requests.ts";
import { systemCaller } from "../core/index.ts";
import { createKey } from "../identity/index.ts";
import { openIncident } from "../incidents/index.ts";
import { deliverDue, type Look, makeRequest, platformAsker, saveRoutes } from "../requests/index.ts";
import { teams } from "../cmdb/index.ts";
import { type State, withTenant } from "../store/index.ts";

const look: Look = { events: async () => ({ events: [], complete: true }), sources: async () => ({ sources: [], complete: true }) };
let api: { readonly url: string; readonly key: string };
let state: State;
let client = "";
const run = (...args: readonly string[]) => ranCli(["request", ...args, "--url", api.url, "--key", api.key]);
const asClient = (...args: readonly string[]) => ranCli(["request", ...args, "--url", api.url, "--key", client]);

beforeAll(async () => {
  state = await freshState("acme");
  api = await listeningApi(state, { tenants: () => [{ id: "acme", name: "Acme", retentionDays: 183, sources: [] }], routes: [(deps) => requestRoutes({ ...deps, look })] });
  client = (await createKey(state, systemCaller("test", new Date()), { name: "portal", scopes: ["request:read", "request:update", "request:approve", "automation:stop", "incident:read"], tenant: "acme", expiresAt: null })).text;
  const caller = platformAsker(systemCaller("test", new Date()));
  await teams.create(state, caller, "acme", { id: "ws", given: { name: "Workstations\u001b[31m", contact: null, email: null, phone: null, itsmName: null } });
  await withTenant(state, "acme", async (db) => {
    await saveRoutes(db, caller, { routes: [{ scope: "fallback", team: "ws" }], reason: "for a test" });
    const incident = await openIncident(db, caller, { title: "Malware", severity: "high", origin: "provider" });
    for (const id of ["r1", "r2"]) await makeRequest(db, caller, { id, incident, severity: "high", action: "isolate-host", target: { kind: "asset", name: "PC-1" }, steps: ["Close the port."] });
  });
});

test("from the draft to the end of it", async () => {
  expect((await run("send", "acme", "ACM-R-0001")).out).toContain("Being sent");
  await deliverDue({ state, now: () => new Date() });
  const list = (await asClient("list", "acme", "--view", "to-do")).out;
  expect(list).toMatch(/^1 to do, 0 being checked, 0 ended\nREQUEST .*\nACM-R-0001 .* New +Workstations/);
  expect(list).not.toContain("\u001b");
  expect((await asClient("acknowledge", "acme", "ACM-R-0001")).out).toContain("Acknowledged");
  expect((await asClient("ask", "acme", "ACM-R-0001", "Now?")).out).toContain("The SOC answers the team's question.");
  expect((await run("say", "acme", "ACM-R-0001", "Yes.")).out).toContain("Workstations");
  expect((await asClient("done", "acme", "ACM-R-0001", "port closed")).out).toContain("Being checked");
  expect((await run("verify", "acme", "ACM-R-0001", "seen")).out).toContain("Done and checked");
  expect((await run("reopen", "acme", "ACM-R-0001", "it is back")).out).toContain("To be done again");
  expect((await asClient("cannot", "acme", "ACM-R-0001", "no hands")).out).toContain("Refused");
  expect((await run("cancel", "acme", "ACM-R-0001", "why")).err).toContain("it was refused: revise it");
  const shown = (await run("show", "acme", "r1")).out;
  expect(shown).toContain("1. Close the port.");
  expect(shown).toContain("Nothing to send. The SOC sees that PC-1 is silent for 10 minutes.");
  expect(JSON.parse((await run("show", "acme", "r1", "--json")).out)).toMatchObject({ state: "refused", ref: "ACM-R-0001" });
  expect(JSON.parse((await run("list", "acme", "--view", "done", "--json")).out)).toMatchObject({ id: "r1" });
});

test("what its ticket is, and what was not written into it", async () => {
  await withTenant(state, "acme", async (db) => {
    const now = new Date();
    await db.sql.insertInto("connector").values({ tenant_id: "acme", id: "desk", name: "Desk", kind: "glpi", url: "https://desk.example", state: "on", settings: JSON.stringify({}), secret_names: [], secrets: new Uint8Array(), hook_id: "h".repeat(20), hook_secret: new Uint8Array(), next_round_at: now, failures: 0, version: 1, made_at: now, made_by: "test", changed_at: now }).execute();
    const ticket = { tenant_id: "acme", connector_id: "desk", request_id: "r2", remote_id: "7", url: null, base: JSON.stringify({}), made_at: now };
    const shown = { title: "t", state: "New", queue: "Ops\u001b[31m", priority: null, assignee: null, unmapped: [], notAccepted: [], leftThere: [] };
    await db.sql.insertInto("connector_ticket").values([{ ...ticket, key: "K1", number: "#7", state: "foreign", shown: JSON.stringify({ ...shown, queue: null }), problem: "#7 is another's." }, { ...ticket, key: "K2", number: "#8", state: "open", shown: JSON.stringify(shown), made_at: new Date(now.getTime() + 1) }]).execute();
    await db.sql.insertInto("connector_write").values({ tenant_id: "acme", connector_id: "desk", request_id: "r2", ticket_key: "K2", kind: "comment", key: "K2#1", content: JSON.stringify({ kind: "comment", text: "Hello", entry: 1, who: "A", side: "provider" }), state: "refused", attempt: 1, due_at: now, ended_at: now, words: "403 no", todo: "Give the right.", made_at: now }).execute();
  });
  const { out } = await run("show", "acme", "r2");
  expect(out).toMatch(/\nticket #7 · New · #7 is another's\.\nticket #8 · New · Ops.*\nnot written there: comment · refused · 403 no · Give the right\. · vigie connector again … desk \d+\n/);
  expect(out).not.toContain("\u001b");
  expect(JSON.parse((await run("show", "acme", "r2", "--json")).out)).toMatchObject({ writes: [{ connector: "desk", kind: "comment", text: "Hello", state: "refused" }], tickets: [{ status: "foreign", problem: "#7 is another's." }, { status: "open", problem: null }] });
});

test("stopped by either side, started by the provider", async () => {
  expect((await asClient("stop", "acme", "--reason", "too many")).out).toContain("too many");
  expect((await asClient("start", "acme", "--reason", "again")).err).toContain("organisation:manage");
  expect((await run("start", "acme", "--reason", "it was a test")).out).toContain("may be sent without a person");
  expect((await run("stop", "--all", "--reason", "for all")).out).toContain("no organisation");
  expect((await run("start", "--all", "--reason", "for all")).out).toContain("again");
});

test.each([
  [["list"], "name one organisation"],
  [["list", "acme", "--limit", "0"], "give a number from 1"],
  [["list", "acme", "--view", "mine"], "use one of to-do"],
  [["show", "acme"], "name the organisation, then the request"],
  [["done", "acme", "r1"], "WHAT-WAS-DONE is missing"],
  [["done", "acme", "r1", "port", "closed"], "put the words into quotes"],
  [["stop", "acme"], "say why"],
  [["stop", "--reason", "x"], "name one organisation, or say --all"],
])("%j is a usage error", async (args, message) => {
  const { status, err } = await run(...args);
  expect([status, err]).toEqual([2, expect.stringContaining(message)]);
});
