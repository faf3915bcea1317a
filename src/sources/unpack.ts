import { once } from "node:events";
import type { Transform } from "node:stream";
import { createGunzip, createInflateRaw, createZstdDecompress } from "node:zlib";
import type { Chunks } from "./chunks.ts";

/** Where `unpack` leaves the reason why the packed data ended too early; what came before it was given. */
export type Fault = { reason: string | undefined };

const OUTPUT_BYTES = 1 << 18;
// One piece of a bomb unpacks to a thousand times its size, and all of that waits in memory.
const INPUT_BYTES = 1 << 15;

const UNPACKERS = {
  gzip: () => createGunzip({ chunkSize: OUTPUT_BYTES }),
  zstd: () => createZstdDecompress({ chunkSize: OUTPUT_BYTES }),
  deflate: () => createInflateRaw({ chunkSize: OUTPUT_BYTES }),
} satisfies Record<string, () => Transform>;

/**
 * Unpacks, and gives what could be unpacked even if the data is damaged or cut off.
 *
 * Not by piping: an unpacker that fails throws away what it has unpacked but not yet given.
 */
export async function* unpack(chunks: Chunks, by: keyof typeof UNPACKERS, fault: Fault): AsyncGenerator<Buffer> {
  const unpacker = UNPACKERS[by]();
  const ready: Buffer[] = [];
  let failed: Error | undefined;
  unpacker.on("data", (chunk: Buffer) => ready.push(chunk));
  unpacker.on("error", (error) => (failed = error));
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length && failed === undefined; at += INPUT_BYTES) {
        const piece = chunk.subarray(at, at + INPUT_BYTES);
        await new Promise<void>((resolve) => unpacker.write(piece, () => resolve()));
        yield* take(ready);
      }
      if (failed !== undefined) break;
    }
    if (failed === undefined) {
      const ended = Promise.race([once(unpacker, "end"), once(unpacker, "close")]).catch(() => undefined);
      unpacker.end();
      await ended;
    }
    yield* take(ready);
    if (failed !== undefined) fault.reason = `${by} data is damaged or cut off: ${failed.message}`;
  } finally {
    unpacker.destroy();
  }
}

function* take(ready: Buffer[]): Generator<Buffer> {
  for (let chunk = ready.shift(); chunk !== undefined; chunk = ready.shift()) yield chunk;
}
