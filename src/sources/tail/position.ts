import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";

/** How far a file was read. Names are no identity: they move to other files when logs are rotated. */
export type Position = {
  /** Where the file was last seen. */
  readonly path: string;
  readonly device: string;
  readonly inode: string;
  /** Bytes from the beginning that are durable. */
  readonly offset: number;
  /** Of what stands before `offset`: systems use inode numbers again, and copytruncate leaves another content under the same. */
  readonly fingerprint: string;
};

/** Where positions survive a restart. */
export type TailState = {
  readonly load: () => Promise<readonly Position[]>;
  /** Replaces what was saved before. Called once the lines before the positions are durable. */
  readonly save: (positions: readonly Position[]) => Promise<void>;
};

const SAMPLE_BYTES = 256;

/**
 * Of the first bytes and the last ones before `offset`: files that begin alike (a header of columns) differ in the
 * latter. Of an offset of 0 it is the same for all files. Undefined if the file is shorter.
 */
export async function fingerprintOf(file: FileHandle, offset: number): Promise<string | undefined> {
  const size = Math.min(SAMPLE_BYTES, offset);
  const samples = Buffer.alloc(2 * size);
  const first = await readFully(file, samples.subarray(0, size), 0);
  const last = await readFully(file, samples.subarray(size), offset - size);
  return first + last < 2 * size ? undefined : createHash("sha256").update(samples).digest("base64url").slice(0, 22);
}

/** Fills `into` from `at` on as far as the file goes; says how far that was. */
export async function readFully(file: FileHandle, into: Uint8Array, at: number): Promise<number> {
  let length = 0;
  while (length < into.length) {
    const { bytesRead } = await file.read(into, length, into.length - length, at + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}
