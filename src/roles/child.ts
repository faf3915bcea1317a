// What every role has in common: it says when it is ready, tells its metrics, and finishes what it has when asked to stop.
import { pino, type Logger } from "pino";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { FromChild, ToChild } from "./messages.ts";

/** What a role is given by its process. */
export type RoleProcess = {
  readonly log: Logger;
  readonly metrics: Registry;
  /** What the supervisor told last of all roles; undefined without a supervisor. */
  readonly platform: () => ToChild | undefined;
};

/** A role at work. */
export type RoleAtWork = {
  /** Where it can be reached, by name; for the log and for other roles. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Finishes what was begun and takes nothing new. */
  readonly stop: () => Promise<void>;
};

const METRICS_MS = 2_000;

/** Runs a role until the process is asked to stop or its supervisor is gone; gives the exit code. */
export async function runRole(name: string, level: string, start: (process: RoleProcess) => Promise<RoleAtWork>): Promise<number> {
  const log = pino({ level, base: { role: name } }, pino.destination({ dest: 2, sync: true }));
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  let platform: ToChild | undefined;
  process.on("message", (message: ToChild) => {
    platform = message;
  });
  const asked = whenAskedToStop(log);
  const work = await start({ log, metrics, platform: () => platform }).catch((error: unknown) => {
    endSoon();
    throw error;
  });
  tell({ type: "ready", addresses: work.addresses });
  const teller = setInterval(() => void metrics.getMetricsAsJSON().then((figures) => tell({ type: "metrics", metrics: figures })), METRICS_MS);
  if (process.send === undefined) log.info(work.addresses, "ready");
  await asked;
  clearInterval(teller);
  await work.stop();
  if (process.connected) process.disconnect();
  return 0;
}

const ENDS_MS = 1_000;

/** Lets a role that could not start end: what it opened before it failed must not keep the process alive. */
function endSoon(): void {
  if (process.connected) process.disconnect();
  setTimeout(() => process.exit(), ENDS_MS).unref();
}

function tell(message: FromChild): void {
  // The supervisor may be gone in this very moment: then `disconnect` ends us.
  if (process.connected) process.send?.(message, undefined, {}, () => {});
}

function whenAskedToStop(log: Logger): Promise<void> {
  return new Promise((resolve) => {
    let isAsked = false;
    const stop = (why: string) => () => {
      if (!isAsked) log.info({ why }, "stopping");
      isAsked = true;
      resolve();
    };
    process.once("SIGTERM", stop("SIGTERM"));
    // From a terminal the signal reaches all processes of the group; the supervisor tells each when its turn has come.
    if (process.send === undefined) process.once("SIGINT", stop("SIGINT"));
    else process.on("SIGINT", () => {});
    process.once("disconnect", stop("the supervisor is gone"));
  });
}
