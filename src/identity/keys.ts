// Keys of programs: they carry scopes, may belong to one organisation, and may end. The key itself is nowhere kept.
import { type Permission, PERMISSIONS } from "../contract/roles.ts";
import { DomainError, systemCaller, type Caller } from "../core/index.ts";
import { record, storableText, withSystem, type State } from "../store/index.ts";
import { insertKey, keyByHash, keyRows, markKeyRevoked, touchKey, type KeyRow } from "./key-repo.ts";
import { hashOf, newToken } from "./token.ts";

/** A key that opens the API. */
export type ApiKey = {
  readonly id: string;
  readonly name: string;
  /** What it may do. */
  readonly scopes: ReadonlySet<Permission>;
  /** The one organisation that it sees; null: all. */
  readonly tenant: string | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly usedAt: Date | null;
};

/** What a new key may do, and for how long. */
export type NewKey = { readonly name: string; readonly scopes: readonly Permission[]; readonly tenant: string | null; readonly expiresAt: Date | null };

const PREFIX = "vigie_";
const ADMINISTRATOR = "administrator";
const ALL = "*";
// Not at each request: the row would be written more often than it is read.
const USED_MS = 60_000;

/** Makes an administrator's key and gives it: the only time that anybody sees it. */
export async function createAdminKey(state: State, now: Date): Promise<string> {
  const { text, row } = made({ name: ADMINISTRATOR, scopes: [ALL], tenant: null, expiresAt: null }, systemCaller("vigie", now));
  await withSystem(state, (db) => insertKey(db, row));
  return text;
}

/** Whether there is an administrator's key that counts. */
export const hasAdminKey = async (state: State): Promise<boolean> => (await withSystem(state, keyRows)).some(({ scopes }) => scopes.includes(ALL));

/** Makes a key and gives it: the only time that anybody sees it. */
export async function createKey(state: State, caller: Caller, given: NewKey): Promise<{ readonly key: ApiKey; readonly text: string }> {
  if (given.expiresAt !== null && given.expiresAt <= caller.now) throw new DomainError("invalid", "The key would have ended already: name a time to come.");
  const { text, row } = made({ ...given, name: storableText(given.name) }, caller);
  await withSystem(state, async (db) => {
    await insertKey(db, row);
    await record(db, caller, { action: "key.created", subject: row.name, tenant: given.tenant ?? undefined, details: { id: row.id, scopes: given.scopes, expiresAt: given.expiresAt } });
  });
  return { key: keyOf({ ...row, used_at: null }), text };
}

function made({ name, scopes, tenant, expiresAt }: Omit<NewKey, "scopes"> & { readonly scopes: readonly string[] }, caller: Caller): { readonly text: string; readonly row: Omit<KeyRow, "used_at"> & { readonly hash: Buffer } } {
  const { text, hash } = newToken(PREFIX);
  return { text, row: { id: hash.subarray(0, 8).toString("hex"), name, hash, scopes, for_tenant: tenant, created_by: caller.who, created_at: caller.now, expires_at: expiresAt } };
}

/** The key that the text is, if it is one that counts. */
export function findKey(state: State, text: string, now: Date): Promise<ApiKey | undefined> {
  return withSystem(state, async (db) => {
    const row = await keyByHash(db, hashOf(text));
    if (row === undefined || (row.expires_at !== null && row.expires_at <= now)) return undefined;
    if (now.getTime() - (row.used_at?.getTime() ?? 0) > USED_MS) await touchKey(db, row.id, now);
    return keyOf(row);
  });
}

/** The keys that count, the oldest first. */
export const listKeys = async (state: State): Promise<readonly ApiKey[]> => (await withSystem(state, keyRows)).map(keyOf);

/** Takes a key back. */
export function revokeKey(state: State, caller: Caller, id: string): Promise<void> {
  return withSystem(state, async (db) => {
    const row = (await keyRows(db)).find((one) => one.id === id);
    if (row === undefined || !(await markKeyRevoked(db, id, caller.now))) throw new DomainError("not_found", `There is no key ${id} that counts.`);
    await record(db, caller, { action: "key.revoked", subject: row.name, tenant: row.for_tenant ?? undefined, details: { id } });
  });
}

function keyOf({ id, name, scopes, for_tenant: tenant, created_by: createdBy, created_at: createdAt, expires_at: expiresAt, used_at: usedAt }: KeyRow): ApiKey {
  const held = scopes.includes(ALL) ? PERMISSIONS : PERMISSIONS.filter((one) => scopes.includes(one));
  return { id, name, scopes: new Set(held), tenant, createdBy, createdAt, expiresAt, usedAt };
}
