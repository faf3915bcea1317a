import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A regular file by what it is, not by its name. */
export type Seen = { readonly path: string; readonly device: string; readonly inode: string; readonly size: number; readonly changedMs: number };

/** `device:inode`. */
export const idOf = ({ device, inode }: Pick<Seen, "device" | "inode">): string => `${device}:${inode}`;

/** By which a file is told from another that has its inode number later. */
export const looksOf = ({ size, changedMs }: Pick<Seen, "size" | "changedMs">): string => `${size} ${changedMs}`;

/** The regular files that a path with `*` in its last part means now, in the order of their names. A folder that is not there has none. */
export async function listMatching(pattern: string): Promise<readonly Seen[]> {
  const wanted = basename(pattern);
  return listFolder(dirname(pattern), (name) => fits(wanted, name));
}

/** The regular files of a folder whose names are wanted; one that vanishes meanwhile is left out. */
export async function listFolder(folder: string, isWanted: (name: string) => boolean): Promise<readonly Seen[]> {
  const names = await readdir(folder).catch(ifAbsent<string[]>([]));
  const seen = await Promise.all(names.filter(isWanted).toSorted().map((name) => look(join(folder, name))));
  return seen.filter((file) => file !== undefined);
}

async function look(path: string): Promise<Seen | undefined> {
  const found = await stat(path, { bigint: true }).catch(ifAbsent(undefined));
  if (found === undefined || !found.isFile()) return undefined;
  return { path, device: String(found.dev), inode: String(found.ino), size: Number(found.size), changedMs: Number(found.mtimeMs) };
}

/** For what may be gone between two looks, or leads nowhere. */
export const ifAbsent =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "ELOOP") return instead;
    throw error;
  };

/** Whether a name fits a pattern whose `*` stands for any characters. Each part takes the first place it fits, so there is no going back. */
function fits(pattern: string, name: string): boolean {
  const [first = "", ...parts] = pattern.split("*");
  const last = parts.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
