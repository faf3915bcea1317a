// "Windows XML Event Log (EVTX) format" (libevtx): a header of 4 KB, then chunks of 64 KB that can each be read alone.
import { renderFragment, type Templates } from "./binxml.ts";
import type { Chunks } from "./chunks.ts";
import { type Found, nothing } from "./frame.ts";

const HEADER_BYTES = 4096;
const CHUNK_BYTES = 65536;
const FIRST_RECORD = 512;
const RECORD_SIGNATURE = Buffer.from([0x2a, 0x2a, 0, 0]);

/** Reads an event log chunk by chunk: the XML of each record, and the chunks and records that are broken. */
export async function* readEvtx(chunks: Chunks): AsyncGenerator<Found> {
  let record = 1;
  let offset = 0;
  for await (const block of cutBlocks(chunks)) {
    if (offset > 0) {
      const found = nothing();
      readChunk(block, offset, record, found);
      record += found.lines.length + found.rejected.length;
      if (found.lines.length > 0 || found.rejected.length > 0) yield found;
    }
    offset += block.length;
  }
  if (offset <= HEADER_BYTES) yield { ...nothing(), rejected: [{ record: 1, offset, reason: "the file ends with its header: it holds no chunk of records", text: "" }] };
}

/** The header, then each chunk; the last one may be cut short. */
async function* cutBlocks(chunks: Chunks): AsyncGenerator<Buffer> {
  const store = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let size = HEADER_BYTES;
  let length = 0;
  for await (const bytes of chunks) {
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(store, length, at, at + size - length);
      at += copied;
      length += copied;
      if (length < size) break;
      yield store.subarray(0, size);
      size = CHUNK_BYTES;
      length = 0;
    }
  }
  if (length > 0) yield store.subarray(0, length);
}

/** The records of one chunk. `offset` is the chunk's in the file; `first` numbers its first record. */
function readChunk(chunk: Buffer, offset: number, first: number, found: Found): void {
  const reject = (at: number, reason: string) =>
    void found.rejected.push({ record: first + found.lines.length + found.rejected.length, offset: offset + at, reason, text: "" });
  if (chunk.toString("latin1", 0, 8) !== "ElfChnk\0") {
    // Logs are made larger than they need to be at once: chunks never used are all zero.
    if (chunk.some((byte) => byte !== 0)) reject(0, "chunk has no signature: all its records are lost");
    return;
  }
  if (chunk.length < FIRST_RECORD) return reject(0, "chunk ends inside its header");
  // Of a log that was open when it was copied the header may be older than the records: those that go on in number count.
  const freeAt = chunk.readUInt32LE(48);
  const templates: Templates = new Map();
  let at = FIRST_RECORD;
  let id = -1n;
  while (at + 28 <= chunk.length) {
    if (at >= freeAt && !(isRecord(chunk, at) && chunk.readBigUInt64LE(at + 8) === id + 1n)) return;
    const size = isRecord(chunk, at) ? chunk.readUInt32LE(at + 4) : 0;
    if (size < 28 || at + size > chunk.length) {
      const next = findRecord(chunk, at + 4);
      if (next < 0 && chunk.subarray(at).every((byte) => byte === 0)) return;
      reject(at, isRecord(chunk, at) ? "record goes beyond its chunk" : "record has no signature");
      if (next < 0) return;
      at = next;
      continue;
    }
    id = chunk.readBigUInt64LE(at + 8);
    try {
      const text = renderFragment(chunk, at + 24, at + size - 4, templates);
      if (text.startsWith("<Event")) found.lines.push({ text, record: first + found.lines.length + found.rejected.length });
      else reject(at, "record holds no event");
    } catch (error) {
      // Node's Buffer throws RangeError where a damaged record points outside its chunk. Anything else is a bug.
      if (!(error instanceof RangeError)) throw error;
      reject(at, `record is damaged: ${error.message}`);
    }
    at += size;
  }
}

const isRecord = (chunk: Buffer, at: number): boolean => chunk.readUInt32LE(at) === 0x2a2a;

/** The next whole record behind a broken one: its size stands at both its ends. */
function findRecord(chunk: Buffer, from: number): number {
  for (let at = chunk.indexOf(RECORD_SIGNATURE, from); at >= 0; at = chunk.indexOf(RECORD_SIGNATURE, at + 1)) {
    if (at + 28 > chunk.length) return -1;
    const size = chunk.readUInt32LE(at + 4);
    if (size >= 28 && at + size <= chunk.length && chunk.readUInt32LE(at + size - 4) === size) return at;
  }
  return -1;
}
