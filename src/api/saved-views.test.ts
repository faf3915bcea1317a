// Saved views: whose they are, who sees them, what is refused.
import { beforeAll, expect, test } from "vitest";
import { apiOf, type Cookies, type TestApi } from "../../test/people.ts";
import { readJournal, withTenant } from "../store/index.ts";

let api: TestApi;
const as: Record<string, Cookies> = {};
const NORTH = "/v1/tenants/north/saved-views";
const ALL = "/v1/saved-views";

beforeAll(async () => {
  api = await apiOf("north", "south");
  for (const [name, tenant, role] of [["ann", null, "analyst"], ["ben", null, "analyst"], ["max", null, "service_manager"], ["sue", "north", "security"], ["sam", "north", "manager"], ["ops", "north", "operations"], ["eve", "south", "security"]] as const)
    as[name] = await api.signIn(await api.person(`${name}@example.com`, [{ tenant, role }]));
});

const save = async (who: string, url: string, more: object) => api.ask({ url, body: { page: "hunt", view: "q=user:a&range=24h", ...more }, cookies: as[who]! });
const names = async (who: string, url: string): Promise<unknown> => ((await api.ask({ url, cookies: as[who]! })).body["views"] as { name: string }[] | undefined)?.map(({ name }) => name);

test("one's own are seen by oneself, shared ones by one's side alone", async () => {
  expect((await save("ann", NORTH, { name: "a own" })).body).toMatchObject({ tenant: "north", page: "hunt", name: "a own", view: "q=user:a&range=24h", shared: false, isOwn: true });
  for (const [who, url, name, shared] of [["ann", NORTH, "a shared", true], ["sue", NORTH, "c shared", true], ["sue", NORTH, "c own", false], ["ann", ALL, "all shared", true], ["sue", ALL, "all own", false]] as const) expect((await save(who, url, { name, shared })).status).toBe(200);
  expect(await names("ann", NORTH)).toEqual(["a own", "a shared"]);
  expect(await names("ben", NORTH)).toEqual(["a shared"]);
  expect(await names("sue", NORTH)).toEqual(["c own", "c shared"]);
  // A manager may read, but searches no events; IT operations neither.
  expect([await names("sam", NORTH), await names("ops", NORTH), await names("ben", "/v1/tenants/south/saved-views")]).toEqual([[], [], []]);
  expect([await names("ben", ALL), await names("sue", ALL), await names("eve", ALL)]).toEqual([["all shared"], ["all own"], []]);
  expect(await names("ann", `${NORTH}?page=queue`)).toEqual([]);
  expect((await api.ask({ url: NORTH, cookies: as["eve"]! })).status).toBe(404);
  const entries = await withTenant(api.state, "north", (db) => readJournal(db, { limit: 10, action: "saved-view.*" }));
  expect(entries[0]).toMatchObject({ action: "saved-view.saved", details: { page: "hunt", name: "c own", shared: false } });
});

test.each([
  ["another client's organisation", "eve", NORTH, {}, 404],
  ["a page that they may not open", "ops", NORTH, { page: "hunt" }, 403],
  ["a client's view over several organisations, shared", "sue", ALL, { shared: true }, 403],
  ["a name that is taken", "ann", NORTH, { name: "a own" }, 409],
  ["a page that there is not", "ann", NORTH, { page: "nowhere" }, 400],
  ["an empty name", "ann", NORTH, { name: "  " }, 400],
  ["more than 8 KB", "ann", NORTH, { view: "x".repeat(8_193) }, 400],
])("refused: %s", async (_, who, url, more, status) => {
  expect((await save(who, url, { name: "refused", ...more })).status).toBe(status);
});

test("only the owner changes one; who looks after people removes a shared one of their side", async () => {
  const shared = String((await save("ann", NORTH, { name: "to change", shared: true })).body["id"]);
  const own = String((await save("ann", NORTH, { name: "to keep" })).body["id"]);
  const put = (who: string, url: string, name: string) => api.ask({ method: "PUT", url, body: { page: "hunt", name, view: "q=b", shared: true }, cookies: as[who]! });
  const remove = (who: string, url: string) => api.ask({ method: "DELETE", url, cookies: as[who]! });
  expect((await put("ann", `${NORTH}/${shared}`, "changed")).body).toMatchObject({ id: shared, name: "changed", view: "q=b" });
  expect((await put("ann", `${NORTH}/${shared}`, "to keep")).status).toBe(409);
  expect((await put("ben", `${NORTH}/${shared}`, "stolen")).status).toBe(403);
  for (const [who, url] of [["sue", `${NORTH}/${shared}`], ["ben", `${NORTH}/${own}`], ["ann", `/v1/tenants/south/saved-views/${shared}`], ["ann", `${ALL}/${shared}`]] as const) {
    expect((await put(who, url, "stolen")).status, `${who} ${url}`).toBe(404);
    expect((await remove(who, url)).status, `${who} ${url}`).toBe(404);
  }
  expect((await remove("ben", `${NORTH}/${shared}`)).status).toBe(403);
  expect((await remove("max", `${NORTH}/${own}`)).status).toBe(404);
  expect((await remove("sam", `${NORTH}/${shared}`)).status).toBe(404);
  expect((await remove("max", `${NORTH}/${shared}`)).status).toBe(200);
  expect((await remove("ann", `${NORTH}/${own}`)).body).toMatchObject({ name: "to keep" });
  expect(await names("ann", NORTH)).toEqual(["a own", "a shared"]);
});
