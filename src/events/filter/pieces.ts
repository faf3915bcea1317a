// Patterns cut at their `*`, and texts cut into words. All are folded beforehand on both sides.
import type { Pieces, Words } from "./filter.ts";

/**
 * Whether the whole text is the pieces in their order with anything between. Each takes the first place where it fits,
 * which is never worse than a later one: no going back, so the time grows with the text only.
 */
export function matchPieces(pieces: Pieces, text: string): boolean {
  const first = pieces[0]!;
  if (pieces.length === 1) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (let i = 1; i < pieces.length - 1; i++) {
    const found = text.indexOf(pieces[i]!, at);
    if (found < 0) return false;
    at = found + pieces[i]!.length;
  }
  const last = pieces.at(-1)!;
  return text.length - last.length >= at && text.endsWith(last);
}

// What ClickHouse's tokenizer `splitByNonAlpha` takes for a word: letters and digits of ASCII, and all bytes beyond it.
const WORD = /[0-9a-z\u0080-\u{10ffff}]+/gu;
const WORD_OR_STAR = /[*0-9a-z\u0080-\u{10ffff}]+/gu;
const STAR_ONLY = /^\*+$/;

const STAR = "*";

/** The words of a pattern whose pieces are folded. A lone `*` at either end says nothing and is left out. */
export function wordsOf(pieces: Pieces): Words {
  // A star of the text itself is a separator here; only those between pieces are patterns.
  const words = pieces.map((piece) => piece.replaceAll(STAR, " ")).join(STAR).match(WORD_OR_STAR) ?? [];
  const first = words.findIndex((word) => !STAR_ONLY.test(word));
  const last = words.findLastIndex((word) => !STAR_ONLY.test(word));
  return first < 0 ? [] : words.slice(first, last + 1).map((word) => word.split(STAR));
}

/** Whether the words follow each other somewhere in the folded text. */
export function matchWords(words: Words, text: string): boolean {
  const needed = longest(words);
  if (!text.includes(needed)) return false;
  const found: string[] = [];
  for (const [word] of text.matchAll(WORD)) {
    found.push(word);
    if (found.length > words.length) found.shift();
    if (found.length === words.length && words.every((pieces, i) => matchPieces(pieces, found[i]!))) return true;
  }
  return false;
}

/** The longest literal among the pieces of the words. */
const longest = (words: Words): string => words.flat().reduce((a, b) => (b.length > a.length ? b : a), "");
