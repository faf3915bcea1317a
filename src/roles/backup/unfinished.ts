import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DomainError } from "../../core/index.ts";

const pathOf = (data: string): string => join(data, "restore.unfinished");

/** Marks a data directory as one that a restore has begun; gives what takes the mark away. */
export function markUnfinished(data: string): () => void {
  writeFileSync(pathOf(data), "", { mode: 0o600 });
  return () => rmSync(pathOf(data));
}

/** Refuses a data directory in which a restore was begun and not finished: not everything is there. */
export function refuseUnfinished(data: string): void {
  if (existsSync(pathOf(data))) throw new DomainError("conflict", `A restore into ${data} was not finished: remove the folder and restore again.`);
}
