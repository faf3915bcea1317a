import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openFiles } from "./files.ts";

const FILE = "data.mdb";

/** The file of a spool that holds its packets. */
export const spoolFile = (path: string): string => join(path, FILE);

/** Copies what waits in a spool into a new folder, as it is at one moment, while others write and read it. False if nothing was ever there. */
export async function copySpool(path: string, to: string): Promise<boolean> {
  if (!existsSync(spoolFile(path))) return false;
  await mkdir(dirname(to), { recursive: true });
  await mkdir(to, { mode: 0o700 });
  const { root } = openFiles(path);
  try {
    // LMDB's file never shrinks: only what waits is copied.
    await root.backup(to, true);
  } finally {
    await root.close();
  }
  return true;
}
