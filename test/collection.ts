// The way of a line without sockets: real spool, real worker, real databases, and the API over them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pino } from "pino";
import { Registry } from "prom-client";
import { handInTo, type HandIn, UNCLAIMED } from "../src/collection/index.ts";
import { parseConfig, type Config } from "../src/config/index.ts";
import { Connection, connectEvents, startStore, type EventStore } from "../src/events/index.ts";
import { Contexts } from "../src/enrich/index.ts";
import { type ActiveRule, TenantsAtWork, type Understanding, Worker, workerMetrics } from "../src/live/index.ts";
import { readShippedLogSources } from "../src/packs/index.ts";
import { listenInternal } from "../src/roles/internal-intake.ts";
import { understandingOf } from "../src/roles/understanding.ts";
import type { Arrival } from "../src/sources/index.ts";
import { openSpoolReader, openSpoolWriter, PARTITIONS } from "../src/spool/index.ts";
import { type State, withSystem } from "../src/store/index.ts";
import { knownTenants } from "../src/tenants/index.ts";
import { freshState } from "./postgres.ts";

/** The parts at work. */
export type Collection = {
  readonly state: State;
  readonly events: EventStore;
  /** For whoever tampers with what is stored. */
  readonly connection: Connection;
  readonly config: Config;
  readonly understanding: Understanding;
  /** Hands in as the API does: through the internal listener. */
  readonly handIn: HandIn;
  /** Takes lines of a source in, or of a sender that nobody claims; resolves when they are durable. */
  readonly take: (arrival: Partial<Arrival> & Pick<Arrival, "from">, ...lines: string[]) => Promise<void>;
  /** Resolves when everything that was taken is committed. */
  readonly settled: () => Promise<void>;
  /** From now on a line that holds the word is understood: as if somebody had mended a parser. */
  readonly mend: (word: string) => void;
  /** Ends the worker and begins another. */
  readonly restartWorker: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Starts everything with the tenants of a configuration in YAML, and these rules for each of them; a day of arrival is the caller's. */
export async function startCollection(yaml: string, now: () => Date, rules: readonly ActiveRule[] = []): Promise<Collection> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-collection-"));
  const config = parseConfig(yaml, "test");
  const state = await freshState(...config.tenants.map(({ id }) => id), UNCLAIMED);
  const running = await startStore({ dataDir: join(folder, "events"), memoryBytes: 1 << 30, threads: 2, listen: { socket: join(folder, "store.sock") }, password: "test" });
  const events = connectEvents({ url: running.url, password: "test" });
  const connection = new Connection({ url: running.url, password: "test" });
  await events.prepare();
  const path = join(folder, "spool");
  const writer = openSpoolWriter({ path, quotaBytes: 1 << 28 });
  const internal = await listenInternal(writer, { key: "key", port: 0 });
  const mended: string[] = [];
  const failures: unknown[] = [];
  const contexts = new Contexts({ state, now, onFailed: (_, error) => failures.push(error) });
  const real = await understandingOf(config, () => {}, contexts);
  const understanding: Understanding = {
    ...real,
    technologyOf: (event) => real.technologyOf(event) ?? (mended.some((word) => JSON.stringify(event.fields).includes(word)) ? { technology: "mended", confidence: 1 } : undefined),
  };
  let working = await startWorker({ path, state, events, understanding, now, rules });
  return {
    state, events, connection, config, understanding,
    handIn: handInTo({ url: internal.url, key: "key" }),
    take: (arrival, ...lines) => writer.take({ transport: "syslog-udp", collector: "syslog", peer: "192.0.2.1", arrivedMs: now().getTime(), format: "text", ...arrival, lines: lines.map((line) => Buffer.from(line)) }),
    settled: () => working.settled(),
    mend: (word) => void mended.push(word),
    restartWorker: async () => {
      await working.stop();
      working = await startWorker({ path, state, events, understanding, now, rules });
    },
    stop: async () => {
      await working.stop();
      await contexts.stop();
      if (failures.length > 0) throw failures[0];
      await internal.close();
      await writer.close();
      connection.close();
      events.close();
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Working = { readonly settled: () => Promise<void>; readonly stop: () => Promise<void> };

async function startWorker({ path, state, events, understanding, now, rules }: { readonly rules: readonly ActiveRule[]; readonly path: string; readonly state: State; readonly events: EventStore; readonly understanding: Understanding; readonly now: () => Date }): Promise<Working> {
  const spool = openSpoolReader(path);
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  const tenants = new TenantsAtWork({
    tenants: await withSystem(state, knownTenants), logsources: await readShippedLogSources(), now, onRefused: () => {},
    activeRules: async () => ({ version: 1, digest: "none", files: rules, off: [], changesAt: null, drops: [{ id: "drop-1", source: null, rule: DROP_RULE }] }),
  });
  const worker = new Worker({ partitions, spool, state, events, tenants, understanding, now, log: pino({ level: "silent" }), metrics: workerMetrics(new Registry()) });
  await worker.start();
  const run = worker.run();
  return {
    settled: async () => {
      for (;;) {
        const rows = await withSystem(state, (db) => db.sql.selectFrom("worker_state").select(["partition", "position"]).execute());
        const positions = new Map(rows.map(({ partition, position }) => [partition, position]));
        if (partitions.every((partition) => spool.read(partition, positions.get(partition) ?? 0, { maxLines: 1, maxBytes: 1 }).length === 0)) return;
        await wait(20);
      }
    },
    stop: async () => {
      worker.stop();
      await run;
      await spool.close();
    },
  };
}

/** Drops what says so. */
const DROP_RULE = `title: Noise
logsource: {product: linux}
detection:
  noise: [drop-me-please]
  condition: noise
`;
