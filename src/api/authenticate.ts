// Who asks: a program with a bearer key (RFC 6750), or a person with a session's cookie.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Permission } from "../contract/roles.ts";
import { DomainError, type Caller } from "../core/index.ts";
import { callerOf, findKey, findSession, isCsrfToken, permissionsIn, type ApiKey, type Signed } from "../identity/index.ts";
import type { State } from "../store/index.ts";
import { FailedAttempts } from "./attempts.ts";
import { CSRF_COOKIE, CSRF_HEADER, SESSION_COOKIE } from "./cookies.ts";
import { HttpRefusal } from "./errors.ts";
import type { Needed } from "./routes.ts";

/** Somebody who was let in. */
export type Known = {
  readonly caller: Caller;
  /** The person, if it is one; keys of programs have none. */
  readonly signed: Signed | undefined;
  /** When the key ends; null: never, or it is a person. */
  readonly endsAt: Date | null;
  /** What they may do in an organisation, or on the platform itself; undefined if it does not exist for them. */
  readonly permissionsIn: (tenant: string | undefined) => ReadonlySet<Permission> | undefined;
};

export type Authentication = {
  /** Refuses a request of nobody. For routes under /v1. */
  readonly requireCaller: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Why the caller may not do what they ask for, if so; `tenants` are those that there are. */
  readonly refusalOf: (request: FastifyRequest, tenants: readonly { readonly id: string }[]) => DomainError | undefined;
  /** As `requireCaller`, but lets in whoever asks on this machine itself, without a proxy between. */
  readonly requireCallerFromAfar: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Whether a request that was let in would be let in now; it keeps no session open. For connections that stay. */
  readonly isStillIn: (request: FastifyRequest, tenants: readonly { readonly id: string }[]) => Promise<boolean>;
  /** Who sent a request that was let in, as of now; undefined if they would not be let in any more. It keeps no session open. */
  readonly knownNow: (request: FastifyRequest) => Promise<Known | undefined>;
  /** Whether it is known who sent a request. */
  readonly isKnown: (request: FastifyRequest) => boolean;
  /** Who a request that was let in comes from. */
  readonly knownOf: (request: FastifyRequest) => Known;
};

/** Guards requests with the keys and sessions in the state. */
export function authentication(state: State, now: () => Date): Authentication {
  const failed = new FailedAttempts();
  const known = new WeakMap<FastifyRequest, Known>();
  const requireCaller = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const found = (await byKey(state, request, now())) ?? (await bySession(state, request, now(), !isResumed(request)));
    if (found !== undefined) {
      // Known before its token is looked at: a refusal is written down with who it was.
      known.set(request, found);
      requireToken(request, found);
      return;
    }
    const waitSeconds = failed.waitSeconds(request.ip, now().getTime());
    if (waitSeconds > 0) {
      void reply.header("retry-after", String(waitSeconds));
      throw new HttpRefusal("too_many_attempts", `Too many requests without a valid key came from ${request.ip}: wait ${waitSeconds} seconds.`);
    }
    failed.add(request.ip, now().getTime());
    void reply.header("www-authenticate", 'Bearer realm="vigie"');
    throw new HttpRefusal("unauthenticated", unauthenticated(request));
  };
  const knownOf = (request: FastifyRequest): Known => {
    const found = known.get(request);
    if (found === undefined) throw new Error("a request was asked who sent it before it was let in");
    return found;
  };
  const knownNow = async (request: FastifyRequest): Promise<Known | undefined> => (await byKey(state, request, now())) ?? (await bySession(state, request, now(), false));
  return {
    requireCaller,
    requireCallerFromAfar: async (request, reply) => (isLocal(request) ? undefined : requireCaller(request, reply)),
    refusalOf: (request, tenants) => refusalOf(request, knownOf(request), tenants),
    knownNow,
    isStillIn: async (request, tenants) => {
      const found = await knownNow(request);
      return found !== undefined && refusalOf(request, found, tenants) === undefined;
    },
    isKnown: (request) => known.has(request),
    knownOf,
  };
}

function unauthenticated({ headers, cookies }: FastifyRequest): string {
  if (cookies[SESSION_COOKIE] !== undefined) return "The session has ended: sign in again.";
  return bearer(headers.authorization) === undefined ? "Sign in, or send a key: Authorization: Bearer vigie_…" : "This key does not count: it is mistyped, was revoked, or has ended.";
}

async function byKey(state: State, { headers }: FastifyRequest, now: Date): Promise<Known | undefined> {
  const text = bearer(headers.authorization);
  const key = text === undefined ? undefined : await findKey(state, text, now);
  return key === undefined ? undefined : { caller: callerOfKey(key, now), signed: undefined, endsAt: key.expiresAt, permissionsIn: (tenant) => (key.tenant === null || key.tenant === tenant ? key.scopes : undefined) };
}

const callerOfKey = ({ id, name, tenant }: ApiKey, now: Date): Caller => ({ who: name, id: `key:${id}`, side: tenant === null ? "provider" : "client", now });

const CHANGES_NOTHING = new Set(["GET", "HEAD", "OPTIONS"]);

// A browser connects again by itself (HTML standard, section 9.2.3): nobody did that by hand.
const isResumed = ({ headers }: FastifyRequest): boolean => headers["last-event-id"] !== undefined;

async function bySession(state: State, { headers, cookies }: FastifyRequest, now: Date, byHand: boolean): Promise<Known | undefined> {
  const cookie = headers.authorization === undefined ? cookies[SESSION_COOKIE] : undefined;
  const signed = cookie === undefined ? undefined : await findSession(state, cookie, now, { byHand });
  if (signed === undefined) return undefined;
  return { caller: callerOf(signed.person, now), signed, endsAt: null, permissionsIn: (tenant) => permissionsIn(signed.person.memberships, tenant) };
}

/** Refuses a change by a cookie alone: another site may have made the browser send it. */
function requireToken({ method, headers }: FastifyRequest, { signed }: Known): void {
  const token = headers[CSRF_HEADER];
  if (signed === undefined || CHANGES_NOTHING.has(method) || (typeof token === "string" && isCsrfToken(signed, token))) return;
  throw new HttpRefusal("csrf", `Nothing was changed: the request lacks the session's token. Send the value of the cookie ${CSRF_COOKIE} as header ${CSRF_HEADER}.`);
}

function refusalOf(request: FastifyRequest, { permissionsIn: may }: Known, tenants: readonly { readonly id: string }[]): DomainError | undefined {
  const needed = (request.routeOptions.schema as { readonly "x-permission"?: Needed } | undefined)?.["x-permission"];
  const { tenant } = (request.params ?? {}) as { readonly tenant?: string };
  const held = may(tenant);
  // What somebody may not see does not exist for them: the answer is the same.
  if (tenant !== undefined && (held === undefined || !tenants.some(({ id }) => id === tenant))) return new DomainError("not_found", `There is no tenant ${tenant}.`);
  if (needed === "own") return undefined;
  if (needed === undefined) throw new Error(`${request.method} ${request.routeOptions.url ?? ""} says nothing of who may call it`);
  return held?.has(needed) === true ? undefined : new DomainError("forbidden", `This needs the permission ${needed}, which your roles ${tenant === undefined ? "on the platform" : "here"} do not have. vigie roles shows who has it.`);
}

const MAX_KEY = 200;

function bearer(header: string | undefined): string | undefined {
  const [scheme, key, ...more] = (header ?? "").split(" ");
  return scheme?.toLowerCase() === "bearer" && key !== undefined && key !== "" && key.length <= MAX_KEY && more.length === 0 ? key : undefined;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** A proxy on this machine speaks for others, and says so (RFC 7239, and what was used before it). */
const isLocal = ({ ip, headers }: FastifyRequest): boolean => LOOPBACK.has(ip) && headers["forwarded"] === undefined && headers["x-forwarded-for"] === undefined;
