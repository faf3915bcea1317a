import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import { Pool } from "pg";
import { TYPES } from "./driver.ts";
import type { Tables } from "./tables.ts";

/** The open database. Nothing is read through it but by `withTenant` and `withSystem`: its own role sees no tenant's rows. */
export type State = {
  readonly url: string;
  readonly sql: Kysely<Tables>;
  readonly close: () => Promise<void>;
};

/**
 * A database handle bound to one tenant, within one transaction.
 * Row-level security in the database refuses what a forgotten `where` lets through.
 */
export type TenantDb = { readonly tenant: string; readonly sql: Transaction<Tables> };

/** A handle, within one transaction, for what belongs to no tenant or to several: workers, packs of rules, keys. */
export type SystemDb = { readonly tenant: undefined; readonly sql: Transaction<Tables> };

export type StateOptions = {
  readonly url: string;
  /** Connections at most; each process has a pool of its own. */
  readonly connections?: number;
  /** Ends a transaction in which nothing is asked for so long, in milliseconds: a process that stands still holds no locks for ever. */
  readonly idleInTransactionMs?: number;
  /** Hears of a connection that broke; the pool makes another. */
  readonly onError: (error: Error) => void;
};

const CONNECT_MS = 10_000;

/** Opens a pool of connections. Lazy: that the database is reachable shows at the first use. */
export function openState({ url, connections = 8, idleInTransactionMs, onError }: StateOptions): State {
  const pool = new Pool({ connectionString: url, max: connections, types: TYPES, connectionTimeoutMillis: CONNECT_MS, application_name: "vigie", idle_in_transaction_session_timeout: idleInTransactionMs });
  // The pool hears only of those that nobody uses; one that breaks in use fails the query at hand besides.
  pool.on("connect", (client) => client.on("error", onError));
  pool.on("error", () => {});
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { url, sql: db, close: () => db.destroy() };
}

/** Resolves once the database has answered something that costs nothing. */
export async function pingState(state: State): Promise<void> {
  await sql`select 1`.execute(state.sql);
}

/** Does `work` in one transaction that sees and changes the rows of one tenant alone. */
export function withTenant<T>(state: State, tenant: string, work: (db: TenantDb) => Promise<T>): Promise<T> {
  return state.sql.transaction().execute(async (transaction) => {
    await take(transaction, "vigie_app", tenant);
    return work({ tenant, sql: transaction });
  });
}

/** Does `work` in one transaction that sees every tenant's rows. For the platform's own work, never for a request of a tenant. */
export function withSystem<T>(state: State, work: (db: SystemDb) => Promise<T>): Promise<T> {
  return state.sql.transaction().execute(async (transaction) => {
    await take(transaction, "vigie_system", "");
    return work({ tenant: undefined, sql: transaction });
  });
}

/** As `withTenant`, for reads whose parts must all show the same moment. */
export function readTenant<T>(state: State, tenant: string, work: (db: TenantDb) => Promise<T>): Promise<T> {
  return state.sql.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(async (transaction) => {
    await take(transaction, "vigie_app", tenant);
    return work({ tenant, sql: transaction });
  });
}

/** Role and tenant hold until the transaction ends, whatever its end: the pool hands the connection on clean. */
async function take(transaction: Transaction<Tables>, role: "vigie_app" | "vigie_system", tenant: string): Promise<void> {
  await sql`select set_config('app.tenant', ${tenant}, true), set_config('role', ${role}, true)`.execute(transaction);
}
