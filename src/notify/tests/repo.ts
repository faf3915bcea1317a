import type { Selectable } from "kysely";
import type { Tables, TenantDb } from "../../store/index.ts";

export type StoredTest = {
  readonly id: string;
  readonly channel: string;
  readonly contact: string;
  /** Digest of the code. */
  readonly code: Uint8Array;
  readonly askedBy: string;
  /** Null: before it was written down. */
  readonly askedById: string | null;
  readonly askedAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
};

export async function insertTest(db: TenantDb, { id, channel, contact, code, askedBy, askedById, askedAt }: StoredTest): Promise<void> {
  await db.sql.insertInto("channel_test").values({ tenant_id: db.tenant, id, channel, contact, code, asked_by: askedBy, asked_by_id: askedById, asked_at: askedAt }).execute();
}

/** Locked until the transaction ends: answers are counted one by one. */
export async function findTest(db: TenantDb, id: string): Promise<(StoredTest & { readonly wrongAnswers: number }) | undefined> {
  const row = await db.sql.selectFrom("channel_test").selectAll().where("tenant_id", "=", db.tenant).where("id", "=", id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : { ...testOf(row), wrongAnswers: row.wrong_answers };
}

export async function addWrongAnswer(db: TenantDb, id: string): Promise<void> {
  await db.sql.updateTable("channel_test").set((eb) => ({ wrong_answers: eb("wrong_answers", "+", 1) })).where("tenant_id", "=", db.tenant).where("id", "=", id).execute();
}

export async function confirmTest(db: TenantDb, id: string, by: string, at: Date): Promise<void> {
  await db.sql.updateTable("channel_test").set({ confirmed_by: by, confirmed_at: at }).where("tenant_id", "=", db.tenant).where("id", "=", id).execute();
}

export async function selectTests(db: TenantDb, limit: number): Promise<readonly StoredTest[]> {
  const rows = await db.sql.selectFrom("channel_test").selectAll().where("tenant_id", "=", db.tenant).orderBy("asked_at", "desc").limit(limit).execute();
  return rows.map(testOf);
}

/** When a channel passed its last test. */
export async function lastPassed(db: TenantDb, channel: string): Promise<Date | undefined> {
  const row = await db.sql.selectFrom("channel_test").select("confirmed_at").where("tenant_id", "=", db.tenant).where("channel", "=", channel).where("confirmed_at", "is not", null).orderBy("confirmed_at", "desc").limit(1).executeTakeFirst();
  return row?.confirmed_at ?? undefined;
}

const testOf = (row: Selectable<Tables["channel_test"]>): StoredTest =>
  ({ id: row.id, channel: row.channel, contact: row.contact, code: row.code, askedBy: row.asked_by, askedById: row.asked_by_id, askedAt: row.asked_at, confirmedBy: row.confirmed_by, confirmedAt: row.confirmed_at });
