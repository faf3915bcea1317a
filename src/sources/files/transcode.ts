import { type Chunks, peekChunks } from "./chunks.ts";

/** Text as UTF-8 without byte order mark, whichever Unicode encoding it came in. Bytes that are no UTF-16 pass as they are. */
export async function* toUtf8(chunks: Chunks): AsyncGenerator<Buffer> {
  const { head, all } = await peekChunks(chunks, 4);
  const encoding = sniffUtf16(head);
  if (encoding !== undefined) {
    yield* decode(all, encoding);
    return;
  }
  let skip = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  for await (const chunk of all) {
    yield skip === 0 ? chunk : chunk.subarray(skip);
    skip = 0;
  }
}

// PowerShell writes a byte order mark. Without one, UTF-16 shows by the zero beside each of the first two ASCII letters.
function sniffUtf16(head: Buffer): "utf-16le" | "utf-16be" | undefined {
  const [a, b, c, d] = head;
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (isLetter(a) && b === 0 && isLetter(c) && d === 0) return "utf-16le";
  if (a === 0 && isLetter(b) && c === 0 && isLetter(d)) return "utf-16be";
  return undefined;
}

const isLetter = (byte: number | undefined): boolean => byte !== undefined && (byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127));

async function* decode(chunks: Chunks, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
