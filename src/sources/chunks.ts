import { open } from "node:fs/promises";

/** Bytes in order. A chunk may be overwritten once the next one is asked for. */
export type Chunks = AsyncIterable<Buffer>;

// Larger ones are no faster, and strings of a megabyte live outside of the heap, where Node frees them late.
const CHUNK_BYTES = 1 << 18;

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

/** Reads at least `size` bytes ahead (fewer if the input ends), and gives them with all bytes including them. */
export async function peekChunks(chunks: Chunks, size: number): Promise<{ readonly head: Buffer; readonly all: AsyncGenerator<Buffer> }> {
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
  return { head, all: resume(head, source) };
}

async function* resume(head: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await source.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await source.return?.();
  }
}

/** The bytes of standard input. */
export async function* standardInput(): AsyncGenerator<Buffer> {
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) yield chunk;
}
