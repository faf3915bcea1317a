import type { SystemDb } from "../store/index.ts";

/** A passkey as it is kept; `id` is the credential's. */
export type PasskeyRow = {
  readonly id: string;
  readonly personId: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly name: string;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
};

const COLUMNS = ["id", "person_id as personId", "public_key as publicKey", "counter", "transports", "name", "created_at as createdAt", "used_at as usedAt"] as const;

// bigint comes as a text.
const read = (row: Omit<PasskeyRow, "counter"> & { readonly counter: unknown }): PasskeyRow => ({ ...row, counter: Number(row.counter) });

/** Adds a passkey; false if somebody has it already. */
export async function insertPasskey(db: SystemDb, { id, personId, publicKey, counter, transports, name, createdAt }: Omit<PasskeyRow, "usedAt">): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db.sql
    .insertInto("passkey")
    .values({ id, person_id: personId, public_key: publicKey, counter, transports: [...transports], name, created_at: createdAt, used_at: null })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The passkeys of a person, the oldest first. */
export const passkeysOf = async (db: SystemDb, person: string): Promise<readonly PasskeyRow[]> =>
  (await db.sql.selectFrom("passkey").select(COLUMNS).where("person_id", "=", person).orderBy("created_at").orderBy("id").execute()).map(read);

/** One passkey, held until the transaction ends: its counter is compared and moved by one at a time. */
export async function passkeyById(db: SystemDb, id: string): Promise<PasskeyRow | undefined> {
  const row = await db.sql.selectFrom("passkey").select(COLUMNS).where("id", "=", id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : read(row);
}

export async function updatePasskey(db: SystemDb, id: string, changes: { readonly name?: string; readonly counter?: number; readonly used_at?: Date }): Promise<void> {
  await db.sql.updateTable("passkey").set(changes).where("id", "=", id).execute();
}

export async function deletePasskey(db: SystemDb, id: string): Promise<void> {
  await db.sql.deleteFrom("passkey").where("id", "=", id).execute();
}
