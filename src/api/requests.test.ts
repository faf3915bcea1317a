// Requests over HTTP: who may what, who sees what, and what is written down.
import { beforeAll, describe, expect, test } from "vitest";
import { apiWith, type Cookies, type TestApi } from "../../test/people.ts";
import { deliverDue, type Look } from "../requests/index.ts";
import { readJournal, withSystem, withTenant } from "../store/index.ts";
import { requestRoutes } from "./requests.ts";

// No events: what proofs find in them is src/requests/proof/proof.test.ts's.
const look: Look = { events: async () => ({ events: [], complete: true }), sources: async () => ({ sources: [], complete: true }) };

const INCIDENT = "1".repeat(32);
let api: TestApi;
const who: Record<string, Cookies> = {};
const ids: Record<string, string> = {};

beforeAll(async () => {
  api = await apiWith({ routes: [(deps) => requestRoutes({ ...deps, look })] }, "north", "south");
  for (const [name, tenant, role] of [["analyst", null, "analyst"], ["service_manager", null, "service_manager"], ["security", "north", "security"], ["manager", "north", "manager"], ["auditor", "north", "auditor"], ["ops", "north", "operations"], ["other_ops", "north", "operations"], ["foreigner", "south", "security"]] as const) {
    const person = await api.person(`${name}@example.com`, [{ tenant, role }]);
    ids[name] = person.id;
    who[name] = await api.signIn(person);
  }
  await withSystem(api.state, async (db) => {
    await db.sql.insertInto("incident").values(incident(INCIDENT, 42, api.now())).execute();
  });
  ids["team"] = String((await as("service_manager", "POST", "teams", { name: "Workstations", email: "ws@north.test" })).body["id"]);
  ids["net"] = String((await as("service_manager", "POST", "teams", { name: "Network" })).body["id"]);
  ids["asset"] = String((await as("service_manager", "POST", "assets", { name: "PC-RAD-102", kind: "workstation", names: ["pc-rad-102"], criticality: 2, team: "Workstations", location: "Radiology, room 2", addresses: [{ ip: "10.8.4.102", zone: null, from: null, until: null }] })).body["id"]);
  await as("manager", "PUT", `teams/${ids["team"]}/members/${ids["ops"]}`);
}, 60_000);

const as = (name: string, method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: object, tenant = "north") => api.ask({ method, url: `/v1/tenants/${tenant}/${path}`, ...(body === undefined ? {} : { body }), cookies: who[name]! });

/** A row of the table of incidents. */
const incident = (id: string, number: number, now: Date) => ({
  tenant_id: "north", id, number, year: 2026, title: "Malware in radiology", category: "malware-spread", severity: "high", weight: 75, tlp: "amber" as const, pap: "amber" as const, stage_times: "{}", mode: "handle" as const,
  setting_versions: "{}", origin: "alert" as const, opened_at: now, opened_by: "Analyst A.", opened_side: "provider" as const, changed_at: now,
}) as never;

const ISOLATE = { incident: INCIDENT, action: "isolate-host", target: { kind: "asset", name: "PC-RAD-102" } };
const made = async (over: object = {}): Promise<string> => {
  const { status, body, text } = await as("analyst", "POST", "requests", { ...ISOLATE, ...over });
  if (status !== 200) throw new Error(text);
  return String(body["ref"]);
};
const deliver = () => deliverDue({ state: api.state, now: api.now });
const sent = async (over: object = {}): Promise<string> => {
  const ref = await made(over);
  await as("analyst", "POST", `requests/${ref}/send`, {});
  await deliver();
  return ref;
};

const step = (name: string, ref: string, verb: string, body: object = {}) => as(name, "POST", `requests/${ref}/${verb}`, body);
const journal = async (action: string) => (await withTenant(api.state, "north", (db) => readJournal(db, { limit: 1, action })))[0];
const facts = async (kind: string) => withSystem(api.state, (db) => db.sql.selectFrom("outbox").selectAll().where("kind", "=", kind).orderBy("id").execute());

describe("the whole way", () => {
  test("a draft has what follows from action and CMDB", async () => {
    const { body } = await as("analyst", "POST", "requests", ISOLATE);
    expect(body).toMatchObject({
      ref: "NOR-R-0001", title: "Isolate PC-RAD-102 from the network", place: "Radiology, room 2", severity: "high", isUrgent: true, state: "draft", turn: { of: "soc" }, incident: { ref: "NOR-2026-0042" },
      team: { name: "Workstations", by: "owner" }, proofWords: ["Nothing to send. The SOC sees that PC-RAD-102 is silent for 10 minutes."],
    });
    expect((body["team"] as { reason: string }).reason).toMatch(/^Workstations: owner of PC-RAD-102 in the CMDB, (read|entered) .* ago$/);
    expect(await journal("request.drafted")).toMatchObject({ subject: "NOR-R-0001", who: "Some Body", side: "provider" });
  });

  test("sent, acknowledged, asked, answered, done", async () => {
    const ref = await made({ why: "It talks to a known command server." });
    expect((await step("analyst", ref, "send", {})).body).toMatchObject({ state: "queued", releasedBy: "person" });
    expect((await as("ops", "GET", `requests/${ref}`)).status).toBe(404);
    expect(await deliver()).toBe(1);
    expect(await deliver()).toBe(0);
    const page = (await as("ops", "GET", `requests/${ref}`)).body;
    expect(page).toMatchObject({ state: "sent", stateWords: "New", turn: { of: "team" }, due: { isLate: false, share: 1 }, delivery: [{ channel: "portal", state: "sent" }] });
    api.pass(7 * 60_000);
    expect((await step("ops", ref, "acknowledge")).body).toMatchObject({ state: "acknowledged", progress: [{ name: "sent", isReached: true }, { name: "acknowledged", isReached: true }, { isReached: false, at: null }, { isReached: false }] });
    const before = (await as("ops", "GET", `requests/${ref}`)).body["due"] as { at: string };
    expect((await step("ops", ref, "messages", { text: "May the printer on this port be cut, too?", question: true })).body).toMatchObject({ turn: { of: "soc", words: "The SOC answers the team's question." }, stateWords: "Waits for the SOC's answer" });
    api.pass(30 * 60_000);
    const answered = (await step("analyst", ref, "messages", { text: "Yes." })).body;
    expect(answered).toMatchObject({ turn: { of: "team" } });
    // The team's clock stood still for the half hour; signing in moved nobody's.
    expect(Date.parse((answered["due"] as { at: string }).at) - Date.parse(before.at)).toBe(30 * 60_000);
    expect((await step("ops", ref, "claim-done", { note: "Port SW-B2-14/7 closed" })).body).toMatchObject({ state: "claimed_done", turn: { of: "soc" } });
    expect((await as("ops", "GET", `requests/${ref}/clocks`)).body["clocks"]).toMatchObject([{ phase: "request-acknowledge", state: "met" }, { phase: "request-done", state: "met" }]);
    expect((await step("analyst", ref, "check")).body).toMatchObject({ state: "claimed_done", verification: { outcome: "not-yet" } });
    expect((await step("analyst", ref, "verify", { note: "Seen in the console of the switch" })).body).toMatchObject({ state: "verified", verification: { outcome: "by-hand" }, turn: { of: "nobody" } });
    expect((await facts("request.verified")).at(-1)).toMatchObject({ tenant_id: "north", details: { ref, incidentRef: "NOR-2026-0042", team: ids["team"] } });
    expect(await journal("request.verify")).toMatchObject({ subject: ref, reason: "Seen in the console of the switch" });
    expect((await step("analyst", ref, "reopen", { reason: "It is back" })).body).toMatchObject({ state: "reopened", progress: [{ isReached: true }, { isReached: false }, { isReached: false }, { isReached: false }] });
  });
});

test("what the team says, the provider says only on behalf of somebody there, and it shows as that", async () => {
  const ref = await made();
  await step("analyst", ref, "send", {});
  await deliver();
  for (const [verb, body] of [["acknowledge", {}], ["start", {}], ["claim-done", { note: "Port closed" }], ["cannot", { reason: "no hands" }]] as const) {
    expect((await step("analyst", ref, verb, body)).body, verb).toMatchObject({ status: 403, detail: expect.stringContaining("say who and how in onBehalfOf") as unknown });
    expect((await step("ops", ref, verb, { ...body, onBehalfOf: "myself" })).status, verb).toBe(400);
  }
  expect((await step("analyst", ref, "acknowledge", { onBehalfOf: "M. Diallo, by phone" })).body).toMatchObject({ state: "acknowledged" });
  const { body } = await step("analyst", ref, "claim-done", { note: "Port closed", onBehalfOf: "M. Diallo, by phone" });
  expect((body["moves"] as readonly object[]).at(-1)).toMatchObject({ verb: "claim-done", side: "provider", note: "On behalf of the team: M. Diallo, by phone\nPort closed" });
  expect(await journal("request.claim-done")).toMatchObject({ side: "provider", details: { onBehalfOf: "M. Diallo, by phone" } });
});

describe("approval", () => {
  const ask = (ref: string, over: object = {}) => step("analyst", ref, "ask-approval", { deadline: new Date(api.now().getTime() + 3_600_000).toISOString(), default: "do-nothing", ...over });

  test("is the client's: the provider cannot approve for it", async () => {
    const ref = await made();
    expect((await ask(ref)).body).toMatchObject({ state: "awaiting_approval", turn: { of: "approver" } });
    expect((await api.ask({ url: `/v1/tenants/north/requests/${ref}/approve`, body: {}, key: api.key })).status).toBe(403);
    expect((await step("analyst", ref, "approve")).status).toBe(403);
    expect((await step("ops", ref, "approve")).status).toBe(403);
    expect((await step("manager", ref, "approve", { note: "Go ahead" })).body).toMatchObject({ state: "queued", releasedBy: "approval" });
    expect((await facts("request.approved")).at(-1)).toMatchObject({ details: { ref } });
  });

  test("refused: only anew can it be asked", async () => {
    const ref = await made();
    await ask(ref);
    expect((await step("security", ref, "refuse-approval", { reason: "Not in the daytime" })).body).toMatchObject({ state: "refused" });
    expect((await step("analyst", ref, "reopen", { reason: "I insist" })).status).toBe(409);
    expect((await step("analyst", ref, "send")).status).toBe(409);
    expect((await step("analyst", ref, "revise", { reason: "At night then" })).body).toMatchObject({ state: "draft", releasedBy: null });
  });

  test("a deadline lies ahead, and not for ever", async () => {
    expect((await ask(await made(), { deadline: api.now().toISOString() })).status).toBe(400);
    expect((await ask(await made(), { deadline: "2126-01-01T00:00:00Z" })).status).toBe(400);
  });

  test("whoever is asked may approve", async () => {
    for (const person of ["zzz", ids["ops"]]) expect((await ask(await made(), { person })).body, person).toMatchObject({ status: 400, detail: expect.stringContaining("may approve") as unknown });
  });
});

describe("who sees what", () => {
  test("a team its own, security all, nobody a draft of the provider", async () => {
    const [draft, theirs] = [await made(), await sent()];
    const refsOf = async (name: string) => ((await as(name, "GET", "requests?view=all&limit=200")).body["requests"] as { ref: string }[]).map(({ ref }) => ref);
    expect(await refsOf("ops")).toContain(theirs);
    expect(await refsOf("other_ops")).toEqual([]);
    expect(await refsOf("security")).toContain(theirs);
    expect(await refsOf("security")).not.toContain(draft);
    expect(await refsOf("analyst")).toContain(draft);
    expect((await as("security", "GET", `requests/${draft}`)).status).toBe(404);
    for (const verb of ["acknowledge", "start", "cannot", "claim-done", "messages"]) expect((await step("other_ops", theirs, verb, { reason: "for a test", note: "for a test", text: "for a test" })).status, verb).toBeGreaterThanOrEqual(400);
    expect((await step("other_ops", theirs, "acknowledge")).status).toBe(404);
    expect((await as("foreigner", "GET", `requests/${theirs}`)).status).toBe(404);
    expect((await as("foreigner", "GET", `requests/${theirs}`, undefined, "south")).status).toBe(404);
    expect((await step("auditor", theirs, "acknowledge")).status).toBe(403);
  });

  test("counts are of what they see", async () => {
    const { counts } = (await as("ops", "GET", "requests?view=to-do")).body as { counts: { toDo: number; byTeam: { name: string; open: number }[] } };
    expect(counts.byTeam.map(({ name }) => name)).toEqual(["Workstations"]);
    expect(counts.toDo).toBeGreaterThan(0);
    expect((await as("other_ops", "GET", "requests")).body["counts"]).toMatchObject({ toDo: 0, checking: 0, done: 0, byTeam: [] });
  });

  test("who leaves a team sees its requests no more", async () => {
    const ref = await sent();
    expect((await as("manager", "DELETE", `teams/${ids["team"]}/members/${ids["ops"]}`)).body).toEqual({ members: [] });
    expect((await as("ops", "GET", `requests/${ref}`)).status).toBe(404);
    expect((await as("manager", "PUT", `teams/${ids["team"]}/members/${ids["ops"]}`)).body["members"]).toMatchObject([{ person: ids["ops"], name: "Some Body" }]);
    expect((await as("manager", "PUT", `teams/${ids["team"]}/members/${ids["ops"]}`)).status).toBe(409);
    expect((await as("manager", "PUT", `teams/${ids["team"]}/members/${ids["foreigner"]}`)).status).toBe(404);
    expect((await as("security", "PUT", `teams/${ids["team"]}/members/${ids["ops"]}`)).status).toBe(403);
  });

  test("what is internal to a side stays there", async () => {
    const ref = await sent();
    await step("analyst", ref, "messages", { text: "between us", internal: true });
    await step("ops", ref, "messages", { text: "to the SOC" });
    const read = async (name: string) => ((await as(name, "GET", `requests/${ref}`)).body["thread"] as { text: string }[]).map(({ text }) => text);
    expect(await read("ops")).toEqual(["to the SOC"]);
    expect(await read("analyst")).toEqual(["between us", "to the SOC"]);
  });
});

describe("teams", () => {
  test("another one begins anew, with the reason", async () => {
    const ref = await sent();
    await step("ops", ref, "acknowledge");
    expect((await step("analyst", ref, "reroute", { team: ids["net"], reason: "The port is theirs" })).body).toMatchObject({ state: "sent", team: { name: "Network", by: "person" } });
    expect((await as("ops", "GET", `requests/${ref}`)).status).toBe(404);
    expect((await step("analyst", ref, "reroute", { team: ids["net"], reason: "Once more" })).status).toBe(409);
    expect((await step("analyst", ref, "reroute", { team: "nobody", reason: "Whoever" })).status).toBe(404);
  });

  test("routes: by action, then what is left over; without any it cannot be sent", async () => {
    const other = { target: { kind: "indicator", name: "203.0.113.9" }, action: "block-address" };
    const lost = await made(other);
    expect((await step("analyst", lost, "send")).body["detail"]).toMatch(/has no team.*fallback/);
    const saved = await as("security", "PUT", "request-routes", { routes: [{ scope: "action", name: "block-address", team: ids["net"] }, { scope: "fallback", team: ids["team"] }], reason: "agreed in the kick-off" });
    expect(saved.body["routes"]).toHaveLength(2);
    expect(await journal("request-routes.changed")).toMatchObject({ reason: "agreed in the kick-off" });
    expect((await step("analyst", lost, "send")).body).toMatchObject({ state: "queued", team: { name: "Network", by: "action" } });
    expect((await as("analyst", "POST", "requests", { ...ISOLATE, target: { kind: "asset", name: "UNKNOWN-1" } })).body).toMatchObject({ team: { name: "Workstations", by: "fallback", reason: expect.stringContaining("does not know UNKNOWN-1") as string } });
    expect((await as("ops", "PUT", "request-routes", { routes: [], reason: "for a test" })).status).toBe(403);
  });
});

describe("sending without a person", () => {
  test("both sides stop it, only the service manager starts it again", async () => {
    expect((await as("ops", "POST", "automation/stop", { reason: "for a test" })).status).toBe(403);
    expect((await as("security", "POST", "automation/stop", { reason: "Too many at once" })).body).toMatchObject({ stopped: { reason: "Too many at once" }, words: expect.stringContaining("stopped") as string });
    expect((await as("analyst", "POST", "automation/stop", { reason: "me too" })).status).toBe(409);
    expect((await as("analyst", "POST", "automation/start", { reason: "again" })).status).toBe(403);
    expect((await as("manager", "POST", "automation/start", { reason: "again" })).status).toBe(403);
    expect((await as("service_manager", "POST", "automation/start", { reason: "The cause is gone" })).body).toMatchObject({ stopped: null });
    expect(await journal("automation.started")).toMatchObject({ reason: "The cause is gone", side: "provider" });
    expect((await api.ask({ url: "/v1/automation/stop", body: { reason: "for a test" }, cookies: who["security"]! })).status).toBe(403);
    expect((await api.ask({ url: "/v1/automation/stop", body: { reason: "for all" }, cookies: who["analyst"]! })).body).toMatchObject({ stopped: { reason: "for all" } });
    expect((await as("security", "GET", "automation")).body).toMatchObject({ stopped: null, stoppedForAll: { reason: "for all" } });
    expect((await api.ask({ url: "/v1/automation/start", body: { reason: "for all" }, cookies: who["analyst"]! })).status).toBe(403);
    expect((await api.ask({ url: "/v1/automation/start", body: { reason: "for all" }, cookies: who["service_manager"]! })).body).toEqual({ stopped: null });
  });

  test("whether an action was agreed beforehand is told with the reason", async () => {
    expect((await as("security", "GET", "pre-authorisation?action=isolate-host&target=PC-RAD-102")).body).toMatchObject({ allowed: false, why: 'The client has pre-authorised nothing of the kind "isolate-host".' });
  });
});

describe("wrong states", () => {
  test.each([["acknowledge", {}], ["start", {}], ["claim-done", { note: "done" }], ["cannot", { reason: "no hands" }], ["verify", { note: "seen" }], ["reopen", { reason: "not done" }], ["approve", {}], ["refuse-approval", { reason: "never" }], ["check", {}], ["revise", { reason: "anew" }], ["settle-delivery", { arrived: true, reason: "seen" }]])("%s of a cancelled one is a conflict that says what to do", async (verb, body) => {
    const ref = await sent();
    await step("analyst", ref, "cancel", { reason: "false alarm" });
    const name = verb === "approve" || verb === "refuse-approval" ? "security" : verb === "verify" || verb === "reopen" || verb === "check" || verb === "revise" || verb === "settle-delivery" ? "analyst" : "ops";
    expect(await step(name, ref, verb, body)).toMatchObject({ status: 409 });
  });

  test("pages follow each other by key", async () => {
    const seen: string[] = [];
    for (let after: string | null = ""; after !== null;) {
      const { body } = await as("analyst", "GET", `requests?view=open&limit=3${after === "" ? "" : `&after=${after}`}`);
      seen.push(...(body["requests"] as { ref: string }[]).map(({ ref }) => ref));
      after = body["next"] as string | null;
    }
    const all = ((await as("analyst", "GET", "requests?view=open&limit=200")).body["requests"] as { ref: string }[]).map(({ ref }) => ref);
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
    expect((await as("analyst", "GET", "requests?after=nonsense")).status).toBe(400);
  });
});
