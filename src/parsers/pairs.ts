// key=value as devices write it: values bare or in quotes, with whatever signs between.
import { put, type Draft } from "../core/index.ts";
import type { Parsed } from "./parser.ts";

/** The signs of one dialect. */
export type PairSigns = {
  /** What stands between pairs; a blank unless told. */
  readonly between?: string | undefined;
  /** What stands between name and value; `=` unless told. */
  readonly equals?: string | undefined;
  /** A value reaches to the next name, though it holds what stands between pairs; of a name that comes twice, the first counts. */
  readonly wide?: boolean | undefined;
};

// Ten times what the longest line has; of a hostile one the rest is left unread.
const NAMES_LIMIT = 2000;

/**
 * Reads the pairs of a text, once from left to right. Words without a sign are passed over; of equal names the first counts. In quotes, a backslash stands
 * before a quote; a quote that never closes ends with the text.
 */
export function parsePairs(text: string, { between = " ", equals = "=", wide = false }: PairSigns = {}): Parsed {
  if (wide) return parseWidePairs(text, between, equals);
  const fields: Draft = {};
  let at = 0;
  let names = 0;
  while (at < text.length && names < NAMES_LIMIT) {
    while (text.startsWith(between, at)) at += between.length;
    const sign = text.indexOf(equals, at);
    if (sign < 0) break;
    // Only what was not read yet is looked at, or a line of many pairs would be read once for each.
    const word = text.slice(at, sign).lastIndexOf(between);
    const name = text.slice(word < 0 ? at : at + word + between.length, sign).trim();
    const start = sign + equals.length;
    const isQuoted = text[start] === '"';
    const end = isQuoted ? closing(text, start + 1) : text.indexOf(between, start);
    const stop = end < 0 ? text.length : end;
    if (name !== "") {
      names += 1;
      // What others choose stands behind what the device knows: a name in it must not take its place.
      if (!Object.hasOwn(fields, name)) put(fields, name, isQuoted ? text.slice(start + 1, stop).replaceAll('\\"', '"') : text.slice(start, stop).trim());
    }
    at = isQuoted ? stop + 1 : stop;
  }
  return names === 0 ? { ok: false, reason: `no name${equals}value in it`, at: 0 } : { ok: true, fields };
}

// The first of equal names counts here, too.
function parseWidePairs(text: string, between: string, equals: string): Parsed {
  const fields: Draft = {};
  let from = 0;
  let sign = text.indexOf(equals);
  for (let names = 0; sign >= 0 && names < NAMES_LIMIT; names += 1) {
    const name = text.slice(from, sign).trim();
    const start = sign + equals.length;
    let stop = -1;
    let unread = start;
    // The next name is what stands between the last mark and the next sign. Only what was not read yet is looked at.
    for (sign = text.indexOf(equals, start); sign >= 0 && stop < 0; ) {
      const mark = text.slice(unread, sign).lastIndexOf(between);
      if (mark >= 0 && isName(text.slice(unread + mark + between.length, sign))) stop = unread + mark;
      else {
        unread = sign + equals.length;
        sign = text.indexOf(equals, unread);
      }
    }
    const value = text.slice(start, stop < 0 ? text.length : stop).trim();
    if (name !== "" && !Object.hasOwn(fields, name)) put(fields, name, value);
    from = stop + between.length;
  }
  return Object.keys(fields).length === 0 ? { ok: false, reason: `no name${equals}value in it`, at: 0 } : { ok: true, fields };
}

const isName = (text: string): boolean => text.length <= 64 && /^[A-Za-z][\w .-]*$/.test(text);

function closing(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
}
