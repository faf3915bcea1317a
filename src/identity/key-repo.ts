import type { SystemDb } from "../store/index.ts";

export type KeyRow = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly for_tenant: string | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly used_at: Date | null;
};

const COLUMNS = ["id", "name", "scopes", "for_tenant", "created_by", "created_at", "expires_at", "used_at"] as const;

export async function insertKey(db: SystemDb, { scopes, ...row }: Omit<KeyRow, "used_at"> & { readonly hash: Uint8Array }): Promise<void> {
  await db.sql.insertInto("api_key").values({ ...row, scopes: [...scopes], revoked_at: null, used_at: null }).execute();
}

export const keyByHash = (db: SystemDb, hash: Uint8Array): Promise<KeyRow | undefined> => db.sql.selectFrom("api_key").select(COLUMNS).where("hash", "=", hash).where("revoked_at", "is", null).executeTakeFirst();

export const keyRows = (db: SystemDb): Promise<readonly KeyRow[]> => db.sql.selectFrom("api_key").select(COLUMNS).where("revoked_at", "is", null).orderBy("created_at").execute();

export async function touchKey(db: SystemDb, id: string, now: Date): Promise<void> {
  await db.sql.updateTable("api_key").set({ used_at: now }).where("id", "=", id).execute();
}

export async function markKeyRevoked(db: SystemDb, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db.sql.updateTable("api_key").set({ revoked_at: now }).where("id", "=", id).where("revoked_at", "is", null).executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes all keys of an organisation back; gives how many there were. */
export async function revokeKeysOf(db: SystemDb, tenant: string, now: Date): Promise<number> {
  const { numUpdatedRows } = await db.sql.updateTable("api_key").set({ revoked_at: now }).where("for_tenant", "=", tenant).where("revoked_at", "is", null).executeTakeFirst();
  return Number(numUpdatedRows);
}
