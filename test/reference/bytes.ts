// Encodings of the string modifiers: UTF-16 and base64. Specification v2.1, "String Modifiers".
import { Buffer } from "node:buffer";

export const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");
export const utf16le = (text: string): Buffer => Buffer.from(text, "utf16le");
export const utf16be = (text: string): Buffer => utf16le(text).swap16();

export const base64 = (bytes: Buffer): string => bytes.toString("base64");

/** The characters that stay the same wherever the bytes begin within a group of three. */
export function base64offset(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = base64(Buffer.concat([Buffer.alloc(offset, " "), bytes]));
    const start = [0, 2, 3][offset];
    const end = [undefined, -3, -2][(bytes.length + offset) % 3];
    return encoded.slice(start, end);
  });
}
