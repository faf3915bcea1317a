// Signing in through an identity provider: there, back, and what is left to do.
import type { OidcRefusal } from "../contract/oidc.ts";
import { DomainError, systemCaller } from "../core/index.ts";
import { record, withSystem, type SystemDb } from "../store/index.ts";
import { domainOf, type OidcConnection } from "./oidc-connection.ts";
import { sealedFor } from "./oidc-connections.ts";
import { personOf } from "./oidc-person.ts";
import { createIdentityProviders, type Claims, type IdentityProviders, type Underway } from "./oidc-provider.ts";
import { connectionById, connectionOfDomain, type SealedConnection } from "./oidc-repo.ts";
import { whyNot } from "./person.ts";
import { personById } from "./repo.ts";
import { openSession, type OpenedSession, type Opening } from "./session.ts";
import { deleteSignIn, insertSignIn, signInByHash, type SignInRow } from "./session-repo.ts";
import { nextStep, type SignInAnswer, type SignInDeps } from "./sign-in.ts";
import { hashOf, newToken } from "./token.ts";

export type OidcDeps = SignInDeps & { readonly redirectUri: () => string; readonly internalIssuers: ReadonlySet<string> };

/** How an address signs in. `ticket` belongs into a cookie: it binds the way back to the browser that went. */
export type Discovered = { readonly type: "password" } | { readonly type: "oidc"; readonly url: string; readonly ticket: string } | { readonly type: "unavailable"; readonly reason: string };

/** What came back. */
export type OidcAnswer =
  | { readonly type: "done"; readonly session: OpenedSession }
  /** Vigie's own second factor is left; the ticket replaces the first. */
  | { readonly type: "code"; readonly ticket: string }
  | { readonly type: "refused"; readonly reason: OidcRefusal };

export type OidcSignIn = {
  /** Looks at the domain alone, so it tells nobody who exists. */
  readonly discover: (email: string) => Promise<Discovered>;
  /** Reads the way back; `callback` is the whole address with its query. */
  readonly arrive: (given: { readonly ticket: string; readonly callback: URL }, opening: Omit<Opening, "method">) => Promise<OidcAnswer>;
  /** Goes on to Vigie's own second factor. */
  readonly proceed: (ticket: string) => Promise<SignInAnswer>;
};

const STEP_MS = 10 * 60_000;
const AWAY = "oidc";
const BACK = "oidc-back";

export function createOidcSignIn(deps: OidcDeps): OidcSignIn {
  const providers = createIdentityProviders(deps.internalIssuers, deps.now);
  return {
    discover: (email) => discover(deps, providers, email),
    arrive: (given, opening) => arrive(deps, providers, given, opening),
    proceed: (ticket) => proceed(deps, ticket),
  };
}

async function discover(deps: OidcDeps, providers: IdentityProviders, email: string): Promise<Discovered> {
  const connection = await withSystem(deps.state, (db) => connectionOfDomain(db, domainOf(email)));
  if (connection?.enabled !== true) return { type: "password" };
  const begun = await orReason(providers.begin(connection, secretOf(deps, connection), { redirectUri: deps.redirectUri(), email }));
  if ("reason" in begun) return { type: "unavailable", reason: begun.reason };
  const ticket = await withSystem(deps.state, (db) => keepStep(db, { personId: null, step: AWAY, details: { connection: connection.id, ...begun.underway } }, deps.now()));
  return { type: "oidc", url: begun.url, ticket };
}

const secretOf = ({ seal }: OidcDeps, { id, sealedSecret }: SealedConnection): string => seal.open(sealedSecret, sealedFor(id));

async function keepStep(db: SystemDb, row: Omit<SignInRow, "failures">, now: Date): Promise<string> {
  const token = newToken();
  await insertSignIn(db, token.hash, { ...row, expiresAt: new Date(now.getTime() + STEP_MS) });
  return token.text;
}

async function takeStep(db: SystemDb, ticket: string, step: string, now: Date): Promise<SignInRow | undefined> {
  const hash = hashOf(ticket);
  const row = await signInByHash(db, hash, now);
  if (row?.step !== step) return undefined;
  await deleteSignIn(db, hash);
  return row;
}

async function arrive(deps: OidcDeps, providers: IdentityProviders, { ticket, callback }: { readonly ticket: string; readonly callback: URL }, opening: Omit<Opening, "method">): Promise<OidcAnswer> {
  const now = deps.now();
  // Used up before anything is asked, whatever comes of it.
  const found = await withSystem(deps.state, async (db) => {
    const row = await takeStep(db, ticket, AWAY, now);
    const connection = row === undefined ? undefined : await connectionById(db, String(row.details["connection"]));
    return row === undefined || connection?.enabled !== true ? undefined : { connection, underway: row.details as Underway };
  });
  if (found === undefined) return { type: "refused", reason: "expired" };
  const { connection, underway } = found;
  const claims = await orReason(providers.finish(connection, secretOf(deps, connection), { callback, underway }));
  const settle = (): Promise<OidcAnswer> => withSystem(deps.state, async (db) => {
    if ("reason" in claims) return refuse(db, connection, { reason: "provider", detail: claims.reason, subject: connection.id }, now);
    const person = await personOf(db, { connection, claims, now, newId: deps.newId });
    if (typeof person === "string") return refuse(db, connection, { reason: person, detail: detailOf(claims), subject: claims.email ?? connection.id }, now);
    if (!connection.isMfa && !claims.isMfa) return { type: "code", ticket: await keepStep(db, { personId: person.id, step: BACK, details: {} }, now) };
    return { type: "done", session: await openSession(db, person, { ...opening, method: "oidc" }, { id: deps.newId(), now }) };
  });
  // Who comes for the first time in two tabs at once was made by the other meanwhile.
  return settle().catch((error: unknown) => (error instanceof DomainError && error.code === "conflict" ? settle() : Promise.reject(error as Error)));
}

const detailOf = ({ subject, isEmailVerified }: Claims): string => `subject ${subject}${isEmailVerified ? "" : ", address not verified"}`;

async function refuse(db: SystemDb, { id, tenant }: OidcConnection, { reason, detail, subject }: { readonly reason: OidcRefusal; readonly detail: string; readonly subject: string }, now: Date): Promise<OidcAnswer> {
  await record(db, systemCaller("single sign-on", now), { action: "person.sign-in-refused", subject: subject.slice(0, LONGEST), tenant: tenant ?? undefined, details: { what: "oidc", connection: id, reason, detail: detail.slice(0, LONGEST) } });
  return { type: "refused", reason };
}

function proceed(deps: OidcDeps, ticket: string): Promise<SignInAnswer> {
  const now = deps.now();
  return withSystem(deps.state, async (db) => {
    const row = await takeStep(db, ticket, BACK, now);
    const person = row?.personId === undefined || row.personId === null ? undefined : await personById(db, row.personId);
    return person === undefined || whyNot(person) !== undefined ? { type: "refused", waitSeconds: 0 } : nextStep(deps, db, person, now, "oidc");
  });
}

const LONGEST = 500;

// All that can go wrong between here and there is theirs or the network's; the reason goes into the journal.
const orReason = <Result extends object>(result: Promise<Result>): Promise<Result | { readonly reason: string }> => result.catch((error: unknown) => ({ reason: reasonOf(error) }));

function reasonOf(error: unknown): string {
  const { message, cause } = error as { readonly message?: string; readonly cause?: unknown };
  const told = cause instanceof Error ? `: ${cause.message}` : "";
  return `${message ?? String(error)}${told}`.slice(0, LONGEST);
}
