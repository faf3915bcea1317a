// The role that works: reads the spool, understands, matches, stores.
import { mkdirSync } from "node:fs";
import type { Config } from "../config/index.ts";
import { Contexts } from "../enrich/index.ts";
import { openEvents } from "./events-address.ts";
import { TenantsAtWork, Worker, workerMetrics } from "../live/index.ts";
import { readShippedLogSources } from "../packs/index.ts";
import { openSpoolReader, partitionFor, partitionsOf } from "../spool/index.ts";
import { listen, openState, withSystem } from "../store/index.ts";
import { activeRulesOf } from "./active-rules.ts";
import type { RoleAtWork, RoleProcess } from "./child.ts";
import { spoolPath } from "./ingest.ts";
import { knownTenants } from "../tenants/index.ts";
import { sourcesAtWork } from "./sources-at-work.ts";
import { understandingOf } from "./understanding.ts";

export type DetectOptions = {
  readonly config: Config;
  readonly data: string;
  /** Number of this worker, from 0. */
  readonly worker: number;
  readonly postgresUrl: string;
  readonly eventsUrl: string;
  readonly eventsPassword: string;
};

// A worker's own work between two statements takes less than a second. Below what a backup waits for it (src/store/backup/snapshot.ts).
const STILL_MS = 30_000;

/** Starts one worker. It is ready once it knows where it stopped. */
export async function startDetect({ config, data, worker: number, postgresUrl, eventsUrl, eventsPassword }: DetectOptions, { log, metrics }: RoleProcess): Promise<RoleAtWork> {
  const state = openState({ url: postgresUrl, connections: 4, idleInTransactionMs: STILL_MS, onError: (error) => log.warn({ error: error.message }, "a database connection broke") });
  const events = openEvents(eventsUrl, eventsPassword);
  mkdirSync(spoolPath(data), { recursive: true, mode: 0o700 });
  const spool = openSpoolReader(spoolPath(data));
  const partitions = partitionsOf(number, config.workers);
  const mine = (await withSystem(state, knownTenants)).filter((tenant) => partitions.includes(partitionFor(tenant)));
  const now = () => new Date();
  const tenants = new TenantsAtWork({
    tenants: mine,
    logsources: await readShippedLogSources(),
    activeRules: (tenant) => activeRulesOf(state, tenant, now()),
    now,
    onRefused: (tenant, refused) => log.warn({ tenant, refused }, "drop rules that cannot be used drop nothing"),
  });
  const contexts = new Contexts({ state, now, onFailed: (tenant, error) => log.warn({ tenant, error: String(error) }, "what is known around events could not be read; tried again, and events are stored without until then") });
  const understanding = await understandingOf(config, () => {}, contexts);
  const sources = await sourcesAtWork({ state, config, log, onChange: understanding.know });
  const worker = new Worker({ partitions, spool, state, events, tenants, understanding, now, log, metrics: workerMetrics(metrics) });
  await worker.start();
  const listening = listen(state, "vigie_ruleset", () => worker.rulesChanged());
  const running = worker.run();
  return {
    addresses: {},
    stop: async () => {
      worker.stop();
      await running;
      await listening.stop();
      await sources.stop();
      await contexts.stop();
      await spool.close();
      events.close();
      await state.close();
    },
  };
}
