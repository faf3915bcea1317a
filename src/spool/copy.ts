import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ANY, openFiles, type SpoolFiles } from "./files.ts";
import { PARTITIONS } from "./places.ts";

const FILE = "data.mdb";
// What is written at once is held in memory, and synced together.
const AT_ONCE_BYTES = 16 << 20;

/** The file of a spool that holds its packets. */
export const spoolFile = (path: string): string => join(path, FILE);

/** Copies what waits in a spool into a new folder, as it is at one moment, while others write and read it. False if nothing was ever there. */
export async function copySpool(path: string, to: string): Promise<boolean> {
  if (!existsSync(spoolFile(path))) return false;
  await mkdir(dirname(to), { recursive: true });
  await mkdir(to, { mode: 0o700 });
  // Packet by packet: of LMDB's own ways to copy a file, one takes along all room that was ever used, and the other
  // (compacting) made a file on which the next removal ended its process: an assertion in mdb_page_alloc of lmdb 3.5.6.
  const from = openFiles(path);
  const copy = openFiles(to);
  try {
    await copyAll(from, copy);
  } finally {
    await Promise.all([from.root.close(), copy.root.close()]);
  }
  return true;
}

async function copyAll(from: SpoolFiles, to: SpoolFiles): Promise<void> {
  const transaction = from.root.useReadTransaction();
  try {
    const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
    for (const kind of ["written", "done"] as const) {
      for (const key of [...partitions, ANY]) {
        const mark = from[kind].get(key, { transaction });
        if (mark !== undefined) await to[kind].put(key, mark);
      }
    }
    let waiting: Promise<boolean>[] = [];
    let bytes = 0;
    for (const partition of partitions) {
      for (const { key, value } of from.packets[partition]!.getRange({ start: 0, transaction })) {
        // Its bytes are the file's, and good until the next one is read.
        waiting.push(to.packets[partition]!.put(key, Buffer.from(value)));
        bytes += value.length;
        if (bytes < AT_ONCE_BYTES) continue;
        await Promise.all(waiting);
        waiting = [];
        bytes = 0;
      }
    }
    await Promise.all(waiting);
  } finally {
    transaction.done();
  }
}
