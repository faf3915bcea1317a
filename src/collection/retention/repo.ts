import { DomainError } from "../../core/index.ts";
import type { EventStore } from "../../events/index.ts";
import { countRowsOf, removeRowsOf, type SystemDb, tenantTables } from "../../store/index.ts";

const MOST_BATCHES = 1_000_000;
const COUNT_MS = 600_000;
const DAY_MS = 86_400_000;

/** The batches of a tenant of which events arrived on days before that of `beforeMs`: what `EventStore.expire` takes. */
export async function expiringBatches(events: EventStore, tenant: string, beforeMs: number): Promise<readonly number[]> {
  const dayMs = beforeMs - (beforeMs % DAY_MS);
  const filter = { sql: "arrived < fromUnixTimestamp64Milli({day:Int64}, 'UTC')", params: { day: { type: "Int64", value: dayMs } } } as const;
  const { values, isCut } = await events.top(tenant, { filter, sinceMs: 0, untilMs: Date.UTC(2250, 0), column: "batch", limit: MOST_BATCHES }, { timeoutMs: COUNT_MS });
  if (isCut || values.length === MOST_BATCHES) throw new Error(`The batches of ${tenant} that retention takes could not all be counted; none is taken.`);
  return values.map(({ value }) => Number(value));
}

const AT_ONCE = 10_000;

/** Says of links that retention takes their events, or some of them. */
export async function markExpired(db: SystemDb, tenant: string, batches: readonly number[], at: Date): Promise<void> {
  for (let i = 0; i < batches.length; i += AT_ONCE) {
    await db.sql.updateTable("event_digest").set({ expired_at: at }).where("tenant_id", "=", tenant).where("expired_at", "is", null).where("batch", "in", batches.slice(i, i + AT_ONCE)).execute();
  }
}

/** Forgets senders that have not sent since. */
export async function removeSendersBefore(db: SystemDb, before: Date): Promise<void> {
  await db.sql.deleteFrom("unclaimed_sender").where("last_at", "<", before).execute();
}

/** Refuses a tenant that there is not, or that the configuration still names; nobody brings it back until the transaction ends. */
export async function requireRemoved(db: SystemDb, tenant: string): Promise<void> {
  const row = await db.sql.selectFrom("tenant").select("removed_at").where("id", "=", tenant).forUpdate().executeTakeFirst();
  if (row === undefined) throw new DomainError("not_found", `There is no tenant ${tenant} to erase, nor was there one.`);
  if (row.removed_at === null) throw new DomainError("conflict", `${tenant} is not removed: take it out of the configuration and restart vigie, or archive it if it was made over the API; then erase it. Else its sources would go on sending.`);
}

// The proof that a tenant was erased, and who did what before: nothing in it may be changed.
const KEPT: readonly string[] = ["journal", "journal_link"];

/** Removes everything of a tenant but its journal; gives how many rows of each table that had any. */
export async function eraseRows(db: SystemDb, tenant: string): Promise<Readonly<Record<string, number>>> {
  const removed: Record<string, number> = {};
  for (const table of await tenantTables(db)) {
    const rows = KEPT.includes(table) ? 0 : await removeRowsOf(db, table, tenant);
    if (rows > 0) removed[table] = rows;
  }
  return removed;
}

/** What stays of an erased tenant, by table. */
export async function keptRows(db: SystemDb, tenant: string): Promise<Readonly<Record<string, number>>> {
  const kept: Record<string, number> = {};
  for (const table of KEPT) kept[table] = await countRowsOf(db, table, tenant);
  return kept;
}
