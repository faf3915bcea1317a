// Signing in as people do it: over the API, with an authenticator app's codes and a browser's cookies.
import { generate } from "otplib";
import { beforeAll, describe, expect, test } from "vitest";
import { apiOf, type TestApi } from "../../test/people.ts";

let api: TestApi;
beforeAll(async () => {
  api = await apiOf("north", "south");
});

const ADMIN = { email: "Ada@example.com", password: "a long sentence of mine" };

describe("setting up", () => {
  test("wants the first start's key, and happens once", async () => {
    const body = { ...ADMIN, name: "Ada Byron" };
    expect(await api.ask({ url: "/v1/set-up", body })).toMatchObject({ status: 401 });
    expect(await api.ask({ url: "/v1/set-up", body: { ...body, password: "short" }, key: api.key })).toMatchObject({ status: 400, body: { detail: expect.stringContaining("fewer than 12") as string } });
    expect(await api.ask({ url: "/v1/set-up", body, key: api.key })).toMatchObject({ status: 200, body: { email: "ada@example.com", memberships: [{ tenant: null, role: "administrator" }] } });
    expect(await api.ask({ url: "/v1/set-up", body, key: api.key })).toMatchObject({ status: 409 });
  });
});

describe("signing in", () => {
  let secret = "";
  let recovery: readonly string[] = [];

  test("a password alone lets nobody in: a second factor is set up first", async () => {
    const begun = await api.ask({ url: "/v1/sign-in", body: ADMIN });
    expect(begun).toMatchObject({ status: 200, body: { type: "enrol", uri: expect.stringContaining("otpauth://totp/") as string } });
    expect(begun.headers["set-cookie"]).toBeUndefined();
    secret = begun.body["secret"] as string;
    const { step } = begun.body;
    expect(await api.ask({ url: "/v1/sign-in/code", body: { step, code: "000000" } })).toMatchObject({ status: 401 });
    const done = await api.ask({ url: "/v1/sign-in/code", body: { step, code: await codeNow(secret) } });
    expect(done).toMatchObject({ status: 200, body: { type: "done", person: { email: "ada@example.com", hasSecondFactor: true } } });
    recovery = done.body["recoveryCodes"] as string[];
    expect(recovery).toHaveLength(10);
    for (const cookie of done.headers["set-cookie"] as string[]) expect(cookie).toMatch(/^__Host-vigie(-csrf)?=.*Secure; SameSite=Strict/);
  });

  test("a code counts once, a recovery code too", async () => {
    const code = await codeNow(secret);
    const again = async (shown: string) => api.ask({ url: "/v1/sign-in/code", body: { step: (await api.ask({ url: "/v1/sign-in", body: ADMIN })).body["step"], code: shown } });
    expect(await again(code)).toMatchObject({ status: 401 });
    expect(await again(recovery[0]!.toLowerCase())).toMatchObject({ status: 200, body: { type: "done", recoveryCodes: null } });
    expect(await again(recovery[0]!)).toMatchObject({ status: 401 });
    api.pass(31_000);
    expect(await again(await codeNow(secret))).toMatchObject({ status: 200 });
  });

  test.each(["ada@example.com", "nobody@example.com"])("guessing is slowed, and does not tell whether %s exists", async (email) => {
    const answers: [number, string | undefined][] = [];
    for (let i = 0; i < 7; i += 1) {
      const { status, headers } = await api.ask({ url: "/v1/sign-in", body: { email, password: `guess number ${i}` } });
      answers.push([status, headers["retry-after"] as string | undefined]);
    }
    expect(answers.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => [401, undefined]));
    expect(answers.at(-1)?.[0]).toBe(429);
    api.pass(1_000_000);
  });

  const codeNow = (of: string) => generate({ secret: of, epoch: Math.floor(api.now().getTime() / 1000) });
});

describe("a session", () => {
  test("changes nothing without its token, and ends when it is ended", async () => {
    const cookies = await api.signIn(await api.person("eve@example.com", [{ tenant: null, role: "service_manager" }]));
    expect(await api.ask({ url: "/v1/me", cookies })).toMatchObject({ status: 200, body: { side: "provider", organisations: [{ tenant: "north" }, { tenant: "south" }] } });
    const stolen = { ...cookies, csrf: undefined };
    const inviting = { url: "/v1/tenants/north/invitations", body: { email: "x@example.com", name: "X", roles: ["security"] } };
    expect(await api.ask({ ...inviting, cookies: stolen })).toMatchObject({ status: 403, body: { code: "csrf" } });
    expect(await api.ask({ ...inviting, cookies: { ...cookies, csrf: "guess" } })).toMatchObject({ status: 403, body: { code: "csrf" } });
    expect(await api.ask({ url: "/v1/tenants/north/invitations", cookies })).toMatchObject({ body: { invitations: [] } });
    expect(await api.ask({ ...inviting, cookies })).toMatchObject({ status: 200 });
    expect((await api.ask({ url: "/v1/me/sessions", cookies })).body["sessions"]).toMatchObject([{ isThis: true, method: "password" }]);
    expect(await api.ask({ method: "DELETE", url: "/v1/me/sessions", cookies })).toMatchObject({ status: 200, body: { ended: 1 } });
    expect(await api.ask({ url: "/v1/me", cookies })).toMatchObject({ status: 401, body: { detail: "The session has ended: sign in again." } });
  });

  test("ends after an hour without a request, and after twelve in any case", async () => {
    const person = await api.person("idle@example.com", [{ tenant: null, role: "analyst" }]);
    const cookies = await api.signIn(person);
    for (let i = 0; i < 13; i += 1) {
      expect([i, (await api.ask({ url: "/v1/me", cookies })).status]).toEqual([i, i < 13 ? 200 : 401]);
      api.pass(55 * 60_000);
    }
    api.pass(10 * 60_000);
    expect((await api.ask({ url: "/v1/me", cookies })).status).toBe(401);
    const others = await api.signIn(person);
    api.pass(61 * 60_000);
    expect((await api.ask({ url: "/v1/me", cookies: others })).status).toBe(401);
  });

  test("ends when its person is disabled, and when they choose another password", async () => {
    const person = await api.person("gone@example.com", [{ tenant: "north", role: "security" }]);
    const [here, there] = [await api.signIn(person), await api.signIn(person)];
    expect(await api.ask({ url: "/v1/me/password", body: { current: person.password, password: "another sentence, longer" }, cookies: here })).toMatchObject({ status: 200 });
    expect((await api.ask({ url: "/v1/me", cookies: there })).status).toBe(401);
    expect((await api.ask({ url: "/v1/me", cookies: here })).status).toBe(200);
    expect(await api.ask({ url: `/v1/people/${person.id}/disabled`, body: { disabled: true, reason: "left the company" }, key: api.key })).toMatchObject({ status: 200 });
    expect((await api.ask({ url: "/v1/me", cookies: here })).status).toBe(401);
  });
});

describe("roles", () => {
  test("a client's people see their organisation alone, and there what their role may", async () => {
    const auditor = await api.signIn(await api.person("audit@example.com", [{ tenant: "north", role: "auditor" }]));
    expect(await api.ask({ url: "/v1/tenants", cookies: auditor })).toMatchObject({ body: { tenants: [{ id: "north" }] } });
    expect(await api.ask({ url: "/v1/tenants/north/journal", cookies: auditor })).toMatchObject({ status: 200 });
    expect(await api.ask({ url: "/v1/tenants/south/journal", cookies: auditor })).toMatchObject({ status: 404, body: { detail: "There is no tenant south." } });
    expect(await api.ask({ url: "/v1/journal", cookies: auditor })).toMatchObject({ status: 403 });
    expect(await api.ask({ url: "/v1/tenants/north/invitations", body: { email: "y@example.com", name: "Y", roles: ["security"] }, cookies: auditor })).toMatchObject({ status: 403, body: { detail: expect.stringContaining("person:manage") as string } });
  });

  test("a role of the wrong side is refused, and the last administrator stays", async () => {
    const { body } = await api.ask({ url: "/v1/people?limit=500", key: api.key });
    const ada = (body["people"] as { id: string; email: string }[]).find(({ email }) => email === "ada@example.com")!;
    expect(await api.ask({ url: `/v1/people/${ada.id}/roles`, body: { role: "auditor" }, key: api.key })).toMatchObject({ status: 400, body: { detail: "auditor is a role in one organisation: name it." } });
    expect(await api.ask({ url: `/v1/people/${ada.id}/roles/withdraw`, body: { role: "administrator" }, key: api.key })).toMatchObject({ status: 409, body: { detail: expect.stringContaining("last administrator") as string } });
  });

  test("nobody gives a role that may more than they may", async () => {
    const manager = await api.signIn(await api.person("sm@example.com", [{ tenant: null, role: "service_manager" }]));
    const invite = (role: string) => api.ask({ url: "/v1/invitations", body: { email: `${role}@example.com`, name: "N", roles: [role] }, cookies: manager });
    expect(await invite("analyst")).toMatchObject({ status: 200 });
    expect(await invite("administrator")).toMatchObject({ status: 403, body: { detail: expect.stringContaining("may more than you may") as string } });
  });

  test("an invitation counts once", async () => {
    const { body } = await api.ask({ url: "/v1/tenants/south/invitations", body: { email: "z@example.com", name: "Zoé", language: "fr", roles: ["manager"] }, key: api.key });
    const accept = { url: "/v1/invitations/accept", body: { token: body["token"], password: "une phrase assez longue" } };
    expect(await api.ask(accept)).toMatchObject({ status: 200, body: { email: "z@example.com", language: "fr", memberships: [{ tenant: "south", role: "manager" }] } });
    expect(await api.ask(accept)).toMatchObject({ status: 404 });
  });
});

describe("keys", () => {
  test("nobody gives away what they do not have, and a key of one organisation sees no other", async () => {
    const made = await api.ask({ url: "/v1/keys", body: { name: "export", scopes: ["journal:read", "key:manage"], tenant: "north" }, key: api.key });
    expect(made).toMatchObject({ status: 200, body: { key: { tenant: "north" } } });
    const text = made.body["text"] as string;
    expect((await api.ask({ url: "/v1/tenants/north/journal", key: text })).status).toBe(200);
    expect((await api.ask({ url: "/v1/tenants/south/journal", key: text })).status).toBe(404);
    expect((await api.ask({ url: "/v1/journal", key: text })).status).toBe(403);
    expect(await api.ask({ url: "/v1/keys", body: { name: "more", scopes: ["asset:read"], tenant: "north" }, key: text })).toMatchObject({ status: 403 });
    const id = (made.body["key"] as { id: string }).id;
    expect((await api.ask({ method: "DELETE", url: `/v1/keys/${id}`, key: api.key })).status).toBe(200);
    expect((await api.ask({ url: "/v1/tenants/north/journal", key: text })).status).toBe(401);
  });
});
