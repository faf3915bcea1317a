// Every request of a whole reading goes wrong in every way, one after the other: whatever happens, what we have stays as it is,
// and the next reading that is answered puts all right.
import { beforeAll, describe, expect, test } from "vitest";
import { type Bench, benchOf } from "../../../test/cmdb-sources/bench.ts";
import { computer, fakeGlpi } from "../../../test/cmdb-sources/glpi.ts";
import { contact, fakeItop, item } from "../../../test/cmdb-sources/itop.ts";
import { addressOn, device, fakeNetbox, machine } from "../../../test/cmdb-sources/netbox.ts";
import { busy, cut, failing, half, html, late, nothing, type Play, play, unknown } from "../../../test/cmdb-sources/server.ts";
import { fakeServiceNow, id, ref, server } from "../../../test/cmdb-sources/servicenow.ts";
import { ImportMapping } from "../../contract/cmdb-import.ts";

type Kind = { readonly start: (bench: Bench) => Promise<Play>; readonly asked: object };

const mapping = ImportMapping.parse({ key: "id", columns: { name: "host" } });
const KINDS: Readonly<Record<string, Kind>> = {
  netbox: {
    start: async (bench) => {
      const netbox = await fakeNetbox("token", bench.now);
      netbox.tables.devices.push(device(1, "a"), device(2, "b"));
      netbox.tables.machines.push(machine(1, "c"));
      netbox.tables.addresses.push(addressOn(1, "10.0.0.1/24", { device: 1 }));
      netbox.tables.prefixes.push({ id: 1, prefix: "10.0.0.0/24", description: "lan", vrf: null });
      netbox.change("devices", 1, {});
      return netbox;
    },
    asked: { secrets: { token: "token" }, settings: { zone: "LAN", reads: ["assets", "networks"] } },
  },
  servicenow: {
    start: async (bench) => {
      const snow = await fakeServiceNow(bench.now);
      snow.tables["cmdb_ci_hardware"]!.push(server(1, "a"), server(2, "b"));
      snow.tables["sys_user_group"]!.push({ sys_id: id(900), name: "Linux N2" });
      snow.tables["svc_ci_assoc"]!.push({ sys_id: id(1), service_id: ref(600, "ERP"), ci_id: ref(1, "a") });
      return snow;
    },
    asked: { secrets: { user: "vigie", password: "secret" }, settings: { reads: ["assets", "teams", "services", "windows"] } },
  },
  itop: {
    start: async (bench) => {
      const itop = await fakeItop(bench.now);
      itop.classes["Server"]!.push(item("a", 1, { contacts_list: [contact("Linux", true)] }), item("b", 2));
      itop.classes["PhysicalInterface"]!.push({ id: 50, connectableci_id: 1, ipaddress: "10.3.0.1", macaddress: "" });
      itop.classes["Team"]!.push({ id: 10, name: "Linux" });
      return itop;
    },
    asked: { secrets: { password: "secret" }, settings: { reads: ["assets", "teams", "windows"], options: { user: "vigie", classes: ["Server", "VirtualMachine"] } } },
  },
  glpi: {
    start: async (bench) => {
      const glpi = await fakeGlpi(bench.now);
      glpi.items["Computer"]!.push(computer(1, "a"), computer(2, "b"));
      glpi.items["IPAddress"]!.push({ id: 1, mainitemtype: "Computer", mainitems_id: 1, name: "10.4.0.1" });
      glpi.items["Group"]!.push({ id: 7, name: "Linux", completename: "Linux", is_assign: 1 });
      return glpi;
    },
    asked: { secrets: { userToken: "key", appToken: "app" }, settings: { reads: ["assets", "teams"] } },
  },
  https: { start: (bench) => play(() => ({ text: "id,host\n1,a\n2,b\n", headers: { "content-type": "text/csv" } }), bench.now), asked: { settings: { mapping } } },
};

const FAULTS = { html, busy: busy(1), failing, cut, late, unknown, nothing, half };

describe.each(Object.keys(KINDS))("%s", (kind) => {
  let bench: Bench;
  let there: Play;
  let requests: number;
  let before: unknown;
  const held = async () => (await bench.assets()).map(({ name, addresses, team, services, staleSince, changedAt }) => ({ name, addresses, team, services, staleSince, changedAt }));
  beforeAll(async () => {
    bench = await benchOf();
    there = await KINDS[kind]!.start(bench);
    await bench.add({ name: kind, kind, url: kind === "https" ? `${there.url}/a.csv` : there.url, ...KINDS[kind]!.asked });
    await bench.enable(kind);
    await bench.runJobs();
    expect(await bench.last(kind)).toMatchObject({ state: "applied", problem: null });
    before = await held();
    there.asked.length = 0;
    expect(await bench.read(kind)).toMatchObject({ state: "unchanged" });
    requests = there.asked.length;
  });

  test.each(Object.keys(FAULTS) as (keyof typeof FAULTS)[])("%s, at each of its requests", async (fault) => {
    for (let i = 0; i < requests; i++) {
      // Three times, so that asking again does not help.
      there.faults.push(...Array.from({ length: i }, () => undefined), ...Array.from({ length: 3 }, () => FAULTS[fault]));
      const { state, problem } = await bench.read(kind);
      expect([fault, i, ["failed", "unchanged"].includes(state), state === "failed" ? problem?.todo !== "" : true]).toEqual([fault, i, true, true]);
      expect(await held()).toEqual(before);
      there.faults.length = 0;
    }
    expect(await bench.read(kind)).toMatchObject({ state: "unchanged" });
    expect(await bench.source(kind)).toMatchObject({ problem: null, failures: 0 });
  });
});
