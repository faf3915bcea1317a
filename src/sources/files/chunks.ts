import { open } from "node:fs/promises";

/** Bytes in order. A chunk may be overwritten once the next one is asked for. */
export type Chunks = AsyncIterable<Buffer>;

// What one chunk holds should die young: four times as much costs 100 MB of memory and is slower, a quarter costs more calls.
const CHUNK_BYTES = 1 << 16;

/** The bytes `[start, end)` of a file. The next chunk is read from disk while the consumer works on this one. */
export async function* fileChunks(path: string, start = 0, end = Infinity): AsyncGenerator<Buffer> {
  const file = await open(path, "r");
  const { size } = await file.stat();
  // A pipe or a file under /proc has no size that could be trusted.
  const bytes = size > 0 ? Math.min(CHUNK_BYTES, size) : CHUNK_BYTES;
  const buffers = [Buffer.allocUnsafeSlow(bytes), Buffer.allocUnsafeSlow(bytes)] as const;
  let at = start;
  const readInto = (buffer: Buffer) => file.read(buffer, 0, Math.min(buffer.length, end - at), at);
  let turn = 0;
  let pending = readInto(buffers[0]);
  try {
    for (;;) {
      const { bytesRead, buffer } = await pending;
      if (bytesRead === 0) return;
      at += bytesRead;
      turn = 1 - turn;
      pending = readInto(turn === 0 ? buffers[0] : buffers[1]);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    // A read under way must not outlive its file handle; whether it failed no longer matters.
    await pending.catch(() => undefined);
    await file.close();
  }
}

/** Counts the bytes that pass, so that progress can be shown in bytes of the file on disk. */
export async function* countBytes(chunks: Chunks, progress: { bytesRead: number }): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    progress.bytesRead += chunk.length;
    yield chunk;
  }
}

export type Peeked = {
  readonly head: Buffer;
  /** All bytes including the head. `return` closes the source, also if nothing was taken. */
  readonly all: AsyncIterableIterator<Buffer> & { readonly return: () => Promise<IteratorResult<Buffer>> };
};

/** Reads at least `size` bytes ahead, or all if they are fewer. */
export async function peekChunks(chunks: Chunks, size: number): Promise<Peeked> {
  const source = chunks[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const next = await source.next();
    if (next.done === true) break;
    parts.push(Buffer.from(next.value));
    length += next.value.length;
  }
  const head = Buffer.concat(parts);
  let isTaken = length === 0;
  // No generator: one that nothing was taken from does not run its `finally`, and the file would stay open.
  const all: Peeked["all"] = {
    [Symbol.asyncIterator]: () => all,
    async next() {
      if (isTaken) return source.next();
      isTaken = true;
      return { done: false, value: head };
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
  return { head, all };
}

/** The bytes of standard input. */
export async function* standardInput(): AsyncGenerator<Buffer> {
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) yield chunk;
}
