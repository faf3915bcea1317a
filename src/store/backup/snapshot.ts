// The state as it is at one moment, while others go on changing it.
import { Client } from "pg";
import { DomainError } from "../../core/index.ts";
import type { AppliedMigration } from "../migrate.ts";
import { LOCK } from "./apart.ts";
import { copyOut, type CopyOut } from "./copy-out.ts";
import { sequenceStates, type SequenceState, tablesInOrder, type TableShape } from "./tables.ts";

/** One moment of the state. */
export type StateSnapshot = {
  readonly migrations: readonly AppliedMigration[];
  /** Each behind those that it refers to. */
  readonly tables: readonly TableShape[];
  readonly sequences: readonly SequenceState[];
  /** By partition of the spool: the place up to which its lines are stored. */
  readonly positions: ReadonlyMap<number, number>;
  /** The rows of a table in COPY's text format. One table at a time. */
  readonly copy: (table: TableShape) => CopyOut;
};

/** What is done at which point of a snapshot. */
export type SnapshotWork = {
  /** While no worker can commit: what must fit to the positions to the last line. Short, for workers wait. */
  readonly still: (snapshot: StateSnapshot) => Promise<void>;
  /** While others work again. */
  readonly moving: (snapshot: StateSnapshot) => Promise<void>;
};

// Texts of times and numbers that every server reads alike; and nobody ends a transaction that waits for a disk.
const SETTINGS = "set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set intervalstyle = 'postgres'; set extra_float_digits = 1; set idle_in_transaction_session_timeout = 0";

/** Takes a snapshot. Until it is done with, no event is removed: `apartFromBackups`. */
export async function withSnapshot(url: string, { still, moving }: SnapshotWork): Promise<void> {
  const holding = new Client({ connectionString: url, application_name: "vigie backup" });
  const reading = new Client({ connectionString: url, application_name: "vigie backup" });
  // A connection that breaks fails the query at hand, or the next one.
  for (const client of [holding, reading]) client.on("error", () => {});
  try {
    await Promise.all([holding.connect(), reading.connect()]);
    await holding.query(SETTINGS);
    await reading.query(SETTINGS);
    await holding.query("select pg_advisory_lock($1)", [LOCK]);
    await holding.query("begin");
    await standStill(holding);
    const snapshot = await begin(reading);
    await still(snapshot);
    await holding.query("commit");
    await moving(snapshot);
  } finally {
    await Promise.all([holding.end(), reading.end()].map((ending) => ending.catch(() => {})));
  }
}

// A worker commits in some seconds at most; the transaction of one that stands still the database ends (src/roles/detect.ts).
const STILL_MS = 60_000;

// It lets others read, and waits for whoever is about to commit a place.
async function standStill(client: Client): Promise<void> {
  try {
    await client.query(`set local lock_timeout = ${STILL_MS}`);
    await client.query("lock table worker_state in share mode");
  } catch (error) {
    if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
    throw new DomainError("conflict", `A worker has been about to commit for ${STILL_MS / 1000} seconds, and a backup has to wait for it: see whether the workers are well, and begin again.`);
  }
}

// PostgreSQL's own number of it (appendix A of its documentation).
const LOCK_NOT_AVAILABLE = "55P03";

async function begin(client: Client): Promise<StateSnapshot> {
  await client.query("begin isolation level repeatable read read only");
  const { rows: migrations } = await client.query<AppliedMigration>("select number, name, digest from migration order by number");
  const tables = await tablesInOrder(client);
  const sequences = await sequenceStates(client);
  // The owner sees no row of a tenant.
  await client.query("set local role vigie_system");
  const { rows } = await client.query<{ partition: number; position: string }>("select partition, position from worker_state");
  return {
    migrations, tables, sequences,
    positions: new Map(rows.map(({ partition, position }) => [partition, Number(position)])),
    copy: ({ name, columns }) => copyOut(client, `copy ${client.escapeIdentifier(name)} (${columns.map((column) => client.escapeIdentifier(column)).join(", ")}) to stdout`),
  };
}
