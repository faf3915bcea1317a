import type { Batch, Failure, Format, Rejected, Skipped } from "./batch.ts";
import { type Chunks, countBytes, fileChunks, type Peeked, peekChunks, standardInput } from "./chunks.ts";
import { readEvtx } from "./evtx.ts";
import type { Content } from "./content.ts";
import { explain } from "./explain.ts";
import { type Found, frameChunks } from "./frame.ts";
import { frameJson } from "./frame-json.ts";
import { frameLines } from "./frame-lines.ts";
import { frameTable } from "./frame-table.ts";
import { frameXml } from "./frame-xml.ts";
import type { FileToRead } from "./list-files.ts";
import { SNIFF_BYTES, sniff } from "./sniff.ts";
import { toUtf8 } from "./transcode.ts";
import { type Fault, unpack } from "./unpack.ts";
import { readZip } from "./zip.ts";

/** What reading a file gives, in this order as it comes. */
export type Read = Batch | Skipped | Failure;

// A packed file in a packed file is common (`logs.zip` with `.gz` in it), four deep is a trap.
const NESTING_LIMIT = 4;
// The index of a zip stands at its end: where the file cannot be read from there, it has to fit in memory.
const INNER_ZIP_LIMIT_BYTES = 64 << 20;

type Place = { readonly path: string; readonly named: boolean; readonly nesting: number; readonly progress: { bytesRead: number }; readonly onDisk: boolean };

/** Reads one file, whatever it is: its records in batches, or what it is instead of a log, or why it cannot be read. */
export async function* readFile(file: Omit<FileToRead, "modifiedMs">): AsyncGenerator<Read> {
  const progress = { bytesRead: 0 };
  const chunks = file.path === "-" ? standardInput() : fileChunks(file.path);
  try {
    yield* readChunks(countBytes(chunks, progress), { path: file.path, named: file.named, nesting: 0, progress, onDisk: file.path !== "-" });
  } catch (error) {
    yield { type: "failure", path: file.path, reason: explain(error) };
  }
}

async function* readChunks(chunks: Chunks, place: Place): AsyncGenerator<Read> {
  const { head, all } = await peekChunks(toUtf8(chunks), SNIFF_BYTES);
  try {
    const content = sniff(head, place.path, place.named);
    if (content.is === "no log") yield { type: "skipped", path: place.path, kind: content.kind };
    else if (content.is === "log") yield* batches(read(all, content), formatOf(content), place);
    else if (place.nesting >= NESTING_LIMIT) yield { type: "failure", path: place.path, reason: "is packed too many times over: unpack it first" };
    else if (content.by === "zip") yield* readMembers(all, place);
    else yield* readPacked(all, content.by, place);
  } finally {
    await all.return();
  }
}

function read(chunks: Chunks, content: Content & { is: "log" }): AsyncGenerator<Found> {
  switch (content.shape) {
    case "evtx": return readEvtx(chunks);
    case "windows-xml": return frameChunks(chunks, frameXml());
    case "json": return frameChunks(chunks, frameJson());
    case "table": return frameChunks(chunks, frameTable(content.columns));
    case "json-lines":
    case "text": return frameChunks(chunks, frameLines());
  }
}

const FORMATS = { evtx: "windows-xml", "windows-xml": "windows-xml", json: "json", "json-lines": "json", table: "csv", text: "text" } as const satisfies Record<string, Format>;

const formatOf = (content: Content & { is: "log" }): Format => FORMATS[content.shape];

/** Says of each find which file it is from. */
export async function* batches(found: AsyncGenerator<Found>, format: Format, place: Pick<Place, "path" | "progress">): AsyncGenerator<Batch> {
  for await (const { lines, rejected, columns } of found) {
    yield batch(place, format, lines, rejected, columns);
  }
}

function batch(place: Pick<Place, "path" | "progress">, format: Format, lines: Batch["lines"], rejected: readonly Omit<Rejected, "path">[], columns: Batch["columns"]): Batch {
  const located = rejected.map((part) => ({ ...part, path: place.path }));
  return { type: "batch", path: place.path, format, columns, lines, rejected: located, bytesRead: place.progress.bytesRead };
}

/** Gives what unpacked, and then, if there is one, the reason why there is no more. */
async function* readPacked(chunks: Chunks, by: "gzip" | "zstd", place: Place): AsyncGenerator<Read> {
  const fault: Fault = { reason: undefined };
  yield* withFault(readChunks(unpack(chunks, by, fault), { ...place, nesting: place.nesting + 1, onDisk: false }), fault, place);
}

async function* withFault(reads: AsyncGenerator<Read>, fault: Fault, place: Place): AsyncGenerator<Read> {
  let record = 0;
  let format: Format = "text";
  for await (const item of reads) {
    if (item.type === "batch") {
      format = item.format;
      record = Math.max(record, item.lines.at(-1)?.record ?? 0, item.rejected.at(-1)?.record ?? 0);
    } else if (item.type === "skipped" && item.kind === "empty" && fault.reason !== undefined) continue;
    yield item;
  }
  if (fault.reason === undefined) return;
  yield batch(place, format, [], [{ record: record + 1, offset: undefined, reason: fault.reason, text: "" }], undefined);
}

async function* readMembers(chunks: Peeked["all"], place: Place): AsyncGenerator<Read> {
  const archive = place.onDisk ? place.path : await collect(chunks);
  if (archive === undefined) {
    yield { type: "failure", path: place.path, reason: "is a zip archive of more than 64 MB that is no file on disk: unpack it first" };
    return;
  }
  if (place.onDisk) {
    await chunks.return();
    place.progress.bytesRead = 0; // from here on its members are counted
  }
  const fault: Fault = { reason: undefined };
  for await (const member of readZip(archive, fault)) {
    const path = member.name === undefined ? place.path : `${place.path}!${member.name}`;
    if ("fault" in member) {
      yield { type: "failure", path, reason: member.fault };
      continue;
    }
    fault.reason = undefined;
    const inside = { ...place, path, named: false, nesting: place.nesting + 1, onDisk: false };
    yield* withFault(readChunks(member.chunks, inside), fault, inside);
    if (place.onDisk) place.progress.bytesRead += member.packedBytes;
  }
}

async function collect(chunks: Chunks): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > INNER_ZIP_LIMIT_BYTES) return undefined;
    parts.push(Buffer.from(chunk));
  }
  return Buffer.concat(parts);
}
