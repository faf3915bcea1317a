// Runs jobs side by side, each again and again.
import type { Logger } from "pino";
import type { Job } from "../core/index.ts";

export type RunningJobs = {
  /** Something happened: whoever rests looks now. */
  readonly wake: () => void;
  /** Resolves once every job has finished the part that it was at. */
  readonly stop: () => Promise<void>;
};

const LEAST_PAUSE_MS = 1_000;
const MOST_PAUSE_MS = 60_000;

/** Starts the jobs. One that throws is logged and tried again, later each time, and holds up no other. */
export function runJobs(jobs: readonly Job[], log: Pick<Logger, "error">, took: (job: string, seconds: number, failed: boolean) => void): RunningJobs {
  const resting = new Set<() => void>();
  let isStopping = false;
  const rest = async (ms: number): Promise<void> => {
    if (isStopping) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    resting.add(resolve);
    await promise;
    resting.delete(resolve);
    clearTimeout(timer);
  };
  const run = async ({ name, everyMs, run: once, end }: Job): Promise<void> => {
    let failures = 0;
    while (!isStopping) {
      const began = performance.now();
      let hasMore = false;
      try {
        hasMore = await once();
        failures = 0;
      } catch (error) {
        failures++;
        log.error({ job: name, failures, error: String(error) }, "a job failed; it is tried again");
      }
      took(name, (performance.now() - began) / 1000, failures > 0);
      if (failures > 0) await rest(Math.min(LEAST_PAUSE_MS * 2 ** (failures - 1), MOST_PAUSE_MS));
      else if (!hasMore) await rest(everyMs);
    }
    await end?.();
  };
  const running = jobs.map(run);
  const wake = (): void => {
    for (const resolve of resting) resolve();
  };
  return {
    wake,
    stop: async () => {
      isStopping = true;
      wake();
      await Promise.all(running);
    },
  };
}
