// Passkeys over the API, with an authenticator in software that really signs.
import { beforeAll, describe, expect, test } from "vitest";
import { createAuthenticator, type Authenticator, type Mischief } from "../../test/authenticator.ts";
import { apiOf, type Cookies, type TestApi, type TestPerson } from "../../test/people.ts";
import { forgetEnded } from "../identity/index.ts";
import { readJournal, withSystem } from "../store/index.ts";

const ORIGIN = "https://vigie.example.org";

let api: TestApi;
beforeAll(async () => {
  api = await apiOf("north");
});

let people = 0;
async function signedUp(): Promise<{ readonly person: TestPerson; readonly cookies: Cookies }> {
  const person = await api.person(`person${++people}@example.com`, [{ tenant: "north", role: "security" }]);
  return { person, cookies: await api.signIn(person) };
}

async function add(authenticator: Authenticator, cookies: Cookies, mischief: Mischief = {}) {
  const { body } = await api.ask({ method: "POST", url: "/v1/me/passkeys/options", cookies });
  return api.ask({ url: "/v1/me/passkeys", body: { step: body["step"], name: "my phone", credential: authenticator.create(body["options"] as object, mischief) }, cookies });
}

const begin = async () => (await api.ask({ method: "POST", url: "/v1/sign-in/passkey/options" })).body as { readonly step: string; readonly options: { readonly challenge: string } };

async function show(authenticator: Authenticator, mischief: Mischief = {}) {
  const { step, options } = await begin();
  return api.ask({ url: "/v1/sign-in/passkey", body: { step, credential: authenticator.get(options, mischief) } });
}

const journal = async () => withSystem(api.state, (db) => readJournal(db, { limit: 3 }));

describe("signing in with a passkey", () => {
  test.each(["ES256", "RS256"] as const)("needs no password and no code, with a key of %s", async (algorithm) => {
    const { person, cookies } = await signedUp();
    const authenticator = createAuthenticator({ origin: ORIGIN, algorithm });
    expect(await add(authenticator, cookies)).toMatchObject({ status: 200, body: { name: "my phone", usedAt: null } });
    const done = await show(authenticator);
    expect(done).toMatchObject({ status: 200, body: { type: "done", person: { email: person.email, hasSecondFactor: true }, recoveryCodes: null } });
    expect((done.headers["set-cookie"] as string[]).every((cookie) => cookie.includes("Secure; SameSite=Strict"))).toBe(true);
    expect(await show(authenticator)).toMatchObject({ status: 200 });
    const { body } = await api.ask({ url: "/v1/me/sessions", cookies });
    expect((body["sessions"] as { method: string }[]).map(({ method }) => method).toSorted()).toEqual(["passkey", "passkey", "password"]);
  });

  test("an authenticator that counts nothing is taken too", async () => {
    const { cookies } = await signedUp();
    const authenticator = createAuthenticator({ origin: ORIGIN, counts: false });
    await add(authenticator, cookies);
    expect((await show(authenticator)).status).toBe(200);
    expect((await show(authenticator)).status).toBe(200);
  });

  test.each<[string, Mischief, RegExp]>([
    ["another origin", { origin: "https://vigie.example.net" }, /origin/],
    ["another relying party", { rpId: "example.net" }, /RP ID/],
    ["another challenge", { challenge: "AAAA" }, /challenge/],
    ["nobody verified", { isUnverified: true }, /User verification required/],
    ["a counter that went back", { counter: 1 }, /counter/i],
    ["another person's name", { userHandle: Buffer.from("id-1").toString("base64url") }, /another person/],
    ["no name", { userHandle: null }, /another person/],
  ])("%s is refused, and written down", async (_, mischief, reason) => {
    const { person, cookies } = await signedUp();
    const authenticator = createAuthenticator({ origin: ORIGIN });
    await add(authenticator, cookies);
    await show(authenticator);
    expect(await show(authenticator, mischief)).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    const [entry] = await journal();
    expect(entry).toMatchObject({ action: "person.sign-in-refused", subject: person.email, details: { what: "passkey", reason: expect.stringMatching(reason) as unknown } });
  });

  test("a signature of another key is refused, though it names a passkey that is known", async () => {
    const [mine, theirs] = [await signedUp(), await signedUp()];
    const [own, other] = [createAuthenticator({ origin: ORIGIN }), createAuthenticator({ origin: ORIGIN })];
    await add(own, mine.cookies);
    await add(other, theirs.cookies);
    const { step, options } = await begin();
    const id = Buffer.from(mine.person.id).toString("base64url");
    const forged = { ...other.get(options, { userHandle: id, counter: 9 }), id: own.get(options).id, rawId: own.get(options).id };
    expect((await api.ask({ url: "/v1/sign-in/passkey", body: { step, credential: forged } })).status).toBe(401);
  });

  test("a challenge counts once, for five minutes, and only for what it was made for", async () => {
    const { cookies } = await signedUp();
    const authenticator = createAuthenticator({ origin: ORIGIN });
    await add(authenticator, cookies);
    const { step, options } = await begin();
    const body = { step, credential: authenticator.get(options) };
    expect((await api.ask({ url: "/v1/sign-in/passkey", body })).status).toBe(200);
    expect((await api.ask({ url: "/v1/sign-in/passkey", body })).status).toBe(401);
    const failed = await begin();
    expect((await api.ask({ url: "/v1/sign-in/passkey", body: { step: failed.step, credential: authenticator.get(failed.options, { isUnverified: true }) } })).status).toBe(401);
    expect((await api.ask({ url: "/v1/sign-in/passkey", body: { step: failed.step, credential: authenticator.get(failed.options) } })).status).toBe(401);
    const late = await begin();
    api.pass(5 * 60_000);
    expect((await api.ask({ url: "/v1/sign-in/passkey", body: { step: late.step, credential: authenticator.get(late.options) } })).status).toBe(401);
    const { body: adding } = await api.ask({ method: "POST", url: "/v1/me/passkeys/options", cookies });
    expect((await api.ask({ url: "/v1/sign-in/passkey", body: { step: adding["step"], credential: authenticator.get({ ...(adding["options"] as object), rpId: "vigie.example.org" }) } })).status).toBe(401);
  });

  test("of two answers to one challenge at the same time one counts", async () => {
    const { cookies } = await signedUp();
    const authenticator = createAuthenticator({ origin: ORIGIN });
    await add(authenticator, cookies);
    const { step, options } = await begin();
    const body = { step, credential: authenticator.get(options) };
    const both = await Promise.all([1, 2, 3].map(() => api.ask({ url: "/v1/sign-in/passkey", body })));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401]);
  });

  test("what was begun and not ended is forgotten", async () => {
    await begin();
    const left = () => withSystem(api.state, (db) => db.sql.selectFrom("sign_in").select("step").execute());
    expect(await left()).not.toEqual([]);
    api.pass(11 * 60_000);
    await forgetEnded(api.state, api.now());
    expect(await left()).toEqual([]);
  });

  test("who was disabled or lost their last role is refused", async () => {
    const { person, cookies } = await signedUp();
    const authenticator = createAuthenticator({ origin: ORIGIN });
    await add(authenticator, cookies);
    await api.ask({ url: `/v1/people/${person.id}/disabled`, body: { disabled: true, reason: "left" }, key: api.key });
    expect((await show(authenticator)).status).toBe(401);
    await api.ask({ url: `/v1/people/${person.id}/disabled`, body: { disabled: false, reason: "came back" }, key: api.key });
    expect((await show(authenticator)).status).toBe(200);
    await api.ask({ url: `/v1/tenants/north/people/${person.id}/roles/withdraw`, body: { role: "security" }, key: api.key });
    expect((await show(authenticator)).status).toBe(401);
    expect((await journal())[0]).toMatchObject({ details: { reason: "the person has no role" } });
  });
});

describe("passkeys of one's own", () => {
  test.each<[string, Mischief]>([["another origin", { origin: "https://evil.example" }], ["another relying party", { rpId: "evil.example" }], ["another challenge", { challenge: "AAAA" }], ["nobody verified", { isUnverified: true }]])("one made with %s is not added, and its step is used up", async (_, mischief) => {
    const { cookies } = await signedUp();
    const authenticator = createAuthenticator({ origin: ORIGIN });
    const { body } = await api.ask({ method: "POST", url: "/v1/me/passkeys/options", cookies });
    const send = (credential: object) => api.ask({ url: "/v1/me/passkeys", body: { step: body["step"], name: "x", credential }, cookies });
    expect(await send(authenticator.create(body["options"] as object, mischief))).toMatchObject({ status: 400, body: { detail: expect.stringContaining("The passkey does not count: ") as unknown } });
    expect(await send(authenticator.create(body["options"] as object))).toMatchObject({ status: 400, body: { detail: expect.stringContaining("begin again") as unknown } });
    expect((await api.ask({ url: "/v1/me/passkeys", cookies })).body).toEqual({ passkeys: [] });
  });

  test("are listed, renamed and removed by their owner alone, each with its row in the journal", async () => {
    const [mine, theirs] = [await signedUp(), await signedUp()];
    const authenticator = createAuthenticator({ origin: ORIGIN });
    const id = (await add(authenticator, mine.cookies)).body["id"] as string;
    expect(await add(authenticator, mine.cookies)).toMatchObject({ status: 409 });
    expect((await api.ask({ url: "/v1/me/passkeys", cookies: mine.cookies })).body).toMatchObject({ passkeys: [{ id, name: "my phone" }] });
    const one = { url: `/v1/me/passkeys/${id}` };
    expect(await api.ask({ ...one, method: "PATCH", body: { name: "hers" }, cookies: theirs.cookies })).toMatchObject({ status: 404 });
    expect(await api.ask({ ...one, method: "DELETE", cookies: theirs.cookies })).toMatchObject({ status: 404 });
    expect(await api.ask({ ...one, method: "PATCH", body: { name: "the blue key" }, cookies: mine.cookies })).toMatchObject({ status: 200, body: { name: "the blue key" } });
    expect(await api.ask({ ...one, method: "DELETE", cookies: mine.cookies })).toMatchObject({ status: 200 });
    expect((await journal()).map(({ action }) => action)).toEqual(["person.passkey-removed", "person.passkey-renamed", "person.passkey-added"]);
    expect((await show(authenticator)).status).toBe(401);
  });

  test("a session that was left open adds none and removes none", async () => {
    const { cookies } = await signedUp();
    const { body } = await add(createAuthenticator({ origin: ORIGIN }), cookies);
    api.pass(16 * 60_000);
    expect(await api.ask({ method: "POST", url: "/v1/me/passkeys/options", cookies })).toMatchObject({ status: 403, body: { detail: expect.stringContaining("younger than 15 minutes") as unknown } });
    expect((await api.ask({ method: "DELETE", url: `/v1/me/passkeys/${String(body["id"])}`, cookies })).status).toBe(403);
    expect((await api.ask({ url: "/v1/me/passkeys", cookies })).body["passkeys"]).toHaveLength(1);
  });

  test("a step of somebody else adds nothing, and a key of a program has no passkeys", async () => {
    const [mine, theirs] = [await signedUp(), await signedUp()];
    const { body } = await api.ask({ method: "POST", url: "/v1/me/passkeys/options", cookies: mine.cookies });
    const credential = createAuthenticator({ origin: ORIGIN }).create(body["options"] as object);
    expect((await api.ask({ url: "/v1/me/passkeys", body: { step: body["step"], name: "x", credential }, cookies: theirs.cookies })).status).toBe(400);
    expect((await api.ask({ url: "/v1/me/passkeys", key: api.key })).status).toBe(403);
  });

  test.each([["no CBOR", "AAAA"], ["a map that never ends", "v39_f39_"], ["a deep nesting", Buffer.alloc(8000, 0x81).toString("base64url")]])("an attestation of %s is refused", async (_, attestationObject) => {
    const { cookies } = await signedUp();
    const { body } = await api.ask({ method: "POST", url: "/v1/me/passkeys/options", cookies });
    const credential = createAuthenticator({ origin: ORIGIN }).create(body["options"] as object) as unknown as { response: object };
    expect((await api.ask({ url: "/v1/me/passkeys", body: { step: body["step"], name: "x", credential: { ...credential, response: { ...credential.response, attestationObject } } }, cookies })).status).toBe(400);
  });
});

describe("recovery codes", () => {
  test("are made anew with the password or with one's own passkey; those before do not count any more", async () => {
    const { person, cookies } = await signedUp();
    const renew = (body: object) => api.ask({ url: "/v1/me/recovery-codes", body, cookies });
    expect(await renew({ type: "password", password: "a guess" })).toMatchObject({ status: 403 });
    const first = await renew({ type: "password", password: person.password });
    expect(first.body["codes"]).toHaveLength(10);
    const authenticator = createAuthenticator({ origin: ORIGIN });
    await add(authenticator, cookies);
    const asked = await begin();
    const second = await renew({ type: "passkey", step: asked.step, credential: authenticator.get(asked.options) });
    expect(second.status).toBe(200);
    const [old, fresh] = [first, second].map(({ body }) => (body["codes"] as string[])[0]);
    const withCode = async (code: string | undefined) => (await api.ask({ url: "/v1/sign-in/code", body: { step: (await api.ask({ url: "/v1/sign-in", body: { email: person.email, password: person.password } })).body["step"], code } })).status;
    expect([await withCode(old), await withCode(fresh)]).toEqual([401, 200]);
  });

  test("another's passkey makes none, and guessing the password is slowed", async () => {
    const [mine, theirs] = [await signedUp(), await signedUp()];
    const authenticator = createAuthenticator({ origin: ORIGIN });
    await add(authenticator, theirs.cookies);
    const { step, options } = await begin();
    const renew = (body: object) => api.ask({ url: "/v1/me/recovery-codes", body, cookies: mine.cookies });
    expect((await renew({ type: "passkey", step, credential: authenticator.get(options) })).status).toBe(403);
    for (let i = 0; i < 6; i += 1) await renew({ type: "password", password: `guess ${i}` });
    expect(await renew({ type: "password", password: mine.person.password })).toMatchObject({ status: 403, body: { detail: expect.stringContaining("too often") as unknown } });
  });
});
