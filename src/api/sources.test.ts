// Sources that are added while the platform runs: what is refused, who may, and that a token is shown once.
import { beforeAll, describe, expect, test } from "vitest";
import { wholeApi } from "../../test/isolation/whole-api.ts";
import type { Cookies, TestApi } from "../../test/people.ts";
import { hashOf } from "../identity/index.ts";
import { readJournal, withTenant } from "../store/index.ts";

const YAML = `
listeners:
  - {name: syslog, protocol: syslog-udp, port: 0}
  - {name: http, protocol: http, port: 0}
tenants:
  - {id: north, name: North, sources: [{name: dc1, claim: {addresses: [192.0.2.7]}}]}
  - {id: south, name: South, sources: []}`;
const ALL = "/v1/tenants/north/sources";
let api: TestApi;
let engineer: Cookies;
beforeAll(async () => {
  ({ api } = await wholeApi(YAML, new Date("2026-11-24T08:00:00Z")));
  engineer = await api.signIn(await api.person("eng@example.com", [{ tenant: null, role: "engineer" }]));
}, 60_000);
const add = (body: object, cookies = engineer) => api.ask({ url: ALL, body, cookies });

test("it is among the sources at once, its token is shown once and kept as a hash alone", async () => {
  const { status, body } = await add({ name: "fw1", technology: "fortigate", timezone: "Europe/Paris", claim: { addresses: ["198.51.100.0/24"], listeners: ["syslog"] } });
  const token = String(body["token"]);
  expect([status, body["source"]]).toMatchObject([200, { tenant: "north", name: "fw1", technology: "fortigate", timezone: "Europe/Paris", createdBy: "Some Body", claim: { addresses: ["198.51.100.0/24"], listeners: ["syslog"], hostnames: [], certificates: [], hasToken: true } }]);
  expect((await api.ask({ url: ALL, cookies: engineer })).body["sources"]).toMatchObject([{ name: "dc1", origin: "configuration" }, { name: "fw1", origin: "api", technology: "fortigate", timezone: "Europe/Paris" }]);
  const row = await withTenant(api.state, "north", (db) => db.sql.selectFrom("source").select("token_hash").executeTakeFirstOrThrow());
  expect(Buffer.from(row.token_hash!)).toEqual(hashOf(token));
  expect((await api.ask({ url: `${ALL}/fw1/claim`, cookies: engineer })).text).not.toContain(token);
  expect(JSON.stringify(await withTenant(api.state, "north", (db) => readJournal(db, { limit: 50 })))).not.toContain(token);
  const renewed = await api.ask({ method: "POST", url: `${ALL}/fw1/token`, cookies: engineer });
  expect(renewed.body["token"]).not.toBe(token);
});

test("it is changed, keeps its token, and goes", async () => {
  await add({ name: "web1", zone: "dmz" });
  expect((await api.ask({ method: "PUT", url: `${ALL}/web1`, body: { technology: "nginx", timezone: "UTC" }, cookies: engineer })).body).toMatchObject({ technology: "nginx", zone: null, claim: { hasToken: true } });
  expect((await api.ask({ method: "DELETE", url: `${ALL}/web1`, cookies: engineer })).status).toBe(200);
  expect((await api.ask({ method: "DELETE", url: `${ALL}/web1`, cookies: engineer })).status).toBe(404);
  const entries = await withTenant(api.state, "north", (db) => readJournal(db, { limit: 3, action: "source.*" }));
  expect(entries.map(({ action, subject }) => [action, subject])).toEqual([["source.removed", "web1"], ["source.changed", "web1"], ["source.added", "web1"]]);
});

describe("refused", () => {
  test.each<readonly [string, object, number]>([
    ["a name of the configuration", { name: "dc1" }, 409],
    ["a name that was added", { name: "fw1" }, 409],
    ["a name with blanks", { name: "web 1" }, 400],
    ["a technology that there is not", { name: "new", technology: "abacus" }, 400],
    ["a listener that there is not", { name: "new", claim: { listeners: ["relp"] } }, 400],
    ["an address of another source", { name: "new", claim: { addresses: ["192.0.2.7"] } }, 409],
    ["no address", { name: "new", claim: { addresses: ["somewhere"] } }, 400],
    ["no time zone", { name: "new", timezone: "Mars/Olympus" }, 400],
    ["nothing by which it is known", { name: "new", token: false }, 400],
  ])("%s", async (_, body, status) => expect((await add(body)).status).toBe(status));

  test("one of the configuration, and one of another organisation", async () => {
    for (const url of [`${ALL}/dc1`, "/v1/tenants/south/sources/fw1"]) {
      expect((await api.ask({ method: "PUT", url, body: {}, cookies: engineer })).status).toBe(404);
      expect((await api.ask({ method: "DELETE", url, cookies: engineer })).status).toBe(404);
      expect((await api.ask({ method: "POST", url: `${url}/token`, cookies: engineer })).status).toBe(404);
      expect((await api.ask({ url: `${url}/claim`, cookies: engineer })).status).toBe(404);
    }
  });

  test("an analyst, and the client's manager", async () => {
    for (const [tenant, role] of [[null, "analyst"], ["north", "manager"]] as const) expect((await add({ name: "new" }, await api.signIn(await api.person(`${role}@example.com`, [{ tenant, role }])))).status).toBe(403);
  });
});
