// NetBox read into a real database, over HTTP, again and again as it changes.
import { beforeEach, expect, test } from "vitest";
import { type Bench, benchOf } from "../../../../../test/cmdb-sources/bench.ts";
import { addressOn, device, fakeNetbox, type FakeNetbox, machine, vrf } from "../../../../../test/cmdb-sources/netbox.ts";
import { busy, cut, failing, html } from "../../../../../test/cmdb-sources/server.ts";
import { readJournal, readTenant } from "../../../../store/index.ts";
import { changeAsset, networks, retireAsset, showAsset, teams, zones } from "../../../index.ts";

const TOKEN = "0123456789abcdef0123456789abcdef01234567";
let bench: Bench;
let netbox: FakeNetbox;
beforeEach(async () => {
  bench = await benchOf();
  netbox = await fakeNetbox(TOKEN, bench.now);
  netbox.tables.devices.push(device(1, "web-1"), device(2, "fw-1", { role: { name: "Edge Firewall", slug: "edge-firewall" } }));
  netbox.tables.machines.push(machine(1, "app-1"));
  netbox.tables.addresses.push(addressOn(1, "10.0.0.1/24", { device: 1 }, { dns_name: "web-1.acme.test" }), addressOn(2, "10.0.0.1/24", { device: 2 }, { vrf: vrf("Lab") }), addressOn(3, "10.0.0.3/24", { machine: 1 }), addressOn(4, "10.0.0.4/24", null));
  netbox.change("devices", 1, {});
});

const add = (settings: object = {}, secrets: Readonly<Record<string, string>> = { token: TOKEN }) => bench.add({ name: "netbox", kind: "netbox", url: netbox.url, secrets, settings: { zone: "LAN", ...settings } });
const on = async (settings: object = {}) => {
  await add(settings);
  await bench.enable("netbox");
  await bench.runJobs();
};
const shown = async () => (await bench.assets()).map(({ name, kind, addresses, staleSince }) => [name, kind, addresses.map(({ ip, zone }) => `${ip} ${zone ?? ""}`).join(), staleSince !== null]);

test("machines with their addresses in their zones", async () => {
  await on();
  expect(await shown()).toEqual([["app-1", "virtual_machine", "10.0.0.3 LAN", false], ["fw-1", "security_device", "10.0.0.1 Lab", false], ["web-1", "server", "10.0.0.1 LAN", false]]);
  const [, , web] = await bench.assets();
  expect(web).toMatchObject({ os: "Debian 12", serial: "SN-1", location: "Orléans, Room 2", lifecycle: "in_service", tags: ["pci"], names: ["web-1", "web-1.acme.test"], externalIds: ["netbox:device:1"] });
  expect(await bench.last("netbox")).toMatchObject({ mode: "full", state: "applied", askedBy: "schedule", counts: { assets: 3 } });
  const journal = await readTenant(bench.state, "north", (db) => readJournal(db, { limit: 10 }));
  expect(journal.map(({ action, who }) => [action, who])).toEqual([["asset-import.applied", "source netbox"], ["cmdb-source.enabled", "an engineer"], ["cmdb-source.probed", "an engineer"], ["cmdb-source.added", "an engineer"]]);
});

test("all pages, though the server caps them", async () => {
  for (let id = 3; id <= 120; id++) netbox.tables.devices.push(device(id, `many-${id}`));
  netbox.settings.pageSize = 50;
  await on();
  expect(await bench.assets()).toHaveLength(121);
  expect(netbox.asked.filter((path) => path.includes("dcim/devices") && path.includes("id__gt"))).toHaveLength(3);
});

test("a server that ignores filters is found out, and nothing is read", async () => {
  await add();
  netbox.settings.ignoresFilters = true;
  netbox.settings.pageSize = 2;
  netbox.tables.devices.push(device(3, "more"));
  expect(await bench.read("netbox", { dryRun: true })).toMatchObject({ state: "failed", problem: { problem: "garbage", words: expect.stringContaining("id__gt") as string } });
});

test("then what changed alone: a machine, its address, one that goes, one that comes", async () => {
  await on({ maxStaleShare: 0.5 });
  netbox.change("devices", 1, { platform: { name: "Debian 13" } });
  netbox.tables.interfaces.push({ id: 1003, device: null }, { id: 1099, device: { id: 2 } });
  netbox.change("addresses", 9, addressOn(9, "10.0.0.9/24", { device: 2 }, { _interface: 1099 }));
  netbox.change("machines", 1, null);
  netbox.change("machines", 2, machine(2, "app-2"));
  netbox.asked.length = 0;
  bench.pass(61);
  await bench.runJobs();
  const done = await bench.last("netbox");
  expect(done).toMatchObject({ mode: "changes", state: "applied", counts: { assets: 3, gone: 1 } });
  expect(await shown()).toEqual([["app-1", "virtual_machine", "10.0.0.3 LAN", true], ["app-2", "virtual_machine", "", false], ["fw-1", "security_device", "10.0.0.1 Lab,10.0.0.9 LAN", false], ["web-1", "server", "10.0.0.1 LAN", false]]);
  expect((await bench.assets()).find(({ name }) => name === "web-1")?.os).toBe("Debian 13");
  expect(netbox.asked.some((path) => path === "GET /api/dcim/devices/?exclude=config_context&limit=500&ordering=id&id__gt=0")).toBe(false);
  bench.pass(61);
  await bench.runJobs();
  expect(await bench.last("netbox")).toMatchObject({ mode: "changes", state: "unchanged", importId: null });
});

test("an address that moves is taken from the one and given to the other", async () => {
  await on();
  netbox.tables.interfaces.push({ id: 1001, device: { id: 1 } }, { id: 1500, device: { id: 2 } });
  netbox.change("addresses", 1, addressOn(1, "10.0.0.1/24", { device: 2 }, { _interface: 1500 }));
  bench.pass(61);
  await bench.runJobs();
  expect((await shown()).slice(1)).toEqual([["fw-1", "security_device", "10.0.0.1 LAN,10.0.0.1 Lab", false], ["web-1", "server", "", false]]);
});

test("where the change log may not be read, all is read each time, and that is told", async () => {
  netbox.forbidden.add("/api/core/object-changes/");
  await on();
  expect((await bench.source("netbox")).cursor).toBeNull();
  expect((await bench.last("netbox")).notes[0]).toContain("change log");
  bench.pass(61);
  await bench.runJobs();
  expect(await bench.last("netbox")).toMatchObject({ mode: "full", state: "unchanged" });
});

test("the change log of older versions is elsewhere", async () => {
  netbox.settings.version = "3.7.8";
  await on();
  expect((await bench.source("netbox")).cursor).toBe("101");
});

test("what a person entered stays; a retired one stays retired; what is absent is stale, told when it was seen last, and comes back", async () => {
  await on({ maxStaleShare: 0.5 });
  const [, fw, web] = await bench.assets();
  await changeAsset(bench.state, bench.caller(), "north", { id: web!.id, set: { os: "by hand" } });
  await retireAsset(bench.state, bench.caller(), "north", { id: fw!.id, reason: "sold" });
  netbox.tables.devices.find(({ id }) => id === 1)!["platform"] = { name: "Windows" };
  netbox.tables.machines.length = 0;
  bench.pass(3 * 1440);
  expect(await bench.read("netbox")).toMatchObject({ state: "applied" });
  expect((await showAsset(bench.state, "north", web!.id, bench.now())).os).toBe("by hand");
  expect((await showAsset(bench.state, "north", fw!.id, bench.now())).lifecycle).toBe("retired");
  const app = (await bench.assets()).find(({ name }) => name === "app-1")!;
  expect(app.staleSince).not.toBeNull();
  expect((await showAsset(bench.state, "north", app.id, bench.now())).freshness).toMatchObject({ isStale: true, words: "last seen in netbox 3 days ago, stale" });
  netbox.tables.machines.push(machine(1, "app-1"));
  await bench.read("netbox");
  expect((await bench.assets()).find(({ name }) => name === "app-1")?.staleSince).toBeNull();
});

test("half of it gone is refused, with what would have gone; nothing is changed until somebody says that it is meant", async () => {
  for (let id = 3; id <= 10; id++) netbox.tables.devices.push(device(id, `more-${id}`));
  await on();
  netbox.tables.devices.splice(4);
  const done = await bench.read("netbox");
  expect(done).toMatchObject({ state: "refused", problem: { problem: "shrunk", words: expect.stringContaining("Of the 11 assets that this source named, 6 are not") as string } });
  expect((await bench.rows(done.importId)).filter(({ kind }) => kind === "stale").map(({ name }) => name)).toEqual(["more-5", "more-6", "more-7", "more-8", "more-9", "more-10"]);
  expect((await bench.assets()).some(({ staleSince }) => staleSince !== null)).toBe(false);
  expect(await bench.source("netbox")).toMatchObject({ problem: { problem: "shrunk" }, failures: 1 });
  expect(await bench.read("netbox", { allowShrink: true })).toMatchObject({ state: "applied" });
  expect((await bench.assets()).filter(({ staleSince }) => staleSince !== null)).toHaveLength(6);
  expect(await bench.source("netbox")).toMatchObject({ problem: null, failures: 0 });
});

test("a dry run of a source that is off shows the difference, and writes nothing", async () => {
  await add();
  const done = await bench.read("netbox", { dryRun: true });
  expect(done).toMatchObject({ state: "planned", counts: { assets: 3 } });
  expect((await bench.rows(done.importId)).map(({ kind, name }) => [kind, name])).toEqual([["added", "web-1"], ["added", "fw-1"], ["added", "app-1"]]);
  expect(await bench.assets()).toEqual([]);
  expect(await bench.source("netbox")).toMatchObject({ state: "off", readAt: null, cursor: null });
});

test("prefixes become networks in their zones, contacts of a role teams", async () => {
  netbox.tables.prefixes.push({ id: 1, prefix: "10.0.0.0/24", description: "Servers", vrf: null, status: { value: "active" } }, { id: 2, prefix: "10.0.0.0/24", vrf: vrf("Lab"), role: { name: "Test" }, status: { value: "active" } }, { id: 3, prefix: "10.9.0.0/24", vrf: null, status: { value: "deprecated" } });
  netbox.tables.contacts.push({ id: 7, name: "Linux team", email: "linux@acme.test", phone: "+33 1", title: "" });
  netbox.tables.assignments.push({ id: 1, object_type: "dcim.device", object_id: 1, contact: { id: 7, name: "Linux team" }, role: { name: "Support", slug: "support" } });
  await on({ reads: ["assets", "networks", "teams"], options: { teamRole: "support" } });
  expect((await networks.list(bench.state, "north", { limit: 10 })).map(({ cidr, meaning, source }) => [cidr, meaning, source])).toEqual([["10.0.0.0/24", "Servers", "netbox"], ["10.0.0.0/24", "Test", "netbox"]]);
  expect((await zones.list(bench.state, "north", { limit: 10 })).map(({ name }) => name)).toEqual(["LAN", "Lab"]);
  expect(await teams.list(bench.state, "north", { limit: 10 })).toMatchObject([{ name: "Linux team", email: "linux@acme.test", source: "netbox" }]);
  expect((await bench.assets()).map(({ name, team }) => [name, team])).toEqual([["app-1", null], ["fw-1", null], ["web-1", "Linux team"]]);
  // A person's change stays, and so does a person's removal.
  const [first, second] = await networks.list(bench.state, "north", { limit: 10 });
  await networks.change(bench.state, bench.caller(), "north", { id: first!.id, given: { zone: first!.zone, cidr: first!.cidr, meaning: "by hand", isInternal: true } });
  await networks.remove(bench.state, bench.caller(), "north", second!.id);
  netbox.change("prefixes", 1, { description: "Otherwise" });
  bench.pass(61);
  await bench.runJobs();
  const done = await bench.last("netbox");
  expect((await networks.list(bench.state, "north", { limit: 10 })).map(({ meaning }) => meaning)).toEqual(["by hand"]);
  expect((await bench.rows(done.importId)).map(({ kind, details }) => [kind, details["reason"]])).toEqual([["conflict", "a person keeps it as it is"], ["conflict", "a person removed it here"]]);
});

test.each([
  ["is busy for long", busy(600), "busy"], ["sleeps and answers HTML", html, "garbage"], ["cuts the connection", cut, "cut"],
] as const)("where the other side %s, nothing changes, and it is tried again later", async (_, fault, problem) => {
  await on();
  netbox.faults.push(...(problem === "busy" ? [fault] : [fault, fault, fault]));
  const done = await bench.read("netbox");
  expect(done).toMatchObject({ state: "failed", problem: { problem } });
  expect(await bench.assets()).toHaveLength(3);
  const { failures, nextReadAt } = await bench.source("netbox");
  expect(failures).toBe(1);
  expect(nextReadAt.getTime() - bench.now().getTime()).toBeGreaterThanOrEqual(problem === "busy" ? 600_000 : 300_000);
  bench.pass(61);
  await bench.runJobs();
  expect(await bench.source("netbox")).toMatchObject({ failures: 0, problem: null });
});

test("a failure in between is passed over", async () => {
  await add();
  netbox.faults.push(failing);
  expect(await bench.read("netbox", { dryRun: true })).toMatchObject({ state: "planned" });
});

test("it is not switched on before all that it needs may be read", async () => {
  netbox.forbidden.add("/api/ipam/ip-addresses/");
  await add();
  await expect(bench.enable("netbox")).rejects.toThrow(/addresses: 403 You do not have permission/);
  expect(await bench.source("netbox")).toMatchObject({ state: "off", probe: { version: "4.2.3", counts: { assets: 3 }, checks: [{ name: "devices", ok: true }, { name: "virtual machines", ok: true }, { name: "addresses", ok: false }, { name: "change log", ok: true }] } });
  netbox.forbidden.clear();
  expect(await bench.enable("netbox")).toMatchObject({ state: "on" });
  await expect(bench.enable("netbox")).rejects.toThrow("on already");
});

test("a token of the newer kind goes out as Bearer, with or without the word before it", async () => {
  const newer = await fakeNetbox("nbt_abc.secret", bench.now);
  newer.tables.devices.push(device(1, "one"));
  for (const [i, token] of ["nbt_abc.secret", "Bearer nbt_abc.secret"].entries()) {
    await bench.add({ name: `newer-${i}`, kind: "netbox", url: newer.url, secrets: { token } });
    expect((await bench.read(`newer-${i}`, { dryRun: true })).state).toBe("planned");
  }
});

test("mapped otherwise where a client keeps things elsewhere", async () => {
  await on({ mapping: { key: "key", columns: { environment: { from: "custom_fields.env", values: { PROD: "production" } }, kind: { from: "role", values: { Server: "server" }, otherwise: "other" } }, format: "json", dateOrder: "ymd", timezoneOffset: "+00:00" } });
  expect((await bench.assets()).map(({ name, kind, environment }) => [name, kind, environment])).toEqual([["app-1", "other", null], ["fw-1", "other", "production"], ["web-1", "server", "production"]]);
});
