import { type FileHandle, open } from "node:fs/promises";
import type { Batch, Failure } from "./batch.ts";
import { countBytes, fileChunks } from "./chunks.ts";
import { explain } from "./explain.ts";
import { frameChunks, RECORD_LIMIT_BYTES } from "./frame.ts";
import { frameLines } from "./frame-lines.ts";
import { batches } from "./read-file.ts";
import { bomLength, SNIFF_BYTES, sniff } from "./sniff.ts";

/** A part of a file of lines, from the beginning of a line to the end of one. It can be handed to another thread as it is. */
export type Range = {
  readonly path: string;
  readonly format: "json" | "text";
  /** Where the text begins: behind the byte order mark. */
  readonly textStart: number;
  readonly start: number;
  readonly end: number;
  /** The number of the range's first line in the file. */
  readonly firstRecord: number;
};

const BLOCK_BYTES = 4 << 20;
const NEWLINE = 10;

/**
 * Cuts a plain file of lines into `count` ranges of about the same size, so that threads can share it; undefined if the file
 * is of another kind (packed, UTF-16, XML, a table…) and only `readFile` can read it, or if it has audit records: those of
 * one event stand in several lines.
 *
 * It counts the newlines first, which costs a few per cent of reading the lines, so that every record keeps its number.
 */
export async function splitRanges(path: string, count: number): Promise<readonly Range[] | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    explain(error); // throws if it is a bug; `readFile` will tell the reason
    return undefined;
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) return undefined;
    const head = Buffer.alloc(Math.min(SNIFF_BYTES, status.size));
    await file.read(head, 0, head.length, 0);
    const content = sniff(head, path, true);
    if (content.is !== "log" || (content.shape !== "json-lines" && content.shape !== "text")) return undefined;
    const whole = { path, format: content.shape === "text" ? "text" : "json", textStart: bomLength(head), start: bomLength(head), end: status.size, firstRecord: 1 } as const;
    return await cut(file, whole, count);
  } finally {
    await file.close();
  }
}

const AUDIT = "audit(";

async function cut(file: FileHandle, whole: Range, count: number): Promise<readonly Range[] | undefined> {
  const size = whole.end;
  const ranges: Range[] = [];
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let { start, firstRecord } = whole;
  let record = 1; // of the line that goes on at `at`
  let bound = Math.ceil(size / count);
  let tail = "";
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, at);
    if (bytesRead === 0) break;
    const read = block.subarray(0, bytesRead);
    if (whole.format === "text" && (read.includes(AUDIT) || (tail + read.toString("latin1", 0, AUDIT.length)).includes(AUDIT))) return undefined;
    tail = read.toString("latin1", Math.max(0, bytesRead - AUDIT.length + 1));
    for (let newline = block.indexOf(NEWLINE); newline >= 0 && newline < bytesRead; newline = block.indexOf(NEWLINE, newline + 1)) {
      record++;
      const end = at + newline + 1;
      if (end < bound || end >= size) continue;
      ranges.push({ ...whole, start, end, firstRecord });
      start = end;
      firstRecord = record;
      bound = Math.max(end + 1, Math.ceil((size * (ranges.length + 1)) / count));
    }
    at += bytesRead;
  }
  ranges.push({ ...whole, start, firstRecord });
  return ranges;
}

/** Reads one range. `bytesRead` counts from the range's beginning. */
export async function* readRange({ path, format, textStart, start, end, firstRecord }: Range): AsyncGenerator<Batch | Failure> {
  const progress = { bytesRead: 0 };
  try {
    yield* batches(frameChunks(countBytes(fileChunks(path, start, end), progress), frameLines(firstRecord), RECORD_LIMIT_BYTES, start - textStart), format, { path, progress });
  } catch (error) {
    yield { type: "failure", path, reason: explain(error) };
  }
}
