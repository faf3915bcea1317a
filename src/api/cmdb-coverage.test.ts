// The inventory against a real event store.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HuntStore, startHunting } from "../../test/hunting.ts";
import { apiWith, type Cookies, type TestApi } from "../../test/people.ts";
import { coverageRoutes } from "./cmdb-coverage.ts";

const NOW = Date.UTC(2026, 10, 24, 8);
const DAY = 86_400_000;
const event = (daysAgo: number, document: Readonly<Record<string, string>>, more: { source?: string; tenant?: string } = {}) => ({ tenant: "north", timeMs: NOW - daysAgo * DAY - 1000, document, source: "fw", ...more });

let hunt: HuntStore;
let api: TestApi;
let engineer: Cookies;
beforeAll(async () => {
  hunt = await startHunting(
    [
      event(1, { "host.name": "WEB-1" }), event(2, { "host.name": "web-1.acme.test" }, { source: "edr" }), event(20, { "host.name": "old-1" }), event(1, { "host.ip": "10.0.0.9" }),
      event(1, { "host.name": "stranger" }), event(3, { "host.name": "stranger" }), event(1, { "host.name": "lab" }, { source: 'odd"one' }), event(1, { "host.name": "south-host" }, { tenant: "south" }),
    ],
    () => api.now().getTime(),
  );
  api = await apiWith({ routes: [(deps) => coverageRoutes({ ...deps, hunting: hunt.hunting })] }, "north", "south");
  engineer = await api.signIn(await api.person("engineer@soc.test", [{ tenant: null, role: "engineer" }]));
  for (const body of [{ name: "web-1.acme.test" }, { name: "old-1", criticality: 3 }, { name: "mute-1", criticality: 4 }, { name: "by address", addresses: [{ ip: "10.0.0.9" }] }]) await api.ask({ url: "/v1/tenants/north/assets", body, cookies: engineer });
});
afterAll(() => hunt.stop());

const get = async (path: string, tenant = "north") => (await api.ask({ url: `/v1/tenants/${tenant}/asset-coverage${path}`, cookies: engineer })).body;

test("the whole in figures, source by source", async () => {
  expect(await get("")).toEqual({
    assets: 4, seen: 3, never: 1, quiet: 1, unknownHosts: 2, complete: true,
    sources: [{ source: "edr", hosts: 1, unknownHosts: 0, assets: 1 }, { source: "fw", hosts: 4, unknownHosts: 1, assets: 3 }, { source: 'odd"one', hosts: 1, unknownHosts: 1, assets: 0 }],
  });
});

test("hosts that nobody registered, the loudest first, in pages", async () => {
  expect(await get("/unknown-hosts?limit=1")).toEqual({ hosts: [{ host: "stranger", events: 2, isRecent: true, sources: [{ source: "fw", events: 2 }] }], next: "stranger", complete: true });
  expect(await get("/unknown-hosts?limit=1&after=stranger")).toMatchObject({ hosts: [{ host: "lab" }] });
  expect(await get("/unknown-hosts?source=edr")).toMatchObject({ hosts: [], next: null });
});

test("assets that do not log, the most critical first", async () => {
  expect(await get("/unseen-assets")).toMatchObject({ assets: [{ name: "mute-1", state: "never" }, { name: "old-1", state: "quiet" }], next: null });
  expect(await get("/unseen-assets?recentDays=30")).toMatchObject({ assets: [{ name: "mute-1" }] });
  expect(await get("/unseen-assets?state=quiet")).toMatchObject({ assets: [{ name: "old-1" }] });
});

test("another organisation has its own hosts alone", async () => expect(await get("/unknown-hosts", "south")).toMatchObject({ hosts: [{ host: "south-host" }] }));
