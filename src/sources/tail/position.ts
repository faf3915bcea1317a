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
  /** Of samples of what stands before `offset`: systems use inode numbers again, and copytruncate leaves another content under the same. */
  readonly fingerprint: string;
};

/** Where positions survive a restart. */
export type TailState = {
  readonly load: () => Promise<readonly Position[]>;
  /** Replaces what was saved before. Called once the lines before the positions are durable. */
  readonly save: (positions: readonly Position[]) => Promise<void>;
};

/** A place in a file, with samples of what stands before it: the first bytes, and the last ones. Files that begin alike (a header of columns) differ in the latter. */
export type Place = { readonly offset: number; readonly first: Buffer; readonly last: Buffer };

const SAMPLE_BYTES = 256;
const NOTHING = Buffer.alloc(0);

export const BEGINNING: Place = { offset: 0, first: NOTHING, last: NOTHING };

/** The place behind these bytes, which were read from `place` on. Not read again: the file may hold something else by then. */
export function behind({ offset, first, last }: Place, bytes: Buffer): Place {
  return {
    offset: offset + bytes.length,
    first: first.length < SAMPLE_BYTES ? Buffer.concat([first, bytes.subarray(0, SAMPLE_BYTES - first.length)]) : first,
    last: Buffer.concat([last, bytes.subarray(-SAMPLE_BYTES)]).subarray(-SAMPLE_BYTES),
  };
}

/** A place as the file has it now; undefined if the file is shorter. */
export async function readPlace(file: FileHandle, offset: number): Promise<Place | undefined> {
  const size = Math.min(SAMPLE_BYTES, offset);
  const first = Buffer.alloc(size);
  const last = Buffer.alloc(size);
  const length = (await readFully(file, first, 0)) + (await readFully(file, last, offset - size));
  return length < 2 * size ? undefined : { offset, first, last };
}

/** For `Position`. */
export const fingerprintOf = ({ first, last }: Place): string => createHash("sha256").update(first).update(last).digest("base64url").slice(0, 22);

/** Whether the same stands before both. */
export const isSamePlace = (one: Place, other: Place): boolean => one.offset === other.offset && one.first.equals(other.first) && one.last.equals(other.last);

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
