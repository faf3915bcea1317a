import type { Lines } from "./dialect.ts";

const [TAB, NEWLINE, RETURN, SPACE, OPEN, CLOSE] = [9, 10, 13, 32, 123, 125];

/** Memory that each line takes beside its bytes: a view of them, its place in a list, its part of the answer. */
export const LINE_COST_BYTES = 256;

/** A body that holds more lines than one request may. */
export class TooManyLines extends Error {
  override readonly name = "TooManyLines";
}

/** Throws `TooManyLines` before there are too many. */
export function checkCount(lines: number, maxLines: number): void {
  if (lines > maxLines) throw new TooManyLines(`The body holds more than ${maxLines} lines; send smaller batches.`);
}

/** Whether the bytes look like one JSON object: by their ends, so that a document costs no more than its newline. */
export const isObject = (bytes: Uint8Array): boolean => bytes[0] === OPEN && bytes[bytes.length - 1] === CLOSE;

/** The bytes from `start` to `end` without space around them; undefined if there is nothing else. */
export function trimmed(bytes: Buffer, start: number, end: number): Buffer | undefined {
  while (start < end && isSpace(bytes[start]!)) start++;
  while (start < end && isSpace(bytes[end - 1]!)) end--;
  return start === end ? undefined : bytes.subarray(start, end);
}

/** One line per newline, sorted by what it looks like unless all of it is text; blank ones are none. */
export function eachNewline(body: Buffer, maxLines: number, isText = false): Lines {
  const json: Buffer[] = [];
  const text: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const newline = body.indexOf(NEWLINE, at);
    const end = newline < 0 ? body.length : newline;
    const line = trimmed(body, at, end);
    // Text keeps the space before it: tabs and indents are part of what a program wrote.
    if (line !== undefined && !isText && isObject(line)) json.push(line);
    else if (line !== undefined) text.push(withoutReturn(body, at, end));
    checkCount(json.length + text.length, maxLines);
    at = end + 1;
  }
  return { json, text };
}

const withoutReturn = (bytes: Buffer, start: number, end: number): Buffer => bytes.subarray(start, bytes[end - 1] === RETURN ? end - 1 : end);
const isSpace = (byte: number): boolean => byte === SPACE || byte === TAB || byte === RETURN || byte === NEWLINE;
