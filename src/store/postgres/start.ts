// The included PostgreSQL as a child process.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, realpath } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { DomainError } from "../../core/index.ts";
import { checkReachable, findAccount, letThrough } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { prepareCluster, SUPERUSER } from "./cluster.ts";
import { readLastStart, stopLeftover } from "./leftover.ts";
import { ownDatabase } from "./own-database.ts";

export type PostgresOptions = {
  /** Vigie's data directory; the server's own is `postgres` in it. */
  readonly data: string;
  /** Gets each line that the server writes to its log. */
  readonly log: (line: string) => void;
  /** More settings, as `name=value`; tests do without fsync. */
  readonly settings?: readonly string[];
};

/** A running server. The caller supervises: `ended` tells how it ended, asked for or not. */
export type Postgres = {
  readonly url: string;
  readonly pid: number;
  readonly ended: Promise<string>;
  /** Ends sessions, writes a checkpoint, waits for the end. */
  readonly stop: () => Promise<void>;
};

// For a small machine that mostly parses, detects and stores events; state is some gigabytes at most.
const SETTINGS = [
  "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=60", "shared_buffers=128MB", "work_mem=8MB", "maintenance_work_mem=64MB",
  "max_wal_size=512MB", "fsync=on", "synchronous_commit=on", "full_page_writes=on", "io_method=sync", "max_parallel_workers_per_gather=0", "jit=off",
  "autovacuum_max_workers=2", "max_logical_replication_workers=0", "idle_in_transaction_session_timeout=5min", "timezone=UTC", "log_timezone=UTC", "log_line_prefix=", "log_checkpoints=off",
];
const ATTEMPTS = 5;
const POLL_MS = 25;
const PATIENCE_MS = 120_000;
// Then the rest is left to recovery.
const STOP_MS = 30_000;
const LINES_KEPT = 20;

/**
 * Starts the included PostgreSQL, made at the first start, with a database that `url` opens.
 *
 * Crashes need nothing from the caller but another call: a server that was left over is stopped, one that was killed
 * recovers, and the port stays the same as long as it is free, so that who is connected finds it again.
 */
export async function startPostgres({ data, log, settings = [] }: PostgresOptions): Promise<Postgres> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  const folder = join(await realpath(data), "postgres");
  const account = await findAccount();
  const binaries = await findBinaries(join(data, "postgres-libraries"));
  await letThrough(data, account);
  await Promise.all([folder, binaries.postgres].map((path) => checkReachable(path, account)));
  const secret = await prepareCluster(folder, join(data, "postgres.secret"), binaries, account);
  const last = await readLastStart(folder);
  if (await stopLeftover(folder, last)) log("stopped a PostgreSQL that was left over from an earlier start");

  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? last?.port : undefined);
    const args = ["-D", folder, "-p", String(port), ...[...SETTINGS, ...settings].flatMap((setting) => ["-c", setting])];
    const server = watch(spawn(binaries.postgres, args, { ...account, env: binaries.env, cwd: "/", detached: true, stdio: ["ignore", "ignore", "pipe"] }), log);
    const address = { host: "127.0.0.1", port, password: secret };
    if (await answers(address, server)) {
      return { url: await ownDatabase(address), pid: server.pid, ended: server.ended, stop: server.stop };
    }
    // The port may have been taken since, or processes of a killed server are about to end.
    if (attempt === ATTEMPTS) {
      throw new DomainError("invalid", `The included PostgreSQL does not start (${await server.ended}): ${server.lastLines().join(" ")}`);
    }
    await wait(POLL_MS * 10 * attempt);
  }
}

type Server = Pick<Postgres, "ended" | "stop" | "pid"> & { readonly hasEnded: () => boolean; readonly lastLines: () => readonly string[] };

function watch(child: ChildProcess, log: (line: string) => void): Server {
  const lines: string[] = [];
  let rest = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      log(line);
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
    }
  });
  let over = false;
  const ended = new Promise<string>((resolve) => {
    const end = (how: string) => {
      over = true;
      resolve(how);
    };
    child.once("error", (error) => end(error.message));
    child.once("close", (code, signal) => end(signal === null ? `exit code ${code}` : `killed by ${signal}`));
  });
  const stop = async () => {
    if (over) return;
    child.kill("SIGINT");
    const stubborn = setTimeout(() => child.kill("SIGQUIT"), STOP_MS);
    await ended;
    clearTimeout(stubborn);
  };
  return { ended, stop, pid: child.pid ?? 0, hasEnded: () => over, lastLines: () => lines };
}

/** Waits until the server takes connections; false if it ended before. Recovery after a crash may take a while. */
async function answers(address: { readonly host: string; readonly port: number; readonly password: string }, server: Server): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    if (server.hasEnded()) return false;
    const client = new Client({ ...address, user: SUPERUSER, database: "postgres" });
    client.on("error", () => {}); // a server that ends while it is asked: `hasEnded` tells
    try {
      await client.connect();
      return true;
    } catch {
      await wait(POLL_MS);
    } finally {
      await client.end().catch(() => {});
    }
  }
  await server.stop();
  return false;
}

/** A port of the loopback that nobody uses: the wanted one if it is free. */
async function freePort(wanted: number | undefined): Promise<number> {
  return (wanted === undefined ? undefined : await tryPort(wanted)) ?? (await tryPort(0)) ?? 0;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(undefined));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : undefined));
    });
  });
}
