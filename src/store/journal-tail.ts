// What is new in the chains of tenants: for those who watch, without the accesses, which are most of it.
import { sql } from "kysely";
import type { SystemDb, TenantDb } from "./state.ts";

/** One change, in as few words as a page needs to know what to load anew. */
export type ChangeTold = { readonly seq: number; readonly action: string; readonly subject: string; readonly at: Date };

/** Where the chains of these tenants end: the place of the last link; none for a chain that is empty. */
export async function headSeqsOf(db: SystemDb, tenants: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ tenant: string; seq: number | null }>`
    select tenant, (select seq from journal_link where tenant_id = tenant order by seq desc limit 1) as seq
    from unnest(${[...tenants]}::text[]) as tenant`.execute(db.sql);
  return new Map(rows.flatMap(({ tenant, seq }) => (seq === null ? [] : [[tenant, seq] as const])));
}

/** Which part of a chain: behind `after`, up to `until`. */
export type ChainPart = { readonly after: number; readonly until: number; readonly limit: number };

/** The changes in a part of the tenant's chain, and how far they reach: access entries between them are passed over. */
export async function readChanges(db: TenantDb, { after, until, limit }: ChainPart): Promise<{ readonly changes: readonly ChangeTold[]; readonly reached: number }> {
  // The rows that are looked at are bounded, not those that are told: a million accesses are read in pieces, too.
  const reached = Math.min(until, after + limit);
  const changes = await db.sql
    .selectFrom("journal_link")
    .innerJoin("journal", (join) => join.onRef("journal.tenant_id", "=", "journal_link.tenant_id").onRef("journal.id", "=", "journal_link.journal_id"))
    .select(["seq", "action", "subject", "at"])
    .where("journal_link.tenant_id", "=", db.tenant)
    .where("seq", ">", after)
    .where("seq", "<=", reached)
    .where("action", "not like", "access.%")
    .orderBy("seq")
    .execute();
  return { changes, reached };
}

/** One change of one of several tenants; `place` is in the order over all their chains. */
export type PlacedChange = ChangeTold & { readonly tenant: string; readonly place: number };

/** Where the order over all chains ends. */
export async function lastPlace(db: SystemDb): Promise<number> {
  const last = await db.sql.selectFrom("journal_link").select("place").orderBy("place", "desc").limit(1).executeTakeFirst();
  return last?.place ?? 0;
}

/** As `readChanges`, over the chains of these tenants; the part is one of places. */
export async function readChangesAmong(db: SystemDb, tenants: readonly string[], { after, until, limit }: ChainPart): Promise<{ readonly changes: readonly PlacedChange[]; readonly reached: number }> {
  const reached = Math.min(until, after + limit);
  if (tenants.length === 0) return { changes: [], reached };
  const rows = await db.sql
    .selectFrom("journal_link")
    .innerJoin("journal", "journal.id", "journal_link.journal_id")
    .select(["journal_link.tenant_id as tenant", "place", "seq", "action", "subject", "at"])
    .where("place", ">", after)
    .where("place", "<=", reached)
    .where("journal_link.tenant_id", "in", tenants)
    .where("action", "not like", "access.%")
    .orderBy("place")
    .execute();
  return { changes: rows.flatMap(({ tenant, ...change }) => (tenant === null ? [] : [{ ...change, tenant }])), reached };
}
