// An iTop CMDB read into a real database.
import { beforeEach, expect, test } from "vitest";
import { type Bench, benchOf } from "../../../../../test/cmdb-sources/bench.ts";
import { contact, fakeItop, type FakeItop, item } from "../../../../../test/cmdb-sources/itop.ts";
import { maintenanceWindows, services, teams } from "../../../index.ts";

let bench: Bench;
let itop: FakeItop;
beforeEach(async () => {
  bench = await benchOf();
  itop = await fakeItop(bench.now);
  itop.classes["Server"]!.push(item("erp-1", 1, { contacts_list: [contact("Jane Doe", false), contact("Systèmes &amp; Linux", true)], applicationsolution_list: [{ applicationsolution_name: "ERP" }] }), item("old-1", 2, { status: "obsolete", business_criticity: "low" }));
  itop.classes["VirtualMachine"]!.push(item("vm-1", 3, { finalclass: "VirtualMachine", managementip: "", business_criticity: "" }));
  itop.classes["PhysicalInterface"]!.push({ id: 50, connectableci_id: 1, ipaddress: "10.3.0.1", macaddress: "00:11:22:33:44:55" });
  itop.classes["LogicalInterface"]!.push({ id: 51, virtualmachine_id: 3, ipaddress: "10.3.0.3", macaddress: "" });
  itop.classes["Team"]!.push({ id: 10, name: "Systèmes & Linux", email: "linux@acme.test", phone: "", org_name: "Acme" });
  itop.classes["ApplicationSolution"]!.push({ id: 20, name: "ERP", description: "", business_criticity: "high", organization_name: "Acme" });
});
const CLASSES = ["Server", "VirtualMachine"];
const add = (settings: { readonly options?: object; readonly [name: string]: unknown } = {}) => bench.add({ name: "itop", kind: "itop", url: itop.url, secrets: { password: "secret" }, settings: { zone: "LAN", ...settings, options: { user: "vigie", classes: CLASSES, ...settings.options } } });
const on = async (settings: Parameters<typeof add>[0] = {}) => {
  await add(settings);
  await bench.enable("itop");
  await bench.runJobs();
};

test("items with team, contact, services and the addresses of their interfaces; a class without an attribute all the same", async () => {
  await on({ reads: ["assets", "teams", "services"] });
  expect((await bench.last("itop")).problem).toBeNull();
  expect((await bench.assets()).map(({ name, kind, lifecycle, team, contact: who, criticality, services: carried, addresses }) => [name, kind, lifecycle, team, who, criticality, carried.join(), addresses.map(({ ip }) => ip).join()])).toEqual([
    ["erp-1", "server", "in_service", "Systèmes & Linux", "Jane Doe", 3, "ERP", "10.2.0.1,10.3.0.1"], ["vm-1", "virtual_machine", "in_service", null, null, 2, "", "10.3.0.3"],
  ]);
  expect(await teams.list(bench.state, "north", { limit: 10 })).toMatchObject([{ name: "Systèmes & Linux", email: "linux@acme.test", itsmName: "Systèmes & Linux" }]);
  expect(await services.list(bench.state, "north", { limit: 10 })).toMatchObject([{ name: "ERP", criticality: 3 }]);
  expect((await bench.rows((await bench.last("itop")).importId)).filter(({ kind }) => kind === "added")).toHaveLength(5);
});

test("all pages; read again, nothing is new", async () => {
  for (let id = 100; id < 350; id++) itop.classes["Server"]!.push(item(`many-${id}`, id, { managementip: "" }));
  await on();
  expect(await bench.last("itop")).toMatchObject({ counts: { assets: 253 }, state: "applied" });
  bench.pass(61);
  await bench.runJobs();
  expect(await bench.last("itop")).toMatchObject({ mode: "full", state: "unchanged" });
});

test("one organisation of several alone", async () => {
  itop.classes["Server"]!.push(item("theirs", 9, { organization_name: "Other" }));
  await on({ options: { organization: "Acme" } });
  expect((await bench.assets()).map(({ name }) => name)).toEqual(["erp-1", "vm-1"]);
});

test("changes are windows in the time of iTop's wall", async () => {
  itop.classes["Change"]!.push({ id: 1, ref: "C-000001", title: "patch", start_date: "2026-11-25 21:00:00", end_date: "2026-11-25 23:00:00", status: "plannedscheduled", functionalcis_list: [{ functionalci_id: "1" }] }, { id: 2, ref: "C-000002", title: "maybe", start_date: "2026-11-25 21:00:00", end_date: "2026-11-25 23:00:00", status: "new", functionalcis_list: [{ functionalci_id: "1" }] });
  await on({ reads: ["assets", "windows"] });
  expect((await maintenanceWindows.list(bench.state, "north", { limit: 10 })).map(({ title, startsAt, assets }) => [title, startsAt.toISOString(), assets.length])).toEqual([["C-000001 patch", "2026-11-25T20:00:00.000Z", 1]]);
});

test.each([["a wrong password", () => {}, { password: "wrong" }, /Invalid login/], ["a profile that is missing", () => { itop.settings.lacksRestProfile = true; }, { password: "secret" }, /REST Services User/], ["a class that may not be read", () => { itop.settings.isUnreadable = "VirtualMachine"; }, { password: "secret" }, /VirtualMachine: 1 Error/]] as const)("%s is told, though the answer is 200", async (_, break_, secrets, words) => {
  break_();
  await bench.add({ name: "itop", kind: "itop", url: itop.url, secrets, settings: { options: { user: "vigie", classes: CLASSES } } });
  await expect(bench.enable("itop")).rejects.toThrow(words);
});
