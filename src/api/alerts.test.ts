import { beforeAll, describe, expect, test } from "vitest";
import { type Given, NOON, raised, RAISING } from "../../test/alerts.ts";
import { apiWith, type Cookies, type TestApi } from "../../test/people.ts";
import type { EvidenceEvent } from "../alerts/index.ts";
import { withTenant } from "../store/index.ts";
import { alertPageRoutes } from "./alert-page.ts";
import { alertVerbRoutes } from "./alert-verbs.ts";
import { alertRoutes } from "./alerts.ts";

let api: TestApi;
let analyst: Cookies;
let security: Cookies;
let southern: Cookies;
let next = 1;
const NORTH = "/v1/tenants/north/alerts";
const event = (id: string): EvidenceEvent => ({ id, time: new Date(NOON), arrived: new Date(NOON), source: "dc1", collector: "col-1", technology: "windows", event: { process: { name: "rundll32.exe" }, event: { category: ["process"] } }, line: "a line" });
const eventsOf = async (_tenant: string, ids: readonly string[]) => ids.map(event);

beforeAll(async () => {
  api = await apiWith({ routes: [alertRoutes, (deps) => alertVerbRoutes({ ...deps, eventsOf }), (deps) => alertPageRoutes({ ...deps, eventsOf })] }, "north", "south");
  api.pass(NOON + 10 * 60_000 - api.now().getTime());
  analyst = await api.signIn(await api.person("analyst@example.com", [{ tenant: null, role: "analyst" }]));
  security = await api.signIn(await api.person("security@example.com", [{ tenant: "north", role: "security" }]));
  southern = await api.signIn(await api.person("southern@example.com", [{ tenant: "south", role: "security" }]));
}, 60_000);

type Row = { readonly id: string; readonly ref: string; readonly [name: string]: unknown };

/** A new alert of a host of its own. */
async function alertOf(given: Partial<Given> = {}): Promise<Row> {
  const n = next++;
  await raised(api.state, [{ n, host: `host-${n}`, ...given }], { ...RAISING, now: api.now });
  const { body } = await api.ask({ url: `/v1/tenants/${given.tenant ?? "north"}/alerts?sort=newest&entity=${given.host ?? `host-${n}`}&stage=all`, key: api.key });
  return (body["alerts"] as readonly Row[])[0]!;
}
const post = (path: string, body: object = {}, cookies = analyst) => api.ask({ url: path, body, cookies });
const journalOf = (ref: string) => withTenant(api.state, "north", (db) => db.sql.selectFrom("journal").select("action").where("subject", "=", ref).orderBy("id").execute()).then((rows) => rows.map(({ action }) => action));

describe("each verb", () => {
  // Verb, body, what must have been done before it works, what makes it a conflict.
  const JUDGED = { verdict: "false_positive", reason: "rule-too-broad", comment: "The backup." };
  const VERBS: readonly (readonly [string, object, readonly (readonly [string, object])[], readonly (readonly [string, object])[]])[] = [
    ["take", {}, [], [["take", {}]]],
    ["release", {}, [["take", {}]], []],
    ["judge", JUDGED, [], [["judge", JUDGED]]],
    ["unjudge", {}, [["judge", JUDGED]], []],
    ["close", {}, [["judge", { ...JUDGED, closes: false }]], []],
    ["reopen", { why: "New evidence." }, [["judge", JUDGED]], []],
  ];

  test.each(VERBS)("%s: works, writes the journal, refuses a wrong state, another organisation and another role", async (verb, body, before, against) => {
    const alert = await alertOf();
    for (const [name, given] of before) await post(`${NORTH}/${alert.id}/${name}`, given);
    expect(await post(`${NORTH}/${alert.ref}/${verb}`, body)).toMatchObject({ status: 200, body: { id: alert.id } });
    const actions = await journalOf(alert.ref);
    expect(actions).toHaveLength(before.length + 1);
    const other = await alertOf();
    for (const [name, given] of against) await post(`${NORTH}/${other.id}/${name}`, given);
    expect(await post(`${NORTH}/${other.id}/${verb}`, body)).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(await post(`/v1/tenants/south/alerts/${other.id}/${verb}`, body)).toMatchObject({ status: 404 });
    expect(await post(`${NORTH}/${other.id}/${verb}`, body, security)).toMatchObject({ status: 403 });
    expect(await post(`${NORTH}/${other.id}/${verb}`, body, southern)).toMatchObject({ status: 404 });
    expect(await journalOf(other.ref)).toHaveLength(against.length);
  });

  test("assign: to somebody of the right side, who then has it; the thread says so", async () => {
    const alert = await alertOf();
    const colleague = await api.person("colleague@example.com", [{ tenant: null, role: "analyst" }]);
    const stranger = await api.person("stranger@example.com", [{ tenant: "south", role: "security" }]);
    expect(await post(`${NORTH}/${alert.id}/assign`, { to: stranger.id })).toMatchObject({ status: 404 });
    expect(await post(`${NORTH}/${alert.id}/assign`, { to: colleague.id, comment: "Yours since morning." })).toMatchObject({ status: 200, body: { status: "in_progress", owner: { who: "Some Body" }, turn: { phase: "qualify" } } });
    expect(await post(`${NORTH}/${alert.id}/take`)).toMatchObject({ status: 409 });
    const { body } = await api.ask({ url: `${NORTH}/${alert.id}/thread`, cookies: analyst });
    expect(body).toMatchObject({ entries: [{ type: "action", visibility: "internal", text: "Assigned it to Some Body. Yours since morning." }], next: null });
    expect((await api.ask({ url: `${NORTH}/${alert.id}/thread`, cookies: security })).body).toMatchObject({ entries: [] });
  });

  test("merge: detections move, both histories stay, the number leads on", async () => {
    const [one, two] = [await alertOf({ level: "medium" }), await alertOf({ level: "critical" })];
    await post(`${NORTH}/${two.id}/comment`, { text: "Looks the same." });
    expect(await post(`${NORTH}/${two.id}/merge`, { into: one.ref })).toMatchObject({ status: 200, body: { status: "closed", mergedInto: one.id, verdict: null } });
    expect(await post(`${NORTH}/${two.id}/take`)).toMatchObject({ status: 409 });
    expect(await post(`${NORTH}/${one.id}/merge`, { into: two.id })).toMatchObject({ status: 409 });
    const { body } = await api.ask({ url: `${NORTH}/${one.id}`, cookies: analyst });
    expect(body).toMatchObject({ detections: 2, score: 81, merged: [{ ref: two.ref }] });
    expect((await api.ask({ url: `${NORTH}/${one.id}/thread`, cookies: analyst })).body).toMatchObject({ entries: [{ text: "Looks the same.", from: two.ref }, { text: `Merged into ${one.ref}.`, from: two.ref }] });
  });

  test("evidence: what is behind the alert is kept with its digest, and nothing else", async () => {
    const n = next++;
    await raised(api.state, [{ n, host: "evident" }], { ...RAISING, now: api.now });
    const [{ id } = { id: "" }] = (await api.ask({ url: `${NORTH}?entity=evident`, cookies: analyst })).body["alerts"] as readonly Row[];
    const { events } = (await api.ask({ url: `${NORTH}/${id}/events`, cookies: analyst })).body as { readonly events: readonly { readonly id: string; readonly isPinned: boolean; readonly sentence: object }[] };
    expect(events).toMatchObject([{ isPinned: false, sentence: { text: `On 24 Nov 2026 at 13:00:00 (Europe/Paris) rundll32.exe was started. The rule calls it: Rule r1.` } }]);
    expect(await post(`${NORTH}/${id}/evidence`, { events: [events[0]!.id] })).toMatchObject({ status: 200, body: { pinned: 1, gone: [] } });
    expect(await post(`${NORTH}/${id}/evidence`, { events: ["00".repeat(16)] })).toMatchObject({ status: 400 });
    expect((await api.ask({ url: `${NORTH}/${id}`, cookies: analyst })).body).toMatchObject({ evidence: [{ line: "a line", pinnedBy: "Some Body" }] });
    expect(await journalOf((await api.ask({ url: `${NORTH}/${id}`, cookies: analyst })).body["ref"] as string)).toEqual(["alert.evidence-pinned"]);
  });
});

test("the client writes into the thread of an alert that it was asked about, and of no other", async () => {
  const alert = await alertOf();
  const remark = (cookies: Cookies, tenant = "north") => post(`/v1/tenants/${tenant}/alerts/${alert.ref}/remarks`, { text: "We look at it." }, cookies);
  expect(await remark(security)).toMatchObject({ status: 409, body: { detail: expect.stringContaining("was not escalated") as unknown } });
  await post("/v1/tenants/north/escalations", { about: { kind: "alert", id: alert.ref }, text: { title: "Seen", question: "Was it you?", what: "Something happened." } });
  expect((await remark(security)).status).toBe(200);
  expect((await remark(southern, "south")).status).toBe(404);
  expect((await remark(analyst)).status).toBe(403);
  expect((await api.ask({ url: `${NORTH}/${alert.id}/thread`, cookies: analyst })).body).toMatchObject({ entries: expect.arrayContaining([expect.objectContaining({ text: "We look at it.", visibility: "shared" })]) as unknown });
  expect(await journalOf(alert.ref)).toContain("alert.commented");
});

describe("the queue", () => {
  test("pages go through all alerts once, in each order; tabs are counted", async () => {
    for (const level of ["low", "high", "critical", "medium", null] as const) await alertOf({ tenant: "south", level });
    for (const sort of ["worst", "due", "newest"]) {
      const seen: string[] = [];
      let cursor: string | null = "";
      do {
        const { body } = await api.ask({ url: `/v1/tenants/south/alerts?sort=${sort}&limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`, cookies: analyst });
        seen.push(...(body["alerts"] as readonly Row[]).map(({ id }) => id));
        cursor = body["next"] as string | null;
        expect(body["counts"]).toEqual({ open: 5, mine: 0, unowned: 5, closed: 0 });
      } while (cursor !== null);
      expect(seen).toHaveLength(5);
      expect(new Set(seen).size).toBe(5);
    }
    const worst = (await api.ask({ url: "/v1/tenants/south/alerts", cookies: southern })).body["alerts"] as readonly { readonly score: number; readonly mode: string; readonly turn: { readonly text: string } }[];
    expect(worst.map(({ score }) => score)).toEqual([80, 65, 45, 45, 25]);
    expect(worst[0]).toMatchObject({ mode: expect.any(String) as string, turn: { side: "provider", phase: "acknowledge", text: expect.stringMatching(/^Acknowledge in /) as string } });
    const all = (await api.ask({ url: "/v1/alerts?tenant=south&level=critical,high", cookies: analyst })).body;
    expect((all["alerts"] as readonly Row[]).map(({ tenant }) => tenant)).toEqual(["south", "south"]);
    expect(await api.ask({ url: "/v1/alerts", cookies: southern })).toMatchObject({ status: 403 });
  });

  test.each([
    ["technique=T1003", 1], ["technique=T1004", 0], ["text=FILTERED", 1], ["rule=only", 1], ["verdict=none", 1], ["verdict=true_positive", 0], ["status=new", 1], ["status=escalated", 0], ["since=2026-11-25T00:00:00Z", 0], ["dueBefore=2020-01-01T00:00:00Z", 0], ["level=high", 1], ["level=low,critical", 0],
  ])("filter %s finds %i", async (filter, count) => {
    if ((await api.ask({ url: `${NORTH}?rule=only&stage=all`, cookies: analyst })).body["alerts"]?.toString() === "") await alertOf({ rule: "only", title: "The filtered one", host: "filtered" });
    const { body } = await api.ask({ url: `${NORTH}?entity=filtered&${filter}`, cookies: analyst });
    expect(body["alerts"]).toHaveLength(count);
  });

  test("next leads through a view to its end", async () => {
    const first = (await api.ask({ url: "/v1/tenants/south/alerts/next", cookies: analyst })).body["alert"] as Row;
    const second = (await api.ask({ url: `/v1/tenants/south/alerts/next?after=${first.id}`, cookies: analyst })).body["alert"] as Row;
    expect([first["score"], second["score"]]).toEqual([80, 65]);
    expect((await api.ask({ url: `/v1/alerts/next?tenant=south&after=${first.id}`, cookies: analyst })).body).toMatchObject({ alert: { id: second.id } });
    expect((await api.ask({ url: "/v1/tenants/south/alerts/next?stage=closed", cookies: analyst })).body).toEqual({ alert: null });
  });

  test("many at once, with one comment: each is done or refused by itself", async () => {
    const [one, two] = [await alertOf({ rule: "batch" }), await alertOf({ rule: "batch" })];
    const south = await alertOf({ tenant: "south", host: "many" });
    await post(`${NORTH}/${one.id}/take`);
    const done = await post("/v1/alerts/actions", { action: { do: "take" }, alerts: [{ tenant: "north", alert: one.id }, { tenant: "north", alert: two.ref }, { tenant: "south", alert: south.id }] });
    expect(done).toMatchObject({ status: 200, body: { done: [{ id: two.id }, { id: south.id }], refused: [{ alert: one.ref, why: `${one.ref}: It is yours already.` }], left: false } });
    const judged = await post(`${NORTH}/actions`, { action: { do: "judge", verdict: "benign_positive", reason: "administration", comment: "All of them." }, matching: { stage: "mine", rule: "batch" } });
    expect(new Set((judged.body["done"] as readonly Row[]).map(({ id }) => id))).toEqual(new Set([one.id, two.id]));
    expect(await post(`${NORTH}/actions`, { action: { do: "take" } })).toMatchObject({ status: 400 });
  });

  test("the horizon and the account add up", async () => {
    const { body } = await api.ask({ url: `${NORTH}/horizon`, cookies: analyst });
    const { detections, alerted, sentence, bars } = body as unknown as { readonly detections: number; readonly alerted: number; readonly sentence: string; readonly bars: readonly object[] };
    expect(bars).toHaveLength(96);
    expect(detections).toBe(alerted);
    expect(sentence).toMatch(/^\d+ detections in 24 h → \d+ alerts · nothing kept below the line$/);
    expect((await api.ask({ url: `/v1/alerts/horizon?language=fr`, cookies: analyst })).body["sentence"]).toMatch(/détections en 24 h/);
    const { days } = (await api.ask({ url: `${NORTH}/account`, cookies: security })).body as { readonly days: readonly { readonly adds: boolean; readonly detections: number; readonly waiting: number }[] };
    expect(days).toMatchObject([{ adds: true, waiting: 0, detections }]);
  });
});

describe("the page", () => {
  test("says what happened, why the score, how it was grouped, and what differs from similar ones", async () => {
    const context = { host: { asset: { id: ["a1"], name: ["SRV-AD-02"], kind: ["server"], criticality: 4, ambiguous: false, candidates: 1, tags: ["domain-controller"] } }, asset: { criticality: 4 }, user: { interest: ["privileged"] } };
    const fields = { Image: "C:\\Windows\\System32\\rundll32.exe", CommandLine: "rundll32 comsvcs.dll, MiniDump", User: "svc-backup", ParentImage: "C:\\Windows\\cmd.exe" };
    for (const n of [1, 2]) {
      const before = await alertOf({ rule: "dump", host: `dump-${n}`, fields: { ...fields, ParentImage: "VeeamAgent.exe" } });
      await post(`${NORTH}/${before.id}/judge`, { verdict: "false_positive", reason: "rule-too-broad" });
    }
    const n = next++;
    await raised(api.state, [{ n, rule: "dump", title: "LSASS memory dumped", host: "SRV-AD-02", fields, context }], { ...RAISING, now: api.now });
    const [row] = (await api.ask({ url: `${NORTH}?rule=dump`, cookies: analyst })).body["alerts"] as readonly Row[];
    const { status, body } = await api.ask({ url: `${NORTH}/${row!.ref}?language=en`, cookies: analyst });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      score: 91, level: "critical", asset: "a1", assetDetail: null, category: "identity-theft",
      sentence: { text: "On 24 Nov 2026 at 13:00:00 (Europe/Paris) rundll32.exe, run as svc-backup from cmd.exe, was started on SRV-AD-02: rundll32 comsvcs.dll, MiniDump. The rule calls it: LSASS memory dumped." },
      scoring: { sentence: "High rule 60, on a domain controller +18, by a privileged account +8, first time here in 90 days +5." },
      grouping: { strategy: "rule-and-entity", windowMinutes: 60, sentence: "Grouped by rule and machine, 1 h window, 1 detection." },
      similar: { sameRule: { total: 2, byVerdict: { false_positive: 2 } }, common: { verdict: "false_positive", count: 2 }, differsText: "This one differs: ParentImage is C:\\Windows\\cmd.exe, the 2 had VeeamAgent.exe." },
      ruleDetail: { author: "Somebody", references: ["https://example.org/rule"], version: 3 }, attention: { isWatched: false }, nextStep: { run: null, playbook: "Misuse of a privileged account", step: "what" },
    });
    expect(((body["clocks"] as readonly { readonly phase: string }[]) ?? []).map(({ phase }) => phase).toSorted()).toEqual(["acknowledge", "qualify"]);
    expect((await api.ask({ url: `${NORTH}/${row!.ref}?language=fr`, cookies: analyst })).body).toMatchObject({ scoring: { sentence: "Règle élevée 60, sur un contrôleur de domaine +18, par un compte à privilèges +8, première fois ici en 90 jours +5." } });
    expect(await post(`${NORTH}/${row!.id}/judge-alike`)).toMatchObject({ status: 200, body: { verdict: "false_positive", status: "closed" } });
    await post(`${NORTH}/${row!.id}/watch`);
    await post(`${NORTH}/${row!.id}/seen`);
    expect((await api.ask({ url: `${NORTH}/${row!.id}`, cookies: analyst })).body).toMatchObject({ attention: { isWatched: true, watchers: 1, seenAt: expect.any(String) as string }, judgement: { reason: "rule-too-broad" } });
  });

  test("another organisation's alert is not there, by id and by reference", async () => {
    const alert = await alertOf();
    for (const name of [alert.id, alert.ref]) expect(await api.ask({ url: `/v1/tenants/south/alerts/${name}`, cookies: southern })).toMatchObject({ status: 404 });
  });
});
