// Takes the runs that wait, one at a time. A process that dies loses its run to the next that looks: it begins again,
// and finds the same.
import { setTimeout as wait } from "node:timers/promises";
import type { LogSourceMap } from "../detect/index.ts";
import { StoreError, type EventStore } from "../events/index.ts";
import type { Understanding } from "../live/index.ts";
import { type State, withSystem } from "../store/index.ts";
import type { KnownTechnology } from "./narrow/reach.ts";
import { endRun, giveBack, reportProgress, takeRun, type Ending, type Hold } from "./repo.ts";
import type { RetroWork } from "./retro-run.ts";
import { beginRun, type RetroContext, type Running } from "./run.ts";

export type RetroRunnerOptions = {
  readonly state: State;
  readonly events: EventStore;
  readonly understanding: Understanding;
  /** Those that `understanding` goes by. */
  readonly technologies: readonly KnownTechnology[];
  readonly logsources: readonly LogSourceMap[];
  /** Tells this process from others that take runs. */
  readonly name: string;
  readonly now: () => Date;
  readonly log: { readonly info: (about: object, message: string) => void; readonly error: (about: object, message: string) => void };
};

/** Works on runs between `start` and the end of `stop`. */
export type RetroRunner = {
  readonly start: () => void;
  /** Ends soon: a run that is at work is put back and begins again. */
  readonly stop: () => Promise<void>;
};

const LOOK_MS = 1_000;
const REPORT_MS = 1_000;
const SILENT_MS = 60_000;

/** Makes the worker for runs of one process. */
export function createRetroRunner({ technologies, logsources, name, log, ...rest }: RetroRunnerOptions): RetroRunner {
  const context: RetroContext = { ...rest, estate: { technologies, logsources } };
  const stopping = new AbortController();
  let working: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const now = context.now();
        const taken = await withSystem(context.state, (db) => takeRun(db, { runner: name, now, silentSince: new Date(now.getTime() - SILENT_MS) }));
        if (taken !== undefined) {
          await execute(context, taken, { name, log, stopping: stopping.signal });
          continue;
        }
      } catch (error) {
        log.error({ error: String(error) }, "retro-runs could not be looked for; tried again");
      }
      await wait(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  return {
    start: () => {
      working ??= work();
    },
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}

type Surroundings = Pick<RetroRunnerOptions, "name" | "log"> & { readonly stopping: AbortSignal };

async function execute(context: RetroContext, work: RetroWork, { name, log, stopping }: Surroundings): Promise<void> {
  const { state, now } = context;
  const hold: Hold = { tenant: work.tenant, id: work.id, runner: name };
  const lost = new AbortController();
  const running = beginRun(context, work, AbortSignal.any([stopping, lost.signal]));
  const reporting = report(context, running, hold, lost);
  const ending = await endingOf(running, log, hold);
  reporting.stop();
  await reporting.ended;
  if (lost.signal.aborted) return log.info(hold, "a retro-run was cancelled");
  const isKept = await withSystem(state, (db) => (stopping.aborted && ending.state === "failed" ? giveBack(db, hold) : endRun(db, hold, ending, now())));
  log.info({ ...hold, ...ending.progress, state: ending.state, isKept }, "a retro-run ended");
}

async function endingOf({ progress, done }: Running, log: RetroRunnerOptions["log"], hold: Hold): Promise<Ending> {
  try {
    const result = await done;
    return { state: "done", result, error: null, progress: progress() };
  } catch (error) {
    const isStore = error instanceof StoreError;
    if (!isAbort(error)) log.error({ ...hold, error: error instanceof Error ? error.stack : String(error) }, "a retro-run failed");
    return { state: "failed", result: null, progress: progress(), error: isStore ? `The event store did not answer (${error.code}): ask for the run again, over a shorter range if it takes too long.` : "Something broke on our side; the log of the server tells what." };
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && (error.name === "AbortError" || (error instanceof StoreError && error.code === "cancelled"));

/** Says every second how far a run is, also while the store is at work; ends the run if it is not ours any more. */
function report({ state, now }: RetroContext, { progress }: Running, hold: Hold, lost: AbortController): { readonly stop: () => void; readonly ended: Promise<void> } {
  const over = new AbortController();
  const tell = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await wait(REPORT_MS, undefined, { signal: over.signal }).catch(() => {});
      if (over.signal.aborted) return;
      // A database that is away for a moment is no reason to end: the next report, or the end, shows.
      const isOurs = await withSystem(state, (db) => reportProgress(db, hold, progress(), now())).catch(() => true);
      if (!isOurs) return lost.abort();
    }
  };
  return { stop: () => over.abort(), ended: tell() };
}
