import type { Content } from "./content.ts";

type Magic = {
  readonly at: number;
  readonly bytes: Buffer;
  readonly content: Content;
  /** Letters that begin words too: they prove nothing if text follows. */
  readonly isWeak: boolean;
};

const magic = (bytes: string, content: Content, at = 0): Magic => ({ at, bytes: Buffer.from(bytes, "latin1"), content, isWeak: bytes === "BM" || bytes === "MZ" });
const noLog = (kind: string): Content => ({ is: "no log", kind });

const MAGICS: readonly Magic[] = [
  magic("ElfFile\0", { is: "log", shape: "evtx" }),
  magic("\x1f\x8b\x08", { is: "packed", by: "gzip" }),
  magic("\x28\xb5\x2f\xfd", { is: "packed", by: "zstd" }),
  magic("PK\x03\x04", { is: "packed", by: "zip" }),
  magic("PK\x05\x06", noLog("empty archive")),
  magic("\x89PNG\r\n", noLog("image")),
  magic("\xff\xd8\xff", noLog("image")),
  magic("GIF8", noLog("image")),
  magic("BM", noLog("image")),
  magic("II*\0", noLog("image")),
  magic("\0\0\x01\0", noLog("image")),
  magic("WEBP", noLog("image"), 8),
  magic("%PDF-", noLog("pdf")),
  magic("MZ", noLog("executable")),
  magic("\x7fELF", noLog("executable")),
  magic("\xcf\xfa\xed\xfe", noLog("executable")),
  magic("\xca\xfe\xba\xbe", noLog("executable")),
  magic("\0asm", noLog("executable")),
  magic("#!", noLog("script")),
  magic("SQLite format 3\0", noLog("database")),
  magic("LfLe", noLog("event log of Windows XP: convert it with wevtutil first"), 4),
  magic("regf", noLog("registry hive")),
  magic("\xd4\xc3\xb2\xa1", noLog("packet capture")),
  magic("\xa1\xb2\xc3\xd4", noLog("packet capture")),
  magic("\x0a\x0d\x0d\x0a", noLog("packet capture")),
  magic("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", noLog("document")),
  magic("{\\rtf", noLog("document")),
  magic("7z\xbc\xaf\x27\x1c", noLog("7z archive: unpack it first")),
  magic("\xfd7zXZ\0", noLog("xz archive: unpack it first")),
  magic("BZh", noLog("bzip2 archive: unpack it first")),
  magic("Rar!\x1a\x07", noLog("rar archive: unpack it first")),
  magic("ustar", noLog("tar archive: unpack it first"), 257),
  magic("PAR1", noLog("Parquet")),
  magic("-----BEGIN ", noLog("key")),
];

/** What bytes say that are no text, or undefined if they are text. UTF-16 text must have been made UTF-8 before. */
export function sniffBinary(head: Buffer): Content | undefined {
  const known = MAGICS.find(({ at, bytes }) => head.length >= at + bytes.length && head.compare(bytes, 0, bytes.length, at, at + bytes.length) === 0);
  if (known !== undefined && !(known.isWeak && isText(head))) return known.content;
  return isText(head) ? undefined : noLog("unknown binary");
}

// Zeros at the end of a text log are left by a crash; anywhere near the beginning they mean that it is no text.
function isText(head: Buffer): boolean {
  let strange = 0;
  const length = Math.min(head.length, 4096);
  for (let i = 0; i < length; i++) {
    const byte = head[i]!;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27) strange++;
  }
  return strange * 50 <= length;
}
