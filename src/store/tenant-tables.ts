// The tables whose rows belong to tenants, asked of the database itself: a table that is new is among them.
import { sql } from "kysely";
import type { SystemDb } from "./state.ts";

/** All tables with a column tenant_id, each before those that it refers to: rows are removed in this order. */
export async function tenantTables(db: SystemDb): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string; refersTo: readonly string[] }>`
    select c.relname as name, array(
      select t.relname::text from pg_constraint k join pg_class t on t.oid = k.confrelid where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
    ) as "refersTo"
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') order by c.relname`.execute(db.sql);
  const left = new Map(rows.map(({ name, refersTo }) => [name, refersTo]));
  const ordered: string[] = [];
  while (left.size > 0) {
    const free = [...left.keys()].filter((name) => ![...left.values()].some((refersTo) => refersTo.includes(name)));
    if (free.length === 0) throw new Error(`the tables ${[...left.keys()].join(", ")} refer to each other in a circle: none can be emptied first`);
    for (const name of free) left.delete(name);
    ordered.push(...free);
  }
  return ordered;
}

/** Removes all rows of a tenant from a table; gives how many. */
export async function removeRowsOf(db: SystemDb, table: string, tenant: string): Promise<number> {
  const { numAffectedRows } = await sql`delete from ${sql.table(table)} where tenant_id = ${tenant}`.execute(db.sql);
  return Number(numAffectedRows ?? 0n);
}

/** How many rows of a tenant a table has. */
export async function countRowsOf(db: SystemDb, table: string, tenant: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where tenant_id = ${tenant}`.execute(db.sql);
  return rows[0]?.n ?? 0;
}
