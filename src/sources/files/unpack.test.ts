import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Fault, type Packing, unpack } from "./unpack.ts";

const MB = 1 << 20;
const ZEROS = Buffer.alloc(96 * MB);

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

// One piece of input makes all of the output, so what is not bounded stands in memory at once.
test.each<[Packing, Buffer]>([["zstd", zstdCompressSync(ZEROS)], ["gzip", gzipSync(ZEROS)]])("what a piece of %s unpacks to comes in pieces that are bounded, and is all there", async (by, packed) => {
  const fault: Fault = { reason: undefined };
  let total = 0;
  let longest = 0;
  for await (const piece of unpack(once(packed), by, fault)) {
    total += piece.length;
    longest = Math.max(longest, piece.length);
    // While somebody reads slowly the rest could pile up: the stream gets every turn it could want.
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
  }
  expect(fault.reason).toBeUndefined();
  expect(total).toBe(ZEROS.length);
  expect(longest).toBeLessThan(4 * MB);
});

test("a reader that gives up ends the unpacking", async () => {
  const fault: Fault = { reason: undefined };
  for await (const piece of unpack(once(zstdCompressSync(ZEROS)), "zstd", fault)) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  expect(fault.reason).toBeUndefined();
});
