import type { FileHandle } from "node:fs/promises";

// First bytes, after file(1). A log in UTF-8 begins with none of them.
const COMPRESSED = ["1f8b", "28b52ffd", "fd377a585a00", "425a683931415926"] as const; // gzip, zstd, xz, bzip2

/** Whether a file is what rotation makes of one that was read before. */
export async function isCompressed(handle: FileHandle): Promise<boolean> {
  const head = Buffer.alloc(8);
  await handle.read(head, 0, head.length, 0);
  const hex = head.toString("hex");
  return COMPRESSED.some((magic) => hex.startsWith(magic));
}
