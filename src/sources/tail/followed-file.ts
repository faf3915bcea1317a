import { type FileHandle, open } from "node:fs/promises";
import { isCompressed } from "./compressed.ts";
import { cutLines } from "./cut-lines.ts";
import { ifAbsent, looksOf, type Seen } from "./listing.ts";
import { BEGINNING, behind, fingerprintOf, isSamePlace, type Place, type Position, readFully, readPlace } from "./position.ts";

/** Lines of a file that stand behind its position; once they are durable, `advance`. */
export type Piece = {
  readonly lines: readonly Uint8Array[];
  /** How many of them were cut. */
  readonly cut: number;
  readonly end: Place;
  /** How far the rest of a line that was cut is looked through, while its end is not found. */
  readonly skippedTo: Place | undefined;
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
  #place: Place;
  #seenSize = -1;
  #changedMs = -1;
  #skippedTo: Place | undefined;

  private constructor({ path, device, inode }: Seen, handle: FileHandle, place: Place) {
    this.path = path;
    this.device = device;
    this.inode = inode;
    this.#handle = handle;
    this.#place = place;
  }

  /** Goes on where a position stands, else at the beginning. Undefined if what was seen is not there any more; throws if it cannot be read. */
  static async open(seen: Seen, position: Pick<Position, "offset" | "fingerprint"> | undefined): Promise<FollowedFile | undefined> {
    const handle = await open(seen.path, "r").catch(ifAbsent(undefined));
    if (handle === undefined) return undefined;
    const place = await placeIn(handle, seen, position).catch(async (error: unknown) => {
      await handle.close();
      throw error;
    });
    if (place !== undefined) return new FollowedFile(seen, handle, place);
    await handle.close();
    return undefined;
  }

  get position(): Position {
    const { path, device, inode } = this;
    return { path, device, inode, offset: this.#place.offset, fingerprint: fingerprintOf(this.#place) };
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

  /** The position that one would have who had read so far; undefined if the file is shorter. */
  async positionAt(offset: number): Promise<Pick<Position, "offset" | "fingerprint"> | undefined> {
    const place = await readPlace(this.#handle, offset);
    return place === undefined ? undefined : { offset, fingerprint: fingerprintOf(place) };
  }

  isCompressed(): Promise<boolean> {
    return isCompressed(this.#handle);
  }

  advance({ end, skippedTo }: Pick<Piece, "end" | "skippedTo">): void {
    this.#place = end;
    this.#skippedTo = skippedTo;
  }

  restart(): void {
    this.advance({ end: BEGINNING, skippedTo: undefined });
  }

  /** The next lines; undefined if there is none yet. A line without its newline waits, unless the file is over. */
  async read(maxLineBytes: number, isOver: boolean): Promise<Piece | "truncated" | undefined> {
    const piece = this.#skippedTo === undefined ? await this.#readLines(maxLineBytes, isOver) : await this.#skipLine(this.#skippedTo, isOver);
    // Asked after reading: if what was read before is still there now, then it was while the piece was read.
    const before = await readPlace(this.#handle, this.#place.offset);
    return before !== undefined && isSamePlace(before, this.#place) ? piece : "truncated";
  }

  async #readLines(maxLineBytes: number, isOver: boolean): Promise<Piece | undefined> {
    const { offset } = this.#place;
    for (const wanted of [PIECE_BYTES, maxLineBytes + 1]) {
      const buffer = await this.#bytesAt(offset, wanted);
      const isEnd = offset + buffer.length >= this.#seenSize;
      const { lines, bytes, cut } = cutLines(buffer, { maxLines: PIECE_LINES, maxLineBytes, isLast: isOver && isEnd });
      if (bytes > 0) return { lines, cut, end: behind(this.#place, buffer.subarray(0, bytes)), skippedTo: undefined };
      if (buffer.length > maxLineBytes) {
        const beginning = buffer.subarray(0, maxLineBytes);
        // The position stays before the line until its end is known: after a restart in between it is read again.
        return { lines: [beginning], cut: 1, end: this.#place, skippedTo: behind(this.#place, beginning) };
      }
      if (isEnd) return undefined;
    }
    return undefined;
  }

  async #skipLine(from: Place, isOver: boolean): Promise<Piece | undefined> {
    const buffer = await this.#bytesAt(from.offset, PIECE_BYTES);
    const lineFeed = buffer.indexOf(LINE_FEED);
    const to = behind(from, lineFeed < 0 ? buffer : buffer.subarray(0, lineFeed + 1));
    if (lineFeed >= 0 || (isOver && to.offset >= this.#seenSize)) return { lines: [], cut: 0, end: to, skippedTo: undefined };
    return buffer.length === 0 ? undefined : { lines: [], cut: 0, end: this.#place, skippedTo: to };
  }

  async #bytesAt(at: number, wanted: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(wanted, this.#seenSize - at)));
    return buffer.subarray(0, await readFully(this.#handle, buffer, at));
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** The place where a position stands in what was seen; undefined if this is another file, or has another content. */
async function placeIn(handle: FileHandle, seen: Seen, position: Pick<Position, "offset" | "fingerprint"> | undefined): Promise<Place | undefined> {
  const { dev, ino } = await handle.stat({ bigint: true });
  if (String(dev) !== seen.device || String(ino) !== seen.inode) return undefined;
  if (position === undefined) return BEGINNING;
  const place = await readPlace(handle, position.offset);
  return place !== undefined && fingerprintOf(place) === position.fingerprint ? place : undefined;
}
