// Where JSON documents end, told by strings, escapes and brackets alone: the documents themselves are read much later.

const [SPACE, QUOTE, COMMA, COLON, OPEN_ARRAY, BACKSLASH, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [32, 34, 44, 58, 91, 92, 93, 123, 125];
const DEPTH_LIMIT = 1000;

/** Where a document ends, or why it does not and where that shows. */
export type Scanned = { readonly ok: true; readonly end: number } | { readonly ok: false; readonly at: number; readonly reason: string };

/** Hears of each key of the outermost object: where its quoted text begins and ends, and where its value's colon is. */
export type OnKey = (start: number, end: number, colon: number) => void;

/** Finds the end of the object or list that begins at `start`. Linear, whatever the bytes; a document that `JSON.parse` takes is never refused for anything but its depth. */
export function scanDocument(bytes: Uint8Array, start: number, onKey?: OnKey): Scanned {
  const open: number[] = [];
  let stringStart = 0;
  let stringEnd = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      stringStart = at;
      stringEnd = scanString(bytes, at);
      if (stringEnd < 0) return { ok: false, at: -stringEnd, reason: "a string is not closed" };
      at = stringEnd - 1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (open.length >= DEPTH_LIMIT) return { ok: false, at, reason: `it is nested deeper than ${DEPTH_LIMIT}` };
      open.push(byte);
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      // In ASCII each closing bracket is its opening one plus two.
      if (open.pop() !== byte - 2) return { ok: false, at, reason: "a bracket closes what was not opened" };
      if (open.length === 0) return { ok: true, end: at + 1 };
    } else if (byte === COLON && open.length === 1 && onKey !== undefined) {
      onKey(stringStart, stringEnd, at);
    }
  }
  return { ok: false, at: bytes.length, reason: "it is not closed" };
}

/** Behind the closing quote of the string that begins at `start`; minus the place where it breaks off (RFC 8259, section 7: no control characters). */
export function scanString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
    else if (byte < SPACE) return -at;
  }
  return -bytes.length;
}

/** The first place from `at` on that holds no space (RFC 8259, section 2). */
export function skipSpace(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && (bytes[at] === SPACE || bytes[at] === 10 || bytes[at] === 13 || bytes[at] === 9)) at++;
  return at;
}

/** How many objects and lists there are, and how deep they go: what reading the document will cost. */
export function weigh(bytes: Uint8Array): { readonly nodes: number; readonly depth: number } {
  let [nodes, depth, deepest] = [0, 0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      const end = scanString(bytes, at);
      if (end < 0) break;
      at = end - 1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      nodes++;
      deepest = Math.max(deepest, ++depth);
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth--;
    else if (byte === COMMA) nodes++;
  }
  return { nodes, depth: deepest };
}
