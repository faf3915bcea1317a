// Rules from a zip archive that a stranger may have made: nothing is written to disk, and what unpacks is bounded beforehand.
import { type Entry, fromBuffer, validateFileName, type ZipFile } from "yauzl";
import { DomainError } from "../../core/index.ts";
import type { Refusal, RuleFile } from "../../detect/index.ts";
import { chooseFiles } from "./choose-files.ts";

/** The rule files of an archive or a folder, why some could not be read, and how many files are none. */
export type Unpacked = { readonly files: readonly RuleFile[]; readonly unread: readonly Refusal[]; readonly others: number };

// SigmaHQ's repository has 9,000 files; all its rules together have 8 MB.
const MAX_ENTRIES = 50_000;
const MAX_FILE_BYTES = 32 * 1024 * 1024;
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;

/** Reads the rule files of an archive. An archive that is damaged or meant to harm is refused as a whole. */
export async function readArchive(bytes: Buffer): Promise<Unpacked> {
  const zip = await refusing(() => openZip(bytes));
  try {
    if (zip.entryCount > MAX_ENTRIES) throw new DomainError("invalid", `The archive has ${zip.entryCount} files; at most ${MAX_ENTRIES} are taken.`);
    const entries = await refusing(() => readEntries(zip));
    const byName = new Map(entries.map((entry) => [entry.fileName, entry]));
    if (byName.size < entries.length) throw new DomainError("invalid", "The archive holds two files of one name: pack it again.");
    const chosen = chooseFiles([...byName.keys()]).map(({ name, path }) => ({ path, entry: byName.get(name)! }));
    checkSizes(chosen.map(({ entry }) => entry));
    const files: RuleFile[] = [];
    const unread: Refusal[] = [];
    for (const { path, entry } of chosen) {
      if (entry.isEncrypted()) unread.push(refusal(path, "the file is encrypted", "Unpack it first."));
      else files.push({ path, text: await refusing(() => readText(zip, entry)) });
    }
    return { files, unread, others: entries.length - chosen.length };
  } finally {
    zip.close();
  }
}

/** Takes files that came as names and texts, chosen and judged as those of an archive are. */
export function readList(files: readonly RuleFile[]): Unpacked {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  for (const path of texts.keys()) {
    const problem = validateFileName(path);
    if (problem !== null) throw new DomainError("invalid", `The list of files cannot be taken: ${problem}`);
  }
  const chosen = chooseFiles([...texts.keys()]);
  if (new Set(chosen.map(({ path }) => path)).size < chosen.length || texts.size < files.length) throw new DomainError("invalid", "The list holds two files of one name: send each once.");
  return { files: chosen.map(({ name, path }) => ({ path, text: texts.get(name)! })), unread: [], others: files.length - chosen.length };
}

const openZip = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => (error === null ? resolve(zip) : reject(error)));
  });

function readEntries(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  return new Promise((resolve, reject) => {
    zip.on("entry", (entry: Entry) => {
      if (!entry.fileName.endsWith("/")) entries.push(entry);
      zip.readEntry();
    });
    zip.once("end", () => resolve(entries));
    zip.on("error", reject);
    zip.readEntry();
  });
}

/** By what the archive says of itself: yauzl ends a file that unpacks to more. Several entries over one content count each. */
function checkSizes(entries: readonly Entry[]): void {
  const large = entries.find(({ uncompressedSize }) => uncompressedSize > MAX_FILE_BYTES);
  if (large !== undefined) throw new DomainError("invalid", `${large.fileName} would have ${large.uncompressedSize} bytes; a rule file may have ${MAX_FILE_BYTES}.`);
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > MAX_TOTAL_BYTES) throw new DomainError("invalid", `The archive's rules would have ${total} bytes: at most ${MAX_TOTAL_BYTES} are taken.`);
}

async function readText(zip: ZipFile, entry: Entry): Promise<string> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, readable) => (error === null ? resolve(readable) : reject(error)));
  });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

async function refusing<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new DomainError("invalid", `The archive cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Why a file could not be read at all. */
export const refusal = (path: string, reason: string, hint: string): Refusal => ({ path, line: 1, column: 1, title: undefined, id: undefined, reason, hint });
