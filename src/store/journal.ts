import { sql } from "kysely";
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

export type JournalEntry = Omit<Change, "tenant"> & {
  readonly id: number;
  readonly tenant: string | null;
  readonly at: Date;
  readonly who: string;
  readonly caller: string;
  readonly side: Caller["side"];
  /** Its place in the hash chain; null for some moments after it was written. */
  readonly seq: number | null;
  readonly digest: string | null;
};

/** Which entries, the newest first. */
export type JournalQuery = {
  readonly limit: number;
  /** From before the entry of this id. */
  readonly before?: number | undefined;
  readonly who?: string | undefined;
  /** The action, or with a * at its end what it begins with. */
  readonly action?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
};

/** Writes a change into the journal, in the transaction that makes it. */
export async function record(db: TenantDb | SystemDb, { who, id, side, now }: Caller, { action, subject, reason, details = {}, tenant }: Change): Promise<void> {
  const texts = { who: storableText(who), caller: id, side, action, subject: storableText(subject), reason: reason === undefined ? null : storableText(reason) };
  await db.sql
    .insertInto("journal")
    .values({ ...texts, tenant_id: db.tenant ?? tenant ?? null, at: now, details: storableJson(details) })
    .execute();
}

/** The journal: one tenant's, or that of the platform itself. */
export async function readJournal(db: TenantDb | SystemDb, { limit, before, who, action, since, until }: JournalQuery): Promise<readonly JournalEntry[]> {
  const is = db.tenant === undefined ? "is" : "=";
  let query = db.sql.selectFrom("journal").leftJoin("journal_link", (join) => join.onRef("journal_link.journal_id", "=", "journal.id").on("journal_link.tenant_id", is, db.tenant ?? null)).where("journal.tenant_id", is, db.tenant ?? null).selectAll("journal").select(["seq", "digest"]).orderBy("at", "desc").orderBy("journal.id", "desc").limit(limit);
  if (before !== undefined) query = query.where(sql<boolean>`(journal.at, journal.id) < ((select earlier.at from journal as earlier where ${db.tenant === undefined ? sql`earlier.tenant_id is null` : sql`earlier.tenant_id = ${db.tenant}`} and earlier.id = ${before}), ${before})`);
  if (who !== undefined) query = query.where("who", "=", who);
  if (action !== undefined) query = action.endsWith("*") ? query.where(sql<boolean>`starts_with(action, ${action.slice(0, -1)})`) : query.where("action", "=", action);
  if (since !== undefined) query = query.where("at", ">=", since);
  if (until !== undefined) query = query.where("at", "<", until);
  const rows = await query.execute();
  return rows.map(({ tenant_id: tenant, reason, ...entry }) => ({ ...entry, tenant, ...(reason === null ? {} : { reason }) }));
}
