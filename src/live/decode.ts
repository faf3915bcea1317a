import { isAscii, isUtf8 } from "node:buffer";

const WINDOWS_1252 = new TextDecoder("windows-1252");
const UTF16_LE = new TextDecoder("utf-16le");
const UTF16_BE = new TextDecoder("utf-16be");
const LOOK_BYTES = 256;

/**
 * The text of a line: UTF-8 where it is that, UTF-16 where every other byte is zero, else Windows-1252, of which
 * Latin-1 is the printable part (WHATWG Encoding). Never fails: every sequence of bytes is some text.
 */
export function decodeLine(line: Uint8Array): string {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.length);
  if (isAscii(bytes) && !bytes.includes(0)) return bytes.toString("latin1");
  const wide = utf16(bytes);
  if (wide !== undefined) return wide;
  if (isUtf8(bytes)) return bytes.toString("utf8", bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
  return WINDOWS_1252.decode(bytes);
}

// Latin text in UTF-16 is half zeros. A line cut at the byte 0A begins, in little-endian, with the 00 of that 000A.
function utf16(bytes: Buffer): string | undefined {
  if (bytes.length < 4) return undefined;
  const cut = bytes[0] === 0 && bytes[2] === 0 && bytes[1] !== 0 && bytes.length % 2 === 1 ? 1 : 0;
  const body = bytes.subarray(cut);
  if (body[0] === 0xff && body[1] === 0xfe) return UTF16_LE.decode(body);
  if (body[0] === 0xfe && body[1] === 0xff) return UTF16_BE.decode(body);
  const looked = Math.min(body.length - (body.length % 2), LOOK_BYTES);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < looked; i += 2) {
    if (body[i] === 0) even++;
    if (body[i + 1] === 0) odd++;
  }
  if (odd * 2 > looked * 0.8 && even === 0) return UTF16_LE.decode(body);
  if (even * 2 > looked * 0.8 && odd === 0) return UTF16_BE.decode(body);
  return undefined;
}
