import { excerpt, type Framer, type Found, type Step } from "./frame.ts";

/**
 * Cuts JSON into its objects: several in a row in any layout, the elements of an array, and the elements of the one array
 * that wraps the records of an export (`{"Records": [...]}`). An object that breaks off or is malformed costs no other.
 */
export function frameJson(): Framer {
  let record = 1;
  // `top`: between objects. `array`: inside a list of records. `tail`: behind the list, in the object that wraps it.
  let place: "top" | "array" | "tail" = "top";
  let wrapped = false;
  // Records of one file stand equally deep: after a broken one the next begins on a line of its own with this indent.
  let indent = "";
  // The space since the last newline, if nothing else stands there. It may have come with bytes that are gone.
  let gap: string | undefined = "";
  let lostAt = 0;

  const reject = (found: Found, bytes: Buffer, from: number, offset: number, reason: string) =>
    void found.rejected.push({ record: record++, offset: offset + from, reason, text: excerpt(bytes.subarray(from)) });

  /** Takes one thing that begins at `at`. Gives where it ends, -1 if it goes on behind the bytes, -2 if the place is lost. */
  function take(bytes: Buffer, at: number, offset: number, last: boolean, found: Found): number {
    const byte = bytes[at];
    if (byte === COMMA && place === "array") return at + 1;
    if (byte === CLOSE_ARRAY && place === "array") {
      place = wrapped ? "tail" : "top";
      return at + 1;
    }
    if (byte === OPEN_ARRAY && place === "top") {
      place = "array";
      wrapped = false;
      return at + 1;
    }
    if (byte !== OPEN_OBJECT) {
      const end = endOfLine(bytes, at);
      if (end < 0 && !last) return -1;
      reject(found, bytes.subarray(0, end < 0 ? bytes.length : end), at, offset, "text between objects");
      return end < 0 ? bytes.length : end;
    }
    if (place === "top") {
      if (bytes.length - at < WRAPPER_BYTES && !last) return -1;
      const wrapper = WRAPPER.exec(bytes.toString("latin1", at, at + WRAPPER_BYTES));
      if (wrapper !== null) {
        place = "array";
        wrapped = true;
        return at + wrapper[0].length;
      }
    }
    const end = scanObject(bytes, at, []);
    if (end > 0) {
      indent = gap ?? indent;
      found.lines.push({ text: bytes.toString("utf8", at, end), record: record++ });
      return end;
    }
    if (end === 0) {
      if (!last) return -1;
      reject(found, bytes, at, offset, "object is not closed");
      return bytes.length;
    }
    indent = gap ?? indent;
    reject(found, bytes.subarray(0, -end), at, offset, `object is malformed after ${-end - at} bytes`);
    // The byte that cannot stand here may begin the next record.
    lostAt = Math.max(at + 1, -end - indent.length - 1);
    return -2;
  }

  return {
    leaveOut: () => record++,
    resync(bytes) {
      const mark = `\n${indent}{`;
      const at = bytes.indexOf(mark, 0, "latin1");
      gap = indent;
      return at < 0 ? -1 : at + mark.length - 1;
    },
    frame(bytes, offset, last, found): Step {
      let at = 0;
      for (;;) {
        const begin = at;
        at = skipSpace(bytes, at);
        gap = gapAfter(gap, bytes, begin, at);
        if (at >= bytes.length) return { done: at, then: "wait" };
        if (place === "tail") {
          const end = scanObject(bytes, at, [OPEN_OBJECT]);
          if (end === 0 && !last) return { done: at, then: "wait" };
          place = "top";
          at = end > 0 ? end : bytes.length;
          continue;
        }
        const end = take(bytes, at, offset, last, found);
        if (end === -1) return { done: at, then: "wait" };
        gap = undefined;
        if (end === -2) return { done: lostAt, then: "lost" };
        at = end;
      }
    },
  };
}

const WRAPPER_BYTES = 4096;
// CloudTrail, Azure Monitor, Microsoft Graph, Google Workspace: few plain values may stand before the list.
const WRAPPER = /^\{\s*(?:"(?:@[\w.]+|count|total|kind|etag|next|nextToken|nextPageToken|nextLink|status)"\s*:\s*(?:"[^"\\]*"|[\w.+-]+)\s*,\s*){0,8}"(?:Records|records|value|events|Events|items|logs|entries)"\s*:\s*\[(?=\s*(?:\{|\]))/;

const [NEWLINE, SPACE, QUOTE, COMMA, COLON, OPEN_ARRAY, BACKSLASH, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [10, 32, 34, 44, 58, 91, 92, 93, 123, 125];
const DEPTH_LIMIT = 1000;

/**
 * Where the object that begins at `start` ends; 0 if it goes on behind the bytes; minus the place that shows it is malformed.
 * Looks only at what tells where an object ends. With `open` not empty, `start` is inside of it.
 */
function scanObject(bytes: Buffer, start: number, open: number[]): number {
  let before = COMMA; // the last byte that is no space
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte <= SPACE) continue;
    if (byte === QUOTE) {
      for (at++; ; at++) {
        if (at >= bytes.length) return 0;
        const char = bytes[at]!;
        if (char === QUOTE) break;
        if (char === BACKSLASH) at++;
        else if (char === NEWLINE) return -at; // a newline cannot stand in a string: the line was cut
      }
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      const inside = open[open.length - 1];
      if (inside === OPEN_OBJECT && before !== COLON) return -at;
      if (inside === OPEN_ARRAY && before !== COMMA && before !== OPEN_ARRAY) return -at;
      if (open.length >= DEPTH_LIMIT) return -at;
      open.push(byte);
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (open.pop() !== byte - 2) return -at;
      if (open.length === 0) return at + 1;
    }
    before = byte;
  }
  return 0;
}

function skipSpace(bytes: Buffer, at: number): number {
  while (at < bytes.length && bytes[at]! <= SPACE) at++;
  return at;
}

function endOfLine(bytes: Buffer, at: number): number {
  return bytes.indexOf(NEWLINE, at) + 1 || -1;
}

const GAP_LIMIT = 64;

/** What stands between the last newline and `to`, given what stood there at `from` and that only space follows. */
function gapAfter(gap: string | undefined, bytes: Buffer, from: number, to: number): string | undefined {
  if (from === to) return gap;
  const newline = bytes.subarray(from, to).lastIndexOf(NEWLINE);
  if (newline >= 0) gap = "";
  return gap === undefined ? undefined : (gap + bytes.toString("latin1", Math.max(from + newline + 1, to - GAP_LIMIT), to)).slice(-GAP_LIMIT);
}
