// Single sign-on over the API, through a real identity provider.
import { generate } from "otplib";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { browse, startIdentityProvider, type Account, type IdentityProvider } from "../../test/identity-provider.ts";
import { apiWith, type TestApi } from "../../test/people.ts";
import { readJournal, readTenant } from "../store/index.ts";

const ORIGIN = "https://vigie.example.org";
const CALLBACK = `${ORIGIN}/v1/sign-in/oidc/callback`;

let api: TestApi;
let idp: IdentityProvider;
let shy: IdentityProvider;
let connection: string;
beforeAll(async () => {
  [idp, shy] = await Promise.all([startIdentityProvider(CALLBACK), startIdentityProvider(CALLBACK, { inToken: false })]);
  api = await apiWith({ internalIssuers: new Set(["127.0.0.1"]) }, "north", "south");
  connection = (await enter("north", { isMfa: true })).body["id"] as string;
});
afterEach(async () => {
  idp.tamper = undefined;
  await change({ isMfa: true, enabled: true, defaultRole: null });
});

const settingsOf = ({ issuer, clientId, clientSecret }: IdentityProvider) => ({ issuer, clientId, clientSecret, domains: ["north.example"] });
const enter = (tenant: string, over: object, of = idp) => api.ask({ url: `/v1/tenants/${tenant}/oidc-connections`, body: { ...settingsOf(of), ...over }, key: api.key });
const change = (body: object) => api.ask({ method: "PATCH", url: `/v1/tenants/north/oidc-connections/${connection}`, body, key: api.key });

let subjects = 0;
/** Somebody of the identity provider whom Vigie knows, unless it is said otherwise. */
async function somebody(over: Partial<Account> = {}, isKnown = true): Promise<Account> {
  const number = ++subjects;
  idp.account = { sub: `subject-${number}`, email: `Person${number}@North.example`, email_verified: true, name: `Person ${number}`, locale: "fr-FR", ...over };
  const email = `person${number}@north.example`;
  if (isKnown) await api.person(email, [{ tenant: "north", role: "security" }]);
  return idp.account;
}

type Away = { readonly url: string; readonly ticket: string };

async function leave(email = "whoever@north.example"): Promise<Away> {
  const { status, body, headers } = await api.ask({ url: "/v1/sign-in/discover", body: { email } });
  expect([status, body["type"]]).toEqual([200, "oidc"]);
  const [cookie = ""] = [headers["set-cookie"]].flat() as string[];
  expect(cookie).toMatch(/^__Host-vigie-oidc=[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  return { url: body["url"] as string, ticket: cookie.split(";")[0] ?? "" };
}

const comeBack = (to: string, ticket: string) => api.ask({ url: to.slice(ORIGIN.length), headers: { cookie: ticket } });

/** The whole way; gives where the application is opened, and the cookies. */
async function through(provider = idp, email?: string) {
  const { url, ticket } = await leave(email);
  return comeBack(await browse(url, provider.issuer), ticket);
}

const refusedFor = (reason: string) => ({ status: 303, headers: { location: `${ORIGIN}/sign-in?refused=${reason}` } });
const lastEntry = async () => (await readTenant(api.state, "north", (db) => readJournal(db, { limit: 1 })))[0];
const cookiesOf = ({ headers }: { readonly headers: Readonly<Record<string, unknown>> }): readonly string[] => [headers["set-cookie"]].flat() as string[];
const sessionOf = (answer: { readonly headers: Readonly<Record<string, unknown>> }) => ({ session: cookiesOf(answer).map((cookie) => /^__Host-vigie=([^;]+)/.exec(cookie)?.[1]).find((text) => text !== undefined) ?? "", csrf: undefined });

describe("signing in through an identity provider", () => {
  test("lets in whom it names by a verified address", async () => {
    await somebody();
    const done = await through();
    expect(done).toMatchObject({ status: 303, headers: { location: `${ORIGIN}/` } });
    const cookies = sessionOf(done);
    expect(await api.ask({ url: "/v1/me", cookies })).toMatchObject({ status: 200, body: { person: { email: `person${subjects}@north.example` }, organisations: [{ tenant: "north" }] } });
    expect((await api.ask({ url: "/v1/me/sessions", cookies })).body["sessions"]).toMatchObject([{ method: "oidc", isThis: true }]);
  });

  test("an address of another domain signs in with a password, whoever has it", async () => {
    for (const email of ["a@south.example", "a@sub.north.example", "a", "@north.example", "a@north.example@evil.example"]) {
      expect((await api.ask({ url: "/v1/sign-in/discover", body: { email } })).body).toEqual({ type: "password" });
    }
    expect(await leave("Nobody@NORTH.example")).toBeDefined();
  });

  test("asks for claims that do not stand in the token", async () => {
    const made = await enter("south", { domains: ["shy.example"], isMfa: true }, shy);
    await api.person("quiet@shy.example", [{ tenant: "south", role: "auditor" }]);
    shy.account = { sub: "q", email: "quiet@shy.example", email_verified: true };
    expect(await through(shy, "quiet@shy.example")).toMatchObject({ status: 303, headers: { location: `${ORIGIN}/` } });
    await api.ask({ method: "DELETE", url: `/v1/tenants/south/oidc-connections/${String(made.body["id"])}`, key: api.key });
    expect((await api.ask({ url: "/v1/sign-in/discover", body: { email: "quiet@shy.example" } })).body).toEqual({ type: "password" });
  });
});

describe("the second factor", () => {
  test("is Vigie's own where the identity provider says nothing of one", async () => {
    await change({ isMfa: false });
    const { email = "" } = await somebody();
    const back = await through();
    expect(back).toMatchObject({ status: 303, headers: { location: `${ORIGIN}/sign-in?next=code` } });
    expect(sessionOf(back).session).toBe("");
    const ticket = cookiesOf(back).findLast((cookie) => cookie.startsWith("__Host-vigie-oidc="))?.split(";")[0] ?? "";
    const next = await api.ask({ method: "POST", url: "/v1/sign-in/oidc/continue", headers: { cookie: ticket } });
    expect(next).toMatchObject({ status: 200, body: { type: "enrol" } });
    expect((await api.ask({ method: "POST", url: "/v1/sign-in/oidc/continue", headers: { cookie: ticket } })).status).toBe(401);
    const code = await generate({ secret: next.body["secret"] as string, epoch: Math.floor(api.now().getTime() / 1000) });
    const done = await api.ask({ url: "/v1/sign-in/code", body: { step: next.body["step"], code } });
    expect(done).toMatchObject({ status: 200, body: { type: "done", person: { email: email.toLowerCase() } } });
    expect((await api.ask({ url: "/v1/me/sessions", cookies: sessionOf(done) })).body["sessions"]).toMatchObject([{ method: "oidc" }]);
  });

  test("is not asked for again where the token says that it was shown", async () => {
    await change({ isMfa: false });
    await somebody({ amr: ["pwd", "mfa"] });
    expect(await through()).toMatchObject({ headers: { location: `${ORIGIN}/` } });
    await somebody({ amr: ["pwd"] });
    expect(await through()).toMatchObject({ headers: { location: `${ORIGIN}/sign-in?next=code` } });
  });
});

describe("people who come for the first time", () => {
  test("are refused, unless the connection has a role for them, in that organisation alone", async () => {
    await somebody({}, false);
    expect(await through()).toMatchObject(refusedFor("unknown"));
    expect(await lastEntry()).toMatchObject({ action: "person.sign-in-refused", tenant: "north", details: { what: "oidc", connection, reason: "unknown" } });
    await change({ defaultRole: "auditor" });
    const done = await through();
    expect(done).toMatchObject({ headers: { location: `${ORIGIN}/` } });
    expect((await api.ask({ url: "/v1/me", cookies: sessionOf(done) })).body["person"]).toMatchObject({ email: `person${subjects}@north.example`, name: `Person ${subjects}`, language: "fr", memberships: [{ tenant: "north", role: "auditor" }] });
    expect((await through()).headers["location"]).toBe(`${ORIGIN}/`);
  });

  test("may come in two tabs at once", async () => {
    await change({ defaultRole: "auditor" });
    await somebody({}, false);
    const tabs = await Promise.all([leave(), leave(), leave()]);
    const backs: string[] = [];
    for (const { url } of tabs) backs.push(await browse(url, idp.issuer));
    const done = await Promise.all(tabs.map(({ ticket }, i) => comeBack(backs[i] ?? "", ticket)));
    expect(done.map(({ headers }) => headers["location"])).toEqual([`${ORIGIN}/`, `${ORIGIN}/`, `${ORIGIN}/`]);
  });

  test("take the roles of their invitation, which is used up", async () => {
    const { email = "" } = await somebody({}, false);
    const invited = await api.ask({ url: "/v1/tenants/north/invitations", body: { email, name: "Invited", roles: ["manager"] }, key: api.key });
    const done = await through();
    expect((await api.ask({ url: "/v1/me", cookies: sessionOf(done) })).body["person"]).toMatchObject({ name: "Invited", memberships: [{ tenant: "north", role: "manager" }] });
    expect((await api.ask({ url: "/v1/invitations/accept", body: { token: invited.body["token"], password: "une phrase assez longue" } })).status).toBe(404);
  });

  test("take no invitation into another organisation or of the provider", async () => {
    const { email = "" } = await somebody({}, false);
    await api.ask({ url: "/v1/invitations", body: { email, name: "Invited", roles: ["analyst"] }, key: api.key });
    expect(await through()).toMatchObject(refusedFor("unknown"));
  });
});

describe("is refused", () => {
  test.each<[string, Partial<Account>, string]>([
    ["an address that is not verified", { email_verified: false }, "email"],
    ["an address that is a text for true", { email_verified: "true" as unknown as boolean }, "email"],
    ["no address", { email: undefined as unknown as string }, "email"],
    ["an address whose letters only look like ASCII in lower case", { email: "\u212aate@north.example" }, "email"],
    ["an address of a foreign domain", { email: "admin@south.example" }, "domain"],
    ["a domain that only ends like theirs", { email: "admin@evilnorth.example" }, "domain"],
  ])("%s", async (_, over, reason) => {
    await somebody(over);
    expect(await through()).toMatchObject(refusedFor(reason));
    expect(await lastEntry()).toMatchObject({ action: "person.sign-in-refused", details: { reason } });
  });

  test("a state that is another's, and a way back without its cookie or of another browser", async () => {
    await somebody();
    const [mine, theirs] = [await leave(), await leave()];
    const back = await browse(mine.url, idp.issuer);
    expect(await comeBack(back, "")).toMatchObject(refusedFor("expired"));
    expect(await comeBack(back, theirs.ticket)).toMatchObject(refusedFor("provider"));
    const wrong = new URL(back);
    wrong.searchParams.set("state", "guess");
    expect(await comeBack(wrong.href, mine.ticket)).toMatchObject(refusedFor("provider"));
    // The ticket is used up, though the right state comes now.
    expect(await comeBack(back, mine.ticket)).toMatchObject(refusedFor("expired"));
  });

  test("a code that comes twice", async () => {
    await somebody();
    const first = await leave();
    const back = await browse(first.url, idp.issuer);
    expect(await comeBack(back, first.ticket)).toMatchObject({ headers: { location: `${ORIGIN}/` } });
    expect(await comeBack(back, first.ticket)).toMatchObject(refusedFor("expired"));
    const second = await leave();
    const replayed = new URL(await browse(second.url, idp.issuer));
    replayed.searchParams.set("code", new URL(back).searchParams.get("code") ?? "");
    expect(await comeBack(replayed.href, second.ticket)).toMatchObject(refusedFor("provider"));
  });

  test("a nonce that is another's", async () => {
    await somebody();
    const { url, ticket } = await leave();
    const other = new URL(url);
    other.searchParams.set("nonce", "another");
    expect(await comeBack(await browse(other.href, idp.issuer), ticket)).toMatchObject(refusedFor("provider"));
    expect(JSON.stringify(await lastEntry())).toContain("nonce");
  });

  test.each<[string, (token: string) => string]>([
    ["other claims under the same signature", (token) => withClaims(token, { email: "person1@north.example" })],
    ["no signature", (token) => withClaims(token, {}, { alg: "none" }).replace(/[^.]*$/, "")],
    ["a signature of nobody", (token) => token.replace(/[^.]*$/, "AAAA")],
  ])("an ID token with %s", async (_, tamper) => {
    await somebody();
    idp.tamper = (tokens) => {
      tokens.id_token = tamper(tokens.id_token);
    };
    expect(await through()).toMatchObject(refusedFor("provider"));
  });

  test("a connection that was switched off, before or on the way", async () => {
    await somebody();
    const { url, ticket } = await leave();
    await change({ enabled: false });
    expect(await comeBack(await browse(url, idp.issuer), ticket)).toMatchObject(refusedFor("expired"));
    expect((await api.ask({ url: "/v1/sign-in/discover", body: { email: "a@north.example" } })).body).toEqual({ type: "password" });
  });

  test("who is disabled, or has roles that the organisation has not given", async () => {
    const { email = "" } = await somebody();
    const { body } = await api.ask({ url: "/v1/people?limit=500", key: api.key });
    const { id } = (body["people"] as { id: string; email: string }[]).find((one) => one.email === email.toLowerCase())!;
    await api.ask({ url: `/v1/people/${id}/disabled`, body: { disabled: true, reason: "left" }, key: api.key });
    expect(await through()).toMatchObject(refusedFor("disabled"));
    await somebody({}, false);
    await api.person(`person${subjects}@north.example`, [{ tenant: null, role: "analyst" }, { tenant: "north", role: "security" }]);
    expect(await through()).toMatchObject(refusedFor("elsewhere"));
  });

  test("another subject with an address that somebody had, until they are reset", async () => {
    const before = await somebody();
    const done = await through();
    const { id } = (await api.ask({ url: "/v1/me", cookies: sessionOf(done) })).body["person"] as { id: string };
    idp.account = { ...before, sub: "somebody-new" };
    expect(await through()).toMatchObject(refusedFor("subject"));
    idp.account = { ...before, email: "married@north.example" };
    expect(await through()).toMatchObject({ headers: { location: `${ORIGIN}/` } });
    await api.ask({ url: `/v1/people/${id}/second-factor/reset`, body: { reason: "was entered anew there" }, key: api.key });
    idp.account = { ...before, sub: "somebody-new" };
    expect(await through()).toMatchObject({ headers: { location: `${ORIGIN}/` } });
  });
});

describe("connections", () => {
  test("tell no secret, are seen by their organisation alone, and leave a row in the journal", async () => {
    const list = await api.ask({ url: "/v1/tenants/north/oidc-connections", key: api.key });
    expect(list.body).toMatchObject({ redirectUri: CALLBACK, connections: [{ id: connection, tenant: "north", domains: ["north.example"] }] });
    expect(list.text).not.toContain("secret");
    expect((await api.ask({ url: "/v1/tenants/south/oidc-connections", key: api.key })).body).toMatchObject({ connections: [] });
    for (const url of [`/v1/tenants/south/oidc-connections/${connection}`, `/v1/oidc-connections/${connection}`]) {
      expect((await api.ask({ method: "PATCH", url, body: { enabled: false }, key: api.key })).status).toBe(404);
      expect((await api.ask({ method: "DELETE", url, key: api.key })).status).toBe(404);
    }
    await change({ domains: ["north.example", "north2.example"] });
    expect(await lastEntry()).toMatchObject({ action: "oidc-connection.changed", tenant: "north", subject: connection, details: { before: { domains: ["north.example"] }, after: { domains: ["north.example", "north2.example"] }, isSecretNew: false } });
    await change({ domains: ["north.example"] });
  });

  test("a domain belongs to one, even when two are entered at once", async () => {
    expect(await enter("south", {})).toMatchObject({ status: 409, body: { detail: "The domain north.example belongs to another connection." } });
    const both = await Promise.all(["south", "north"].map((tenant) => enter(tenant, { domains: ["both.example"] })));
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));
  });

  test.each<[string, object, number]>([
    ["http", { issuer: "http://login.example.org" }, 400],
    ["an address inside the network", { issuer: "https://10.0.0.1" }, 400],
    ["the machine's own address", { issuer: "https://[::1]/" }, 400],
    ["a query", { issuer: "https://login.example.org/?a=1" }, 400],
    ["a password in it", { issuer: "https://a:b@login.example.org/" }, 400],
    ["another host without its secret", { issuer: "https://login.example.org/" }, 400],
    ["a role of the provider", { defaultRole: "analyst" }, 400],
    ["a domain that is none", { domains: ["north"] }, 400],
  ])("are not changed to %s", async (_, body, status) => {
    expect((await change(body)).status).toBe(status);
  });

  test("of the provider make nobody an administrator", async () => {
    const enterOwn = (over: object) => api.ask({ url: "/v1/oidc-connections", body: { ...settingsOf(idp), domains: ["provider.example"], ...over }, key: api.key });
    expect((await enterOwn({ defaultRole: "administrator" })).status).toBe(400);
    expect((await enterOwn({ defaultRole: "security" })).status).toBe(400);
    expect(await enterOwn({ defaultRole: "analyst", isMfa: true })).toMatchObject({ status: 200, body: { tenant: null } });
    idp.account = { sub: "own", email: "new@provider.example", email_verified: true };
    const done = await through(idp, "new@provider.example");
    expect((await api.ask({ url: "/v1/me", cookies: sessionOf(done) })).body).toMatchObject({ side: "provider", person: { name: "new@provider.example", memberships: [{ tenant: null, role: "analyst" }] } });
  });

  test("are the business of those who may change settings", async () => {
    const cookies = await api.signIn(await api.person("manager@north.example", [{ tenant: "north", role: "manager" }]));
    expect((await api.ask({ url: "/v1/tenants/north/oidc-connections", cookies })).status).toBe(200);
    expect((await api.ask({ url: "/v1/tenants/north/oidc-connections", body: settingsOf(idp), cookies })).status).toBe(403);
    expect((await api.ask({ url: "/v1/tenants/south/oidc-connections", cookies })).status).toBe(404);
  });

  test("an identity provider that does not answer is told as such", async () => {
    const made = await enter("south", { issuer: "http://127.0.0.1:9", domains: ["gone.example"] });
    expect(made.status).toBe(200);
    expect(await api.ask({ url: "/v1/sign-in/discover", body: { email: "a@gone.example" } })).toMatchObject({ status: 503, body: { code: "unavailable" } });
  });
});

function withClaims(token: string, claims: object, header?: object): string {
  const [head = "", body = "", signature = ""] = token.split(".");
  const read = (part: string): object => JSON.parse(Buffer.from(part, "base64url").toString()) as object;
  const write = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  return [header === undefined ? head : write({ ...read(head), ...header }), write({ ...read(body), ...claims }), signature].join(".");
}
