// Whether the databases answer, which their processes being there does not tell.
import { setTimeout as wait } from "node:timers/promises";
import type { EventStore } from "../events/index.ts";
import { pingState, type State } from "../store/index.ts";

/** One part of the platform, for `/readyz`. */
export type Part = { readonly name: string; readonly ready: boolean; readonly reason?: string };

const PATIENCE_MS = 2_000;

/** Asks both databases something that costs nothing. One that does not answer in two seconds is not ready. */
export async function databasesReady(state: State, events: EventStore): Promise<readonly Part[]> {
  return Promise.all([answers("postgres", pingState(state)), answers("events", events.ping())]);
}

async function answers(name: string, asked: Promise<unknown>): Promise<Part> {
  const late = new AbortController();
  const reason = await Promise.race([
    asked.then(() => undefined, (error: unknown) => (error instanceof Error ? error.message : String(error))),
    wait(PATIENCE_MS, `no answer in ${PATIENCE_MS / 1000} seconds`, { signal: late.signal }).catch(() => undefined),
  ]);
  late.abort();
  return reason === undefined ? { name, ready: true } : { name, ready: false, reason };
}
