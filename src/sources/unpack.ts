import { crc32, createInflateRaw, createZstdDecompress } from "node:zlib";
import type { Chunks } from "./chunks.ts";
import { gzipHeaderLength } from "./gzip-header.ts";

/** Where `unpack` leaves the reason why the packed data ended too early; what came before it was given. */
export type Fault = { reason: string | undefined };

export type Packing = "gzip" | "zstd" | "deflate";

// zlib loses what it has not given yet when it meets damage: at most this much.
const OUTPUT_BYTES = 1 << 15;
// One piece of a bomb unpacks to a thousand times its size, and all of that waits in memory.
const INPUT_BYTES = 1 << 15;
// RFC 1952: behind the data of a gzip part stand its checksum and its length.
const TRAILER_BYTES = 8;

/** Unpacks any number of packed parts one behind the other, and gives what could be unpacked even if the data is damaged or cut off. */
export async function* unpack(chunks: Chunks, by: Packing, fault: Fault): AsyncGenerator<Buffer> {
  let part: Part | undefined;
  let rest: Buffer = Buffer.alloc(0); // of the input, not yet taken
  let checksum: number | undefined; // of the part that just ended; its own follows it
  try {
    for await (const chunk of cut(chunks)) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      while (rest.length > 0) {
        if (part === undefined) {
          if (checksum !== undefined) {
            if (rest.length < TRAILER_BYTES) break;
            if (rest.readUInt32LE(0) !== checksum) fault.reason = damaged(by, "checksum differs");
            rest = rest.subarray(TRAILER_BYTES);
            checksum = undefined;
            continue;
          }
          const header = headerLength(rest, by);
          if (header === "more") break;
          if (header === "none") {
            if (rest.some((byte) => byte !== 0)) fault.reason = `what follows the ${by} data is no ${by} data`;
            return;
          }
          rest = rest.subarray(header);
          part = openPart(by);
        }
        rest = rest.subarray(await part.feed(rest));
        const output = part.take();
        if (output.length > 0) yield output;
        if (part.failure() !== undefined) return void (fault.reason = damaged(by, part.failure()!));
        if (part.ended()) {
          if (by === "gzip") checksum = part.checksum();
          part = undefined;
        }
      }
    }
    if (part !== undefined) {
      await part.end();
      const output = part.take();
      if (output.length > 0) yield output;
      if (part.failure() !== undefined) fault.reason = damaged(by, part.failure()!);
    } else if (checksum !== undefined) fault.reason = damaged(by, "checksum is cut off");
    else if (rest.some((byte) => byte !== 0)) fault.reason = damaged(by, "header is cut off");
  } finally {
    part?.close();
  }
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
  let ended = false;
  let checksum = 0;
  let failure: string | undefined;
  let settle = (): void => undefined;
  stream.on("data", (chunk: Buffer) => ready.push(chunk));
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
    take(): Buffer {
      const output = ready.length === 1 ? ready[0]! : Buffer.concat(ready);
      ready = [];
      if (by === "gzip") checksum = crc32(output, checksum);
      return output;
    },
    checksum: () => checksum,
    close: () => void stream.destroy(),
  };
}
