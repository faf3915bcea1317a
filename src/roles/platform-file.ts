// What runs on a data directory and where it listens: for people, for commands on this machine, and for the next start.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { isRunning, startOf, type ProcessIdentity } from "./process-identity.ts";

type PlatformFile = { readonly addresses: Readonly<Record<string, string>>; readonly events?: string | undefined; readonly processes: Readonly<Record<string, ProcessIdentity>> };

const LEFTOVER_MS = 10_000;
const LOOK_MS = 50;

const pathOf = (data: string): string => join(data, "platform.json");

/** What runs: where it listens, the included event store's address, and the processes by name. */
export type WhatRuns = { readonly addresses: Readonly<Record<string, string>>; readonly events: string | undefined; readonly pids: Readonly<Record<string, number | undefined>> };

/** Writes down what runs, as a whole. */
export function writePlatformFile(data: string, { addresses, events, pids }: WhatRuns): void {
  const processes = Object.fromEntries(Object.entries(pids).flatMap(([name, pid]) => (pid === undefined ? [] : [[name, { pid, started: startOf(pid) }]])));
  const shown = Object.fromEntries(Object.entries(addresses).filter(([name]) => name !== "internal"));
  const path = pathOf(data);
  writeFileSync(`${path}.new`, `${JSON.stringify({ addresses: shown, events, processes } satisfies PlatformFile, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/**
 * Waits for the processes of a platform whose supervisor was killed: they end by themselves when they notice, and until
 * then hold ports and may be in the middle of a commit. One that does not end in time is killed. The database is not
 * waited for: who starts it deals with what is left of it.
 */
export async function awaitLeftovers(data: string, log: Logger): Promise<void> {
  const left = Object.entries(readPlatformFile(data)?.processes ?? {}).filter(([name, one]) => name !== "postgres" && isRunning(one));
  if (left.length === 0) return;
  log.info({ processes: left.map(([name]) => name) }, "waiting for processes of an earlier start to end");
  for (const deadline = performance.now() + LEFTOVER_MS; performance.now() < deadline && left.some(([, one]) => isRunning(one)); ) await wait(LOOK_MS);
  for (const [name, one] of left) {
    if (!isRunning(one)) continue;
    log.warn({ role: name, pid: one.pid }, "a process of an earlier start did not end; killed");
    process.kill(one.pid, "SIGKILL");
    while (isRunning(one)) await wait(LOOK_MS);
  }
}

/** The address of the included event store at work; undefined if there is none. */
export const eventsAddress = (data: string): string | undefined => readPlatformFile(data)?.events;

function readPlatformFile(data: string): PlatformFile | undefined {
  try {
    return JSON.parse(readFileSync(pathOf(data), "utf8")) as PlatformFile;
  } catch {
    return undefined; // none was started here yet
  }
}
