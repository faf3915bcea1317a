import type { FileDigest } from "./pack-file.ts";

/** Paths of files that one version has and another has not, or has otherwise. A file that moved is in `added` and `removed`. */
export type Difference = { readonly added: readonly string[]; readonly removed: readonly string[]; readonly changed: readonly string[] };

/** Compares two versions of a pack by path and content. */
export function difference(before: readonly FileDigest[], after: readonly FileDigest[]): Difference {
  const old = new Map(before.map(({ path, digest }) => [path, digest]));
  const paths = new Set(after.map(({ path }) => path));
  return {
    added: after.filter(({ path }) => !old.has(path)).map(({ path }) => path),
    removed: before.filter(({ path }) => !paths.has(path)).map(({ path }) => path),
    changed: after.filter(({ path, digest }) => old.has(path) && old.get(path) !== digest).map(({ path }) => path),
  };
}
