import { sql } from "kysely";
import type { SystemDb } from "../../store/index.ts";

export type SealedKey = { readonly id: string; readonly sealed: Uint8Array; readonly madeAt: Date };

/** All keys that are kept, the newest first. */
export async function selectKeys(db: SystemDb): Promise<readonly SealedKey[]> {
  const rows = await db.sql.selectFrom("link_key").selectAll().orderBy("made_at", "desc").orderBy("id").execute();
  return rows.map(({ id, sealed, made_at: madeAt }) => ({ id, sealed, madeAt }));
}

/** One process makes a key, the others wait for it. */
export async function lockKeys(db: SystemDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('link keys', 0))`.execute(db.sql);
}

export async function insertKey(db: SystemDb, { id, sealed, madeAt }: SealedKey): Promise<void> {
  await db.sql.insertInto("link_key").values({ id, sealed, made_at: madeAt }).execute();
}

/** Forgets keys that were made before a time. */
export async function deleteKeys(db: SystemDb, before: Date): Promise<void> {
  await db.sql.deleteFrom("link_key").where("made_at", "<", before).execute();
}

/** The organisation whose letters a reference begins with. */
export async function tenantOfCode(db: SystemDb, code: string): Promise<string | undefined> {
  const row = await db.sql.selectFrom("tenant").select("id").where("code", "=", code).where("removed_at", "is", null).executeTakeFirst();
  return row?.id;
}
