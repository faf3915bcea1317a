import { isUtf8 } from "node:buffer";

const WINDOWS_1252 = new TextDecoder("windows-1252");

/** The text of one record. What is no UTF-8 was written in the code page of western Windows, as logs of old programs are. */
export function decodeText(bytes: Buffer, start: number, end: number): string {
  const record = bytes.subarray(start, end);
  return isUtf8(record) ? record.toString("utf8") : WINDOWS_1252.decode(record);
}

/** The lines of a text; each is decoded for itself only if they are not all UTF-8. */
export function decodeLines(bytes: Buffer): string[] {
  if (isUtf8(bytes)) return bytes.toString("utf8").split("\n");
  const lines: string[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    lines.push(decodeText(bytes, start, end));
    start = end + 1;
  }
  lines.push(decodeText(bytes, start, bytes.length));
  return lines;
}
