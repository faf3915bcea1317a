import type { Caller } from "../core/index.ts";
import type { SystemDb, TenantDb } from "./state.ts";
import { storableJson, storableText } from "./storable.ts";

/** What was done to what, in words that last: `rule-pack.imported` `sigmahq`. */
export type Change = {
  readonly action: string;
  readonly subject: string;
  readonly reason?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Whom it concerns, where the handle is bound to no tenant; none: the platform itself. */
  readonly tenant?: string | undefined;
};

export type JournalEntry = Omit<Change, "tenant"> & { readonly id: number; readonly tenant: string | null; readonly at: Date; readonly who: string };

/** Writes a change into the journal, in the transaction that makes it. */
export async function record(db: TenantDb | SystemDb, { who, now }: Caller, { action, subject, reason, details = {}, tenant }: Change): Promise<void> {
  const texts = { who, action, subject: storableText(subject), reason: reason === undefined ? null : storableText(reason) };
  await db.sql
    .insertInto("journal")
    .values({ ...texts, tenant_id: db.tenant ?? tenant ?? null, at: now, details: storableJson(details) })
    .execute();
}

/** The journal, newest first, from before the entry `before`: one tenant's, or that of the platform itself. */
export async function readJournal(db: TenantDb | SystemDb, limit: number, before?: number): Promise<readonly JournalEntry[]> {
  let query = db.sql.selectFrom("journal").selectAll().orderBy("id", "desc").limit(limit);
  query = db.tenant === undefined ? query.where("tenant_id", "is", null) : query.where("tenant_id", "=", db.tenant);
  if (before !== undefined) query = query.where("id", "<", before);
  const rows = await query.execute();
  return rows.map(({ tenant_id: tenant, reason, ...entry }) => ({ ...entry, tenant, ...(reason === null ? {} : { reason }) }));
}
