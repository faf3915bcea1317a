// Patterns for ClickHouse's `LIKE` and `match` (RE2, linear). They are put to values in lower case of ASCII: other
// letters are asked for in all their forms. Texts are folded beforehand.
import { charsThatFoldTo, fold, isAscii } from "./fold.ts";
import type { Pieces, Words } from "./filter.ts";

export const likePattern = (pieces: Pieces): string => pieces.map((piece) => piece.replaceAll(/[\\%_]/g, "\\$&")).join("%");

/** For a whole value. */
export const piecesRegex = (pieces: Pieces): string => `(?s)^${pieces.map(literal).join(".*")}$`;

// What parts words: all of ASCII that is no digit or small letter. Bytes that are no UTF-8 part nothing.
const BETWEEN = "[\\x00-/:-`{-\\x7f]";
const WORD = "[0-9a-z\\x{80}-\\x{10ffff}]";

/** For words that follow each other somewhere. A `*` at either end needs no letter there, so nothing is asked of it. */
export function wordsRegex(words: Words): string {
  const opensLeft = words.at(0)?.at(0) === "";
  const opensRight = words.at(-1)?.at(-1) === "";
  const told = words.map((pieces, i) => {
    if (pieces.every((piece) => piece === "")) return `${WORD}+`;
    const from = i === 0 && opensLeft ? 1 : 0;
    const to = i === words.length - 1 && opensRight ? -1 : undefined;
    return pieces.slice(from, to).map((piece) => literal(fold(piece))).join(`${WORD}*`);
  });
  return `${opensLeft ? "" : `(?:^|${BETWEEN})`}${told.join(`${BETWEEN}+`)}${opensRight ? "" : `(?:${BETWEEN}|$)`}`;
}

function literal(text: string): string {
  let out = "";
  for (const char of text) out += isAscii(char) ? (/[a-z0-9]/.test(char) ? char : hex(char)) : oneOf(charsThatFoldTo(char));
  return out;
}

const oneOf = (chars: readonly string[]): string => (chars.length === 1 ? hex(chars[0]!) : `[${chars.map(hex).join("")}]`);
// A lone half of a surrogate pair is stored as U+FFFD.
const hex = (char: string): string => `\\x{${(/^[\ud800-\udfff]$/.test(char) ? 0xfffd : char.codePointAt(0)!).toString(16)}}`;

const MAX_SPELLINGS = 64;

/** All texts that fold to this one, small letters of ASCII as they are; undefined if they are too many. */
export function spellings(folded: string): readonly string[] | undefined {
  let out: readonly string[] = [""];
  for (const char of folded) {
    const forms = isAscii(char) ? [char] : charsThatFoldTo(char);
    if (out.length * forms.length > MAX_SPELLINGS) return undefined;
    out = out.flatMap((start) => forms.map((form) => start + form));
  }
  return out;
}
