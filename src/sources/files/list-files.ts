import type { Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Failure } from "./batch.ts";
import { explain } from "./explain.ts";

/** A file to read. */
export type FileToRead = {
  /** `-` is standard input. */
  readonly path: string;
  readonly sizeBytes: number;
  /** A person asked for this very file, not for a folder with it. */
  readonly named: boolean;
  /** When it was last written: no line in it is younger. Undefined for what is still being written. */
  readonly modifiedMs: number | undefined;
};

export type Listing = { readonly files: readonly FileToRead[]; readonly failures: readonly Failure[] };

/** The files behind paths, folders searched to the bottom, in the order of their names. What cannot be listed is told, and the rest is. */
export async function listFiles(paths: readonly string[]): Promise<Listing> {
  const files: FileToRead[] = [];
  const failures: Failure[] = [];

  async function add(path: string, named: boolean): Promise<void> {
    if (path === "-") return void files.push({ path, sizeBytes: 0, named, modifiedMs: undefined });
    const status = await check(path, failures, () => stat(path));
    if (status === undefined) return;
    if (status.isDirectory()) await addFolder(path);
    else if (status.isFile() || named) files.push({ path, sizeBytes: sizeOf(status), named, modifiedMs: status.isFile() ? status.mtimeMs : undefined });
  }

  async function addFolder(folder: string): Promise<void> {
    const entries = await check(folder, failures, () => readdir(folder, { withFileTypes: true }));
    for (const entry of (entries ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await addFolder(path);
      // A link to a folder is not followed: it may lead back up.
      else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) await add(path, false);
    }
  }

  for (const path of paths) await add(path, true);
  return { files, failures };
}

const sizeOf = (status: Stats): number => (status.isFile() ? status.size : 0);

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined))?.isFile() ?? false;

async function check<T>(path: string, failures: Failure[], action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    failures.push({ type: "failure", path, reason: explain(error) });
    return undefined;
  }
}
