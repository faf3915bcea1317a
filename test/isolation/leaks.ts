// What row-level security keeps apart, table by table.
import { sql } from "kysely";
import { type State, withSystem, withTenant } from "../../src/store/index.ts";

/** Which of these tables, in each of which `north` has a row, show it to `south`, or let `south` take it; or do not hold it. */
export async function leaksOf(state: State, tables: readonly string[]): Promise<readonly string[]> {
  const leaking: string[] = [];
  for (const name of tables) {
    const ofNorth = sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)} where tenant_id = 'north'`;
    const there = await withSystem(state, (db) => ofNorth.execute(db.sql)).then(({ rows }) => rows[0]!.n, ifDenied);
    const shown = await withTenant(state, "south", (db) => ofNorth.execute(db.sql)).then(({ rows }) => rows[0]!.n, ifDenied);
    const taken = await withTenant(state, "south", (db) => sql`update ${sql.table(name)} set tenant_id = 'south' where tenant_id = 'north'`.execute(db.sql)).then(({ numAffectedRows }) => Number(numAffectedRows ?? 0n), ifDenied);
    if (there !== 1 || shown !== 0 || taken !== 0) leaking.push(name);
  }
  return leaking;
}

// Not even readable, or writable, for who acts for a tenant. A row that other rows hold fast was reached all the same.
function ifDenied(error: unknown): number {
  const { code = "" } = error as { readonly code?: string };
  if (code === INSUFFICIENT_PRIVILEGE) return 0;
  if (code.startsWith(INTEGRITY)) return 1;
  throw error;
}

// SQLSTATE, PostgreSQL, appendix A.
const INSUFFICIENT_PRIVILEGE = "42501";
const INTEGRITY = "23";
