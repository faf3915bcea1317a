// A GLPI inventory read into a real database.
import { beforeEach, expect, test } from "vitest";
import { type Bench, benchOf } from "../../../../../test/cmdb-sources/bench.ts";
import { computer, fakeGlpi, type FakeGlpi } from "../../../../../test/cmdb-sources/glpi.ts";
import { teams } from "../../../index.ts";

let bench: Bench;
let glpi: FakeGlpi;
beforeEach(async () => {
  bench = await benchOf();
  glpi = await fakeGlpi(bench.now);
  glpi.items["Computer"]!.push(computer(1, "erp-1"), computer(2, "pc-2", { computertypes_id: "Notebook", groups_id_tech: ["Postes", "Autre"], states_id: "Réformé", locations_id: 0 }), computer(3, "modèle", { is_template: 1 }), computer(4, "bin", { is_deleted: 1 }), computer(5, "bin shown", { is_deleted: 1, shownInLists: true }));
  glpi.items["NetworkEquipment"]!.push(computer(1, "sw-1", { serial: "SW1", computertypes_id: undefined }));
  glpi.items["Item_OperatingSystem"]!.push({ id: 1, itemtype: "Computer", items_id: 1, operatingsystems_id: "Debian GNU/Linux", operatingsystemversions_id: "12" });
  glpi.items["IPAddress"]!.push({ id: 1, mainitemtype: "Computer", mainitems_id: 1, name: "10.4.0.1", is_deleted: 0 }, { id: 2, mainitemtype: "NetworkEquipment", mainitems_id: 1, name: "10.4.0.2", is_deleted: 0 }, { id: 3, mainitemtype: "Computer", mainitems_id: 1, name: "10.4.0.3", is_deleted: 1 });
  glpi.items["NetworkPort"]!.push({ id: 1, itemtype: "Computer", items_id: 1, mac: "00:11:22:33:44:55", is_deleted: 0 });
  glpi.items["Group"]!.push({ id: 7, name: "R&#233;seau", completename: "DSI &amp;#62; R&#233;seau", is_assign: 1 }, { id: 8, name: "Lecteurs", completename: "Lecteurs", is_assign: 0 });
});
const add = (settings: object = {}) => bench.add({ name: "glpi", kind: "glpi", url: glpi.url, secrets: { userToken: "key", appToken: "app" }, settings: { zone: "LAN", ...settings } });
const on = async (settings: object = {}) => {
  await add(settings);
  await bench.enable("glpi");
  await bench.runJobs();
};

test("computers and equipment, their words as people wrote them; what is in the bin is not there", async () => {
  await on({ reads: ["assets", "teams"] });
  expect((await bench.last("glpi")).problem).toBeNull();
  expect((await bench.assets()).map(({ name, kind, team, os, location, addresses }) => [name, kind, team, os, location, addresses.map(({ ip }) => ip).join()])).toEqual([["erp-1", "server", "DSI > Réseau", "Debian GNU/Linux 12", "Orléans", "10.4.0.1"], ["sw-1", "network_device", "DSI > Réseau", null, "Orléans", "10.4.0.2"]]);
  expect(await teams.list(bench.state, "north", { limit: 10 })).toMatchObject([{ name: "DSI > Réseau" }]);
  // Every session is closed.
  expect(glpi.sessions.size).toBe(0);
});

test("all pages, and a session that ends in between", async () => {
  for (let id = 10; id < 260; id++) glpi.items["Computer"]!.push(computer(id, `many-${id}`));
  await on();
  expect((await bench.last("glpi")).counts).toMatchObject({ assets: 253 });
  glpi.settings.endsSessions = 1;
  expect(await bench.read("glpi")).toMatchObject({ state: "unchanged" });
});

test("a right that is missing, and a token that is wrong, are told before it is switched on", async () => {
  glpi.unreadable.add("IPAddress");
  await add();
  await expect(bench.enable("glpi")).rejects.toThrow(/IPAddress: .*ERROR_RIGHT_MISSING/);
  await bench.add({ name: "wrong", kind: "glpi", url: glpi.url, secrets: { userToken: "other", appToken: "app" } });
  await expect(bench.enable("wrong")).rejects.toThrow(/USER_TOKEN/);
});
