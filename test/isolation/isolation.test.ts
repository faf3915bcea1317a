// Every route, called by those who must not get in. Made from the API's own description: a route that is new is called, too,
// and one with a kind of id for which there is no example here fails until there is.
import { beforeAll, describe, expect, test } from "vitest";
import { raised } from "../alerts.ts";
import type { Collection } from "../collection.ts";
import type { Cookies, TestApi } from "../people.ts";
import { ConnectorSettings } from "../../src/contract/connectors.ts";
import { CLIENT_ROLES, PROVIDER_ROLES, type Role } from "../../src/contract/roles.ts";
import { systemCaller } from "../../src/core/index.ts";
import { openIncident } from "../../src/incidents/index.ts";
import { createKey, isProviderRole, permissionsOf } from "../../src/identity/index.ts";
import { PERMISSIONS } from "../../src/contract/roles.ts";
import { linkJournal, withTenant } from "../../src/store/index.ts";
import { wholeApi } from "./whole-api.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const YAML = `tenants:
  - {id: north, name: North, sources: [{name: dc1, claim: {token: north-token-1234567}}]}
  - {id: south, name: South, sources: [{name: fw1, claim: {token: south-token-1234567}}]}`;
// Stands in every text that north has: wherever it shows, something of north was given away.
const SECRET = "northsecret";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Route = { readonly method: Method; readonly path: string; readonly permission: string };

let at: Collection;
let api: TestApi;
let routes: readonly Route[] = [];
const signedIn = new Map<string, Cookies>();
let foreignKey = "";
/** Ids of north by the name of the parameter; `path` → id where one name stands for several kinds. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  ({ at, api } = await wholeApi(YAML, NOW));
  const people: readonly (readonly [string, Role, string | null])[] = [...CLIENT_ROLES.flatMap((role) => ["north", "south"].map((tenant) => [`${role}.${tenant}@example.com`, role, tenant] as const)), ...PROVIDER_ROLES.map((role) => [`${role}@example.com`, role, null] as const)];
  for (const [email, role, tenant] of people) signedIn.set(`${role} ${tenant ?? "provider"}`, await api.signIn(await api.person(email, [{ tenant, role }])));
  foreignKey = (await createKey(api.state, systemCaller("test", api.now()), { name: "south's", scopes: PERMISSIONS, tenant: "south", expiresAt: null })).text;
  await fillNorth();
  const { paths } = (await api.ask({ url: "/openapi.json" })).body as { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly "x-permission"?: string }>>>> };
  routes = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).flatMap(([method, { "x-permission": permission }]) => (permission === undefined ? [] : [{ method: method.toUpperCase() as Method, path, permission }])));
}, 120_000);

/** Something of every kind, in north alone. */
async function fillNorth(): Promise<void> {
  const { key } = api;
  const made = async (url: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
    const { status, body: answer, text } = await api.ask({ url, body, key });
    if (status !== 200) throw new Error(`${url}: ${status} ${text}`);
    return answer;
  };
  const north = "/v1/tenants/north";
  await at.take({ from: { tenant: "north", source: "dc1" } }, `<38>Nov 24 07:59:00 ${SECRET} sshd[1]: Failed password for ${SECRET} from 203.0.113.9 port 4711 ssh2`, `%% unread ${SECRET} %%`);
  await at.settled();
  while ((await linkJournal(at.state, NOW)) > 0);
  const invited = (await made(`${north}/invitations`, { email: `${SECRET}@example.com`, name: SECRET, roles: ["security"] }))["invitation"] as { id: string };
  const rule = `title: ${SECRET}\nid: 00000000-0000-4000-8000-000000000001\nlogsource: {product: linux}\ndetection: {k: [${SECRET}], condition: k}\n`;
  const drop = await made(`${north}/drop-rules`, { rule: rule.replace("000001", "000002"), reason: "for a test" });
  const run = await made(`${north}/retro-runs`, { rule: { text: rule }, since: "2026-11-23T00:00:00Z", until: "2026-11-24T12:00:00Z" });
  await api.ask({ method: "PUT", url: `${north}/own-rules/asked.yml`, body: { text: rule, reason: "for a test" }, key });
  await made(`${north}/exceptions/backtest`, { scope: {}, conditions: { user: SECRET } });
  const exception = await made(`${north}/exceptions`, { title: SECRET, scope: {}, conditions: { user: SECRET }, justification: SECRET, draft: true });
  const ofRule = `${north}/rule-registry/00000000-0000-4000-8000-000000000001`;
  for (const [url, body] of [[`${north}/placeholders/secret`, { values: [SECRET] }], [`${ofRule}/override`, { change: { level: "low" } }], [`${ofRule}/marking`, { marking: { owner: SECRET } }]] as const) await api.ask({ method: "PUT", url, body: { ...body, reason: SECRET }, key });
  await raised(at.state, [{ n: 1, title: SECRET, host: SECRET }]);
  const escalation = await made(`${north}/escalations`, { about: { kind: "alert", id: "NOR-A-1" }, text: { title: SECRET, question: SECRET, what: SECRET } });
  const asked = await askedOfTeam(made);
  const declared = { title: SECRET, seen: SECRET, assets: [SECRET], urgency: "now" };
  const suspicion = (await api.ask({ url: `${north}/suspicions`, body: declared, cookies: signedIn.get("security north")! })).body;
  const people = (await api.ask({ url: `${north}/people`, key })).body["people"] as readonly { readonly id: string }[];
  const keys = (await api.ask({ url: "/v1/keys", key })).body["keys"] as readonly { readonly id: string }[];
  Object.assign(ids, await incidentOf(made), await toldOf(made), await connected(), {
    asset: String((await made(`${north}/assets`, { name: SECRET, kind: "server" }))["id"]),
    cmdbSource: String((await made(`${north}/cmdb/sources`, { name: SECRET, kind: "netbox", url: `https://${SECRET}.example.com`, secrets: { token: SECRET }, settings: {} }))["id"]),
    list: String((await made(`${north}/indicator-lists`, { name: SECRET, source: SECRET, format: "csv", fileName: "a.csv", file: `indicator\n${SECRET}.example`, mapping: { value: "indicator" } }))["id"]),
    tenant: "north", invitation: invited.id, drop: String(drop["id"]), run: String(run["id"]), escalation: String(escalation["id"]), suspicion: String(suspicion["id"]), ...asked, path: "asked.yml", person: people[0]?.id ?? "", key: keys[0]?.id ?? "", rule: "00000000-0000-4000-8000-000000000001",
    source: "dc1", view: String((await made(`${north}/saved-views`, { page: "hunt", name: SECRET, view: SECRET, shared: true }))["id"]), alert: "NOR-A-1", detection: "00".repeat(16), pack: "vigie", version: "1", session: "none", kind: "mode-matrix", import: "none", id: "none", connection: "none", read: "none", passkey: "none", removed: "none", relation: "none", indicator: "none", window: "none", exception: String(exception["id"]), placeholder: "secret",
  });
}

/** An incident with a part, a file and a playbook at work. */
async function incidentOf(made: (url: string, body: object) => Promise<Readonly<Record<string, unknown>>>): Promise<Readonly<Record<string, string>>> {
  const incidents = "/v1/tenants/north/incidents";
  const { id } = await made(incidents, { title: SECRET, summary: SECRET, severity: "high", alerts: ["NOR-A-1"] });
  const incident = String(id);
  const { parts } = await made(`${incidents}/${incident}/parts`, { kind: "account", name: SECRET, visibility: "shared" });
  const file = await made(`${incidents}/${incident}/files`, { name: SECRET, content: Buffer.from(SECRET).toString("base64"), visibility: "shared" });
  const { id: playbookRun } = await made(`${incidents}/${incident}/playbooks`, { playbook: "malware-on-host" });
  return { incident, playbookRun: String(playbookRun), playbook: "malware-on-host", step: "first-host", part: String((parts as readonly { readonly id: number }[])[0]!.id), file: String(file["id"]) };
}

/** A notification, a receiver of webhooks, and a test of a channel. */
async function toldOf(made: (url: string, body: object) => Promise<Readonly<Record<string, unknown>>>): Promise<Readonly<Record<string, string>>> {
  const { webhook } = await made("/v1/tenants/north/webhooks", { name: SECRET, format: "json", url: `https://hooks.example.com/${SECRET}` });
  const row = { tenant_id: "north", fact_id: 1, fact_kind: "a", about_kind: "alert", about_id: "a", ref: SECRET, event: "alert-escalated", channel: "portal", recipient: "{}", address: "client", language: "en", disclosure: "reference", subject: SECRET, body: SECRET, state: "sent", next_attempt_at: null, created_at: NOW, due_at: null } as const;
  await withTenant(at.state, "north", (db) => db.sql.insertInto("notification").values({ ...row, id: "told" }).execute());
  await withTenant(at.state, "north", (db) => db.sql.insertInto("channel_test").values({ tenant_id: "north", id: "tested", channel: "email", contact: SECRET, code: Buffer.alloc(32), asked_by: SECRET, asked_at: NOW }).execute());
  return { notification: "told", webhook: (webhook as { readonly id: string }).id, test: "tested" };
}

/** A connector to an ITSM, and something that is to be written there. */
async function connected(): Promise<{ readonly connector: string; readonly write: string }> {
  const connector = { tenant_id: "north", id: "itsm", name: SECRET, kind: "request-tracker", url: `https://${SECRET}.example.com`, state: "off", settings: JSON.stringify(ConnectorSettings.parse({})), secret_names: [SECRET], secrets: Buffer.from(SECRET), hook_id: SECRET, hook_secret: Buffer.from(SECRET), next_round_at: NOW, failures: 0, version: 1, made_at: NOW, made_by: SECRET, changed_at: NOW } as const;
  await withTenant(at.state, "north", (db) => db.sql.insertInto("connector").values({ ...connector, hinted_at: null, cursor: null, polled_at: null, succeeded_at: null, probed_at: null, stopped_at: null, stopped_by: null, stop_reason: null, removed_at: null }).execute());
  const row = { tenant_id: "north", connector_id: connector.id, request_id: "r", ticket_key: "NOR-R-0001", kind: "comment", key: SECRET, content: JSON.stringify({ kind: "comment", text: SECRET, entry: null, who: SECRET, side: "provider" }), state: "refused", attempt: 1, due_at: NOW, tried_at: NOW, ended_at: NOW, remote_id: null, words: SECRET, todo: SECRET, made_at: NOW } as const;
  const { id } = await withTenant(at.state, "north", (db) => db.sql.insertInto("connector_write").values(row).returning("id").executeTakeFirstOrThrow());
  return { connector: connector.id, write: String(id) };
}

/** A request that a team of north has. */
async function askedOfTeam(made: (url: string, body: object) => Promise<Readonly<Record<string, unknown>>>): Promise<{ readonly request: string; readonly team: string }> {
  const north = "/v1/tenants/north";
  const incident = await withTenant(at.state, "north", (db) => openIncident(db, systemCaller("test", NOW), { title: SECRET, severity: "high", origin: "provider" }));
  const team = String((await made(`${north}/teams`, { name: SECRET }))["id"]);
  await api.ask({ method: "PUT", url: `${north}/request-routes`, body: { routes: [{ scope: "fallback", team }], reason: "for a test" }, key: api.key });
  const request = String((await made(`${north}/requests`, { incident: incident.id, action: "other", target: { kind: "indicator", name: SECRET }, steps: [SECRET] }))["id"]);
  await made(`${north}/requests/${request}/send`, {});
  await made(`${north}/automation/stop`, { reason: SECRET });
  return { request, team };
}

function fill({ path }: Route, tenant = "north"): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = name === "tenant" ? tenant : path.includes("drop-rules") && name === "id" ? ids["drop"] : ids[name];
    if (value === undefined) throw new Error(`${path}: there is no example of {${name}}; add one to fillNorth`);
    return encodeURIComponent(value);
  });
}

const ofTenant = (): readonly Route[] => routes.filter(({ path }) => path.includes("/{tenant}"));
const ofPlatform = (): readonly Route[] => routes.filter(({ path, permission }) => !path.includes("/{tenant}") && permission !== "own");
const changes = ({ method }: Route): boolean => method !== "GET";
const told = (answers: readonly (readonly [Route, { readonly status: number; readonly text: string }])[], isRight: (answer: { readonly status: number; readonly text: string }, route: Route) => boolean): string[] =>
  answers.filter(([route, answer]) => !isRight(answer, route)).map(([{ method, path }, { status, text }]) => `${method} ${path}: ${status} ${text.slice(0, 160)}`);

async function all(which: readonly Route[], asked: (route: Route) => Parameters<TestApi["ask"]>[0]): Promise<(readonly [Route, { readonly status: number; readonly text: string }])[]> {
  const answers: (readonly [Route, { readonly status: number; readonly text: string }])[] = [];
  for (const route of which) answers.push([route, await api.ask(asked(route))]);
  return answers;
}

test("there are routes to call", () => {
  expect(ofTenant().length).toBeGreaterThan(50);
  expect(ofPlatform().length).toBeGreaterThan(10);
  for (const route of routes) fill(route);
});

describe("is refused", () => {
  test("whoever has no session", async () => {
    const answers = await all(routes, (route) => ({ method: route.method, url: fill(route) }));
    expect(told(answers, ({ status, text }) => status === 401 && text.includes('"unauthenticated"'))).toEqual([]);
  });

  test.each(CLIENT_ROLES)("another organisation's %s: to them there is no north", async (role) => {
    const cookies = signedIn.get(`${role} south`)!;
    const answers = await all(ofTenant(), (route) => ({ method: route.method, url: fill(route), cookies }));
    expect(told(answers, ({ status, text }) => status === 404 && text.includes("There is no tenant north."))).toEqual([]);
    const above = await all(ofPlatform(), (route) => ({ method: route.method, url: fill(route), cookies }));
    expect(told(above, ({ status, text }, { permission }) => status === 403 && text.includes(permission))).toEqual([]);
  });

  test("a key of another organisation", async () => {
    const answers = await all(ofTenant(), (route) => ({ method: route.method, url: fill(route), key: foreignKey }));
    expect(told(answers, ({ status, text }) => status === 404 && text.includes("There is no tenant north."))).toEqual([]);
  });

  test.each([...CLIENT_ROLES, ...PROVIDER_ROLES])("a %s, whatever its role does not allow", async (role) => {
    const cookies = signedIn.get(`${role} ${isProviderRole(role) ? "provider" : "north"}`)!;
    const may = permissionsOf(role) as ReadonlySet<string>;
    const forbidden = [...ofTenant(), ...(isProviderRole(role) ? ofPlatform() : [])].filter(({ permission }) => permission !== "own" && !may.has(permission));
    const answers = await all(forbidden, (route) => ({ method: route.method, url: fill(route), cookies }));
    expect(told(answers, ({ status, text }, { permission }) => status === 403 && text.includes(permission))).toEqual([]);
  });

  test("a change without the session's token", async () => {
    const cookies = { ...signedIn.get("administrator provider")!, csrf: undefined };
    const answers = await all(routes.filter(changes), (route) => ({ method: route.method, url: fill(route), cookies }));
    expect(told(answers, ({ status, text }) => status === 403 && text.includes('"csrf"'))).toEqual([]);
  });
});

describe("ids of north below south", () => {
  // What each way of asking needs beside the id.
  const BODIES: Readonly<Record<string, object>> = { roles: { role: "security" }, withdraw: { role: "security", reason: "for a test" }, switch: { state: "off", reason: "for a test" }, retire: { reason: "for a test" } };

  test("give nothing of north away, whoever asks", async () => {
    const { key } = api;
    const below = ofTenant().filter(({ path }) => /\{tenant\}.*\{/.test(path));
    const answers = await all(below, (route) => ({ method: route.method, url: fill(route, "south"), key, ...(changes(route) ? { body: BODIES[route.path.split("/").at(-1) ?? ""] ?? { reason: "for a test" } } : {}) }));
    expect(told(answers, ({ status, text }) => status < 500 && !text.includes(SECRET))).toEqual([]);
  });

  test("searches, lists and exports of south hold nothing of north", async () => {
    const { key } = api;
    // Live updates have no end to wait for: src/api/changes.test.ts listens to them.
    const lists = ofTenant().filter(({ method, path }) => method === "GET" && !/\{tenant\}.*\{|\/changes$/.test(path));
    const answers = await all(lists, (route) => ({ method: "GET", url: `${fill(route, "south")}${route.path.endsWith("/top") ? "?field=host.name" : ""}`, key }));
    expect(told(answers, ({ status, text }) => status < 500 && !text.includes(SECRET))).toEqual([]);
    const search = { query: SECRET, since: "2026-11-20T00:00:00Z", until: "2026-11-25T00:00:00Z" };
    for (const name of ["search", "histogram", "export", "fields"]) {
      const asked = { query: SECRET, since: search.since, until: search.until, ...(name === "export" ? { format: "ndjson" } : {}) };
      expect((await api.ask({ url: `/v1/tenants/south/events/${name}`, body: asked, key })).text).not.toContain(SECRET);
    }
    // The same question in north finds it: the test could see a leak.
    expect((await api.ask({ url: "/v1/tenants/north/events/search", body: search, key })).text).toContain(SECRET);
  });
});
