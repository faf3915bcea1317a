import type { Lines } from "./dialect.ts";
import { checkCount } from "./lines.ts";
import { scanDocument, scanString, skipSpace } from "./scan-json.ts";

export type Split = ({ readonly ok: true } & Lines) | { readonly ok: false; readonly at: number; readonly reason: string };

const [QUOTE, COMMA, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT] = [34, 44, 91, 93, 123];

/** The documents of a JSON body: the elements of one list, or documents in a row. What is no object is text. */
export function splitDocuments(body: Uint8Array, maxLines: number): Split {
  const json: Uint8Array[] = [];
  const text: Uint8Array[] = [];
  const first = skipSpace(body, 0);
  const inList = body[first] === OPEN_ARRAY;
  let at = skipSpace(body, inList ? first + 1 : first);
  while (at < body.length && !(inList && body[at] === CLOSE_ARRAY)) {
    const scanned = scanValue(body, at);
    if (!scanned.ok) return scanned;
    (body[at] === OPEN_OBJECT ? json : text).push(body.subarray(at, scanned.end));
    checkCount(json.length + text.length, maxLines);
    at = skipSpace(body, scanned.end);
    if (!inList || body[at] === CLOSE_ARRAY) continue;
    if (body[at] !== COMMA) return { ok: false, at, reason: "a comma or ] must follow an element" };
    at = skipSpace(body, at + 1);
  }
  if (!inList) return { ok: true, json, text };
  if (at >= body.length) return { ok: false, at, reason: "the list is not closed" };
  const rest = skipSpace(body, at + 1);
  return rest < body.length ? { ok: false, at: rest, reason: "something follows the list" } : { ok: true, json, text };
}

function scanValue(body: Uint8Array, at: number): ReturnType<typeof scanDocument> {
  const byte = body[at]!;
  if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return scanDocument(body, at);
  if (byte === QUOTE) {
    const end = scanString(body, at);
    return end < 0 ? { ok: false, at: -end, reason: "a string is not closed" } : { ok: true, end };
  }
  let end = at;
  while (end < body.length && isWord(body[end]!)) end++;
  return end === at ? { ok: false, at, reason: "no JSON value begins here" } : { ok: true, end };
}

// Numbers, true, false and null.
const isWord = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
