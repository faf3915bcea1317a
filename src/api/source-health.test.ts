// How sources are, over the real collection: what arrived shows, who is blind, and nobody sees another's.
import { beforeAll, expect, test } from "vitest";
import type { Collection } from "../../test/collection.ts";
import { wholeApi } from "../../test/isolation/whole-api.ts";
import type { TestApi } from "../../test/people.ts";
import { withSystem } from "../store/index.ts";

const NOW = new Date("2026-11-24T08:30:00Z");
const YAML = `tenants:
  - {id: north, name: North, sources: [{name: dc1, timezone: Europe/Paris, claim: {token: north-token-1234567}}, {name: web1, technology: nginx, claim: {token: north-web-token-1234}}]}
  - {id: south, name: South, sources: [{name: fw1, claim: {token: south-token-1234567}}]}`;
let api: TestApi;
let at: Collection;
type Row = { readonly tenant: string; readonly source: string; readonly state: string; readonly sentence: string; readonly lastAt: string | null; readonly blind: number | null; readonly rules: number | null; readonly total: object };

beforeAll(async () => {
  ({ api, at } = await wholeApi(YAML, NOW));
  await api.ask({ method: "PUT", url: "/v1/tenants/north/own-rules/web.yml", body: { text: "title: Web\nid: 00000000-0000-4000-8000-000000000001\nlogsource: {category: webserver}\ntags: [attack.t1190]\ndetection: {k: [x], condition: k}\n", reason: "for a test" }, key: api.key });
  await at.take({ from: { tenant: "north", source: "dc1" } }, "<38>Nov 24 07:59:00 srv1 sshd[1]: Failed password for root from 203.0.113.9 port 4711 ssh2", "%% unread %%");
  await at.settled();
  // As the stream counts it, some seconds later.
  await withSystem(at.state, (db) => db.sql.insertInto("source_technology_day").values({ tenant_id: "north", source: "dc1", day: "2026-11-24", technology: "sshd", labelled: "", n: 1 }).execute());
}, 60_000);

test("the list says of each source how it is, and who is blind", async () => {
  const { body } = await api.ask({ url: "/v1/tenants/north/source-health?language=fr", key: api.key });
  const sources = body["sources"] as readonly Row[];
  expect(sources.map(({ source, state }) => [source, state])).toEqual([["web1", "never"], ["dc1", "healthy"]]);
  expect(sources[0]).toMatchObject({ technology: "nginx", lastAt: null, perSecond: null, sentence: "On ne l’a jamais entendue.", total: { received: 0 } });
  expect(sources[0]!.blind).toBeGreaterThan(0);
  expect(sources[1]).toMatchObject({ technology: "sshd", lastAt: NOW.toISOString(), isLastExact: true, blind: 0, total: { received: 2, stored: 1, quarantined: 1, dropped: 0, duplicates: 0 }, unparsed: 0.5 });
  expect(body).toMatchObject({ counts: { never: 1, healthy: 1, silent: 0 }, blind: sources[0]!.blind, troubled: 0, total: { received: 2, stored: 1, quarantined: 1, dropped: 0, duplicates: 0 } });
});

test("over all organisations, and one in detail", async () => {
  const all = (await api.ask({ url: "/v1/source-health", key: api.key })).body["sources"] as readonly Row[];
  expect(all.map(({ tenant, source }) => `${tenant}/${source}`).toSorted()).toEqual(["north/dc1", "north/web1", "south/fw1"]);
  expect(all.find(({ source }) => source === "fw1")).toMatchObject({ technology: null, rules: null, blind: null });
  const { body } = await api.ask({ url: "/v1/tenants/north/sources/web1", key: api.key });
  expect(body).toMatchObject({ source: "web1", labelled: "nginx", timezone: "UTC", seen: [], techniques: expect.arrayContaining(["T1190"]) as string[] });
  expect((body["reading"] as readonly { readonly title: string }[]).map(({ title }) => title)).toContain("Web");
  const ssh = (await api.ask({ url: "/v1/tenants/north/sources/dc1", key: api.key })).body;
  expect(ssh).toMatchObject({ timezone: "Europe/Paris", seen: [{ technology: "sshd", events: 1 }] });
  expect((ssh["reading"] as readonly { readonly title: string }[]).map(({ title }) => title)).not.toContain("Web");
  expect((await api.ask({ url: "/v1/tenants/north/sources/fw1", key: api.key })).status).toBe(404);
});

test("planned work on the machine of this name is told", async () => {
  const asset = (await api.ask({ url: "/v1/tenants/north/assets", body: { name: "WEB1", kind: "server" }, key: api.key })).body["id"];
  const planned = await api.ask({ url: "/v1/tenants/north/maintenance-windows", body: { title: "Disks", startsAt: "2026-11-24T08:00:00Z", endsAt: "2026-11-24T14:00:00Z", assets: [asset], reason: "new disks" }, key: api.key });
  expect(planned.status).toBe(200);
  expect((await api.ask({ url: "/v1/tenants/north/sources/web1", key: api.key })).body).toMatchObject({ state: "maintenance", maintenanceUntil: "2026-11-24T14:00:00.000Z", sentence: "Work is planned on it until 2026-11-24 14:00 UTC.", blind: 0 });
});
