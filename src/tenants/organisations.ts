// Client organisations that the provider makes while the platform runs; those of the configuration are changed there.
import { DomainError, systemCaller, type Caller } from "../core/index.ts";
import { releaseTakenDomains } from "../identity/index.ts";
import { record, storableText, withSystem, type State, type SystemDb } from "../store/index.ts";
import { addedTenants, changeTenant, insertTenant, type KnownTenant, removedTenants, syncWithConfiguration, tenantById, type Tenant } from "./repo.ts";
import { giveDefaults } from "./settings/defaults-of-tenant.ts";

/** Brings the tenants up to the configuration; one that is new begins with the platform's default settings. */
export async function syncTenants(db: SystemDb, tenants: readonly Tenant[], now: Date): Promise<void> {
  const caller = systemCaller("vigie", now);
  const back = await syncWithConfiguration(db, tenants, now);
  for (const id of back) await releaseTakenDomains(db, caller, id);
  for (const { id } of tenants) await giveDefaults(db, caller, id);
}

/** Makes an organisation. Its id is never used again, for what was written under it stays. */
export function createTenant(state: State, caller: Caller, given: { readonly id: string; readonly name: string; readonly retentionDays: number }): Promise<KnownTenant> {
  return withSystem(state, async (db) => {
    const name = storableText(given.name);
    if (!(await insertTenant(db, { ...given, name }, caller.now))) throw await taken(db, given.id);
    await record(db, caller, { action: "organisation.created", subject: given.id, tenant: given.id, details: { name, retentionDays: given.retentionDays } });
    await giveDefaults(db, caller, given.id);
    return found(db, given.id);
  });
}

async function taken(db: SystemDb, id: string): Promise<DomainError> {
  const { origin, removedAt } = await found(db, id);
  if (removedAt !== null) return new DomainError("conflict", `There was an organisation ${id} already: ${origin === "api" ? "restore it, or take another id" : "take another id"}.`);
  return new DomainError("conflict", origin === "configuration" ? `The configuration uses the id ${id}: take another.` : `There is an organisation ${id} already: take another id.`);
}

async function found(db: SystemDb, id: string): Promise<KnownTenant> {
  const tenant = await tenantById(db, id);
  if (tenant === undefined) throw new DomainError("not_found", `There is no tenant ${id}.`);
  return tenant;
}

/** One organisation, at work or not. */
export const getTenant = (state: State, id: string): Promise<KnownTenant> => withSystem(state, (db) => found(db, id));

/** The organisations at work that were made over the API. */
export const listAddedTenants = (state: State): Promise<readonly KnownTenant[]> => withSystem(state, addedTenants);

/** The organisations that are not at work any more. */
export const listRemovedTenants = (state: State, which: { readonly after?: string | undefined; readonly limit: number }): Promise<readonly KnownTenant[]> => withSystem(state, (db) => removedTenants(db, which));

/** Gives an organisation another name. */
export function renameTenant(state: State, caller: Caller, id: string, given: string): Promise<KnownTenant> {
  return withSystem(state, async (db) => {
    const before = await found(db, id);
    const name = storableText(given);
    const after = await changeTenant(db, id, false, { name });
    if (after === undefined) throw unchanged(before);
    await record(db, caller, { action: "organisation.renamed", subject: id, tenant: id, details: { from: before.name, to: name } });
    return after;
  });
}

/** Takes an organisation out of work: to every route it does not exist. What it has is kept. */
export function archiveTenant(state: State, caller: Caller, id: string, reason: string): Promise<KnownTenant> {
  return withSystem(state, async (db) => {
    const before = await found(db, id);
    const after = await changeTenant(db, id, false, { removed_at: caller.now });
    if (after === undefined) throw unchanged(before);
    await record(db, caller, { action: "organisation.archived", subject: id, tenant: id, reason });
    return after;
  });
}

/** Brings an archived organisation back. */
export function restoreTenant(state: State, caller: Caller, id: string, reason: string): Promise<KnownTenant> {
  return withSystem(state, async (db) => {
    const before = await found(db, id);
    const after = await changeTenant(db, id, true, { removed_at: null });
    if (after === undefined) throw before.removedAt === null ? new DomainError("conflict", `${id} is at work: there is nothing to restore.`) : unchanged(before);
    await record(db, caller, { action: "organisation.restored", subject: id, tenant: id, reason });
    await releaseTakenDomains(db, caller, id);
    // Settings are gone if it was erased.
    await giveDefaults(db, caller, id);
    return after;
  });
}

const unchanged = ({ id, origin, removedAt }: KnownTenant): DomainError =>
  new DomainError("conflict", origin === "configuration" ? `${id} belongs to the configuration: change it there, and restart vigie.` : `${id} is archived since ${removedAt?.toISOString() ?? "just now"}: restore it first.`);
