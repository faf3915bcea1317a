// The role that goes on by itself: makes alerts of detections, watches clocks, sends what is to be sent.
import { Counter, Histogram } from "prom-client";
import type { Config } from "../config/index.ts";
import { Contexts } from "../enrich/index.ts";
import { copiedFields } from "../hunt/index.ts";
import { createSeal } from "../identity/index.ts";
import { rebuild, wholeEvents } from "../live/index.ts";
import { createShelf } from "../playbooks/index.ts";
import { createConnectors } from "../requests/index.ts";
import { listen, openState } from "../store/index.ts";
import { allJobs } from "./all-jobs.ts";
import { openEvents } from "./events-address.ts";
import type { RoleAtWork, RoleProcess } from "./child.ts";
import { runJobs } from "./run-jobs.ts";
import { sourcesAtWork } from "./sources-at-work.ts";
import { understandingOf } from "./understanding.ts";

export type JobsOptions = {
  readonly config: Config;
  readonly postgresUrl: string;
  readonly eventsUrl: string;
  readonly eventsPassword: string;
  /** Hexadecimal, of 32 bytes: what secrets in the database are sealed with. */
  readonly sealKey: string;
  /** Of the mail server's user. */
  readonly smtpPassword: string | undefined;
};

/** Starts all jobs. Of several processes of this role each job's part is done by one at a time. */
export async function startJobs({ config, postgresUrl, eventsUrl, eventsPassword, sealKey, smtpPassword }: JobsOptions, { log, metrics, platform }: RoleProcess): Promise<RoleAtWork> {
  // Each connector that is worked on holds one, beside what all jobs use.
  const state = openState({ url: postgresUrl, connections: 16, onError: (error) => log.warn({ error: error.message }, "a database connection broke") });
  const events = openEvents(eventsUrl, eventsPassword);
  const now = () => new Date();
  const contexts = new Contexts({ state, now, onFailed: (tenant, error) => log.warn({ tenant, error: String(error) }, "what is known around events could not be read; tried again") });
  const understanding = await understandingOf(config, () => {}, contexts);
  const sources = await sourcesAtWork({ state, config, log, onChange: understanding.know });
  const hunting = { store: events, isCopied: copiedFields(understanding.technologies), rebuild: rebuild.bind(undefined, understanding), ready: (tenant: string) => contexts.ready(tenant), nowMs: () => now().getTime() };
  const publicUrl = (): URL => new URL(config.api.publicUrl ?? platform()?.roles.find(({ role }) => role === "api")?.addresses["api"] ?? `http://localhost:${config.api.port}`);
  const seconds = new Histogram({ name: "vigie_job_seconds", help: "How long one run of a job took", labelNames: ["job"], buckets: [0.005, 0.02, 0.1, 0.5, 2, 10], registers: [metrics] });
  const failures = new Counter({ name: "vigie_job_failures_total", help: "Runs of a job that failed and were tried again", labelNames: ["job"], registers: [metrics] });
  const seal = createSeal(Buffer.from(sealKey, "hex"));
  const connectors = createConnectors({ seal, now, internalHosts: new Set(config.connectors.internalHosts), proxy: config.connectors.proxy });
  const playbooks = createShelf(config.playbooks);
  await playbooks();
  const jobs = runJobs(allJobs({ playbooks, state, config, now, log, seal, hunting, eventsOf: wholeEvents(events, understanding), publicUrl, smtpPassword, connectors }), log, (job, took, isFailed) => {
    seconds.observe({ job }, took);
    if (isFailed) failures.inc({ job });
  });
  const listening = listen(state, "vigie_outbox", jobs.wake);
  return {
    addresses: {},
    stop: async () => {
      await listening.stop();
      await sources.stop();
      connectors.drain();
      await jobs.stop();
      await connectors.close();
      await contexts.stop();
      events.close();
      await state.close();
    },
  };
}
