import { type FileHandle, open } from "node:fs/promises";
import { isCompressed } from "./compressed.ts";
import { cutLines } from "./cut-lines.ts";
import { ifAbsent, looksOf, type Seen } from "./listing.ts";
import { fingerprintOf, type Position, readFully } from "./position.ts";

/** Lines of a file that stand behind its position; once they are durable, `advance`. */
export type Piece = {
  readonly lines: readonly Uint8Array[];
  /** How many of them were cut. */
  readonly cut: number;
  readonly end: number;
  /** How far the rest of a line that was cut is looked through, while its end is not found. */
  readonly skippedTo: number | undefined;
};

// Enough for the disk to read in one go, little enough for many files.
const PIECE_BYTES = 1 << 20;
const PIECE_LINES = 10_000;
const LINE_FEED = 10;

/** Holds one file open, so that it can be read to its end whatever becomes of its name. */
export class FollowedFile {
  readonly device: string;
  readonly inode: string;
  path: string;
  /** Its name is another file's now, or nobody's. */
  isGone = false;
  lastChangeMs = 0;
  /** Nothing more can be read before it changes. */
  isRead = false;
  readonly #handle: FileHandle;
  #offset: number;
  #fingerprint: string;
  #seenSize = -1;
  #changedMs = -1;
  #skippedTo: number | undefined;

  private constructor({ path, device, inode }: Seen, handle: FileHandle, { offset, fingerprint }: Pick<Position, "offset" | "fingerprint">) {
    this.path = path;
    this.device = device;
    this.inode = inode;
    this.#handle = handle;
    this.#offset = offset;
    this.#fingerprint = fingerprint;
  }

  /** Throws if the file cannot be read; undefined if it is gone, or its name is another file's by now. */
  static async open(seen: Seen, offset: number): Promise<FollowedFile | undefined> {
    const handle = await open(seen.path, "r").catch(ifAbsent(undefined));
    if (handle === undefined) return undefined;
    const { dev, ino } = await handle.stat({ bigint: true });
    if (String(dev) === seen.device && String(ino) === seen.inode) return new FollowedFile(seen, handle, { offset, fingerprint: (await fingerprintOf(handle, offset)) ?? "" });
    await handle.close();
    return undefined;
  }

  get position(): Position {
    return { path: this.path, device: this.device, inode: this.inode, offset: this.#offset, fingerprint: this.#fingerprint };
  }

  /** By which the file is told from another that has its inode number later. */
  get looks(): string {
    return looksOf({ size: this.#seenSize, changedMs: this.#changedMs });
  }

  /** Looks at the file; true if it was written to since the last look. `read` goes no further than what was seen then. */
  async look(nowMs: number): Promise<boolean> {
    const { size, mtimeMs } = await this.#handle.stat();
    const changedMs = Math.floor(mtimeMs);
    if (size === this.#seenSize && changedMs === this.#changedMs) return false;
    this.#seenSize = size;
    this.#changedMs = changedMs;
    this.lastChangeMs = nowMs;
    return true;
  }

  /** Of what stands before another offset; undefined if the file is shorter. */
  fingerprintAt(offset: number): Promise<string | undefined> {
    return fingerprintOf(this.#handle, offset);
  }

  isCompressed(): Promise<boolean> {
    return isCompressed(this.#handle);
  }

  /** Whether what was read is not there any more: the file was emptied, and perhaps written again. */
  async wasTruncated(): Promise<boolean> {
    return (await fingerprintOf(this.#handle, this.#offset)) !== this.#fingerprint;
  }

  async advance({ end, skippedTo }: Pick<Piece, "end" | "skippedTo">): Promise<void> {
    this.#skippedTo = skippedTo;
    if (end === this.#offset) return;
    // If it is truncated in this moment, the fingerprint fits nothing, and the next look begins at its beginning.
    this.#fingerprint = (await fingerprintOf(this.#handle, end)) ?? "";
    this.#offset = end;
  }

  /** The next lines; undefined if there is none yet. A line without its newline waits, unless the file is over. */
  async read(maxLineBytes: number, isOver: boolean): Promise<Piece | undefined> {
    if (this.#skippedTo !== undefined) return this.#skipLine(this.#skippedTo, isOver);
    for (const wanted of [PIECE_BYTES, maxLineBytes + 1]) {
      const buffer = await this.#bytesAt(this.#offset, wanted);
      const isEnd = this.#offset + buffer.length >= this.#seenSize;
      const { lines, bytes, cut } = cutLines(buffer, { maxLines: PIECE_LINES, maxLineBytes, isLast: isOver && isEnd });
      if (bytes > 0) return { lines, cut, end: this.#offset + bytes, skippedTo: undefined };
      if (buffer.length > maxLineBytes) {
        // The position stays before the line until its end is known: after a restart in between it is read again.
        return { lines: [buffer.subarray(0, maxLineBytes)], cut: 1, end: this.#offset, skippedTo: this.#offset + maxLineBytes };
      }
      if (isEnd) return undefined;
    }
    return undefined;
  }

  async #skipLine(from: number, isOver: boolean): Promise<Piece | undefined> {
    const buffer = await this.#bytesAt(from, PIECE_BYTES);
    const lineFeed = buffer.indexOf(LINE_FEED);
    const to = from + (lineFeed < 0 ? buffer.length : lineFeed + 1);
    if (lineFeed >= 0 || (isOver && to >= this.#seenSize)) return { lines: [], cut: 0, end: to, skippedTo: undefined };
    return buffer.length === 0 ? undefined : { lines: [], cut: 0, end: this.#offset, skippedTo: to };
  }

  async #bytesAt(at: number, wanted: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(wanted, this.#seenSize - at)));
    return buffer.subarray(0, await readFully(this.#handle, buffer, at));
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
