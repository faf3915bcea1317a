// A ServiceNow CMDB read into a real database.
import { beforeEach, expect, test } from "vitest";
import { type Bench, benchOf } from "../../../../../test/cmdb-sources/bench.ts";
import { html } from "../../../../../test/cmdb-sources/server.ts";
import { fakeServiceNow, type FakeServiceNow, id, ref, server } from "../../../../../test/cmdb-sources/servicenow.ts";
import { maintenanceWindows, services, teams } from "../../../index.ts";

let bench: Bench;
let snow: FakeServiceNow;
beforeEach(async () => {
  bench = await benchOf();
  snow = await fakeServiceNow(bench.now);
  snow.tables["cmdb_ci_hardware"]!.push(server(1, "erp-1"), server(2, "erp-2", { install_status: { value: "7", display_value: "Retiré" } }), server(3, "sw-1", { sys_class_name: "cmdb_ci_ip_switch", environment: "" }));
  snow.tables["sys_user_group"]!.push({ sys_id: id(900), name: "Linux N2", email: "linux@acme.test", manager: ref(801, "Paul Petit") });
  snow.tables["cmdb_ci_service"]!.push({ sys_id: id(600), name: "ERP", busines_criticality: { value: "1 - most critical", display_value: "1 - très critique" }, support_group: ref(900, "Linux N2"), install_status: "1" });
  snow.tables["svc_ci_assoc"]!.push({ sys_id: id(1), service_id: ref(600, "ERP"), ci_id: ref(1, "erp-1") });
});
const add = (settings: object = {}) => bench.add({ name: "snow", kind: "servicenow", url: snow.url, secrets: { user: "vigie", password: "secret" }, settings: { zone: "LAN", ...settings } });
const on = async (settings: object = {}) => {
  await add(settings);
  await bench.enable("snow");
  await bench.runJobs();
};
const update = (n: number, values: object, at: string): void => {
  const table = snow.tables["cmdb_ci_hardware"]!;
  table[table.findIndex((row) => row["sys_id"] === id(n))] = { ...table.find((row) => row["sys_id"] === id(n))!, ...values, sys_updated_on: at };
};

test("items with team, service, criticality, whatever language the account has", async () => {
  await on({ reads: ["assets", "teams", "services"] });
  expect((await bench.assets()).map(({ name, kind, lifecycle, team, criticality, environment, services: carried }) => [name, kind, lifecycle, team, criticality, environment, carried.join()])).toEqual([["erp-1", "server", "in_service", "Linux N2", 4, "production", "ERP"], ["sw-1", "network_device", "in_service", "Linux N2", 4, null, ""]]);
  const [erp] = await bench.assets();
  expect(erp).toMatchObject({ os: "Linux Debian 12", serial: "S1", location: "Orléans", contact: "Jeanne Martin", names: ["erp-1", "erp-1.acme.test"], addresses: [{ ip: "10.1.0.1", zone: "LAN" }], externalIds: [`servicenow:${id(1)}`] });
  expect(await teams.list(bench.state, "north", { limit: 10 })).toMatchObject([{ name: "Linux N2", email: "linux@acme.test", contact: "Paul Petit" }]);
  expect(await services.list(bench.state, "north", { limit: 10 })).toMatchObject([{ name: "ERP", criticality: 4, team: "Linux N2" }]);
});

test("all of 1,200 rows, and how many of them are hidden", async () => {
  for (let n = 4; n <= 1200; n++) snow.tables["cmdb_ci_hardware"]!.push(server(n, `many-${n}`, { ip_address: "", fqdn: "" }));
  // A whole page, and some between.
  for (let n = 4; n <= 520; n++) snow.hidden.add(id(n));
  snow.hidden.add(id(900));
  await on();
  expect(await bench.last("snow")).toMatchObject({ state: "applied", counts: { assets: 1200 - 517 - 1 }, notes: ["518 rows of cmdb_ci_hardware are hidden from the account by access rules."] });
});

test("then what changed, by its time, with what was written lately and not seen", async () => {
  await on();
  expect((await bench.source("snow")).cursor).toBe("2026-11-24 07:00:00");
  bench.pass(61);
  snow.asked.length = 0;
  await bench.runJobs();
  // All rows are of the very second that was read last: they come again, and nothing of them is new.
  expect(await bench.last("snow")).toMatchObject({ mode: "changes", state: "unchanged", counts: { assets: 3 } });
  update(1, { os_version: "13" }, "2026-11-24 09:30:00");
  bench.pass(61);
  await bench.runJobs();
  expect(await bench.last("snow")).toMatchObject({ mode: "changes", state: "applied" });
  expect((await bench.assets())[0]?.os).toBe("Linux Debian 13");
  expect((await bench.source("snow")).cursor).toBe("2026-11-24 09:30:00");
  bench.pass(61);
  snow.asked.length = 0;
  await bench.runJobs();
  expect(await bench.last("snow")).toMatchObject({ counts: { assets: 1 } });
  expect(snow.asked).toHaveLength(3);
});

test.each([[2, true], [0, true], [-5, false]])("an account %d h ahead of UTC misses nothing, or is told to be set to UTC", async (hours, isRead) => {
  await on();
  snow.settings.zoneHours = hours;
  update(1, { os_version: "13" }, "2026-11-24 08:30:00");
  bench.pass(61);
  await bench.runJobs();
  const done = await bench.last("snow");
  if (isRead) expect((await bench.assets())[0]?.os).toBe("Linux Debian 13");
  else expect(done).toMatchObject({ state: "failed", problem: { words: expect.stringContaining("set the time zone of the account to UTC") as string } });
});

test("a query of which a part is ignored is found out", async () => {
  await add();
  for (let n = 4; n <= 600; n++) snow.tables["cmdb_ci_hardware"]!.push(server(n, `many-${n}`));
  snow.settings.ignored.add("sys_id");
  expect(await bench.read("snow", { dryRun: true })).toMatchObject({ state: "failed", problem: { words: expect.stringContaining("left out a part of the query") as string } });
});

test("an instance that sleeps answers HTML with 200: nothing is changed", async () => {
  await on();
  snow.faults.push(html, html, html);
  expect(await bench.read("snow")).toMatchObject({ state: "failed", problem: { problem: "garbage", words: expect.stringContaining("hibernating") as string } });
  expect(await bench.assets()).toHaveLength(2);
});

test("what may not be seen is told before it is switched on; services that items carry are left out where the option says so", async () => {
  snow.forbidden.add("sys_user_group");
  await add({ reads: ["assets", "teams"] });
  await expect(bench.enable("snow")).rejects.toThrow("sys_user_group: 403");
  snow.forbidden.clear();
  for (const n of [1, 2, 3]) snow.hidden.add(id(n));
  await expect(bench.enable("snow")).rejects.toThrow("3 rows are there, and none may be seen");
  snow.hidden.clear();
  delete snow.tables["svc_ci_assoc"];
  await expect(bench.enable("snow")).rejects.toThrow(/svc_ci_assoc: 400 .*Invalid table/);
  await bench.add({ name: "without", kind: "servicenow", url: snow.url, secrets: { user: "vigie", password: "secret" }, settings: { options: { carried: false } } });
  expect(await bench.enable("without")).toMatchObject({ state: "on" });
});

test("approved changes become maintenance windows; one that is cancelled there is cancelled, one that nobody approved is none", async () => {
  const change = (n: number, state: string, more: object = {}) => ({ sys_id: id(n), number: `CHG000${n}`, short_description: "patch", start_date: { value: "2026-11-25 20:00:00", display_value: "25/11/2026 21:00" }, end_date: { value: "2026-11-25 22:00:00", display_value: "25/11/2026 23:00" }, state: { value: state, display_value: "…" }, cmdb_ci: "", ...more });
  snow.tables["change_request"]!.push(change(1, "-2"), change(2, "-4"), change(3, "-1", { cmdb_ci: ref(3, "sw-1") }), change(4, "-2", { cmdb_ci: ref(77, "nobody") }));
  snow.tables["task_ci"]!.push({ sys_id: id(50), task: ref(1, "CHG0001"), ci_item: ref(1, "erp-1") }, { sys_id: id(51), task: ref(2, "CHG0002"), ci_item: ref(1, "erp-1") });
  await on({ reads: ["assets", "windows"] });
  const windows = async () => (await maintenanceWindows.list(bench.state, "north", { limit: 10 })).map(({ title, startsAt, assets, createdBy, cancelledAt }) => [title, startsAt.toISOString(), assets.length, createdBy, cancelledAt !== null]);
  expect(await windows()).toEqual([["CHG0001 patch", "2026-11-25T20:00:00.000Z", 1, "source snow", false], ["CHG0003 patch", "2026-11-25T20:00:00.000Z", 1, "source snow", false]]);
  expect((await bench.rows((await bench.last("snow")).importId)).filter(({ kind }) => kind === "refused").map(({ name, details }) => [name, details["reason"]])).toEqual([["CHG0004 patch", "none of the 1 assets that it names is known here"]]);
  snow.tables["change_request"]!.splice(0, 1, change(1, "4"));
  bench.pass(61);
  await bench.runJobs();
  expect((await windows())[0]).toEqual(["CHG0001 patch", "2026-11-25T20:00:00.000Z", 1, "source snow", true]);
  // A person's cancelling stays, though the change is still approved there.
  const other = (await maintenanceWindows.list(bench.state, "north", { limit: 10 }))[1]!;
  await maintenanceWindows.end(bench.state, bench.caller(), "north", { id: other.id, column: "cancelled_at", action: "cancelled", reason: "not now" });
  bench.pass(61);
  await bench.runJobs();
  expect((await windows())[1]).toEqual(["CHG0003 patch", "2026-11-25T20:00:00.000Z", 1, "source snow", true]);
});

test("several items with one address are all kept, and told as ambiguous", async () => {
  update(3, { ip_address: "10.1.0.1" }, "2026-11-24 07:00:00");
  await on();
  expect((await bench.rows((await bench.last("snow")).importId)).filter(({ kind }) => kind === "conflict").map(({ name, details }) => [name, (details["with"] as { name: string }[]).map((one) => one.name)])).toEqual([["erp-1", ["sw-1"]], ["sw-1", ["erp-1"]]]);
});

test("a host name that is none is left out and told; the item is taken all the same", async () => {
  update(1, { fqdn: "n/a", mac_address: "unknown" }, "2026-11-24 07:00:00");
  await on();
  expect((await bench.assets())[0]).toMatchObject({ name: "erp-1", names: ["erp-1"] });
  expect((await bench.last("snow")).notes).toEqual([`2 words were left out, as they are none of what they should be: ${id(1)}: "n/a" is no host name; ${id(1)}: "unknown" is no MAC address`]);
});

test("options that would reach beyond the query are refused", async () => {
  for (const query of ["a=b^NQc=d", "a=b^ORc=d", "^ORDERBYx"]) await expect(add({ options: { query } })).rejects.toThrow("options: query");
  await expect(add({ options: { tables: ["cmdb_ci/../sys_user"] } })).rejects.toThrow("options: tables.0");
});
