import { beforeAll, expect, test } from "vitest";
import { apiWith, type Cookies, type TestApi } from "../../test/people.ts";
import { ruleText, uuid } from "../../test/rule-text.ts";
import { loadRules } from "../detect/index.ts";
import { activeRules, importPack, readList } from "../rulesets/index.ts";
import { systemCaller } from "../core/index.ts";
import { raised } from "../../test/alerts.ts";
import { judge } from "../alerts/index.ts";
import { readJournal, withTenant } from "../store/index.ts";
import { ruleRegistryRoutes } from "./rule-registry.ts";

const [PLAIN, NEEDS] = [uuid(1), uuid(2)];
let api: TestApi;
let engineer: Cookies;
let client: Cookies;
const text = (id: string, more = "") => ruleText({ id, more: `author: Somebody\ndate: 2026-01-02\ndescription: A thing.\ntags: [attack.execution, attack.t1059, cve.2021.44228]\nfalsepositives: [Admins]\n${more}` });
const expanding = ruleText({ id: NEEDS }).replace("Image|endswith: '\\x.exe'", "User|expand: '%backup_accounts%'");
const pack = (title: string) => importPack(api.state, systemCaller("administrator", api.now()), { pack: "vendor", source: "a list", unpacked: readList([{ path: "plain.yml", text: text(PLAIN).replace("A rule", title) }, { path: "needs.yml", text: expanding }]) });
const put = (path: string, body: object, cookies = engineer) => api.ask({ method: "PUT", url: `/v1/tenants/north/${path}`, body, cookies });
const get = (path: string) => api.ask({ url: `/v1/tenants/north/${path}`, cookies: client });
const atWork = async () => loadRules((await activeRules(api.state, "north", { at: api.now(), version: "newest" })).files.filter(({ pack: of }) => of !== "builtin"));
const ruleOf = async (key: string) => ((await get(`rule-registry?rule=${key}`)).body["rules"] as readonly Readonly<Record<string, unknown>>[])[0];

beforeAll(async () => {
  api = await apiWith({ routes: [(deps) => ruleRegistryRoutes({ ...deps, eventsOf: async () => [] })] }, "north", "south");
  engineer = await api.signIn(await api.person("engineer@example.com", [{ tenant: null, role: "engineer" }]));
  client = await api.signIn(await api.person("rssi@example.com", [{ tenant: "north", role: "security" }]));
  await pack("Before");
  await put("rule-packs/vendor", { enabled: true, reason: "wanted" });
});

test("a rule says who wrote it, when, against what; what is missing is told, and can be added", async () => {
  expect(await ruleOf(PLAIN)).toMatchObject({ active: true, version: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown, marking: { author: "Somebody", source: "vendor", created: "2026-01-02", modified: "2026-01-02", threat: "A thing.", cve: ["CVE-2021-44228"], phase: ["execution"], limits: "Admins", missing: ["owner", "sensitivity", "diffusion", "osint", "guidance"] } });
  const marked = await put(`rule-registry/${PLAIN}/marking`, { marking: { owner: "SOC", sensitivity: "internal", diffusion: "AMBER", osint: false, guidance: "Look at the parent." }, reason: "PDIS IV.2.1.h" });
  expect(marked.body).toMatchObject({ marking: { owner: "SOC", diffusion: "AMBER", osint: false, missing: [] } });
  expect((await withTenant(api.state, "north", (db) => readJournal(db, { limit: 1 })))[0]).toMatchObject({ action: "rule.marked", subject: PLAIN });
});

test("a rule with a placeholder works once the organisation has said what it stands for, and no longer when that is withdrawn", async () => {
  const refused = async () => (await atWork()).refused.map(({ id }) => id);
  expect(await refused()).toEqual([NEEDS]);
  expect((await put("placeholders/backup_accounts", { values: ["svc-a", "svc-b*"], reason: "theirs" })).body).toMatchObject({ version: 1, values: ["svc-a", "svc-b*"] });
  expect(await refused()).toEqual([]);
  expect((await get("placeholders")).body).toMatchObject({ placeholders: [{ name: "backup_accounts" }] });
  expect((await put("placeholders/backup_accounts", { values: null, reason: "gone" })).status).toBe(200);
  expect(await refused()).toEqual([NEEDS]);
  expect((await put("placeholders/backup_accounts", { values: null, reason: "gone" })).status).toBe(404);
  expect((await put("placeholders/a%20b", { values: ["x"], reason: "no name" })).status).toBe(400);
  expect((await put("own-rules/needs.yml", { text: expanding.replace(NEEDS, uuid(3)), reason: "ours" })).text).toContain("PUT placeholders/NAME");
});

test("an override changes level and filter, survives the next version of the pack, and is taken back", async () => {
  const { at } = { at: api.now() };
  api.pass(60_000);
  const change = { level: "low", filter: { User: "svc-backup" }, grouping: { strategy: "entity-and-time", windowMinutes: 120 } };
  expect((await put(`rule-registry/${PLAIN}/override`, { change, reason: "noisy here" })).body).toMatchObject({ version: 1, change });
  for (const title of ["Before", "After"]) {
    await pack(title);
    const { rules, refused, filters } = await atWork();
    expect({ rule: rules.find(({ key }) => key === PLAIN)?.head, filters: filters.length }).toMatchObject({ rule: { level: "low", title }, filters: 1 });
    expect(refused.map(({ id }) => id)).toEqual([NEEDS]);
  }
  expect(await ruleOf(PLAIN)).toMatchObject({ level: "low", version: 2, title: "After", override: { change } });
  const south = await activeRules(api.state, "south", { at: api.now(), version: "newest" });
  expect(south.files.some(({ path }) => path.includes("overrides"))).toBe(false);
  // What was at work then is still told as it was.
  const then = (await get(`rule-registry?active=true&rule=${PLAIN}&at=${at.toISOString()}`)).body["rules"] as readonly object[];
  expect(then).toMatchObject([{ title: "Before", level: "high", version: 1, override: null }]);
  expect((await put(`rule-registry/${PLAIN}/override`, { change: null, reason: "quiet now" })).status).toBe(200);
  expect((await atWork()).filters).toHaveLength(0);
  expect((await get(`rule-registry/${PLAIN}/overrides`)).body["overrides"]).toHaveLength(2);
});

test.each([
  ["a rule that is not there", uuid(9), { level: "low" }, 404, "has a rule"],
  ["nothing", PLAIN, {}, 400, "Say what to change"],
  ["a filter that asks for nothing", PLAIN, { filter: { "User|contains": "" } }, 409, "Write an exception"],
  ["a filter that is none", PLAIN, { filter: { "User|endwith": "x" } }, 400, "is not a modifier"],
  ["a filter that would name other rules", PLAIN, { filter: { rules: { User: "x" }, condition: "rules" } }, 400, "rules"],
])("an override of %s is refused", async (_, rule, change, status, says) => {
  expect(await put(`rule-registry/${rule}/override`, { change, reason: "for a test" })).toMatchObject({ status, text: expect.stringContaining(says) as unknown });
  expect((await put(`rule-registry/${rule}/override`, { change, reason: "for a test" }, client)).status).toBe(403);
});

test("a filter that would have hidden an attack takes a second person: it is an exception", async () => {
  await raised(api.state, [{ n: 1, rule: PLAIN, host: "srv-1", fields: { User: "admin" }, timeMs: api.now().getTime() - 86_400_000 }]);
  await withTenant(api.state, "north", (db) => judge(db, { who: "A.", id: "person:a", side: "provider", now: api.now() }, ["NOR-A-1"], { verdict: "true_positive", reason: "attack-confirmed" }));
  expect(await put(`rule-registry/${PLAIN}/override`, { change: { filter: { User: "admin" } }, reason: "noisy here" })).toMatchObject({ status: 409, text: expect.stringContaining("It would have hidden a true positive: NOR-A-1.") as unknown });
  expect((await put(`rule-registry/${PLAIN}/override`, { change: { filter: { User: "svc-backup" } }, reason: "noisy here" })).status).toBe(200);
});

test("a rule that its pack has no more is told as it was, and comes back with what was decided of it", async () => {
  const before = api.now().toISOString();
  api.pass(60_000);
  const version = (files: readonly { readonly path: string; readonly text: string }[]) => importPack(api.state, systemCaller("administrator", api.now()), { pack: "vendor", source: "a list", unpacked: readList(files) });
  await version([{ path: "other.yml", text: text(uuid(4)) }, { path: "needs.yml", text: expanding }]);
  expect(await ruleOf(PLAIN)).toBeUndefined();
  expect(((await get(`rule-registry?rule=${PLAIN}&at=${before}`)).body["rules"] as readonly object[])[0]).toMatchObject({ active: true, marking: { owner: "SOC" } });
  expect(((await get(`rule-registry/${PLAIN}/overrides`)).body["overrides"] as readonly object[]).length).toBeGreaterThan(2);
  api.pass(60_000);
  await version([{ path: "plain.yml", text: text(PLAIN) }, { path: "needs.yml", text: expanding }]);
  expect(await ruleOf(PLAIN)).toMatchObject({ active: true, override: { change: { filter: { User: "svc-backup" } } }, marking: { owner: "SOC" } });
});
