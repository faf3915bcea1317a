// The bytes of a file → its text. What Excel writes is rarely UTF-8: its "CSV" is Windows-1252, its "Unicode text" UTF-16.
import { DomainError } from "../../core/index.ts";

export type Encoding = "utf-8" | "windows-1252" | "utf-16le" | "utf-16be";

/** The text of a file, and how it was written; `named` is what somebody says it is. */
export function decodeFile(bytes: Uint8Array, named: Encoding | undefined): { readonly text: string; readonly encoding: Encoding } {
  const encoding = named ?? encodingOf(bytes);
  const text = decode(bytes, encoding);
  if (text === undefined) throw new DomainError("invalid", `The file is not ${encoding}: leave the encoding out of the mapping, or name another.`);
  return { text, encoding };
}

/** Takes a mark of byte order off, and refuses bytes that the encoding does not have. */
function decode(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

// The start of a table tells; all of it would tell no more.
const LOOKED_AT = 64 * 1024;

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const start = bytes.subarray(0, LOOKED_AT);
  // Headings are mostly ASCII, of which UTF-16 writes every other byte as zero.
  const [even, odd] = [0, 1].map((parity) => start.filter((byte, i) => byte === 0 && i % 2 === parity).length);
  if (odd! > start.length / 5) return "utf-16le";
  if (even! > start.length / 5) return "utf-16be";
  // Windows-1252 has a character for almost every byte; a text in it that happens to be UTF-8 is one without accents.
  return decode(bytes, "utf-8") === undefined ? "windows-1252" : "utf-8";
}
