import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import type { State } from "./state.ts";

const RETRY_MS = 500;
// PostgreSQL asks for silence before it asks whether a peer is alive; a dead network shows within this.
const KEEP_ALIVE_MS = 10_000;

export type Listening = { readonly stop: () => Promise<void> };

/**
 * Calls `hear` for each notification of a channel, and with undefined whenever notifications may have been missed: at
 * the start and after a broken connection. So whoever reads the state anew at each call never misses a change.
 */
export function listen(state: State, channel: "vigie_ruleset" | "vigie_inventory" | "vigie_indicator" | "vigie_outbox" | "vigie_source", hear: (payload: string | undefined) => void): Listening {
  let stopped = false;
  let client: Client | undefined;
  const run = async () => {
    while (!stopped) {
      client = new Client({ connectionString: state.url, keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_MS, application_name: `vigie listens on ${channel}` });
      await session(client, channel, hear).catch(() => {}); // it ended; how does not matter, the next one begins with undefined
      if (!stopped) await wait(RETRY_MS);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopped = true;
      await client?.end().catch(() => {});
      await running;
    },
  };
}

async function session(client: Client, channel: string, hear: (payload: string | undefined) => void): Promise<void> {
  const over = new Promise<void>((resolve) => {
    client.once("end", resolve);
    client.once("error", () => resolve());
  });
  client.on("notification", ({ payload }) => hear(payload ?? ""));
  await client.connect();
  await client.query(`listen ${channel}`);
  hear(undefined);
  await over;
  await client.end().catch(() => {});
}
