import { open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { idOf, ifAbsent, listFolder, type Seen } from "./listing.ts";
import { fingerprintOf, type Position, readPlace } from "./position.ts";

/**
 * The file that goes on where a position stands: the same under whatever name in the same folder, or a copy of it
 * (copytruncate). Undefined if there is none, or it is compressed by now.
 */
export async function findContinuation(position: Position): Promise<Seen | undefined> {
  const files = await listFolder(dirname(position.path), () => true);
  const same = files.filter((file) => idOf(file) === idOf(position));
  const copies = files.filter((file) => idOf(file) !== idOf(position) && mayBeCopy(file.path, position));
  for (const file of [...same, ...copies]) if (await continues(file, position)) return file;
  return undefined;
}

// Two files that hold little may hold the same by chance: a copy of so little is rather read again than missed.
const MIN_COPY_BYTES = 256;

/** Whether a name is one that a copy of a file gets: `app.log` becomes `app.log.1`, `app.log-20261124` or `app-20261124.log`. */
export function mayBeCopy(path: string, { path: original, offset }: Pick<Position, "path" | "offset">): boolean {
  const name = basename(original);
  const stem = name.includes(".", 1) ? name.slice(0, name.indexOf(".", 1)) : name;
  return offset >= MIN_COPY_BYTES && dirname(path) === dirname(original) && basename(path).startsWith(stem);
}

/** Whether a file holds, before the position's offset, what was read there. */
export async function continues(file: Seen, position: Pick<Position, "offset" | "fingerprint">): Promise<boolean> {
  if (file.size < position.offset) return false;
  const handle = await open(file.path, "r").catch(ifAbsent(undefined));
  if (handle === undefined) return false;
  try {
    const place = await readPlace(handle, position.offset);
    return place !== undefined && fingerprintOf(place) === position.fingerprint;
  } finally {
    await handle.close();
  }
}
