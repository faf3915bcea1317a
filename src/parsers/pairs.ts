// key=value as devices write it: values bare or in quotes, with whatever signs between.
import { put, type Draft } from "../core/index.ts";
import type { Parsed } from "./parser.ts";

/** The signs of one dialect. */
export type PairSigns = {
  /** What stands between pairs; a blank unless told. */
  readonly between?: string | undefined;
  /** What stands between name and value; `=` unless told. */
  readonly equals?: string | undefined;
};

// Ten times what the longest line has; of a hostile one the rest is left unread.
const NAMES_LIMIT = 2000;

/**
 * Reads the pairs of a text, once from left to right. Words without a sign are passed over. In quotes, a backslash stands
 * before a quote; a quote that never closes ends with the text.
 */
export function parsePairs(text: string, { between = " ", equals = "=" }: PairSigns = {}): Parsed {
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
      put(fields, name, isQuoted ? text.slice(start + 1, stop).replaceAll('\\"', '"') : text.slice(start, stop).trim());
      names += 1;
    }
    at = isQuoted ? stop + 1 : stop;
  }
  return names === 0 ? { ok: false, reason: `no name${equals}value in it`, at: 0 } : { ok: true, fields };
}

function closing(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
}
