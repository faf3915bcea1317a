// Entering and changing connections to identity providers.
import { DomainError, type Caller } from "../core/index.ts";
import { record, storableText, withSystem, type State, type SystemDb } from "../store/index.ts";
import { checkConnection, type OidcConnection } from "./oidc-connection.ts";
import { connectionById, connectionsOf, deleteConnection, insertConnection, takenDomains, updateConnection, type SealedConnection } from "./oidc-repo.ts";
import { lockConnections } from "./repo.ts";
import type { Seal } from "./seal.ts";

export type OidcConnectionDeps = { readonly state: State; readonly seal: Seal; readonly internalIssuers: ReadonlySet<string> };

/** What of a connection may be chosen. */
export type ConnectionSettings = Pick<OidcConnection, "issuer" | "clientId" | "domains" | "defaultRole" | "isMfa" | "enabled"> & { readonly clientSecret: string };

const MOST = 20;

/** What a client secret is sealed for: it opens nowhere else. */
export const sealedFor = (connection: string): string => `oidc client secret of ${connection}`;

/** The connections of an organisation, or the provider's own (null). */
export const listConnections = async (state: State, tenant: string | null): Promise<readonly OidcConnection[]> => (await withSystem(state, (db) => connectionsOf(db, tenant))).map(withoutSecret);

/** Enters a connection. Its domains sign in there from now on. */
export function createConnection({ state, seal, internalIssuers }: OidcConnectionDeps, caller: Caller, { id, tenant }: { readonly id: string; readonly tenant: string | null }, given: ConnectionSettings): Promise<OidcConnection> {
  const { clientSecret, ...settings } = given;
  const made: SealedConnection = { ...settings, clientId: storableText(settings.clientId), domains: [...new Set(settings.domains)], id, tenant, createdAt: caller.now, updatedAt: caller.now, sealedSecret: seal.seal(clientSecret, sealedFor(id)) };
  checkConnection(made, internalIssuers);
  return withSystem(state, async (db) => {
    await lockConnections(db);
    if ((await connectionsOf(db, tenant)).length >= MOST) throw new DomainError("conflict", `There are ${MOST} connections here: remove one first.`);
    await refuseTaken(db, made);
    await insertConnection(db, made);
    await recordFor(db, caller, "oidc-connection.created", made, told(made));
    return withoutSecret(made);
  });
}

/** Changes a connection; what is not named stays. */
export function changeConnection({ state, seal, internalIssuers }: OidcConnectionDeps, caller: Caller, { id, tenant }: { readonly id: string; readonly tenant: string | null }, given: Partial<ConnectionSettings>): Promise<OidcConnection> {
  const { clientSecret, ...settings } = given;
  return withSystem(state, async (db) => {
    await lockConnections(db);
    const before = await ownConnection(db, id, tenant);
    const after: SealedConnection = { ...before, ...settings, updatedAt: caller.now, sealedSecret: clientSecret === undefined ? before.sealedSecret : seal.seal(clientSecret, sealedFor(id)) };
    // A secret that was entered for one host goes to no other.
    if (clientSecret === undefined && new URL(after.issuer).origin !== new URL(before.issuer).origin) throw new DomainError("invalid", "The issuer is on another host: give the client secret that belongs to it too.");
    checkConnection(after, internalIssuers);
    await refuseTaken(db, after);
    await updateConnection(db, after);
    await recordFor(db, caller, "oidc-connection.changed", after, { before: told(before), after: told(after), isSecretNew: clientSecret !== undefined });
    return withoutSecret(after);
  });
}

/** Removes a connection: its domains sign in with password or passkey again. */
export function removeConnection(state: State, caller: Caller, { id, tenant }: { readonly id: string; readonly tenant: string | null }): Promise<void> {
  return withSystem(state, async (db) => {
    const known = await ownConnection(db, id, tenant);
    await deleteConnection(db, id);
    await recordFor(db, caller, "oidc-connection.removed", known, told(known));
  });
}

/** For an organisation that is brought back: its connections lose the domains that others took meanwhile, and say so in the journal. */
export async function releaseTakenDomains(db: SystemDb, caller: Caller, tenant: string): Promise<void> {
  await lockConnections(db);
  for (const known of await connectionsOf(db, tenant)) {
    const taken = await takenDomains(db, known.domains, known.id);
    if (taken.length === 0) continue;
    const domains = known.domains.filter((domain) => !taken.includes(domain));
    const after: SealedConnection = { ...known, domains, enabled: known.enabled && domains.length > 0, updatedAt: caller.now };
    await updateConnection(db, after);
    await recordFor(db, caller, "oidc-connection.changed", after, { before: told(known), after: told(after), isSecretNew: false });
  }
}

async function ownConnection(db: SystemDb, id: string, tenant: string | null): Promise<SealedConnection> {
  const known = await connectionById(db, id);
  if (known === undefined || known.tenant !== tenant) throw new DomainError("not_found", `There is no connection ${id} here.`);
  return known;
}

async function refuseTaken(db: SystemDb, { id, domains }: OidcConnection): Promise<void> {
  const [taken] = await takenDomains(db, domains, id);
  if (taken !== undefined) throw new DomainError("conflict", `The domain ${taken} belongs to another connection.`);
}

const recordFor = (db: SystemDb, caller: Caller, action: string, { id, tenant }: OidcConnection, details: object): Promise<void> => record(db, caller, { action, subject: id, tenant: tenant ?? undefined, details: { ...details } });

const told = ({ issuer, clientId, domains, defaultRole, isMfa, enabled }: Omit<ConnectionSettings, "clientSecret">) => ({ issuer, clientId, domains, defaultRole, isMfa, enabled });

const withoutSecret = ({ id, tenant, createdAt, updatedAt, ...rest }: SealedConnection): OidcConnection => ({ id, tenant, ...told(rest), createdAt, updatedAt });
