// An API with people in it, for tests of who may what.
import { generate } from "otplib";
import { pino } from "pino";
import { Registry } from "prom-client";
import { afterAll } from "vitest";
import { createApi, type ApiDeps, type ApiServer } from "../src/api/index.ts";
import { acceptInvitation, createAdminKey, createSeal, invite, type Membership } from "../src/identity/index.ts";
import { systemCaller } from "../src/core/index.ts";
import type { State } from "../src/store/index.ts";
import { freshState } from "./postgres.ts";

/** The cookies of somebody who signed in. */
export type Cookies = { readonly session: string; readonly csrf: string | undefined };
export type TestPerson = { readonly id: string; readonly email: string; readonly password: string; secret?: string };

type Asked = { readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"; readonly url: string; readonly body?: object; readonly key?: string; readonly cookies?: Cookies; readonly headers?: Readonly<Record<string, string>> };
type Answered = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly body: Readonly<Record<string, unknown>>; readonly text: string };

export type TestApi = {
  readonly app: ApiServer;
  readonly state: State;
  /** The administrator's key. */
  readonly key: string;
  readonly now: () => Date;
  /** Lets time pass, in milliseconds. */
  readonly pass: (ms: number) => void;
  /** With a body it is a POST, unless said otherwise. */
  readonly ask: (asked: Asked) => Promise<Answered>;
  /** Somebody new with these roles. */
  readonly person: (email: string, memberships: readonly Membership[]) => Promise<TestPerson>;
  /** Signs somebody in with password and code, setting up the code at the first time. */
  readonly signIn: (person: TestPerson) => Promise<Cookies>;
};

const PASSWORD = "a sentence that nobody knows";

/** An API over a fresh database with these tenants; closed when the file's tests are over. */
export async function apiOf(...tenants: readonly string[]): Promise<TestApi> {
  return apiWith({}, ...tenants);
}

/** The same with other parts. */
export async function apiWith(over: Partial<ApiDeps>, ...tenants: readonly string[]): Promise<TestApi> {
  const state = over.state ?? (await freshState(...tenants));
  let clock = Date.UTC(2026, 10, 24, 8);
  let ids = 0;
  const now = (): Date => new Date(clock);
  const app = await createApi({
    state, seal: createSeal(Buffer.alloc(32, 1)), now, newId: () => `id-${++ids}`, newCode: () => "123456", log: pino({ level: "silent" }), metrics: new Registry(),
    readiness: async () => [], tenants: () => tenants.map((id) => ({ id, name: id, retentionDays: 183, sources: [] })), sourceHealth: async () => new Map(), routes: [], publicUrl: () => new URL("https://vigie.example.org"), internalIssuers: new Set(), internalWebhooks: new Set(), ...over,
  });
  afterAll(() => app.close());
  const key = await createAdminKey(state, now());
  let address = 0;
  const ask: TestApi["ask"] = async ({ method, url, body, key: bearer, cookies, headers = {} }) => {
    const sent = {
      ...headers,
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(cookies === undefined ? {} : { cookie: `__Host-vigie=${cookies.session}`, ...(cookies.csrf === undefined ? {} : { "x-csrf-token": cookies.csrf }) }),
    };
    // Each from an address of its own: how many one address may send is another test's.
    address += 1;
    const response = await app.inject({ method: method ?? (body === undefined ? "GET" : "POST"), url, ...(body === undefined ? {} : { payload: body }), headers: sent, remoteAddress: `198.18.${Math.floor(address / 250) % 250}.${(address % 250) + 1}` });
    const isJson = String(response.headers["content-type"]).startsWith("application/json") || String(response.headers["content-type"]).startsWith("application/problem+json");
    return { status: response.statusCode, headers: response.headers, body: isJson ? (JSON.parse(response.body) as Record<string, unknown>) : {}, text: response.body };
  };
  return {
    app, state, key, now, ask,
    pass: (ms) => (clock += ms),
    async person(email, memberships) {
      const { token } = await invite(state, systemCaller("test", now()), { id: `invited-${++ids}`, email, name: "Some Body", language: "en", memberships });
      const { id } = await acceptInvitation(state, { token, password: PASSWORD, now: now() });
      return { id, email, password: PASSWORD };
    },
    async signIn(person) {
      const begun = await ask({ url: "/v1/sign-in", body: { email: person.email, password: person.password } });
      if (begun.body["type"] === "enrol") person.secret = begun.body["secret"] as string;
      // A code counts once: the next is half a minute away.
      clock += 31_000;
      const code = await generate({ secret: person.secret ?? "", epoch: Math.floor(clock / 1000) });
      const done = await ask({ url: "/v1/sign-in/code", body: { step: begun.body["step"], code } });
      if (done.status !== 200) throw new Error(`${person.email} could not sign in: ${done.text}`);
      const session = (done.headers["set-cookie"] as readonly string[]).map((cookie) => /^__Host-vigie=([^;]+)/.exec(cookie)?.[1]).find((text) => text !== undefined);
      return { session: session ?? "", csrf: done.body["csrf"] as string };
    },
  };
}
