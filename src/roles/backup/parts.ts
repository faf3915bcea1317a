// The files of a backup: compressed with zstd, digested as they are written, on the disk before the next one.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { lstat, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createZstdCompress, createZstdDecompress } from "node:zlib";
import { DomainError } from "../../core/index.ts";
import type { Contents } from "./manifest.ts";

/** A file of a backup. */
export type Part = Contents["parts"][number];

/** Writes a part; memory holds a few blocks of it at a time. */
export async function writePart(folder: string, name: string, content: AsyncIterable<Uint8Array>): Promise<Part> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  let bytes = 0;
  const digest = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(content, createZstdCompress(), digest, createWriteStream(path, { flags: "wx", mode: 0o600, flush: true }));
  return { name, bytes, sha256: hash.digest("hex") };
}

/** What a part holds. */
export function openPart(folder: string, name: string): Readable {
  const file = createReadStream(join(folder, name));
  const content = createZstdDecompress();
  // `pipe` alone would leave the reader waiting for a file that cannot be read.
  file.on("error", (error) => content.destroy(error));
  return file.pipe(content);
}

const TOLD = 20;

/** Reads every part once and refuses a backup of which one is missing or altered, by its name. `onRead` hears of bytes read. */
export async function checkParts(folder: string, { parts }: Contents, onRead: (bytes: number) => void): Promise<void> {
  const wrong: string[] = [];
  for (const part of parts) {
    const problem = await problemOf(folder, part, onRead);
    if (problem !== undefined) wrong.push(`${part.name} ${problem}`);
  }
  if (wrong.length === 0) return;
  const more = wrong.length > TOLD ? `, and ${wrong.length - TOLD} more` : "";
  throw new DomainError("conflict", `The backup is not what was written: ${wrong.slice(0, TOLD).join(", ")}${more}. Nothing was restored; take another copy of it.`);
}

async function problemOf(folder: string, { name, bytes, sha256 }: Part, onRead: (bytes: number) => void): Promise<string | undefined> {
  const path = join(folder, name);
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (found === undefined) return "is missing";
  if (!found.isFile()) return "is no file";
  if (found.size !== bytes) return `has ${found.size} bytes in place of ${bytes}`;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    onRead(chunk.length);
  }
  return hash.digest("hex") === sha256 ? undefined : "was altered";
}
