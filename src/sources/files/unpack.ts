import { crc32, createInflateRaw, createZstdDecompress } from "node:zlib";
import type { Chunks } from "./chunks.ts";
import { gzipHeaderLength } from "./gzip-header.ts";

/** Where `unpack` leaves the reason why the packed data ended too early; what came before it was given. */
export type Fault = { reason: string | undefined };

export type Packing = "gzip" | "zstd" | "deflate";

// zlib loses what it has not given yet when it meets damage: at most this much.
const OUTPUT_BYTES = 1 << 15;
const INPUT_BYTES = 1 << 15;
// Of what one piece unpacks to, so much may wait in memory: a piece of zstd can make gigabytes.
const WAITING_BYTES = 1 << 21;
// RFC 1952: behind the data of a gzip part stand its checksum and its length.
const TRAILER_BYTES = 8;

/** Unpacks any number of packed parts one behind the other, and gives what could be unpacked even if the data is damaged or cut off. */
export async function* unpack(chunks: Chunks, by: Packing, fault: Fault): AsyncGenerator<Buffer> {
  const state: State = { by, fault, rest: Buffer.alloc(0), part: undefined, checksum: undefined, over: false };
  try {
    for await (const piece of cut(chunks)) {
      state.rest = state.rest.length === 0 ? piece : Buffer.concat([state.rest, piece]);
      while (state.rest.length > 0) {
        const part = enter(state);
        if (part === undefined) break;
        yield* advance(state, part);
      }
      if (state.over) return;
    }
    yield* finish(state);
  } finally {
    state.part?.close();
  }
}

type State = {
  readonly by: Packing;
  readonly fault: Fault;
  /** Of the input, not yet taken. */
  rest: Buffer;
  part: Part | undefined;
  /** Of the gzip part that just ended; its own follows it. */
  checksum: number | undefined;
  /** Nothing behind this can be unpacked. */
  over: boolean;
};

/** The part that the bytes at hand belong to; undefined if there are too few of them to tell, or no more parts. */
function enter(state: State): Part | undefined {
  if (state.over || state.part !== undefined) return state.part;
  if (state.checksum !== undefined) {
    if (state.rest.length < TRAILER_BYTES) return undefined;
    if (state.rest.readUInt32LE(0) !== state.checksum) state.fault.reason = damaged(state.by, "checksum differs");
    state.rest = state.rest.subarray(TRAILER_BYTES);
    state.checksum = undefined;
  }
  const header = headerLength(state.rest, state.by);
  if (header === "more") return undefined;
  if (header === "none") {
    state.over = true;
    // Zeros fill the last block of a tape or a disk.
    if (state.rest.some((byte) => byte !== 0)) state.fault.reason = `what follows the ${state.by} data is no ${state.by} data`;
    return undefined;
  }
  state.rest = state.rest.subarray(header);
  return (state.part = openPart(state.by));
}

/** Unpacks what it can of the bytes at hand. */
async function* advance(state: State, part: Part): AsyncGenerator<Buffer> {
  const before = state.rest;
  const fed = part.feed(before);
  yield* part.outputs(fed);
  state.rest = before.subarray(await fed);
  const failure = part.failure();
  if (failure !== undefined) {
    state.fault.reason = damaged(state.by, failure);
    state.over = true;
    state.part = undefined;
    part.close();
  } else if (part.ended()) {
    if (state.by === "gzip") state.checksum = part.checksum();
    state.part = undefined;
  }
}

/** At the end of the input: the last output, and whether something is missing. */
async function* finish(state: State): AsyncGenerator<Buffer> {
  const { part, fault, by } = state;
  if (part === undefined) {
    if (state.checksum !== undefined) fault.reason = damaged(by, "checksum is cut off");
    else if (state.rest.some((byte) => byte !== 0)) fault.reason = damaged(by, "header is cut off");
    return;
  }
  yield* part.outputs(part.end());
  const failure = part.failure();
  if (failure !== undefined) fault.reason = damaged(by, failure);
}

const damaged = (by: Packing, why: string): string => `${by} data is damaged or cut off: ${why}`;

function headerLength(bytes: Buffer, by: Packing): number | "more" | "none" {
  if (by === "gzip") return gzipHeaderLength(bytes);
  if (by === "deflate") return bytes.length === 0 ? "more" : 0;
  if (bytes.length < 4) return "more";
  const magic = bytes.readUInt32LE(0);
  // RFC 8878: a frame, or one of the sixteen kinds of frame to skip.
  return magic === 0xfd2fb528 || (magic & 0xfffffff0) === 0x184d2a50 ? 0 : "none";
}

async function* cut(chunks: Chunks): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += INPUT_BYTES) yield chunk.subarray(at, at + INPUT_BYTES);
  }
}

type Part = ReturnType<typeof openPart>;

/** One packed part while it is unpacked. Not a pipe: a pipe that fails throws away what it holds. */
function openPart(by: Packing) {
  const options = { chunkSize: OUTPUT_BYTES };
  const stream = by === "zstd" ? createZstdDecompress(options) : createInflateRaw(options);
  let ready: Buffer[] = [];
  let waiting = 0;
  let wake = (): void => undefined;
  let ended = false;
  let checksum = 0;
  let failure: string | undefined;
  let settle = (): void => undefined;
  stream.on("data", (chunk: Buffer) => {
    ready.push(chunk);
    waiting += chunk.length;
    if (waiting < WAITING_BYTES) return;
    // Until these are taken the stream unpacks no more.
    stream.pause();
    wake();
  });
  stream.on("end", () => {
    ended = true;
    settle();
  });
  stream.on("error", (error) => {
    failure = error.message;
    settle();
  });
  // Neither event nor callback comes in every case: the first of them counts.
  const settled = (start: (done: () => void) => void) => new Promise<void>((resolve) => start((settle = resolve)));
  return {
    /** Gives how many of the bytes belong to this part. */
    async feed(piece: Buffer): Promise<number> {
      const before = stream.bytesWritten;
      await settled((done) => stream.write(piece, done));
      return ended ? stream.bytesWritten - before : piece.length;
    },
    end: () => settled(() => void stream.end()),
    ended: () => ended,
    failure: () => failure,
    /** What comes out until `done`, in pieces that are bounded. */
    async *outputs(done: Promise<unknown>): AsyncGenerator<Buffer> {
      let isOver = false;
      const over = done.then(() => (isOver = true));
      for (;;) {
        if (waiting < WAITING_BYTES) await Promise.race([over, new Promise<void>((resolve) => (wake = resolve))]);
        const isLast = isOver;
        // What a pause held back inside the stream comes through the listener too.
        if (isLast) while (stream.readableLength > 0 && stream.read() !== null);
        const output = ready.length === 1 ? ready[0]! : Buffer.concat(ready);
        ready = [];
        waiting = 0;
        if (by === "gzip") checksum = crc32(output, checksum);
        if (output.length > 0) yield output;
        stream.resume();
        if (isLast) return;
      }
    },
    checksum: () => checksum,
    close: () => void stream.destroy(),
  };
}
