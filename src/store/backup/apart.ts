import { sql } from "kysely";
import { type State, withSystem } from "../state.ts";

/** Any number, the same for every process: a backup holds it alone, removals hold it together. */
export const LOCK = 86_431_909;

/**
 * Does work that changes both the state and the events, and of which a backup must have all or nothing. A backup that
 * is being made is waited for, and the next one waits.
 */
export function apartFromBackups<T>(state: State, work: () => Promise<T>): Promise<T> {
  return withSystem(state, async ({ sql: transaction }) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction);
    await sql`select pg_advisory_xact_lock_shared(${sql.lit(LOCK)})`.execute(transaction);
    return work();
  });
}
