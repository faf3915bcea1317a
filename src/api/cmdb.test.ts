// Every verb of the CMDB over HTTP: works, wrong state, another tenant, a wrong role, the journal.
import { beforeAll, expect, test } from "vitest";
import { apiOf, type Cookies, type TestApi } from "../../test/people.ts";
import { lockInventory } from "../cmdb/repo.ts";
import { withTenant } from "../store/index.ts";

let api: TestApi;
let engineer: Cookies;
let analyst: Cookies;
let operations: Cookies;
let south: Cookies;
beforeAll(async () => {
  api = await apiOf("north", "south");
  engineer = await api.signIn(await api.person("engineer@soc.test", [{ tenant: null, role: "engineer" }]));
  analyst = await api.signIn(await api.person("analyst@soc.test", [{ tenant: null, role: "analyst" }]));
  operations = await api.signIn(await api.person("ops@north.test", [{ tenant: "north", role: "operations" }]));
  south = await api.signIn(await api.person("security@south.test", [{ tenant: "south", role: "security" }]));
});

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
const ask = (method: Method, path: string, body?: object, cookies: Cookies = engineer) => api.ask({ method, url: `/v1/tenants/north/${path}`, cookies, ...(body === undefined ? {} : { body }) });
/** The last change; who looked at what stands in the journal too. */
const journal = async () => ((await ask("GET", "journal?limit=20")).body["entries"] as { action: string; subject: string; details: object }[]).find(({ action }) => !action.startsWith("access."));

/** Makes one, and gives its id. */
async function made(path: string, body: object): Promise<string> {
  const answer = await ask("POST", path, body);
  expect(answer.text).toContain('"id"');
  return answer.body["id"] as string;
}

const asset = (name: string, more: object = {}) => made("assets", { name, ...more });
const DAY = { startsAt: "2026-12-01T20:00:00Z", endsAt: "2026-12-02T04:00:00Z" };

test("an asset is entered, changed, retired, and each step is in its history and in the journal", async () => {
  const id = await asset("Web-1.acme.test", { criticality: 4, addresses: [{ ip: "2001:DB8::1", zone: "DMZ" }], tags: ["pci"], services: ["ERP"], macs: ["00-00-00-00-00-01"] });
  expect(await journal()).toMatchObject({ action: "asset.created", subject: id });
  expect((await ask("GET", `assets/${id}`)).body).toMatchObject({ name: "Web-1.acme.test", names: ["web-1.acme.test"], kind: "other", addresses: [{ ip: "2001:db8::1", zone: "DMZ" }], macs: ["00:00:00:00:00:01"], serviceDetails: [{ name: "ERP", id: null }] });
  expect((await ask("PATCH", `assets/${id}`, { set: { os: "Debian 13", tags: null } })).body).toMatchObject({ os: "Debian 13", tags: [], criticality: 4 });
  expect(await journal()).toMatchObject({ action: "asset.changed", details: { changes: { os: { before: null, after: "Debian 13" } } } });
  expect((await ask("POST", `assets/${id}/retire`, { reason: "sold in November" })).body).toMatchObject({ lifecycle: "retired" });
  expect((await ask("POST", `assets/${id}/retire`, { reason: "again" })).status).toBe(409);
  const { changes } = (await ask("GET", `assets/${id}/history?limit=2`)).body as { changes: { kind: string; who: string; seq: number }[] };
  expect(changes.map(({ kind }) => kind)).toEqual(["retired", "changed"]);
  expect((await ask("GET", `assets/${id}/history?before=${changes[1]!.seq}`)).body).toMatchObject({ changes: [{ kind: "added" }], next: null });
});

test("an asset that is there already is not entered a second time", async () => {
  const id = await asset("db-1.acme.test", { serial: "SER-1" });
  for (const twin of [{ name: "other", serial: "ser-1" }, { name: "DB-1.acme.test" }]) {
    const refused = await ask("POST", "assets", twin);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain(id);
  }
  expect((await ask("POST", "assets", { name: "db-1" })).status).toBe(200);
});

test("lists narrow by each filter, and go on behind an asset", async () => {
  for (const n of [1, 2, 3]) await asset(`list-${n}.acme.test`, { kind: "workstation", environment: "test", criticality: n, team: "Bureautique", tags: ["listed"], addresses: [{ ip: `10.9.${n}.1` }], location: "Orléans" });
  const names = async (query: string) => ((await ask("GET", `assets?${query}`)).body["assets"] as { name: string }[]).map(({ name }) => name.slice(5, 6)).join("");
  for (const [query, found] of [
    ["tag=listed", "123"], ["kind=workstation", "123"], ["environment=test&criticality=2", "2"], ["team=bureautique", "123"], [`text=${encodeURIComponent("ORLÉANS")}`, "123"], ["text=list-3", "3"],
    ["address=10.9.2.1", "2"], ["address=10.9.0.0/22&criticality=3", "3"], ["tag=listed&stale=true", ""], ["tag=listed&stale=false", "123"], ["tag=listed&lifecycle=retired", ""], ["tag=listed&limit=2", "12"],
  ]) expect([query, await names(query!)]).toEqual([query, found]);
  const { next } = (await ask("GET", "assets?tag=listed&limit=2")).body;
  expect(await names(`tag=listed&limit=2&after=${String(next)}`)).toBe("3");
  expect((await ask("GET", "assets?address=10.0.0.0/33")).status).toBe(400);
  expect((await ask("GET", "assets?kind=spaceship")).status).toBe(400);
});

test("zones and networks: ranges of two zones may overlap, those of one may not be the same", async () => {
  const [lan, dmz] = [await made("zones", { name: "LAN" }), await made("zones", { name: "DMZ" })];
  expect((await ask("POST", "zones", { name: "lan" })).status).toBe(409);
  const network = { cidr: "10.20.0.0/16", meaning: "offices", isInternal: true };
  const id = await made("networks", { zone: lan, ...network });
  expect(await journal()).toMatchObject({ action: "network.created", subject: id });
  await made("networks", { zone: dmz, ...network });
  expect((await ask("POST", "networks", { zone: lan, ...network })).status).toBe(409);
  for (const cidr of ["10.20.1.1/16", "10.20.0.0/33", "10.20", "2001:db8::1/32", "x/8"]) expect([cidr, (await ask("POST", "networks", { zone: lan, ...network, cidr })).status]).toEqual([cidr, 400]);
  for (const cidr of ["2001:DB8::/32", "192.0.2.1", "::/0", "0.0.0.0/0"]) expect([cidr, (await ask("POST", "networks", { zone: lan, ...network, cidr })).status]).toEqual([cidr, 200]);
  expect((await ask("PUT", `networks/${id}`, { zone: lan, ...network, meaning: "guests", isInternal: false })).body).toMatchObject({ meaning: "guests", isInternal: false });
  expect((await ask("GET", `networks?zone=${dmz}`)).body["networks"]).toHaveLength(1);
  expect((await ask("DELETE", `zones/${dmz}`)).status).toBe(409);
  expect((await ask("POST", "networks", { zone: "nowhere", ...network })).status).toBe(404);
});

test("teams and services are found from the assets that name them, and cannot go while they are named", async () => {
  const team = await made("teams", { name: "Réseau", email: "reseau@north.test", itsmName: "NET-L2" });
  const service = await made("services", { name: "Paie", criticality: 4 });
  const id = await asset("paie-1", { team: "net-l2", services: ["paie"] });
  expect((await ask("GET", `assets/${id}`)).body).toMatchObject({ teamDetail: { id: team, name: "Réseau", email: "reseau@north.test" }, serviceDetails: [{ name: "paie", id: service, criticality: 4 }] });
  expect((await ask("DELETE", `services/${service}`)).status).toBe(409);
  expect((await ask("PUT", `services/${service}`, { name: "Payroll" })).status).toBe(409);
  expect((await ask("PUT", `services/${service}`, { name: "PAIE", criticality: 3 })).body).toMatchObject({ name: "PAIE", criticality: 3 });
  await ask("PATCH", `assets/${id}`, { set: { services: null, team: "Réseau" } });
  expect((await ask("DELETE", `services/${service}`)).status).toBe(200);
  expect(await journal()).toMatchObject({ action: "service.removed", subject: service });
  expect((await ask("DELETE", `teams/${team}`)).status).toBe(409);
  expect((await ask("PUT", `teams/${team}`, { name: "Réseau", phone: "+33 1" })).body).toMatchObject({ phone: "+33 1", itsmName: null });
});

test("relations have two ends that exist, once each way", async () => {
  const [vm, host] = [await asset("rel-vm"), await asset("rel-host")];
  const relation = { type: "runs_on", from: { asset: vm }, to: { asset: host } };
  const id = await made("relations", relation);
  expect((await ask("GET", `assets/${host}`)).body["relations"]).toMatchObject([{ id, type: "runs_on", from: { asset: vm, name: "rel-vm" }, to: { asset: host, name: "rel-host" } }]);
  expect((await ask("POST", "relations", relation)).status).toBe(409);
  expect((await ask("POST", "relations", { ...relation, to: { asset: vm } })).status).toBe(400);
  expect((await ask("POST", "relations", { ...relation, to: {} })).status).toBe(400);
  expect((await ask("POST", "relations", { ...relation, to: { asset: "nobody" } })).status).toBe(404);
  expect((await ask("GET", `relations?asset=${vm}`)).body["relations"]).toHaveLength(1);
  expect((await ask("DELETE", `relations/${id}`)).status).toBe(200);
  expect((await ask("DELETE", `relations/${id}`)).status).toBe(404);
});

test("a maintenance window covers something, ends after it starts, and is cancelled once", async () => {
  const id = await made("maintenance-windows", { title: "patches", ...DAY, tags: ["pci"], reason: "monthly patches" });
  expect((await ask("POST", "maintenance-windows", { title: "x", ...DAY, reason: "none covered" })).status).toBe(400);
  expect((await ask("POST", "maintenance-windows", { title: "x", startsAt: DAY.endsAt, endsAt: DAY.startsAt, tags: ["pci"], reason: "backwards" })).status).toBe(400);
  expect((await ask("POST", "maintenance-windows", { title: "x", ...DAY, assets: ["nobody"], reason: "whose asset" })).status).toBe(404);
  expect((await ask("POST", `maintenance-windows/${id}/cancel`, { reason: "postponed" })).body).toMatchObject({ cancelledAt: expect.any(String) as unknown });
  expect(await journal()).toMatchObject({ action: "maintenance-window.cancelled", subject: id });
  expect((await ask("POST", `maintenance-windows/${id}/cancel`, { reason: "postponed" })).status).toBe(409);
});

test("accounts of interest have all forms in which logs write them", async () => {
  const id = await made("accounts-of-interest", { name: "svc_Backup", kind: "service", forms: ["ACME\\svc_backup", "svc_backup@acme.test"] });
  expect((await ask("GET", "accounts-of-interest?kind=service")).body["accounts"]).toMatchObject([{ id, forms: ["svc_backup", "acme\\svc_backup", "svc_backup@acme.test"] }]);
  expect((await ask("PUT", `accounts-of-interest/${id}`, { name: "svc_Backup", kind: "privileged" })).body).toMatchObject({ kind: "privileged", forms: ["svc_backup"] });
  expect((await ask("POST", `accounts-of-interest/${id}/retire`, { reason: "replaced" })).status).toBe(200);
  expect((await ask("POST", `accounts-of-interest/${id}/retire`, { reason: "replaced" })).status).toBe(409);
});

const FILE = { source: "inventory", fileName: "a.csv", file: Buffer.from("id;host\n1;imported\n").toString("base64"), mapping: { key: "id", columns: { name: "host" } } };

test("a file is worked out, put in, listed, and read row by row", async () => {
  const planned = await ask("POST", "asset-imports", { ...FILE, dryRun: true });
  expect(planned.body).toMatchObject({ state: "planned", counts: { added: 1 }, reading: { encoding: "utf-8", delimiter: ";", unusedColumns: [] } });
  const applied = await made("asset-imports", FILE);
  expect(await journal()).toMatchObject({ action: "asset-import.applied", details: { import: applied, counts: { added: 1 } } });
  expect((await ask("GET", "asset-imports?limit=1")).body).toMatchObject({ imports: [{ id: applied }], next: applied });
  expect((await ask("GET", `asset-imports/${applied}`)).body).toMatchObject({ id: applied, state: "applied", fileName: "a.csv" });
  expect((await ask("GET", `asset-imports/${applied}/rows?kind=added`)).body).toMatchObject({ changes: [{ kind: "added", name: "imported", line: 2 }], next: null });
  expect((await ask("GET", `asset-imports/${String(planned.body["id"])}`)).status).toBe(404);
  expect((await ask("POST", "asset-imports", { ...FILE, file: "£££" })).status).toBe(400);
});

test("one import runs at a time", async () => {
  // The first waits for a change that is not committed yet, until the second has been refused.
  const both = await withTenant(api.state, "north", async (db) => {
    await lockInventory(db);
    const asked = [ask("POST", "asset-imports", FILE), ask("POST", "asset-imports", FILE)] as const;
    expect((await Promise.race(asked)).status).toBe(409);
    return { asked };
  });
  expect((await Promise.all(both.asked)).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
});

test("sources weighed otherwise: what counts follows at once", async () => {
  const before = await ask("GET", "cmdb-settings");
  expect(before.body).toEqual({ precedence: ["manual", "itsm", "csv", "logs"], maxStaleShare: 0.2, owners: {} });
  const mapping = { key: "id", columns: { name: "host", os: "os" } };
  await made("asset-imports", { ...FILE, source: "weighed", file: Buffer.from("id;host;os\n1;weighed;table\n").toString("base64"), mapping });
  const [{ id }] = (await ask("GET", "assets?text=weighed")).body["assets"] as [{ id: string }];
  await ask("PATCH", `assets/${id}`, { set: { os: "hand" } });
  expect((await ask("PUT", "cmdb-settings", { precedence: ["csv", "manual", "itsm", "logs"], maxStaleShare: 0.2 })).status).toBe(200);
  expect(await journal()).toMatchObject({ action: "cmdb-settings.changed", details: { assetsChanged: 1 } });
  expect((await ask("GET", `assets/${id}`)).body).toMatchObject({ os: "table", values: { os: [{ value: "table" }, { value: "hand" }] } });
  expect((await ask("PUT", "cmdb-settings", { precedence: ["csv", "csv", "itsm", "logs"], maxStaleShare: 0.2 })).status).toBe(400);
  await ask("PUT", "cmdb-settings", before.body);
});

test("who may not change changes nothing; who belongs elsewhere sees nothing", async () => {
  const id = await asset("guarded");
  const changes: readonly (readonly [Method, string, object?])[] = [
    ["POST", "assets", { name: "x" }], ["PATCH", `assets/${id}`, { set: { os: "x" } }], ["POST", `assets/${id}/retire`, { reason: "not mine" }], ["POST", "asset-imports", FILE], ["POST", "zones", { name: "x" }],
    ["POST", "teams", { name: "x" }], ["POST", "services", { name: "x" }], ["PUT", "cmdb-settings", { precedence: ["csv", "manual", "itsm", "logs"], maxStaleShare: 1 }], ["POST", "maintenance-windows", { title: "x", ...DAY, tags: ["x"], reason: "not mine" }],
    ["POST", "accounts-of-interest", { name: "x", kind: "service" }], ["POST", "relations", { type: "runs_on", from: { asset: id }, to: { service: "x" } }],
  ];
  for (const [method, path, body] of changes) {
    expect([path, (await ask(method, path, body, analyst)).status, (await ask(method, path, body, operations)).status, (await ask(method, path, body, south)).status]).toEqual([path, 403, 403, 404]);
  }
  expect((await ask("GET", `assets/${id}`, undefined, operations)).body).toMatchObject({ os: null, lifecycle: "in_service" });
  for (const path of ["assets", `assets/${id}`, `assets/${id}/history`, "asset-imports", "teams", "zones", "networks", "services", "relations", "maintenance-windows", "accounts-of-interest", "cmdb-settings"]) expect([path, (await ask("GET", path, undefined, south)).status]).toEqual([path, 404]);
});

test("ids of one organisation mean nothing in another", async () => {
  const [id, zone] = [await asset("north-only"), await made("zones", { name: "north-only" })];
  const there = (method: Method, path: string, body?: object) => api.ask({ method, url: `/v1/tenants/south/${path}`, cookies: south, ...(body === undefined ? {} : { body }) });
  expect((await there("GET", `assets/${id}`)).status).toBe(404);
  expect((await there("PATCH", `assets/${id}`, { set: { os: "x" } })).status).toBe(404);
  expect((await there("POST", `assets/${id}/retire`, { reason: "not ours" })).status).toBe(404);
  expect((await there("PUT", `zones/${zone}`, { name: "taken" })).status).toBe(404);
  expect((await there("POST", "networks", { zone, cidr: "10.0.0.0/8", meaning: "x", isInternal: true })).status).toBe(404);
  expect((await there("POST", "accounts-of-interest", { name: "x", kind: "service", asset: id })).status).toBe(404);
  expect((await there("GET", "assets")).body).toMatchObject({ assets: [] });
});
