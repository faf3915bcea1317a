import { type Entry, fromBuffer, open, type ZipFile } from "yauzl";
import type { Chunks } from "./chunks.ts";
import { type Fault, unpack } from "./unpack.ts";

/** One file of an archive; `chunks` must be read or given up before the next member is asked for. */
export type Member = { readonly name: string; readonly chunks: Chunks; readonly packedBytes: number };

/** Why an archive, or from here on the rest of it, cannot be read. */
export type ZipFault = { readonly fault: string; readonly name: string | undefined };

/** The members of a zip archive, one after the other, unpacked while they are read. */
export async function* readZip(archive: string | Buffer, fault: Fault): AsyncGenerator<Member | ZipFault> {
  let zip: ZipFile;
  try {
    zip = await openZip(archive);
  } catch (error) {
    yield { fault: reasonOf(error), name: undefined };
    return;
  }
  try {
    for (;;) {
      const entry = await nextEntry(zip);
      if (entry === undefined) return;
      if (entry instanceof Error) {
        yield { fault: reasonOf(entry), name: undefined };
        return;
      }
      const name = nameOf(entry);
      if (name.endsWith("/")) continue;
      if (entry.isEncrypted()) yield { fault: "is encrypted: unpack it first", name };
      else if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) yield { fault: `is packed by method ${entry.compressionMethod}, which is not supported: unpack it first`, name };
      else yield { name, chunks: memberChunks(zip, entry, fault), packedBytes: entry.compressedSize };
    }
  } finally {
    zip.close();
  }
}

/** The member's name; yauzl gives bytes where it is not to judge names. Old archivers write code page 437, which agrees with UTF-8 for ASCII. */
function nameOf(entry: Entry): string {
  const raw = entry.fileName as string | Buffer;
  return typeof raw === "string" ? raw : raw.toString("utf8");
}

// Names are kept as they are, also absolute ones and those with `..`: they are only shown, never used as paths.
const OPTIONS = { lazyEntries: true, autoClose: false, validateEntrySizes: false, decodeStrings: false } as const;

function openZip(archive: string | Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, zip?: ZipFile) => (zip === undefined ? reject(error) : resolve(zip));
    if (typeof archive === "string") open(archive, OPTIONS, done);
    else fromBuffer(archive, OPTIONS, done);
  });
}

function nextEntry(zip: ZipFile): Promise<Entry | Error | undefined> {
  return new Promise((resolve) => {
    const settle = (result: Entry | Error | undefined) => {
      zip.removeListener("entry", settle).removeListener("end", end).removeListener("error", settle);
      resolve(result);
    };
    const end = () => settle(undefined);
    zip.once("entry", settle).once("end", end).once("error", settle);
    zip.readEntry();
  });
}

async function* memberChunks(zip: ZipFile, entry: Entry, fault: Fault): AsyncGenerator<Buffer> {
  try {
    const stream = await new Promise<AsyncIterable<Buffer>>((resolve, reject) => {
      // The packed bytes: unpacking is ours, so that a damaged member gives what can be read of it.
      zip.openReadStream(entry, { decodeFileData: false }, (error, readable) => (error === null ? resolve(readable) : reject(error)));
    });
    if (entry.compressionMethod === 8) yield* unpack(stream, "deflate", fault);
    else yield* stream;
  } catch (error) {
    fault.reason = reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  throw error;
}
