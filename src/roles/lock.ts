// One `vigie start` at a time works on a data directory.
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DomainError } from "../core/index.ts";
import { isRunning, startOf } from "./process-identity.ts";

/**
 * Takes the lock of a data directory; gives what releases it. Refuses while the process that has it lives. A lock of a
 * process that is gone, also one whose number was given to another since, is taken over.
 */
export function lockData(data: string): () => void {
  const path = join(data, "vigie.lock");
  // Written first and linked then: nobody ever sees a lock without its owner.
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, `${process.pid} ${startOf(process.pid)}\n`, { mode: 0o600 });
  try {
    take(path, mine, data);
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(path, { force: true });
}

/** The number of the process that has a data directory; undefined if none lives. */
export const lockOwner = (data: string): number | undefined => ownerOf(join(data, "vigie.lock"));

function take(path: string, mine: string, data: string): void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      linkSync(mine, path);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const owner = ownerOf(path);
      if (owner !== undefined) throw new DomainError("conflict", `${data} is in use by process ${owner}: stop that vigie, or give this one another --data.`);
      rmSync(path, { force: true });
    }
  }
  throw new DomainError("conflict", `${path} comes back as soon as it is removed: another vigie is starting on it.`);
}

/** The living process that a lock names; undefined if it is gone. */
function ownerOf(path: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const [pid = "", start = ""] = text.trim().split(" ");
  const number = Number(pid);
  if (!Number.isSafeInteger(number) || number <= 0) return undefined;
  return isRunning({ pid: number, started: start }) ? number : undefined;
}
