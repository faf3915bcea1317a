// What people try against other people's accounts, and what the journal keeps of it.
import type { FastifyRequest } from "fastify";
import { generate } from "otplib";
import { describe, expect, it } from "vitest";
import { apiOf, type Cookies } from "../../test/people.ts";
import { systemCaller } from "../core/index.ts";
import { createFirstPerson, getPerson, withdrawRole } from "../identity/index.ts";
import { accessLog } from "./access.ts";
import { readJournal, withSystem, withTenant } from "../store/index.ts";

const at = await apiOf("north", "south");
const first = await at.person("first@provider.example", [{ tenant: null, role: "administrator" }]);
const second = await at.person("second@provider.example", [{ tenant: null, role: "administrator" }]);
const administrator = await at.signIn(first);
const service = await at.signIn(await at.person("service@provider.example", [{ tenant: null, role: "service_manager" }]));
const ciso = await at.signIn(await at.person("ciso@north.example", [{ tenant: "north", role: "manager" }]));
const ofSouth = await at.person("somebody@south.example", [{ tenant: "south", role: "security" }]);
const caller = systemCaller("test", at.now());

const platformJournal = (action: string) => withSystem(at.state, (db) => readJournal(db, { limit: 50, action }));
const journalOf = (tenant: string, action: string) => withTenant(at.state, tenant, (db) => readJournal(db, { limit: 50, action }));

describe("administrators", () => {
  it("are out of reach for those who may less", async () => {
    const path = `/v1/people/${second.id}`;
    const asked = [
      { url: `${path}/disabled`, body: { disabled: true, reason: "a coup" } },
      { url: `${path}/second-factor/reset`, body: { reason: "a coup" } },
      { url: `${path}/roles/withdraw`, body: { role: "administrator", reason: "a coup" } },
      { method: "DELETE", url: `${path}/sessions` },
    ] as const;
    for (const one of asked) expect(await at.ask({ ...one, cookies: service })).toMatchObject({ status: 403, body: { detail: expect.stringContaining("administrator") as string } });
    expect(await getPerson(at.state, second.id)).toMatchObject({ disabledAt: null, memberships: [{ role: "administrator" }] });
    // What a verb refuses is written down as what the guard refuses.
    expect((await platformJournal("access.refused")).map(({ subject }) => subject)).toEqual(expect.arrayContaining(asked.map(({ url }) => expect.stringContaining(url) as unknown)));
  });

  it("are never all unmade, however many try at once", async () => {
    const fresh = await apiOf();
    const two = [await fresh.person("a@x.example", [{ tenant: null, role: "administrator" }]), await fresh.person("b@x.example", [{ tenant: null, role: "administrator" }])];
    const done = await Promise.allSettled(two.map(({ id }) => withdrawRole(fresh.state, caller, id, { tenant: null, role: "administrator" })));
    expect(done.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("come first once, however many set up at once", async () => {
    const fresh = await apiOf();
    const asked = [1, 2, 3].map((n) => createFirstPerson(fresh.state, caller, { id: `p${n}`, email: `p${n}@x.example`, name: "P", language: "en", password: "a sentence that nobody knows" }));
    expect((await Promise.allSettled(asked)).map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
  });
});

describe("an invitation", () => {
  const invite = (cookies: Cookies, tenant: string, email: string) => at.ask({ url: `/v1/tenants/${tenant}/invitations`, cookies, body: { email, name: "Some Body", roles: ["security"] } });

  it("by a client tells nothing of the people of others", async () => {
    const [known, unknown] = [await invite(ciso, "north", ofSouth.email), await invite(ciso, "north", "nobody@south.example")];
    expect([known.status, unknown.status]).toEqual([200, 200]);
    expect(Object.keys(known.body)).toEqual(Object.keys(unknown.body));
    expect(await invite(ciso, "north", "ciso@north.example")).toMatchObject({ status: 409 });
    expect(await invite(service, "north", ofSouth.email)).toMatchObject({ status: 409 });
  });

  it("is accepted by who has an account with its password, and by nobody without", async () => {
    const { token } = (await invite(ciso, "north", ofSouth.email)).body as { readonly token: string };
    const accept = (password: string) => at.ask({ url: "/v1/invitations/accept", body: { token, password } });
    expect(await accept("another sentence altogether")).toMatchObject({ status: 403 });
    expect(await accept(ofSouth.password)).toMatchObject({ status: 200, body: { id: ofSouth.id } });
    expect(await accept(ofSouth.password)).toMatchObject({ status: 404 });
    expect((await getPerson(at.state, ofSouth.id)).memberships).toEqual(expect.arrayContaining([{ tenant: "south", role: "security" }, { tenant: "north", role: "security" }]));
    expect(await journalOf("north", "person.role-granted")).toMatchObject([{ subject: ofSouth.email, details: { by: "invitation" } }]);
  });

  it("leads into no organisation that is archived", async () => {
    await at.ask({ url: "/v1/tenants", key: at.key, body: { id: "gone", name: "Gone" } });
    const { token } = (await invite(service, "gone", "late@gone.example")).body as { readonly token: string };
    await at.ask({ url: "/v1/tenants/gone/archive", key: at.key, body: { reason: "the contract ended" } });
    expect(await at.ask({ url: "/v1/invitations/accept", body: { token, password: "a sentence that nobody knows" } })).toMatchObject({ status: 404 });
  });

  it("of a role that somebody has is a conflict, and nothing is written down", async () => {
    expect(await at.ask({ url: `/v1/people/${first.id}/roles`, cookies: administrator, body: { role: "administrator", reason: "again" } })).toMatchObject({ status: 409 });
    expect(await platformJournal("person.role-granted")).toEqual([]);
  });
});

describe("a password", () => {
  it("is not guessed through an open session faster than at the door", async () => {
    const person = await at.person("open@north.example", [{ tenant: "north", role: "security" }]);
    const cookies = await at.signIn(person);
    const change = (current: string) => at.ask({ url: "/v1/me/password", cookies, body: { current, password: "a quite different sentence" } });
    for (let i = 0; i < 6; i++) expect(await change("wrong")).toMatchObject({ status: 403 });
    expect(await change(person.password)).toMatchObject({ status: 403, body: { detail: expect.stringContaining("wait") as string } });
    at.pass(60_000);
    expect(await change(person.password)).toMatchObject({ status: 200 });
  });

  it("that was changed leaves no half of a sign-in behind", async () => {
    const person = await at.person("step@north.example", [{ tenant: "north", role: "security" }]);
    const cookies = await at.signIn(person);
    const { step } = (await at.ask({ url: "/v1/sign-in", body: { email: person.email, password: person.password } })).body;
    expect(await at.ask({ url: "/v1/me/password", cookies, body: { current: person.password, password: "a quite different sentence" } })).toMatchObject({ status: 200 });
    at.pass(31_000);
    const code = await generate({ secret: person.secret ?? "", epoch: Math.floor(at.now().getTime() / 1000) });
    expect(await at.ask({ url: "/v1/sign-in/code", body: { step, code } })).toMatchObject({ status: 401 });
  });
});

describe("an organisation's journal", () => {
  it("has how its people sign in, and what was refused to them", async () => {
    expect((await journalOf("north", "person.*")).map(({ action }) => action)).toEqual(expect.arrayContaining(["person.signed-in", "person.second-factor-set", "person.password-changed", "person.password-refused"]));
    expect((await journalOf("south", "person.signed-in"))).toEqual([]);
  });

  it("has a change that came by a cookie without its token", async () => {
    expect(await at.ask({ method: "PUT", url: "/v1/tenants/north/settings/contacts", cookies: { ...ciso, csrf: undefined }, body: {} })).toMatchObject({ status: 403, body: { code: "csrf" } });
    expect(await journalOf("north", "access.refused")).toMatchObject([{ subject: "PUT /v1/tenants/north/settings/contacts", details: { why: expect.stringContaining("csrf") as string } }]);
  });

  it("tells two searches apart that begin alike for longer than it keeps, and the same one is written once", async () => {
    const { looked } = accessLog({ state: at.state });
    const search = (end: string) => looked({ method: "POST", url: "/v1/tenants/north/events/search", params: { tenant: "north" }, query: {}, body: { query: "x".repeat(3_000) + end }, routeOptions: { schema: { "x-permission": "event:search" } } } as unknown as FastifyRequest, { ...caller, now: at.now() });
    for (const end of ["1", "2", "1"]) await search(end);
    const written = await journalOf("north", "access.search");
    expect(written).toHaveLength(2);
    expect(new Set(written.map(({ details }) => details?.["askedDigest"])).size).toBe(2);
  });
});

describe("a key", () => {
  it("makes none that outlives it", async () => {
    const day = (n: number): string => new Date(at.now().getTime() + n * 86_400_000).toISOString();
    const make = (key: string, expiresAt: string | null) => at.ask({ url: "/v1/keys", key, body: { name: "k", scopes: ["key:manage"], tenant: null, expiresAt } });
    const { text } = (await make(at.key, day(1))).body as { readonly text: string };
    expect(await make(text, null)).toMatchObject({ status: 403 });
    expect(await make(text, day(2))).toMatchObject({ status: 403 });
    expect(await make(text, day(1))).toMatchObject({ status: 200 });
  });
});

describe("what the database cannot hold", () => {
  it.each([
    ["the name of a key", { url: "/v1/keys", key: at.key, body: { name: "a\0b", scopes: [], tenant: null } }],
    ["an address at the door", { url: "/v1/sign-in", body: { email: "a\0b@x.example", password: "x" } }],
    ["the name of somebody invited", { url: "/v1/tenants/north/invitations", key: at.key, body: { email: "nul@x.example", name: "a\0b", roles: ["security"] } }],
    ["an id in a path", { url: "/v1/people/a%00b", key: at.key }],
    ["a place in a list", { url: "/v1/people?after=a%00b", key: at.key }],
    ["a time far away", { url: "/v1/tenants/north/service-terms?category=other&severity=S1&at=9999-12-31T23:00:00Z", key: at.key }],
  ])("is refused or replaced, and breaks nothing: %s", async (_, asked) => {
    expect((await at.ask(asked)).status).toBeLessThan(500);
  });
});

it("a busy office signs in behind one address, while one account is guarded", async () => {
  const from = { remoteAddress: "192.0.2.77" };
  const attempt = (email: string) => at.app.inject({ ...from, method: "POST", url: "/v1/sign-in", payload: { email, password: "wrong" } });
  const office: number[] = [];
  for (let i = 0; i < 60; i++) office.push((await attempt(`person${i}@office.example`)).statusCode);
  expect(new Set(office)).toEqual(new Set([401]));
  const one: number[] = [];
  for (let i = 0; i < 40; i++) one.push((await attempt("one@office.example")).statusCode);
  expect(one.at(-1)).toBe(429);
});
