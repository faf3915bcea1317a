import { decodeText } from "./decode.ts";
import { excerpt, type Found, type Framer, type Step, ZEROS } from "./frame.ts";

/**
 * Cuts JSON into its objects: several in a row in any layout, the elements of an array, and the elements of the one array
 * that wraps the records of an export (`{"Records": [...]}`). An object that breaks off or is malformed costs no other.
 */
export const frameJson = (): Framer => new JsonFramer();

/** What follows one thing that was taken: a place in the bytes, or that more bytes are needed, or that the place is lost. */
type Taken = number | "wait" | "lost";

/** Holds the place in the structure around the records. */
class JsonFramer implements Framer {
  private record = 1;
  /** `top`: between objects. `array`: inside of a list of records. `tail`: behind the list, in the object that wraps it. */
  private place: "top" | "array" | "tail" = "top";
  private wrapped = false;
  /** Records of one file stand equally deep: after a broken one, the next begins on a line of its own with this indent. */
  private indent = "";
  /** The space since the last newline, if nothing else stands there. It may have come with bytes that are gone. */
  private gap: string | undefined = "";
  private lostAt = 0;

  leaveOut(): number {
    return this.record++;
  }

  resync(bytes: Buffer): number {
    const mark = `\n${this.indent}{`;
    const at = bytes.indexOf(mark, 0, "latin1");
    this.gap = this.indent;
    return at < 0 ? -1 : at + mark.length - 1;
  }

  frame(bytes: Buffer, offset: number, last: boolean, found: Found): Step {
    for (let at = 0; ; ) {
      const begin = at;
      at = skipSpace(bytes, at);
      this.gap = gapAfter(this.gap, bytes, begin, at);
      if (at >= bytes.length) return { done: at, next: "wait" };
      if (bytes[at] === 0) {
        const end = skipZeros(bytes, at);
        if (end === bytes.length && !last) return { done: at, next: "wait" };
        found.rejected.push({ record: this.record++, offset: offset + at, reason: ZEROS, text: "" });
        at = end;
        continue;
      }
      const before = found.lines.length;
      const taken = this.take(bytes, at, last, (end, reason) => {
        const text = excerpt(bytes.subarray(at, end));
        found.rejected.push({ record: this.record++, offset: offset + at, reason, text });
      }, found);
      if (found.lines.length > before) found.lines[before] = { ...found.lines[before]!, offset: offset + at };
      if (taken === "wait") return { done: at, next: "wait" };
      this.gap = undefined;
      if (taken === "lost") return { done: this.lostAt, next: "lost" };
      at = taken;
    }
  }

  /** Takes the one thing that begins at `at`. */
  private take(bytes: Buffer, at: number, last: boolean, reject: (end: number, reason: string) => void, found: Found): Taken {
    if (this.place === "tail") {
      const end = scanObject(bytes, at, [OPEN_OBJECT]);
      if (end === 0 && !last) return "wait";
      this.place = "top";
      return end > 0 ? end : bytes.length;
    }
    if (bytes[at] === OPEN_OBJECT) return this.takeObject(bytes, at, last, reject, found);
    if (this.takeBracket(bytes[at]!)) return at + 1;
    const newline = bytes.indexOf(NEWLINE, at);
    if (newline < 0 && !last) return "wait";
    const end = newline < 0 ? bytes.length : newline + 1;
    reject(end, "text between objects");
    return end;
  }

  /** Whether the byte belongs to the list around the records. */
  private takeBracket(byte: number): boolean {
    if (this.place === "array" && byte === COMMA) return true;
    if (this.place === "array" && byte === CLOSE_ARRAY) {
      this.place = this.wrapped ? "tail" : "top";
      return true;
    }
    if (this.place !== "top" || byte !== OPEN_ARRAY) return false;
    this.place = "array";
    this.wrapped = false;
    return true;
  }

  private takeObject(bytes: Buffer, at: number, last: boolean, reject: (end: number, reason: string) => void, found: Found): Taken {
    if (this.place === "top") {
      if (bytes.length - at < WRAPPER_BYTES && !last) return "wait";
      const wrapper = WRAPPER.exec(bytes.toString("latin1", at, at + WRAPPER_BYTES));
      if (wrapper !== null) {
        this.place = "array";
        this.wrapped = true;
        return at + wrapper[0].length;
      }
    }
    const end = scanObject(bytes, at, []);
    if (end === 0 && !last) return "wait";
    this.indent = this.gap ?? this.indent;
    if (end > 0) {
      found.lines.push({ text: decodeText(bytes, at, end), record: this.record++ });
      return end;
    }
    if (end === 0) {
      reject(bytes.length, "object is not closed");
      return bytes.length;
    }
    reject(-end, `object is malformed after ${-end - at} bytes`);
    // The byte that cannot stand here may begin the next record.
    this.lostAt = Math.max(at + 1, -end - this.indent.length - 1);
    return "lost";
  }
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
  while (at < bytes.length && bytes[at]! <= SPACE && bytes[at] !== 0) at++;
  return at;
}

function skipZeros(bytes: Buffer, at: number): number {
  while (bytes[at] === 0) at++;
  return at;
}

const GAP_LIMIT = 64;

/** What stands between the last newline and `to`, given what stood there at `from` and that only space follows. */
function gapAfter(gap: string | undefined, bytes: Buffer, from: number, to: number): string | undefined {
  if (from === to) return gap;
  const newline = bytes.subarray(from, to).lastIndexOf(NEWLINE);
  if (newline >= 0) gap = "";
  return gap === undefined ? undefined : (gap + bytes.toString("latin1", Math.max(from + newline + 1, to - GAP_LIMIT), to)).slice(-GAP_LIMIT);
}
