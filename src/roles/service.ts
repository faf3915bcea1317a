// Servers that the platform brings along: the database and the event store. They are started again when they end.
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";

/** A server that runs. */
export type RunningServer = {
  readonly url: string;
  readonly pid: number | undefined;
  /** Resolves with how it ended, asked for or not. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
};

/** A server that is kept running; its address stays the same. */
export type Service = { readonly name: string; readonly url: string; readonly pid: () => number | undefined; readonly restarts: () => number; readonly stop: () => Promise<void> };

const LEAST_PAUSE_MS = 100;
const MOST_PAUSE_MS = 5_000;

/** Starts a server and keeps it running until `stop`; `onChange` hears when it was started again. Throws if it cannot start the first time. */
export async function keepRunning(name: string, start: () => Promise<RunningServer>, log: Logger, onChange: () => void): Promise<Service> {
  let server = await start();
  let restarts = 0;
  let isStopping = false;
  const { url } = server;
  log.info({ role: name, pid: server.pid, restarts }, "ready");
  const watch = async (): Promise<void> => {
    for (let pauseMs = LEAST_PAUSE_MS; !isStopping; ) {
      const how = await server.ended;
      if (isStopping) return;
      log.error({ role: name, how, pauseMs }, "process ended; it is started again");
      await wait(pauseMs);
      pauseMs = Math.min(pauseMs * 2, MOST_PAUSE_MS);
      const next = await start().catch((error: unknown) => {
        log.error({ role: name, error: String(error) }, "process could not be started");
        return undefined;
      });
      if (next === undefined) continue;
      server = next;
      restarts++;
      pauseMs = LEAST_PAUSE_MS;
      onChange();
      if (next.url !== url) log.error({ role: name, url: next.url, was: url }, "the address has changed; restart vigie if others do not find it");
      else log.info({ role: name, pid: server.pid, restarts }, "ready");
    }
  };
  const watching = watch();
  return {
    name,
    url,
    pid: () => server.pid,
    restarts: () => restarts,
    stop: async () => {
      isStopping = true;
      await server.stop();
      await watching;
    },
  };
}
