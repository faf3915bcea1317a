// Sources added, changed and removed while the platform runs. What receives and reads lines hears of it at once.
import { type Caller, DomainError } from "../../core/index.ts";
import { newToken } from "../../identity/index.ts";
import { record, type State, storableText, type TenantDb, withSystem, withTenant } from "../../store/index.ts";
import { countSources, deleteSource, insertSource, selectAllSources, selectSource, updateSource } from "./repo.ts";
import type { AddedSource, GivenSource } from "./source.ts";

/** A source with its token, which is shown once. */
export type WithToken = { readonly source: AddedSource; readonly token: string | null };

// An organisation with more has them in its configuration, or sends through relays.
const MOST = 5_000;
const TOKEN_PREFIX = "vigie_source_";

/** The added sources of all organisations at work. */
export const listAddedSources = (state: State): Promise<readonly AddedSource[]> => withSystem(state, selectAllSources);

/** One that was added. */
export const getAddedSource = (state: State, tenant: string, name: string): Promise<AddedSource> => withTenant(state, tenant, (db) => found(db, name));

/** Adds a source, with a token if one is wanted. Its name is free in the configuration: the caller has looked. */
export function addSource(state: State, caller: Caller, tenant: string, { name, wantsToken, ...given }: GivenSource & { readonly name: string; readonly wantsToken: boolean }): Promise<WithToken> {
  return withTenant(state, tenant, async (db) => {
    if ((await countSources(db)) >= MOST) throw new DomainError("conflict", `${tenant} has ${MOST} sources already: remove one first.`);
    const token = wantsToken ? newToken(TOKEN_PREFIX) : undefined;
    const source: AddedSource = { ...storable(given), tenant, name, tokenHash: token?.hash ?? null, createdAt: caller.now, createdBy: storableText(caller.who), changedAt: caller.now };
    if (!(await insertSource(db, source))) throw new DomainError("conflict", `${tenant} has a source ${name} already: take another name.`);
    await record(db, caller, { action: "source.added", subject: name, details: detailsOf(source) });
    return { source, token: token?.text ?? null };
  });
}

/** Says anew what a source is, and by what its lines are known; its token stays. */
export function changeSource(state: State, caller: Caller, tenant: string, name: string, given: GivenSource): Promise<AddedSource> {
  return withTenant(state, tenant, async (db) => {
    const source = { ...(await found(db, name)), ...storable(given), changedAt: caller.now };
    await updateSource(db, source);
    await record(db, caller, { action: "source.changed", subject: name, details: detailsOf(source) });
    return source;
  });
}

/** Gives a source another token; the one before counts no more. */
export function renewToken(state: State, caller: Caller, tenant: string, name: string): Promise<WithToken> {
  return withTenant(state, tenant, async (db) => {
    const token = newToken(TOKEN_PREFIX);
    const source = { ...(await found(db, name)), tokenHash: token.hash, changedAt: caller.now };
    await updateSource(db, source);
    await record(db, caller, { action: "source.token-renewed", subject: name });
    return { source, token: token.text };
  });
}

/** Takes a source away: what it sent stays, what it sends from now on is nobody's. */
export function removeSource(state: State, caller: Caller, tenant: string, name: string): Promise<AddedSource> {
  return withTenant(state, tenant, async (db) => {
    const source = await found(db, name);
    await deleteSource(db, name);
    await record(db, caller, { action: "source.removed", subject: name, details: detailsOf(source) });
    return source;
  });
}

async function found(db: TenantDb, name: string): Promise<AddedSource> {
  const source = await selectSource(db, name);
  if (source === undefined) throw new DomainError("not_found", `No source ${name} was added to ${db.tenant}. One of the configuration is changed there.`);
  return source;
}

const storable = ({ technology, timezone, zone, claim: { addresses, hostnames, listeners, certificates } }: GivenSource): GivenSource => ({
  technology, timezone, zone: zone === null ? null : storableText(zone),
  claim: { addresses: [...addresses], hostnames: hostnames.map(storableText), listeners: [...listeners], certificates: certificates.map(storableText) },
});

const detailsOf = ({ technology, timezone, zone, claim, tokenHash }: AddedSource) => ({ technology, timezone, zone, claim, hasToken: tokenHash !== null });
