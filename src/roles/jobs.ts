// The role that goes on by itself: makes alerts of detections, watches clocks, sends what is to be sent.
import { Counter, Histogram } from "prom-client";
import type { Config } from "../config/index.ts";
import type { Job } from "../core/index.ts";
import { forgetFacts, listen, openState, type State } from "../store/index.ts";
import { openEvents } from "./events-address.ts";
import type { RoleAtWork, RoleProcess } from "./child.ts";
import { runJobs } from "./run-jobs.ts";

export type JobsOptions = {
  readonly config: Config;
  readonly postgresUrl: string;
  readonly eventsUrl: string;
  readonly eventsPassword: string;
  /** Hexadecimal, of 32 bytes: what secrets in the database are sealed with. */
  readonly sealKey: string;
};

/** Starts all jobs. Of several processes of this role each job's part is done by one at a time. */
export async function startJobs({ postgresUrl, eventsUrl, eventsPassword }: JobsOptions, { log, metrics }: RoleProcess): Promise<RoleAtWork> {
  const state = openState({ url: postgresUrl, onError: (error) => log.warn({ error: error.message }, "a database connection broke") });
  const events = openEvents(eventsUrl, eventsPassword);
  const now = () => new Date();
  const seconds = new Histogram({ name: "vigie_job_seconds", help: "How long one run of a job took", labelNames: ["job"], buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers: [metrics] });
  const failures = new Counter({ name: "vigie_job_failures_total", help: "Runs of a job that failed and were tried again", labelNames: ["job"], registers: [metrics] });
  const jobs = runJobs(allJobs(state, now), log, (job, took, isFailed) => {
    seconds.observe({ job }, took);
    if (isFailed) failures.inc({ job });
  });
  const listening = listen(state, "vigie_outbox", jobs.wake);
  return {
    addresses: {},
    stop: async () => {
      await listening.stop();
      await jobs.stop();
      events.close();
      await state.close();
    },
  };
}

const HOUR_MS = 3_600_000;
// Whoever reads the outbox is hours behind at most; what is older is in the journal.
const FACTS_KEPT_MS = 30 * 24 * HOUR_MS;

const allJobs = (state: State, now: () => Date): readonly Job[] => [
  { name: "forget facts", everyMs: HOUR_MS, run: async () => {
    await forgetFacts(state, new Date(now().getTime() - FACTS_KEPT_MS));
    return false;
  } },
];
