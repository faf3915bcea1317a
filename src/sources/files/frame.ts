import { type Columns, type Line, REJECTED_TEXT_LIMIT, type Rejected } from "./batch.ts";
import type { Chunks } from "./chunks.ts";

/** What one step of a framer found. */
export type Found = {
  readonly lines: Line[];
  readonly rejected: Omit<Rejected, "path">[];
  /** Of a table: what the columns of `lines` are. */
  columns: Columns | undefined;
};

export const nothing = (): Found => ({ lines: [], rejected: [], columns: undefined });

/**
 * Cuts bytes into records. It keeps no bytes: it says how many it is done with, and gets the rest again with more behind it.
 */
export type Framer = {
  /**
   * Takes the complete records at the beginning of `bytes`, or with `last` all of it. `offset` is where `bytes` begins in the input.
   * Gives the number of bytes done with; after `lost`, the next record is looked for with `resync`; after `again`, there is more to take.
   */
  readonly frame: (bytes: Buffer, offset: number, last: boolean, found: Found) => Step;
  /** Where in `bytes` the next record may begin after a broken one, or -1. */
  readonly resync: (bytes: Buffer) => number;
  /** Counts a record that is left out for its length, and gives its number. */
  readonly leaveOut: () => number;
};

export type Step = { readonly done: number; readonly next: "wait" | "again" | "lost" };

/** A longer record is rejected: no log has one, and memory must stay bounded. */
export const RECORD_LIMIT_BYTES = 16 << 20;

// So many bytes are kept of what is left out, or a mark of the next record that two chunks share would be missed.
const MARK_BYTES = 16;

/** The beginning of a broken part, for the person who will look at it. */
export const excerpt = (bytes: Buffer): string => bytes.toString("utf8", 0, REJECTED_TEXT_LIMIT);

/** Why bytes that are all zero are no record. */
export const ZEROS = "zeros instead of text: room that was never written to, or lines that a crash took";

/** Adds a record that is text. Zeros are rejected; what stands behind them on the line is a record all the same, for there a log goes on after a crash. */
export function addText(found: Found, text: string, record: number, offset: number): void {
  if (text.charCodeAt(0) !== 0) {
    found.lines.push({ text, record, offset });
    return;
  }
  let zeros = 1;
  while (text.charCodeAt(zeros) === 0) zeros++;
  found.rejected.push({ record, offset, reason: ZEROS, text: "" });
  if (text.slice(zeros).trim() !== "") found.lines.push({ text: text.slice(zeros), record, offset: offset + zeros });
}

/** Runs a framer over chunks of any size. Gives what each step found; memory is bounded by `limit` and the size of the chunks. `start` is where they begin in the input. */
export async function* frameChunks(chunks: Chunks, framer: Framer, limit = RECORD_LIMIT_BYTES, start = 0): AsyncGenerator<Found> {
  let store: Buffer = Buffer.allocUnsafeSlow(1 << 16);
  let length = 0; // bytes of `store` in use
  let offset = start; // of store[0] in the input
  let retryAt = 0; // an unfinished record is scanned again only when twice as long, so that the work stays linear
  let lost = false;

  function* work(last: boolean): Generator<Found> {
    let done = 0;
    for (;;) {
      const bytes = store.subarray(done, length);
      if (lost) {
        const at = framer.resync(bytes);
        done += at < 0 ? Math.max(0, bytes.length - (last ? 0 : MARK_BYTES)) : at;
        if (at < 0) break;
        lost = false;
        continue;
      }
      if (bytes.length === 0 || (bytes.length < retryAt && !last)) break;
      const found = nothing();
      const step = framer.frame(bytes, offset + done, last, found);
      done += step.done;
      retryAt = 2 * (length - done);
      lost = step.next === "lost";
      if (step.next === "wait" && length - done > limit) {
        found.rejected.push({ record: framer.leaveOut(), offset: offset + done, reason: `record is longer than ${limit} bytes`, text: excerpt(store.subarray(done, length)) });
        lost = true;
      }
      if (found.lines.length > 0 || found.rejected.length > 0) yield found;
      if (step.next === "wait" && !lost) break;
    }
    store.copyWithin(0, done, length);
    length -= done;
    offset += done;
    if (lost) retryAt = 0;
  }

  for await (const chunk of chunks) {
    if (length + chunk.length > store.length) store = grow(store, length, length + chunk.length);
    chunk.copy(store, length);
    length += chunk.length;
    yield* work(false);
  }
  yield* work(true);
}

function grow(store: Buffer, length: number, needed: number): Buffer {
  const bigger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * store.length));
  store.copy(bigger, 0, 0, length);
  return bigger;
}
