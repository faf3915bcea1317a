import type { Selectable } from "kysely";
import type { SystemDb, Tables, TenantDb } from "../../store/index.ts";
import type { WebhookFormat } from "../channels/webhook-bodies.ts";

export type StoredWebhook = {
  readonly id: string;
  readonly name: string;
  readonly format: WebhookFormat;
  readonly language: "en" | "fr";
  readonly host: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly removedAt: Date | null;
  /** Sealed. */
  readonly url: Uint8Array;
  readonly secret: Uint8Array;
};

/** False: another one in use has the name. */
export async function insertWebhook(db: TenantDb, { id, name, format, url, host, secret, language, createdBy, createdAt }: StoredWebhook): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db.sql
    .insertInto("webhook")
    .values({ tenant_id: db.tenant, id, name, format, url, host, secret, language, created_by: createdBy, created_at: createdAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Those in use, by name. */
export async function selectWebhooks(db: TenantDb | SystemDb, tenant = db.tenant): Promise<readonly StoredWebhook[]> {
  const rows = await db.sql.selectFrom("webhook").selectAll().where("tenant_id", "=", tenant ?? "").where("removed_at", "is", null).orderBy("name").execute();
  return rows.map(webhookOf);
}

/** One in use. */
export async function findWebhook(db: TenantDb, id: string): Promise<StoredWebhook | undefined> {
  const row = await db.sql.selectFrom("webhook").selectAll().where("tenant_id", "=", db.tenant).where("id", "=", id).where("removed_at", "is", null).executeTakeFirst();
  return row === undefined ? undefined : webhookOf(row);
}

export async function markRemoved(db: TenantDb, id: string, now: Date): Promise<StoredWebhook | undefined> {
  const row = await db.sql.updateTable("webhook").set({ removed_at: now }).where("tenant_id", "=", db.tenant).where("id", "=", id).where("removed_at", "is", null).returningAll().executeTakeFirst();
  return row === undefined ? undefined : webhookOf(row);
}

const webhookOf = (row: Selectable<Tables["webhook"]>): StoredWebhook =>
  ({ id: row.id, name: row.name, format: row.format, language: row.language, host: row.host, createdBy: row.created_by, createdAt: row.created_at, removedAt: row.removed_at, url: row.url, secret: row.secret });
