// Gives entries of the journal their links, and reads the chain.
import { sql } from "kysely";
import { digestOf, type LinkedEntry } from "./journal-chain.ts";
import { withSystem, type State, type SystemDb, type TenantDb } from "./state.ts";

// Any number, the same for every process: whoever holds it links.
const LOCK = 86_431_908;
const AT_ONCE = 2_000;

/** Where a chain ends: what somebody keeps elsewhere, to see later that nothing before it was altered. */
export type JournalHead = { readonly seq: number; readonly digest: string };

/**
 * Links entries that have no link yet, in the order of their ids among those that are visible now; gives how many. One
 * whose transaction ends later comes behind them, whatever its id. Of several processes one does it.
 */
export function linkJournal(state: State, now: Date): Promise<number> {
  return withSystem(state, async (db) => {
    const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as taken`.execute(db.sql);
    if (rows[0]?.taken !== true) return 0;
    const waiting = await db.sql.selectFrom("journal_unlinked").innerJoin("journal", "journal.id", "journal_unlinked.journal_id").selectAll("journal").orderBy("journal.id").limit(AT_ONCE).execute();
    if (waiting.length === 0) return 0;
    const heads = new Map<string | null, JournalHead>();
    const links = [];
    for (const { tenant_id: tenant, ...row } of waiting) {
      const head = heads.get(tenant) ?? (await headOf(db, tenant));
      const entry = { ...row, tenant, at: row.at.toISOString(), seq: head.seq + 1 };
      const digest = digestOf(entry, head.digest);
      heads.set(tenant, { seq: entry.seq, digest });
      links.push({ tenant_id: tenant, seq: entry.seq, journal_id: row.id, digest, linked_at: now });
    }
    await db.sql.insertInto("journal_link").values(links).execute();
    await db.sql.deleteFrom("journal_unlinked").where("journal_id", "in", waiting.map(({ id }) => id)).execute();
    return waiting.length;
  });
}

/** The end of a tenant's chain; of an empty one 0 and "". */
export async function headOf(db: SystemDb | TenantDb, tenant: string | null): Promise<JournalHead> {
  let query = db.sql.selectFrom("journal_link").select(["seq", "digest"]).orderBy("seq", "desc").limit(1);
  query = tenant === null ? query.where("tenant_id", "is", null) : query.where("tenant_id", "=", tenant);
  return (await query.executeTakeFirst()) ?? { seq: 0, digest: "" };
}

/** Linked entries of a tenant behind `after`, in the order of the chain. */
export async function readLinked(db: SystemDb | TenantDb, tenant: string | null, after: number, limit: number): Promise<readonly LinkedEntry[]> {
  let query = db.sql.selectFrom("journal_link").innerJoin("journal", "journal.id", "journal_link.journal_id").selectAll("journal").select(["seq", "digest"]).where("seq", ">", after).orderBy("seq").limit(limit);
  query = tenant === null ? query.where("journal_link.tenant_id", "is", null) : query.where("journal_link.tenant_id", "=", tenant);
  const rows = await query.execute();
  return rows.map(({ tenant_id, at, ...row }) => ({ ...row, tenant: tenant_id, at: at.toISOString() }));
}
