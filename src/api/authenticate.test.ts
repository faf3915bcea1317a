// Each decision of the guard by itself, and quickly: test/mutation takes one after the other away. Every route is test/isolation's.
import { beforeAll, describe, expect, test } from "vitest";
import { apiOf, apiWith, type Cookies, type TestApi } from "../../test/people.ts";
import type { Permission } from "../contract/roles.ts";
import { systemCaller } from "../core/index.ts";
import { createKey, revokeKey } from "../identity/index.ts";
import { withSystem } from "../store/index.ts";

const HOUR = 3_600_000;
let api: TestApi;
let auditor: Cookies;
beforeAll(async () => {
  api = await apiOf("north", "south");
  auditor = await api.signIn(await api.person("auditor@example.com", [{ tenant: "north", role: "auditor" }]));
});

const JOURNAL = "/v1/tenants/north/journal";
const get = async (as: { readonly key?: string; readonly cookies?: Cookies }, url = JOURNAL) => (await api.ask({ url, ...as })).status;
const keyOf = (scopes: readonly Permission[], tenant: string | null, expiresAt: Date | null = null) => createKey(api.state, systemCaller("test", api.now()), { name: "a program", scopes, tenant, expiresAt });

describe("a key", () => {
  test("opens what its scopes name, in its organisation alone", async () => {
    const { text: key } = await keyOf(["journal:read"], "north");
    expect(await get({ key })).toBe(200);
    expect(await get({ key }, "/v1/tenants/north/people")).toBe(403);
    expect(await get({ key }, "/v1/tenants/south/journal")).toBe(404);
    expect(await get({ key }, "/v1/journal")).toBe(403);
    expect(await get({ key: (await keyOf(["journal:read"], null)).text }, "/v1/journal")).toBe(200);
  });

  test("of the provider opens every organisation that there is", async () => {
    const { text: key } = await keyOf(["journal:read"], null);
    expect([await get({ key }), await get({ key }, "/v1/tenants/south/journal"), await get({ key }, "/v1/tenants/nowhere/journal")]).toEqual([200, 200, 404]);
  });

  test("counts until it ends or is taken back, and only as it was given", async () => {
    const { text: key } = await keyOf(["journal:read"], "north", new Date(api.now().getTime() + HOUR));
    const { key: { id }, text: other } = await keyOf(["journal:read"], "north");
    expect([await get({ key }), await get({ key: other }), await get({ key: `${key}x` }), await get({ key: "vigie_nothing" })]).toEqual([200, 200, 401, 401]);
    await revokeKey(api.state, systemCaller("test", api.now()), id);
    expect(await get({ key: other })).toBe(401);
    api.pass(HOUR);
    expect(await get({ key })).toBe(401);
  });

  test("comes instead of a session, not beside it: a wrong one is refused whatever the cookie says", async () => {
    const cookies = await api.signIn(await api.person("both@example.com", [{ tenant: "north", role: "auditor" }]));
    expect(await get({ cookies })).toBe(200);
    expect(await get({ cookies, key: "vigie_nothing" })).toBe(401);
  });
});

describe("a session", () => {
  test("opens what the person's roles allow, in their organisations", async () => {
    const cookies = await api.signIn(await api.person("north@example.com", [{ tenant: "north", role: "auditor" }]));
    expect([await get({ cookies }), await get({ cookies }, "/v1/tenants/south/journal"), await get({ cookies }, "/v1/journal")]).toEqual([200, 404, 403]);
    expect((await api.ask({ url: "/v1/tenants/north/invitations", body: { email: "x@example.com", name: "X", roles: ["auditor"] }, cookies })).status).toBe(403);
    const analyst = await api.signIn(await api.person("analyst@example.com", [{ tenant: null, role: "analyst" }]));
    expect([await get({ cookies: analyst }), await get({ cookies: analyst }, "/v1/tenants/south/journal"), await get({ cookies: analyst }, "/v1/tenants/nowhere/journal")]).toEqual([200, 200, 404]);
  });

  test("changes nothing without its token, or with another's; it reads without", async () => {
    const cookies = await api.signIn(await api.person("manager@example.com", [{ tenant: "north", role: "manager" }]));
    const invite = async (csrf: string | undefined) => (await api.ask({ url: "/v1/tenants/north/invitations", body: { email: `${String(csrf).length}@example.com`, name: "X", roles: ["auditor"] }, cookies: { ...cookies, csrf } })).body["code"];
    expect([await invite(undefined), await invite("x".repeat(43)), await invite(auditor.csrf), await invite(cookies.csrf)]).toEqual(["csrf", "csrf", "csrf", undefined]);
    expect(await get({ cookies: { ...cookies, csrf: undefined } })).toBe(200);
  });

  test("ends: twelve hours after it was opened, after an hour in which nobody did anything, by hand, and with the person", async () => {
    const person = await api.person("ends@example.com", [{ tenant: "north", role: "auditor" }]);
    const [long, idle, left] = [await api.signIn(person), await api.signIn(person), await api.signIn(person)];
    expect((await api.ask({ method: "POST", url: "/v1/me/sign-out", cookies: left })).status).toBeLessThan(300);
    expect(await get({ cookies: left })).toBe(401);
    for (let hours = 0; hours < 11.5; hours += 0.5) {
      expect(await get({ cookies: long })).toBe(200);
      api.pass(HOUR / 2);
    }
    expect(await get({ cookies: idle })).toBe(401);
    // Used until just before: it is not for want of requests that it ends.
    expect(await get({ cookies: long })).toBe(200);
    api.pass(HOUR / 2);
    expect(await get({ cookies: long })).toBe(401);
    const again = await api.signIn(person);
    expect(await get({ cookies: again })).toBe(200);
    await api.ask({ url: `/v1/people/${person.id}/disabled`, body: { disabled: true, reason: "left the company" }, key: api.key });
    expect(await get({ cookies: again })).toBe(401);
  });

  test("is not kept open by a browser that connects again by itself", async () => {
    const cookies = await api.signIn(await api.person("resumed@example.com", [{ tenant: "north", role: "auditor" }]));
    api.pass((HOUR * 2) / 3);
    expect((await api.ask({ url: JOURNAL, cookies, headers: { "last-event-id": "1" } })).status).toBe(200);
    api.pass((HOUR * 2) / 3);
    expect(await get({ cookies })).toBe(401);
  });

  test("lets nobody in who is disabled, should the session itself have been left open", async () => {
    const person = await api.person("left@example.com", [{ tenant: "north", role: "auditor" }]);
    const cookies = await api.signIn(person);
    expect(await get({ cookies })).toBe(200);
    await withSystem(api.state, (db) => db.sql.updateTable("person").set({ disabled_at: api.now() }).where("id", "=", person.id).execute());
    expect(await get({ cookies })).toBe(401);
  });

  test("of a cookie that nobody was given is none", async () => {
    expect(await get({ cookies: { session: "x".repeat(43), csrf: undefined } })).toBe(401);
    expect(await get({})).toBe(401);
  });
});

test("whoever has roles in no organisation any more is nobody there", async () => {
  const person = await api.person("gone@example.com", [{ tenant: "north", role: "auditor" }, { tenant: "south", role: "auditor" }]);
  const cookies = await api.signIn(person);
  expect(await get({ cookies })).toBe(200);
  expect((await api.ask({ url: `/v1/tenants/north/people/${person.id}/roles/withdraw`, body: { role: "auditor", reason: "left" }, key: api.key })).status).toBe(200);
  expect([await get({ cookies }), await get({ cookies }, "/v1/tenants/south/journal")]).toEqual([404, 200]);
});

test("a route that says nothing of who may call it does not come up at all", async () => {
  await expect(apiWith({ state: api.state, routes: [() => async (app) => void app.get("/v1/forgotten", () => "everything")] }, "north")).rejects.toThrow("/v1/forgotten says nothing of who may call it");
});
