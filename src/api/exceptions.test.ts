// Exceptions over HTTP: from a false positive to one that holds, and who may do which step.
import { beforeEach, describe, expect, test } from "vitest";
import { type Given, idOf, keep } from "../../test/alerts.ts";
import { apiWith, type Cookies, type TestApi } from "../../test/people.ts";
import { ruleText, uuid } from "../../test/rule-text.ts";
import { createSuppressions, exceptionJobs, judge, raiseAlerts, suppressionJobs, unjudge, type WholeEventsOf } from "../alerts/index.ts";
import { systemCaller } from "../core/index.ts";
import { createKey } from "../identity/index.ts";
import { openIncident, qualifyIncident } from "../incidents/index.ts";
import { readJournal, withSystem, withTenant } from "../store/index.ts";
import { exceptionRoutes } from "./exceptions.ts";
import { suppressionRoutes } from "./suppressions.ts";

const RULE = uuid(77);
const DAY_MS = 86_400_000;
const T0 = Date.UTC(2026, 10, 24, 7);
const RANGE = { scope: { rule: RULE }, conditions: { User: "svc-backup", "process.parent.name": "VeeamAgent.exe" } };

let api: TestApi;
let analyst: Cookies;
let lead: Cookies;
let client: Cookies;
let south: Cookies;
let made = 0;
let events = new Map<string, { readonly parent: string }>();
const eventsOf: WholeEventsOf = async (_, ids) => ids.flatMap((id) => (events.has(id) ? [{ id, document: { process: { parent: { name: events.get(id)?.parent ?? "" } } } }] : []));

type Past = Partial<Given> & { readonly user?: string; readonly parent?: string };
const given = ({ user = "svc-backup", parent = "VeeamAgent.exe", ...more }: Past): Given => {
  const n = ++made;
  events.set(Buffer.from(idOf(n, 1)).toString("hex"), { parent });
  return { n, rule: RULE, title: "Odd backup", fields: { User: user, Image: "c:\\rundll32.exe" }, timeMs: T0 - n * 2 * 3_600_000, ...more };
};
const raise = async (past: readonly Past[], limitPerHour?: number): Promise<void> => {
  await keep(api.state, past.map(given), api.now());
  const suppressions = createSuppressions({ now: api.now, eventsOf, onUnread: () => {}, limitPerHour });
  while ((await raiseAlerts(api.state, { now: api.now, suppressions })) > 0);
};
const alerts = () => withTenant(api.state, "north", (db) => db.sql.selectFrom("alert").selectAll().orderBy("number").execute());
const url = (path = ""): string => `/v1/tenants/north/exceptions${path}`;
const ask = (cookies: Cookies, path: string, body?: object, method?: "PUT") => api.ask({ url: url(path), cookies, ...(body === undefined ? {} : { body }), ...(method === undefined ? {} : { method }) });
const backtest = (text: object = RANGE) => ask(analyst, "/backtest", text);
const save = (text: object = RANGE, cookies = analyst) => ask(cookies, "", { title: "Backups", justification: "The backup agent does this each night.", ...text });
const judged = (numbers: readonly number[], verdict: "true_positive" | "false_positive") =>
  withTenant(api.state, "north", async (db) => {
    const ids = (await db.sql.selectFrom("alert").select(["id", "number"]).execute()).filter(({ number }) => numbers.includes(number)).map(({ id }) => id);
    await judge(db, { who: "A.", id: "person:a", side: "provider", now: api.now() }, ids, { verdict, reason: verdict === "true_positive" ? "attack-confirmed" : "rule-too-broad" });
  });
const lastOf = async () => (await withTenant(api.state, "north", (db) => readJournal(db, { limit: 1 })))[0];
const facts = () => withTenant(api.state, "north", async (db) => (await db.sql.selectFrom("outbox").select(["kind", "subject"]).orderBy("id").execute()).filter(({ kind }) => kind.startsWith("exception.")).map(({ kind }) => kind));

async function begin(): Promise<void> {
  events = new Map();
  api = await apiWith({ routes: [(deps) => exceptionRoutes({ ...deps, eventsOf }), (deps) => suppressionRoutes(deps)] }, "north", "south");
  await api.ask({ method: "PUT", url: "/v1/tenants/north/own-rules/odd.yml", body: { text: ruleText({ id: RULE, title: "Odd backup" }), reason: "for a test" }, key: api.key });
  analyst = await api.signIn(await api.person("analyst@example.com", [{ tenant: null, role: "analyst" }]));
  lead = await api.signIn(await api.person("lead@example.com", [{ tenant: null, role: "shift_lead" }]));
  client = await api.signIn(await api.person("rssi@example.com", [{ tenant: "north", role: "security" }]));
  south = await api.signIn(await api.person("rssi@south.example.com", [{ tenant: "south", role: "security" }]));
}

beforeEach(begin);

describe("from false positive to exception", () => {
  test("a draft out of the alert, a backtest, one that holds; what it hid stays below the line when it ends", async () => {
    await raise([...Array.from({ length: 6 }, () => ({})), { parent: "cmd.exe" }]);
    await judged([1, 2, 3, 4, 5], "false_positive");
    await judged([7], "true_positive");
    const alert = (await alerts())[5]!;
    const draft = await api.ask({ method: "POST", url: `/v1/tenants/north/alerts/${alert.id}/exception-draft`, cookies: analyst });
    expect(draft.body).toMatchObject({ compared: { harmless: 5, truePositives: 1 }, scope: { rule: RULE }, alert: alert.id, conditions: { "process.parent.name": "VeeamAgent.exe", Image: "c:\\rundll32.exe", User: "svc-backup" } });

    const tested = await backtest();
    expect(tested.body).toMatchObject({
      sentence: "It would have hidden 6 of 7 alerts, no true positive.", detections: { total: 7, hidden: 6, undecided: 0 }, truePositives: { count: 0, named: [] }, partial: null, unknownFields: [],
      alerts: { total: 7, hidden: 6, byVerdict: { true_positive: 1, false_positive: 5, unjudged: 1 }, hiddenByVerdict: { true_positive: 0, false_positive: 5, unjudged: 1 } },
    });
    expect((tested.body["squares"] as readonly { readonly verdict: string; readonly hidden: boolean }[]).filter(({ hidden }) => !hidden)).toMatchObject([{ verdict: "true_positive", ref: "NOR-A-7" }]);

    const saved = await save();
    expect(saved.body).toMatchObject({ state: "approved", version: 3, needs: { reasons: [], client: false }, approved: { side: "provider" }, expiresAt: new Date(api.now().getTime() + 90 * DAY_MS).toISOString(), tested: { alerts: { hidden: 6 } } });
    expect((saved.body["steps"] as readonly { readonly verb: string }[]).map(({ verb }) => verb)).toEqual(["approve", "propose", "draft"]);
    expect(await facts()).toEqual(["exception.approved"]);

    const id = String(saved.body["id"]);
    await raise([{}, { parent: "cmd.exe" }, { user: "someone" }]);
    const kept = await api.ask({ url: `/v1/tenants/north/suppressed?by=${id}`, cookies: client });
    expect(kept.body).toMatchObject({ suppressed: [{ kind: "exception", by: id, owner: "Some Body", rule: { key: RULE, title: "Odd backup" }, host: "srv-1", reason: expect.stringContaining("The backup agent does this each night.") as unknown }], next: null });
    expect((await api.ask({ url: "/v1/tenants/north/suppressed/counts", cookies: client })).body).toMatchObject({ total: 1, byKind: { exception: 1 }, lines: [{ kind: "exception", by: id, count: 1 }] });
    expect((await ask(client, `/${id}`)).body).toMatchObject({ hidden: { count: 1 } });

    // kibana#253962: the end brings nothing back.
    const before = (await alerts()).map(({ detections }) => detections);
    api.pass(91 * DAY_MS);
    for (const job of exceptionJobs({ state: api.state, now: api.now })) await job.run();
    lead = await api.signIn({ ...(await api.person("lead2@example.com", [{ tenant: null, role: "shift_lead" }])) });
    expect((await ask(lead, `/${id}`)).body).toMatchObject({ state: "ended", steps: [{ verb: "end", who: "exceptions", side: "system" }, {}, {}, {}] });
    expect(await facts()).toEqual(["exception.approved", "exception.ended"]);
    await raise([]);
    expect((await alerts()).map(({ detections }) => detections)).toEqual(before);
    expect(await withTenant(api.state, "north", (db) => db.sql.selectFrom("suppressed_detection").selectAll().execute())).toHaveLength(1);
    // And what comes now is seen again.
    await raise([{ timeMs: api.now().getTime() - 1000 }]);
    expect(await withTenant(api.state, "north", (db) => db.sql.selectFrom("suppressed_detection").selectAll().execute())).toHaveLength(1);
  });

  test("an exception past its expiry hides nothing, though nobody has ended it yet", async () => {
    await raise([{}]);
    await backtest();
    expect((await save({ ...RANGE, expiresAt: new Date(api.now().getTime() + 3_600_000).toISOString() })).status).toBe(200);
    api.pass(3_600_000);
    await raise([{}]);
    expect((await alerts()).length).toBe(2);
  });

  test("events that are gone decide nothing: the detection goes to people", async () => {
    await raise([{}]);
    await backtest();
    await save();
    await keep(api.state, [given({})], api.now());
    events.clear();
    const suppressions = createSuppressions({ now: api.now, eventsOf, onUnread: () => {} });
    await raiseAlerts(api.state, { now: api.now, suppressions });
    expect(await alerts()).toHaveLength(2);
    const tested = await backtest({ ...RANGE, conditions: { ...RANGE.conditions, Image: "c:\\rundll32.exe" } });
    expect(tested.body).toMatchObject({ detections: { hidden: 0, undecided: 2 }, alerts: { hidden: 0 } });
  });
});

describe("saving", () => {
  test("without a backtest of this very text is refused, with what to do", async () => {
    await raise([{}]);
    expect(await save()).toMatchObject({ status: 409, text: expect.stringContaining("exceptions/backtest first") as unknown });
    await backtest();
    expect((await save({ ...RANGE, conditions: { User: "svc-backup" } })).status).toBe(409);
    expect((await save({ ...RANGE, scope: { rule: null } })).status).toBe(409);
    api.pass(3_601_000);
    const { key } = api;
    const late = await api.ask({ url: url(), key, body: { title: "Backups", justification: "for a test", ...RANGE } });
    expect(late).toMatchObject({ status: 409, text: expect.stringContaining("more than an hour ago") as unknown });
    expect((await api.ask({ url: url(), key })).body).toEqual({ exceptions: [], next: null });
  });

  test("by a test that looked back for less is refused: it could leave out the attack", async () => {
    await raise([{ timeMs: T0 - 3 * DAY_MS }]);
    await judged([1], "true_positive");
    expect((await backtest({ ...RANGE, days: 1 })).body).toMatchObject({ truePositives: { count: 0 } });
    expect(await save()).toMatchObject({ status: 409, text: expect.stringContaining("the past 90 days") as unknown });
    await backtest();
    await backtest({ ...RANGE, days: 1 });
    expect((await save()).body).toMatchObject({ state: "proposed", needs: { reasons: ["It would have hidden a true positive: NOR-A-1."] } });
  });

  test("what was an attack stays one for the test when it is opened again, or when its incident says so", async () => {
    await raise([{}, { host: "srv-9", timeMs: T0 - 40 * 3_600_000 }]);
    await judged([1], "true_positive");
    const [first, second] = await alerts();
    await withTenant(api.state, "north", async (db) => {
      const caller = { who: "A.", id: "person:a", side: "provider" as const, now: api.now() };
      await unjudge(db, caller, [first!.id]);
      const incident = await openIncident(db, caller, { alerts: [second!.id], origin: "alert" });
      await qualifyIncident(db, caller, incident.id, { verdict: "true_positive", words: "not ours" });
    });
    expect((await alerts()).map(({ verdict }) => verdict)).toEqual([null, null]);
    expect((await backtest()).body).toMatchObject({ truePositives: { count: 2 } });
    // Whoever judges it anew has the last word.
    await judged([1], "false_positive");
    expect((await backtest()).body).toMatchObject({ truePositives: { count: 1, named: [{ ref: "NOR-A-2" }] } });
  });

  test("on a field that only events have is not refused, where nothing had to be read to decide", async () => {
    await raise([{}]);
    expect((await backtest({ ...RANGE, conditions: { User: "nobody", "process.parent.name": "x" } })).body).toMatchObject({ unknownFields: [] });
  });

  test("on a field that nothing had is refused, with the one that was likely meant", async () => {
    await raise([{}]);
    const conditions = { Users: "svc-backup", Image: "*\\rundll32.exe" };
    expect((await backtest({ ...RANGE, conditions })).body).toMatchObject({ unknownFields: [{ field: "Users", instead: "User" }], alerts: { hidden: 0 } });
    expect(await save({ ...RANGE, conditions })).toMatchObject({ status: 400, text: expect.stringContaining("did you mean User?") as unknown });
  });

  test.each([
    ["a rule that is not there", { scope: { rule: uuid(99) } }, 404, "has a rule"],
    ["more than a year", { expiresAt: "2028-01-01T00:00:00Z" }, 400, "365 days at most"],
    ["the past", { expiresAt: "2026-01-01T00:00:00Z" }, 400, "in the future"],
    ["an alert that is not there", { alert: "NOR-A-99" }, 404, "no alert NOR-A-99"],
    ["no condition", { conditions: {} }, 400, "switch the rule off"],
    ["no justification", { justification: "" }, 400, "justification"],
    ["a poisoned name", { conditions: JSON.parse('{"a": "x", "constructor.prototype": "y"}') as object }, 409, "backtest first"],
  ])("of %s is refused", async (_, text, status, says) => {
    expect(await save({ ...RANGE, ...text })).toMatchObject({ status, text: expect.stringContaining(says) as unknown });
  });
});

describe("a second person", () => {
  const WIDE = { ...RANGE, conditions: { User: "svc-backup" } };
  const wide = async (text: object = WIDE): Promise<string> => {
    await backtest(text);
    const { body } = await save(text);
    expect(body).toMatchObject({ state: "proposed" });
    return String(body["id"]);
  };

  test("looks at what is wide or would have hidden a true positive, and is not the author", async () => {
    await raise([{}, {}, { parent: "cmd.exe" }]);
    await judged([3], "true_positive");
    const tested = await backtest(WIDE);
    expect(tested.body).toMatchObject({ truePositives: { count: 1, named: [{ ref: "NOR-A-3" }] }, narrower: { sentence: "Add process.parent.name is VeeamAgent.exe: hides 2 of 3, no true positive.", condition: { "process.parent.name": "VeeamAgent.exe" } } });
    const id = await wide();
    expect((await ask(analyst, `/${id}`)).body).toMatchObject({ needs: { reasons: ["It asks for no more than one value.", "It would have hidden a true positive: NOR-A-3."], client: false } });
    expect(await facts()).toEqual(["exception.proposed"]);
    await raise([{}]);
    expect((await alerts()).length).toBe(4);
    expect((await ask(analyst, `/${id}/approve`, { reason: "it is fine" })).status).toBe(403);
    expect((await ask(lead, `/${id}/approve`, { reason: "it is fine" })).body).toMatchObject({ state: "approved", approved: { side: "provider" } });
    expect(await lastOf()).toMatchObject({ action: "exception.approved", subject: id, reason: "it is fine" });
    await raise([{}]);
    expect((await alerts()).length).toBe(4);
  });

  test("is a person: whoever wrote it could have made a key", async () => {
    await raise([{}]);
    const id = await wide();
    for (const tenant of [null, "north"]) {
      const { text } = await createKey(api.state, systemCaller("test", api.now()), { name: "k", scopes: ["exception:approve", "exception:read"], tenant, expiresAt: null });
      expect(await api.ask({ url: url(`/${id}/approve`), body: { reason: "it is fine" }, key: text })).toMatchObject({ status: 403, text: expect.stringContaining("a key cannot approve") as unknown });
    }
  });

  test("may be one of the client; and has to be where the client says so", async () => {
    await raise([{}]);
    await api.ask({ method: "PUT", url: "/v1/tenants/north/settings/exceptions", headers: { "if-match": '"0"' }, body: { document: { days: 30, wideSharePercent: 50, clientApproval: "all" }, reason: "we look at all" }, cookies: await api.signIn(await api.person("dg@example.com", [{ tenant: "north", role: "manager" }])) });
    const id = await wide(RANGE);
    expect((await ask(analyst, `/${id}`)).body).toMatchObject({ needs: { reasons: [], client: true }, expiresAt: new Date(api.now().getTime() + 30 * DAY_MS).toISOString() });
    expect(await ask(lead, `/${id}/approve`, { reason: "it is fine" })).toMatchObject({ status: 403, text: expect.stringContaining("somebody of the client") as unknown });
    expect((await ask(client, `/${id}/approve`, { reason: "it is ours" })).body).toMatchObject({ state: "approved", approved: { side: "client" } });
  });

  test("who wrote it cannot approve it, whatever the role", async () => {
    await raise([{}]);
    await backtest(WIDE);
    const id = String((await save(WIDE, lead)).body["id"]);
    expect(await ask(lead, `/${id}/approve`, { reason: "it is mine" })).toMatchObject({ status: 403, text: expect.stringContaining("somebody else approves") as unknown });
    expect((await ask(lead, `/${id}/refuse`, { reason: "it is mine" })).status).toBe(403);
  });

  test("every step: works, wrong state, another organisation, wrong role, journal", async () => {
    await raise([{}]);
    const id = await wide();
    for (const verb of ["approve", "refuse", "withdraw", "end"]) {
      expect([verb, (await api.ask({ url: `/v1/tenants/south/exceptions/${id}/${verb}`, body: { reason: "not mine" }, key: api.key })).status]).toEqual([verb, 404]);
      expect([verb, (await ask(south, `/${id}/${verb}`, { reason: "not mine" })).status]).toEqual([verb, 404]);
    }
    expect((await ask(client, `/${id}/withdraw`, { reason: "not my step" })).status).toBe(403);
    expect((await ask(analyst, `/${id}/end`, { reason: "not in force" })).status).toBe(409);
    expect((await ask(lead, `/${id}/refuse`, { reason: "too wide" })).body).toMatchObject({ state: "refused" });
    expect(await lastOf()).toMatchObject({ action: "exception.refused", subject: id, reason: "too wide" });
    expect(await ask(lead, `/${id}/approve`, { reason: "after all" })).toMatchObject({ status: 409, text: expect.stringContaining("revise it") as unknown });
    // The author narrows it: a new version, which is narrow enough.
    await backtest();
    expect((await ask(analyst, `/${id}`, { title: "Backups", justification: "narrower now", ...RANGE }, "PUT")).body).toMatchObject({ state: "approved", version: 6 });
    expect((await ask(analyst, `/${id}/end`, { reason: "the agent is gone" })).body).toMatchObject({ state: "ended" });
    expect(await lastOf()).toMatchObject({ action: "exception.ended", subject: id });
    expect((await ask(analyst, `/${id}/end`, { reason: "again" })).status).toBe(409);
    expect((await ask(client, "", { title: "Backups", justification: "not my step", ...RANGE })).status).toBe(403);
    const draft = String((await save({ ...WIDE, draft: true })).body["id"]);
    expect((await ask(analyst, `/${draft}/withdraw`, { reason: "never mind" })).body).toMatchObject({ state: "withdrawn" });
    expect((await ask(analyst, `/${draft}/propose`, {})).status).toBe(409);
    expect(((await ask(analyst, "?state=withdrawn,refused")).body["exceptions"] as readonly object[]).length).toBe(1);
    const [first] = (await ask(analyst, "?limit=1")).body["exceptions"] as readonly { readonly id: string }[];
    expect((await ask(analyst, `?limit=1&after=${first!.id}`)).body).toMatchObject({ exceptions: [{ id }] });
  });
});

describe("below the line", () => {
  test("each suppressed detection has its kind, its owner and its reason, and the sums balance", async () => {
    const at = T0 - 3_600_000;
    await withSystem(api.state, (db) => db.sql.insertInto("maintenance_window").values({ tenant_id: "north", id: "w1", title: "Patches", starts_at: new Date(at - 3_600_000), ends_at: new Date(at + 3_600_000), assets: [], services: [], tags: ["pci"], reason: "Monthly.", source: "manual", created_by: "Ops", changed_at: new Date(at), cancelled_at: null } as never).execute());
    const asset = (more: object) => ({ host: { asset: { id: ["a1"], name: ["srv-1"], tags: ["PCI"], ambiguous: false, ...more } } }) as never;
    await raise([
      { timeMs: at, context: asset({}) }, // planned
      { timeMs: at, context: asset({ ambiguous: true }), host: "h2" }, // which machine is not known
      { timeMs: at, context: asset({}), level: "critical", host: "h3" }, // work explains no attack
      { timeMs: at, context: asset({ tags: ["web"] }), host: "h4" },
      { timeMs: at + 60_000, context: asset({ tags: ["web"] }), host: "h4" }, // the same again
      { timeMs: at + 4 * 60_000, host: "h4" },
      { timeMs: at + 6 * 60_000, host: "h4" }, // five minutes later one goes to people
      { timeMs: at + 60_000, host: "h4", user: "other" },
      { timeMs: at + 7 * 60_000, host: "h4", isCorrelation: true },
      { timeMs: at + 8 * 60_000, host: "h4", isCorrelation: true },
    ]);
    const { body } = await api.ask({ url: "/v1/tenants/north/suppressed/counts", cookies: client });
    expect(body).toMatchObject({ total: 3, byKind: { maintenance: 1, duplicate: 2, exception: 0, "rate-limit": 0 } });
    const one = await api.ask({ url: "/v1/tenants/north/suppressed?kind=maintenance", cookies: client });
    expect(one.body).toMatchObject({ suppressed: [{ by: "w1", owner: "Ops", reason: expect.stringContaining("Patches: planned until") as unknown }] });
    const alerted = (await alerts()).reduce((sum, { detections }) => sum + detections, 0);
    expect(alerted + 3).toBe(10);
  });

  test("a machine gone wild hides the rule on no other, nothing that is critical, and what nobody saw is repeated by nothing", async () => {
    await raise(Array.from({ length: 6 }, (_, i) => ({ timeMs: T0 + 60_000 * i, host: "flood", user: `u${i}` })), 3);
    await raise([{ timeMs: T0, host: "calm" }, { timeMs: T0, host: "flood", level: "critical", user: "x" }, ...Array.from({ length: 3 }, () => ({ timeMs: T0 + 7 * 60_000, host: "flood", user: "same" }))], 3);
    expect((await alerts()).map(({ entity_name: name, detections }) => [name, detections])).toEqual([["flood", 4], ["calm", 1]]);
    const { body } = await api.ask({ url: "/v1/tenants/north/suppressed/counts", cookies: client });
    expect(body).toMatchObject({ total: 6, byKind: { "rate-limit": 6, duplicate: 0 } });
    for (const job of suppressionJobs({ state: api.state, now: api.now })) await job.run();
    const told = await withTenant(api.state, "north", (db) => db.sql.selectFrom("timeline_entry").select(["subject_id", "text"]).where("text", "like", "The rule went over%").execute());
    expect(told).toMatchObject([{ subject_id: (await alerts())[0]!.id, text: expect.stringContaining("3 detections on flood") as unknown }]);
  });

  test("a rule gone wild: what is over its limit is kept, and one alert says so, once", async () => {
    await raise(Array.from({ length: 7 }, (_, i) => ({ timeMs: T0 + 60_000 * i, host: `h${i}` })), 4);
    await raise(Array.from({ length: 2 }, (_, i) => ({ timeMs: T0 + 60_000 * i, host: `g${i}` })), 4);
    const { body } = await api.ask({ url: "/v1/tenants/north/suppressed?kind=rate-limit&limit=3", cookies: client });
    expect(body).toMatchObject({ suppressed: [{ by: RULE, owner: "Vigie" }, {}, {}], next: expect.any(String) as unknown });
    expect((await api.ask({ url: `/v1/tenants/north/suppressed?kind=rate-limit&limit=3&cursor=${String(body["next"])}`, cookies: client })).body["suppressed"]).toHaveLength(2);
    for (const _ of [1, 2]) for (const job of suppressionJobs({ state: api.state, now: api.now })) await job.run();
    const told = await withTenant(api.state, "north", (db) => db.sql.selectFrom("timeline_entry").select(["text", "visibility"]).where("author", "=", "suppression").execute());
    expect(told).toMatchObject([{ visibility: "shared", text: expect.stringContaining("went over its limit") as unknown }]);
    expect(await alerts()).toHaveLength(4);
  });
});
