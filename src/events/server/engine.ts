import { AFTER_INSERTS } from "../after-inserts.ts";
import { createWriteStream } from "node:fs";
import { mkdir, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Session } from "chdb";
import { writeEngineConfig, type Limits } from "./engine-config.ts";
import { insertFrom, literal, type Statement } from "./statement.ts";
import { openSessions, type Sessions } from "./sessions.ts";

/** Where the engine keeps its data, and what it may use. */
export type EngineOptions = Limits & { readonly dataDir: string };

/** chDB over one data directory, for many requests at a time. */
export type Engine = {
  /** The rows of a query in the format it names, a block at a time. */
  readonly rows: (statement: Statement, signal: AbortSignal) => AsyncIterable<Uint8Array>;
  /** Resolves once the rows of the body are stored. */
  readonly insert: (statement: Statement, body: Readable) => Promise<void>;
  readonly run: (statement: Statement) => Promise<void>;
  /** Waits for what is under way and closes the data directory. */
  readonly close: () => Promise<void>;
};

const READERS = 6;
const WRITERS = 2;
// Requests that may wait for a session.
const WAITING = 64;
// How often a query that nobody wants any more is told to end: it may not have begun when it is first told.
const KILL_EVERY_MS = 50;

type Open = { readonly readers: Sessions; readonly writers: Sessions; readonly killers: Sessions; readonly incoming: string };

/** Opens the data directory. One process at a time may have it. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const incoming = join(options.dataDir, "incoming");
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const path = join(options.dataDir, "tables");
  const args = writeEngineConfig(options.dataDir, options);
  const sessions = (count: number): Sessions => openSessions(path, args, { count, waiting: WAITING });
  const open: Open = { readers: sessions(READERS), writers: sessions(WRITERS), killers: sessions(1), incoming };
  let inserts = 0;
  const inserting = new Set<Promise<void>>();
  return {
    async *rows(statement, signal) {
      if (statement.sql.includes(AFTER_INSERTS)) await Promise.allSettled(inserting);
      yield* rows(open, statement, signal);
    },
    insert: async (statement, body) => {
      const done = insert(open, statement, body, `${++inserts}.rows`).finally(() => inserting.delete(done));
      inserting.add(done);
      await done;
    },
    run: (statement) => run(open, statement),
    close: async () => {
      await Promise.all([open.readers.close(), open.writers.close()]);
      await open.killers.close();
    },
  };
}

async function* rows({ readers, killers }: Open, statement: Statement, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const { session, giveBack } = await readers.lease();
  let ended = false;
  const kill = async (): Promise<void> => {
    while (!ended) {
      // Whatever keeps it from being told now, it is told again.
      await killQuery(killers, statement.queryId).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, KILL_EVERY_MS));
    }
  };
  const onAbort = (): void => void kill();
  try {
    await bind(session, statement);
    if (signal.aborted) return;
    signal.addEventListener("abort", onAbort, { once: true });
    if (statement.isWhole) yield (await session.queryAsync(statement.sql)).bytes();
    // A stream is planned in this thread: its statement should have nothing that planning has to compute, as a subquery is.
    else for await (const chunk of session.queryStream(statement.sql, { format: "RowBinary" })) yield chunk.raw();
  } finally {
    ended = true;
    signal.removeEventListener("abort", onAbort);
    await release(session);
    giveBack();
  }
}

// `KILL` by our own id, which the engine knows as a comment: it gives queries ids of its own.
async function killQuery(killers: Sessions, queryId: string): Promise<void> {
  const { session, giveBack } = await killers.lease();
  try {
    await session.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${literal(queryId)} ASYNC`);
  } finally {
    giveBack();
  }
}

// The engine reads a parameter's text as it reads a tab-separated value; the client has written it so.
async function bind(session: Session, { params, queryId }: Statement): Promise<void> {
  const settings = [`log_comment = ${literal(queryId)}`, ...Array.from(params, ([name, value]) => `param_${name} = ${literal(value)}`)];
  await session.queryAsync(`SET ${settings.join(", ")}`);
}

// Rows go through a file: what the binding offers for rows in memory takes a line break for the end of a row.
async function insert({ writers, incoming }: Open, statement: Statement, body: Readable, name: string): Promise<void> {
  const path = join(incoming, name);
  const { session, giveBack } = await writers.lease();
  try {
    await pipeline(body, createWriteStream(path, { mode: 0o600 }));
    await session.queryAsync(insertFrom(path, statement));
  } finally {
    await release(session);
    giveBack();
    await unlink(path).catch(() => {});
  }
}

async function run({ writers }: Open, statement: Statement): Promise<void> {
  const { session, giveBack } = await writers.lease();
  try {
    await bind(session, statement);
    await session.queryAsync(statement.sql);
  } finally {
    await release(session);
    giveBack();
  }
}

// A session keeps what its last statement held until the next one: files that were removed would stay on the disk.
const release = (session: Session): Promise<unknown> => session.queryAsync("SET log_comment = ''").catch(() => {});
