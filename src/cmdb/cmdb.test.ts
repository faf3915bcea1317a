import { beforeAll, expect, test } from "vitest";
import { apiOf, type Cookies, type TestApi } from "../../test/people.ts";
import { readTenant } from "../store/index.ts";
import { readInventory } from "./index.ts";

let api: TestApi;
let engineer: Cookies;
beforeAll(async () => {
  api = await apiOf("north", "south");
  engineer = await api.signIn(await api.person("engineer@soc.test", [{ tenant: null, role: "engineer" }]));
});

const csv = "id;host;ip;sn;crit\n1;SRV-A;10.0.0.1;S1;High\n2;srv-b.acme.test;10.0.0.2;S2;low\n";
const mapping = { key: "id", columns: { name: "host", addresses: "ip", serial: "sn", criticality: "crit" } };
const send = (file: string, more: object = {}) => api.ask({ url: "/v1/tenants/north/asset-imports", cookies: engineer, body: { source: "inventory", fileName: "a.csv", file: Buffer.from(file).toString("base64"), mapping, ...more } });

test("a file is worked out, put in, and put in again", async () => {
  const dry = await send(csv, { dryRun: true });
  expect(dry.text).toContain('"added":2');
  expect((await send(csv)).body).toMatchObject({ state: "applied", counts: { rows: 2, added: 2 } });
  expect((await send(csv)).body).toMatchObject({ state: "applied", counts: { rows: 2, added: 0, unchanged: 2 } });
  const { body } = await api.ask({ url: "/v1/tenants/north/assets", cookies: engineer });
  expect(body).toMatchObject({ assets: [{ name: "SRV-A", criticality: 3, addresses: [{ ip: "10.0.0.1" }] }, { name: "srv-b.acme.test" }], next: null });
  const inventory = await readTenant(api.state, "north", readInventory);
  expect(inventory).toMatchObject({ version: 1, assets: expect.arrayContaining([expect.objectContaining({ names: ["srv-a"] })]) as unknown });
});
