// A server that outlived the program which started it.
import { readFile, readlink, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { join } from "node:path";
import { DomainError } from "../../core/index.ts";

const POLL_MS = 50;
const PATIENCE_MS = 30_000;

/** What postmaster.pid says of the last start: its process, and the port that others may still know. */
export type LastStart = { readonly pid: number; readonly port: number };

/** Reads the file that the server keeps while it runs; PostgreSQL's miscadmin.h names its lines. */
export async function readLastStart(folder: string): Promise<LastStart | undefined> {
  const text = await readFile(join(folder, "postmaster.pid"), "utf8").catch(() => "");
  const [pid, , , port] = text.split("\n").map(Number);
  return pid !== undefined && pid > 1 && port !== undefined && port > 0 ? { pid, port } : undefined;
}

/** Stops a server that still runs on the directory. It is not taken over: only a child's end is noticed at once. */
export async function stopLeftover(folder: string, last: LastStart | undefined): Promise<boolean> {
  if (last === undefined) return false;
  if (!(await isServerOf(folder, last.pid))) {
    await disown(folder);
    return false;
  }
  // SIGINT ends sessions and writes a checkpoint, SIGQUIT leaves the rest to recovery.
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    process.kill(last.pid, signal);
    if (await hasEnded(folder, last.pid)) return true;
  }
  throw new DomainError("conflict", `A PostgreSQL (process ${last.pid}) still runs on ${folder} and does not stop: end it, then start again.`);
}

/**
 * Puts our own number in the place of the last server's, which may be another process's by now: PostgreSQL knows that its
 * parent is no server (CreateLockFile in miscinit.c). The other lines must stay, for it looks by them for processes
 * that the last server may have left behind.
 */
async function disown(folder: string): Promise<void> {
  const file = join(folder, "postmaster.pid");
  const [, ...rest] = (await readFile(file, "utf8")).split("\n");
  await writeFile(file, [process.pid, ...rest].join("\n"));
}

async function hasEnded(folder: string, pid: number): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    if (!(await isServerOf(folder, pid))) return true;
    await wait(POLL_MS);
  }
  return false;
}

/** Whether the process lives and is the directory's server: the number may be another process's by now. */
async function isServerOf(folder: string, pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== "linux") return true;
  // A server works in its data directory; one that ended and waits for its parent has none.
  return (await readlink(`/proc/${pid}/cwd`).catch(() => "")) === folder;
}
