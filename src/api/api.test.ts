import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { pino } from "pino";
import { Registry } from "prom-client";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createAdminKey, createSeal } from "../identity/index.ts";
import { systemCaller } from "../core/index.ts";
import { freshState } from "../../test/postgres.ts";
import { correlationText, ruleText, uuid } from "../../test/rule-text.ts";
import { zip } from "../../test/zip.ts";
import type { State } from "../store/index.ts";
import { importShippedRules } from "../rulesets/index.ts";
import { about } from "./routes.ts";
import { type ApiDeps, type ApiServer, createApi } from "./index.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const DAY = { lastAt: NOW.toISOString(), received: 5, stored: 3, quarantined: 1, dropped: 1, duplicates: 0, bytes: 99, lagP50Seconds: 1, lagP95Seconds: null };
let app: ApiServer;
let state: State;
let key: string;
let clock = NOW.getTime();
let ids = 0;
let parts = [{ name: "state", ready: true }];

type Asked = { readonly method?: "GET" | "POST" | "PUT" | "DELETE"; readonly url: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };
async function ask({ method = "GET", url, body, headers = {} }: Asked) {
  const payload = body === undefined ? {} : Buffer.isBuffer(body) ? { payload: body, headers: { "content-type": "application/zip" } } : { payload: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await app.inject({ method, url, ...payload, headers: { authorization: `Bearer ${key}`, ...payload.headers, ...headers } });
  return { status: response.statusCode, headers: response.headers, text: response.body, body: (response.body.startsWith("{") ? JSON.parse(response.body) : undefined) as never };
}

beforeAll(async () => {
  state = await freshState("north", "south");
  await importShippedRules(state, systemCaller("vigie", NOW));
  key = await createAdminKey(state, NOW);
  const registry = new Registry();
  registry.setDefaultLabels({ part: "api" });
  const deps: ApiDeps = {
    state, seal: createSeal(Buffer.alloc(32, 1)), now: () => new Date((clock += 1000)), newId: () => `id-${++ids}`, log: pino({ level: "silent" }), metrics: registry,
    readiness: async () => parts,
    tenants: () => [{ id: "north", name: "North", retentionDays: 183, sources: [{ name: "dc1", technology: "windows", timezone: "UTC" }, { name: "fw", timezone: "Europe/Paris" }] }, { id: "south", name: "South", retentionDays: 30, sources: [] }],
    sourceHealth: async () => new Map([["dc1", DAY]]),
    publicUrl: () => new URL("https://vigie.example.org"), internalIssuers: new Set(), internalWebhooks: new Set(), newCode: () => "123456",
    routes: [() => async (routes) => {
      routes.get("/v1/tenants/:tenant/other", { schema: about("test", "For a test", "own") }, async () => ({ fine: true }));
      routes.get("/v1/broken", { schema: about("test", "For a test", "own") }, async () => Promise.reject(new Error("secret of the code")));
    }],
  };
  app = await createApi(deps);
});

afterAll(() => app.close());

describe("health", () => {
  test("needs no key", async () => {
    expect(await ask({ url: "/healthz", headers: { authorization: "" } })).toMatchObject({ status: 200, body: { alive: true }, headers: { "cache-control": "no-store", "x-content-type-options": "nosniff" } });
  });
  test("tells which part is not ready", async () => {
    expect(await ask({ url: "/readyz" })).toMatchObject({ status: 200, body: { ready: true, parts: [{ name: "state", ready: true }] } });
    parts = [{ name: "state", ready: false }];
    expect(await ask({ url: "/readyz", headers: { authorization: "" } })).toMatchObject({ status: 503, body: { ready: false, parts: [{ name: "state", ready: false }] } });
    parts = [{ name: "state", ready: true }];
  });
  test.each([
    ["on this machine", {}, 200],
    ["through a proxy", { "x-forwarded-for": "203.0.113.9" }, 401],
    ["through a newer proxy", { forwarded: "for=203.0.113.9" }, 401],
  ])("gives figures %s", async (_, headers, status) => {
    expect(await ask({ url: "/metrics", headers: { authorization: "", ...headers } })).toMatchObject({ status });
  });
});

describe("the guard", () => {
  test.each([
    ["no key", {}],
    ["another scheme", { authorization: "Basic eDp5" }],
    ["a wrong key", { authorization: `Bearer vigie_${"A".repeat(43)}` }],
    ["a key with something behind it", { authorization: "Bearer a b" }],
    ["a very long key", { authorization: `Bearer ${"a".repeat(7000)}` }],
  ])("refuses %s", async (_, headers) => {
    for (const url of ["/v1/tenants", "/v1/tenants/north/rules", "/v1/tenants/north/other"]) {
      const response = await app.inject({ url, headers, remoteAddress: `192.0.2.${url.length}` });
      expect([response.statusCode, response.headers["www-authenticate"]]).toEqual([401, 'Bearer realm="vigie"']);
      expect(response.json()).toMatchObject({ code: "unauthenticated" });
    }
  });

  test("asks who fails too often to wait, and still lets a good key in", async () => {
    const from = { remoteAddress: "198.51.100.7", url: "/v1/tenants" };
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await app.inject(from)).statusCode);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    const refused = await app.inject(from);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect((await app.inject({ ...from, headers: { authorization: `Bearer ${key}` } })).statusCode).toBe(200);
    expect((await app.inject({ ...from, remoteAddress: "198.51.100.8" })).statusCode).toBe(401);
    clock += 60_000;
    expect((await app.inject(from)).statusCode).toBe(401);
  });
});

describe("what is refused", () => {
  test.each<[string, Asked, number, string, RegExp]>([
    ["an unknown address", { url: "/v1/nothing?x=1" }, 404, "not_found", /^There is no GET \/v1\/nothing: /],
    ["an unknown tenant", { url: "/v1/tenants/nobody/rules" }, 404, "not_found", /no tenant nobody/],
    ["an unknown tenant, on a route of another folder", { url: "/v1/tenants/nobody/other" }, 404, "not_found", /no tenant nobody/],
    ["an unknown parameter", { url: "/v1/tenants/north/rules?lmit=1" }, 400, "invalid", /querystring: .*lmit/],
    ["a parameter of another type", { url: "/v1/tenants/north/rules?limit=many" }, 400, "invalid", /limit/],
    ["a body that is no JSON", { method: "PUT", url: "/v1/tenants/north/rule-packs/builtin", headers: { "content-type": "application/json" } }, 400, "invalid", /./],
    ["a body of another type", { method: "PUT", url: "/v1/tenants/north/rule-packs/builtin", body: Buffer.from("x"), headers: { "content-type": "text/html" } }, 415, "unsupported", /content-type/],
    ["a decision without a reason", { method: "PUT", url: "/v1/tenants/north/rule-packs/builtin", body: { enabled: true } }, 400, "invalid", /reason/],
    ["a name for an object's prototype", { method: "PUT", url: "/v1/tenants/north/rule-packs/builtin", body: JSON.parse('{"enabled": true, "reason": "because", "__proto__": {"x": 1}}') }, 400, "invalid", /./],
    ["a body that is too large", { method: "PUT", url: "/v1/tenants/north/own-rules/a.yml", body: { text: "x".repeat(5_000_000), reason: "because" } }, 413, "too_large", /larger/],
  ])("%s", async (_, asked, status, code, message) => {
    expect(await ask(asked)).toMatchObject({ status, body: { code, detail: expect.stringMatching(message) as unknown } });
  });

  test("a bug tells the client nothing", async () => {
    const answer = await ask({ url: "/v1/broken" });
    expect(answer).toMatchObject({ status: 500, body: { code: "internal" } });
    expect(answer.text).not.toContain("secret");
  });
});

describe("packs", () => {
  const archive = (members: Readonly<Record<string, string>>) => zip(Object.fromEntries(Object.entries(members).map(([name, text]) => [name, Buffer.from(text)])));
  test("are imported from an archive and from files, listed and compared", async () => {
    const first = await ask({ method: "POST", url: "/v1/rule-packs/hq/archives?source=hq.zip", body: archive({ "hq-1/rules/a.yml": ruleText({ id: uuid(1), title: "One" }), "hq-1/rules/bad.yml": "title: x", "hq-1/README.md": "x" }) });
    expect(first).toMatchObject({ status: 200, body: { created: true, others: 1, version: { pack: "hq", version: 1, rules: 1, refused: 1, source: "hq.zip", importedBy: "administrator" }, refused: [{ path: "rules/bad.yml", line: 1, title: "x", id: null }], difference: { added: ["rules/a.yml", "rules/bad.yml"] } } });
    const second = await ask({ method: "POST", url: "/v1/rule-packs/hq/versions", body: { files: [{ path: "rules/a.yml", text: ruleText({ id: uuid(1), title: "Second take" }) }, { path: "rules/sum.yml", text: correlationText(uuid(2), [uuid(1)]) }] } });
    expect(second).toMatchObject({ status: 200, body: { version: { version: 2, rules: 1, correlations: 1 }, difference: { added: ["rules/sum.yml"], removed: ["rules/bad.yml"], changed: ["rules/a.yml"] } } });
    expect(await ask({ url: "/v1/rule-packs" })).toMatchObject({ status: 200, body: { packs: [{ name: "builtin", origin: "builtin" }, { name: "hq", versions: 2, newest: { version: 2 } }] } });
    expect(await ask({ url: "/v1/rule-packs/hq/versions" })).toMatchObject({ body: { versions: [{ version: 2 }, { version: 1 }] } });
    expect(await ask({ url: "/v1/rule-packs/hq/versions/1" })).toMatchObject({ body: { version: { version: 1 }, refused: [{ path: "rules/bad.yml" }] } });
    expect(await ask({ url: "/v1/rule-packs/hq/diff?from=2&to=1" })).toMatchObject({ body: { added: ["rules/bad.yml"], removed: ["rules/sum.yml"], changed: ["rules/a.yml"] } });
    expect(await ask({ url: "/v1/journal?limit=1&action=rule-pack*" })).toMatchObject({ body: { entries: [{ who: "administrator", action: "rule-pack.imported", subject: "hq", reason: null, details: { version: 2 } }] } });
  });

  test.each<[string, Asked, number]>([
    ["an archive that is none", { method: "POST", url: "/v1/rule-packs/hq/archives", body: Buffer.from("nothing") }, 400],
    ["files that are none", { method: "POST", url: "/v1/rule-packs/hq/versions", body: { files: "a.yml" } }, 400],
    ["an archive that is JSON", { method: "POST", url: "/v1/rule-packs/hq/archives", body: { files: [] } }, 415],
    ["a path that climbs out", { method: "POST", url: "/v1/rule-packs/hq/versions", body: { files: [{ path: "../x.yml", text: "a" }] } }, 400],
    ["the shipped pack", { method: "POST", url: "/v1/rule-packs/builtin/archives", body: archive({ "a.yml": ruleText({ id: uuid(1) }) }) }, 400],
    ["an unknown pack", { url: "/v1/rule-packs/nothing/versions" }, 404],
    ["an unknown version", { url: "/v1/rule-packs/hq/versions/9" }, 404],
    ["a version that is no number", { url: "/v1/rule-packs/hq/versions/x" }, 400],
  ])("refuse %s", async (_, asked, status) => {
    expect(await ask(asked)).toMatchObject({ status });
  });

  test("are imported one at a time, and one that breaks off holds up nobody", async () => {
    const url = "/v1/rule-packs/twice/archives";
    const body = archive({ "a.yml": ruleText({ id: uuid(3) }) });
    const open = connect(Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port));
    open.write(`POST ${url} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-type: application/zip\r\ncontent-length: 1000\r\n\r\nPK`);
    await vi.waitFor(async () => expect(await ask({ method: "POST", url, body: Buffer.from("x") })).toMatchObject({ status: 409, body: { code: "conflict" } }), 10_000);
    open.destroy();
    await vi.waitFor(async () => expect(await ask({ method: "POST", url, body })).toMatchObject({ status: 200 }), 10_000);
    expect(await ask({ method: "POST", url, body })).toMatchObject({ status: 200, body: { created: false } });
  });
});

describe("rules of a tenant", () => {
  test("packs are enabled with a minimum and a reason", async () => {
    const set = await ask({ method: "PUT", url: "/v1/tenants/north/rule-packs/hq", body: { enabled: true, minimumLevel: "high", reason: "agreed with the client" } });
    expect(set).toMatchObject({ status: 200, body: { pack: "hq", version: 2, enabled: true, setting: { minimumLevel: "high", minimumStatus: null, author: "administrator", reason: "agreed with the client" } } });
    expect(await ask({ url: "/v1/tenants/north/rule-packs" })).toMatchObject({ body: { packs: [{ pack: "builtin", enabled: true, setting: null }, { pack: "hq", enabled: true }, { pack: "twice", enabled: false }] } });
    expect(await ask({ url: "/v1/tenants/south/rule-packs" })).toMatchObject({ body: { packs: [{ pack: "builtin" }, { pack: "hq", enabled: false, setting: null }, { pack: "twice" }] } });
    expect(await ask({ method: "PUT", url: "/v1/tenants/north/rule-packs/nothing", body: { enabled: true, reason: "because" } })).toMatchObject({ status: 404 });
  });

  test("are listed, searched and paged", async () => {
    const all = await ask({ url: "/v1/tenants/north/rules?pack=hq" });
    expect(all).toMatchObject({ body: { total: 2, on: 2, rules: [{ key: uuid(1), title: "Second take", pack: "hq", packVersion: 2, path: "rules/a.yml", line: 1, on: true, why: "pack", switch: null }, { key: uuid(2), kind: "correlation" }] } });
    const first = await ask({ url: "/v1/tenants/north/rules?pack=hq&limit=1" });
    expect(first).toMatchObject({ body: { total: 2, rules: [{ key: uuid(1) }], next: expect.any(String) as string } });
    expect(await ask({ url: `/v1/tenants/north/rules?pack=hq&limit=1&after=${String(first.body["next"])}` })).toMatchObject({ body: { total: 2, rules: [{ key: uuid(2) }], next: null } });
    expect(await ask({ url: "/v1/tenants/north/rules?after=page-2" })).toMatchObject({ status: 400, body: { detail: expect.stringContaining("take `next` from the page before") as string } });
    expect(await ask({ url: "/v1/tenants/north/rules?search=SECOND%20take&on=true" })).toMatchObject({ body: { total: 1 } });
    expect(await ask({ url: "/v1/tenants/south/rules?pack=hq" })).toMatchObject({ body: { total: 0 } });
  });

  test("are switched off with dates, and the decision stays readable", async () => {
    const until = "2027-01-01T00:00:00Z";
    const off = await ask({ method: "PUT", url: `/v1/tenants/north/rules/${uuid(1)}/switch`, body: { state: "off", reason: "too loud on Mondays", until } });
    expect(off).toMatchObject({ status: 200, body: { state: "off", author: "administrator", until: "2027-01-01T00:00:00.000Z" } });
    expect(await ask({ url: "/v1/tenants/north/rules?search=second%20take" })).toMatchObject({ body: { on: 0, rules: [{ on: false, why: "switched off", switch: { reason: "too loud on Mondays" } }] } });
    expect(await ask({ url: `/v1/tenants/north/rules/${uuid(1)}/switches` })).toMatchObject({ body: { switches: [{ state: "off" }] } });
    expect(await ask({ url: `/v1/tenants/south/rules/${uuid(1)}/switches` })).toMatchObject({ body: { switches: [] } });
    expect(await ask({ url: "/v1/tenants/north/rules/active" })).toMatchObject({ body: { changesAt: "2027-01-01T00:00:00.000Z", off: [uuid(1)] } });
    expect(await ask({ url: "/v1/tenants/north/rules/active?at=2026-01-01T00:00:00Z" })).toMatchObject({ body: { version: 0, files: [], changesAt: null } });
    expect(await ask({ url: "/v1/tenants/north/journal?action=rule*" })).toMatchObject({ body: { entries: [{ action: "rule.switched-off", subject: uuid(1), reason: "too loud on Mondays" }, { action: "rule-pack.enabled" }] } });
    expect(await ask({ url: "/v1/tenants/south/journal?action=rule*" })).toMatchObject({ body: { entries: [] } });
  });

  test.each<[string, unknown, number]>([
    ["an unknown rule", { state: "off", reason: "because" }, 404],
    ["a state that is none", { state: "maybe", reason: "because" }, 400],
    ["a time that is none", { state: "off", reason: "because", until: "tomorrow" }, 400],
  ])("refuse %s", async (_, body, status) => {
    expect(await ask({ method: "PUT", url: `/v1/tenants/north/rules/${uuid(404)}/switch`, body })).toMatchObject({ status });
  });

  test("a rule without id is addressed by its key", async () => {
    const text = ruleText({ id: "x" }).replace("id: x\n", "");
    await ask({ method: "PUT", url: `/v1/tenants/north/own-rules/${encodeURIComponent("area/no-id.yml")}`, body: { text, reason: "because" } });
    const rule = encodeURIComponent("own/area/no-id.yml:1");
    expect(await ask({ method: "PUT", url: `/v1/tenants/north/rules/${rule}/switch`, body: { state: "off", reason: "because" } })).toMatchObject({ status: 200 });
    expect(await ask({ url: `/v1/tenants/north/rules/${rule}/switches` })).toMatchObject({ body: { switches: [{ state: "off" }] } });
  });
});

test("own rules are saved, read with their versions, and withdrawn", async () => {
  const url = `/v1/tenants/south/own-rules/${encodeURIComponent("area/mine.yml")}`;
  expect(await ask({ method: "PUT", url, body: { text: ruleText({ id: uuid(10) }), reason: "asked for" } })).toMatchObject({ status: 200, body: { path: "area/mine.yml", version: 1, rules: [{ key: uuid(10), kind: "rule" }] } });
  expect(await ask({ method: "PUT", url, body: { text: "title: x", reason: "asked for" } })).toMatchObject({ status: 400, body: { detail: expect.stringMatching(/^area\/mine\.yml:1:1: /) as unknown } });
  expect(await ask({ url: "/v1/tenants/south/own-rules" })).toMatchObject({ body: { rules: [{ path: "area/mine.yml", version: 1 }] } });
  expect(await ask({ url: url.replace("south", "north") })).toMatchObject({ status: 404 });
  expect(await ask({ method: "POST", url: `${url}/withdraw`, body: { reason: "not needed" } })).toMatchObject({ status: 200, body: { version: 2, text: null } });
  expect(await ask({ method: "POST", url: `${url}/withdraw`, body: { reason: "not needed" } })).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect(await ask({ url })).toMatchObject({ body: { rules: [{ version: 2 }, { version: 1 }] } });
});

test("drop rules are made, changed, retired, and their versions stay", async () => {
  const url = "/v1/tenants/north/drop-rules";
  const made = await ask({ method: "POST", url, body: { source: "dc1", rule: ruleText({ id: uuid(20), title: "Noise" }), reason: "health checks" } });
  expect(made).toMatchObject({ status: 200, body: { id: "id-1", version: 1, source: "dc1", title: "Noise", retired: false, until: null } });
  expect(await ask({ method: "PUT", url: `${url}/id-1`, body: { rule: ruleText({ id: uuid(20), title: "Noise" }), reason: "all sources" } })).toMatchObject({ body: { version: 2, source: null } });
  expect(await ask({ url: "/v1/tenants/north/rules/active" })).toMatchObject({ body: { dropRules: [{ id: "id-1", version: 2, title: "Noise" }] } });
  expect(await ask({ method: "POST", url: `${url}/id-1/retire`, body: { reason: "mended" } })).toMatchObject({ body: { version: 3, retired: true } });
  expect(await ask({ method: "POST", url: `${url}/id-1/retire`, body: { reason: "mended" } })).toMatchObject({ status: 409 });
  expect(await ask({ url })).toMatchObject({ body: { rules: [{ id: "id-1", version: 3 }] } });
  expect(await ask({ url: `${url}/id-1` })).toMatchObject({ body: { rules: [{ version: 3 }, { version: 2 }, { version: 1 }] } });
  expect(await ask({ url: `${url.replace("north", "south")}/id-1` })).toMatchObject({ status: 404 });
  expect(await ask({ method: "PUT", url: `${url}/mine`, body: { rule: ruleText({ id: uuid(20) }), reason: "my own id" } })).toMatchObject({ status: 404 });
  expect(await ask({ method: "POST", url, body: { source: "nothing", rule: ruleText({ id: uuid(20) }), reason: "because" } })).toMatchObject({ status: 400, body: { detail: "The tenant has no source nothing: it has dc1, fw." } });
});

test("tenants and sources are those of the configuration, with their last day", async () => {
  expect(await ask({ url: "/v1/tenants" })).toMatchObject({ body: { tenants: [{ id: "north", name: "North", retentionDays: 183, sources: 2 }, { id: "south", sources: 0 }] } });
  expect(await ask({ url: "/v1/tenants/north/sources" })).toMatchObject({ body: { sources: [{ name: "dc1", technology: "windows", lastDay: DAY }, { name: "fw", technology: null, lastDay: null }] } });
});

describe("whatever the route", () => {
  type Described = { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly "x-permission"?: string }>>>> };
  const routes = async () => {
    const { paths } = (await ask({ url: "/openapi.json" })).body as Described;
    return Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { "x-permission": permission }]) => ({ method: method.toUpperCase() as "GET", path, permission })));
  };
  const fill = (path: string, tenant: string) => path.replace("{tenant}", tenant).replaceAll(/\{\w+\}/g, "1");

  test("under /v1 nothing answers without a key", async () => {
    const all = (await routes()).filter(({ path }) => path.startsWith("/v1/"));
    // Those who ask here are nobody yet.
    const open = ["/v1/hints/{hook}", "/v1/invitations/accept", "/v1/links/{ref}", "/v1/set-up", "/v1/set-up", "/v1/sign-in", "/v1/sign-in/code", "/v1/sign-in/discover", "/v1/sign-in/oidc/callback", "/v1/sign-in/oidc/continue", "/v1/sign-in/passkey", "/v1/sign-in/passkey/options"];
    expect(all.filter(({ permission }) => permission === undefined).map(({ path }) => path).toSorted()).toEqual(open);
    const guarded = all.filter(({ path }) => !open.includes(path));
    expect(guarded.length).toBeGreaterThan(20);
    for (const [i, { method, path }] of guarded.entries()) {
      const response = await app.inject({ method, url: fill(path, "north"), remoteAddress: `198.18.${Math.floor(i / 250)}.${(i % 250) + 1}` });
      expect([method, path, response.statusCode]).toEqual([method, path, 401]);
    }
  });

  test("a tenant that is not configured is not found, before the request is looked at", async () => {
    const below = (await routes()).filter(({ path }) => path.includes("{tenant}"));
    expect(below.length).toBeGreaterThan(10);
    for (const { method, path } of below) {
      const { status, body } = await ask({ method, url: fill(path, "nobody") });
      expect([method, path, status, body]).toMatchObject([method, path, 404, { code: "not_found", detail: expect.stringContaining("no tenant nobody") as unknown }]);
    }
  });
});

test("the description names every route, and each says how it refuses", async () => {
  const { body } = await ask({ url: "/openapi.json", headers: { authorization: "" } });
  const { openapi, paths, components } = body as { openapi: string; paths: Record<string, Record<string, { responses: Record<string, unknown> }>>; components: { schemas: Record<string, unknown> } };
  expect(openapi).toBe("3.1.0");
  expect(Object.keys(components.schemas)).toContain("Problem");
  const routes = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { responses }]) => ({ route: `${method} ${path}`, responses: Object.keys(responses) })));
  expect(routes.length).toBeGreaterThan(20);
  const own = routes.filter(({ route }) => route.includes("/v1/") && !/other|broken/.test(route));
  expect(own.filter(({ responses }) => !responses.includes("default")).map(({ route }) => route)).toEqual([]);
  expect(JSON.stringify(await readFile("package.json", "utf8"))).toContain((body as { info: { version: string } }).info.version);
});
