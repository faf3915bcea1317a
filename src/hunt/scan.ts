// From characters to words. What a character means depends on where it stands: `:` ends a name but not a value, so the
// grammar asks for the word that it expects.
import { QueryError } from "./query-error.ts";

/** A word or a quoted phrase, its escapes resolved, cut at its `*`. */
export type Word = {
  readonly pieces: readonly string[];
  readonly quoted: boolean;
  /** Of its first character, from 1. */
  readonly column: number;
  /** As it was written. */
  readonly written: string;
};

/** A place in the text that moves on as it is read. */
export type Scan = { readonly text: string; at: number };

export type Operator = "and" | "or" | "not";

export const columnOf = (scan: Scan): number => scan.at + 1;

export function skipSpace(scan: Scan): void {
  while (scan.at < scan.text.length && isSpace(scan.text[scan.at]!)) scan.at++;
}

/** The next character after spaces; "" at the end. */
export function peek(scan: Scan): string {
  skipSpace(scan);
  return scan.text[scan.at] ?? "";
}

/** Takes the character if it is the next one after spaces. */
export function take(scan: Scan, char: string): boolean {
  if (peek(scan) !== char) return false;
  scan.at++;
  return true;
}

/** The operator that comes next, if one does; it is not taken. Operators are whole words in any case. */
export function peekOperator(scan: Scan): Operator | undefined {
  skipSpace(scan);
  const { text, at } = scan;
  for (const operator of OPERATORS) {
    const after = text[at + operator.length] ?? " ";
    if (text.slice(at, at + operator.length).toLowerCase() === operator && (isSpace(after) || ENDS.includes(after))) return operator;
  }
  return undefined;
}

const OPERATORS = ["and", "or", "not"] as const satisfies readonly Operator[];

/** Characters that end any word, and those that end a name besides. */
const ENDS = "()\"{}";
const NAME_ENDS = `${ENDS}:<>`;

/** The word or phrase that comes next; undefined if none begins here. In `value`, `:`, `<` and `>` are letters like others. */
export function readWord(scan: Scan, where: "name" | "value"): Word | undefined {
  const char = peek(scan);
  if (char === "") return undefined;
  if (char === '"') return readPhrase(scan);
  return readBare(scan, where === "name" ? NAME_ENDS : ENDS);
}

// A backslash before any other character is a backslash, so that `C:\Windows` may be written as it is.
const ESCAPABLE = "\\()\":<>*{}";

function readBare(scan: Scan, ends: string): Word | undefined {
  const { text } = scan;
  const start = scan.at;
  const pieces = [""];
  while (scan.at < text.length) {
    const char = text[scan.at]!;
    if (isSpace(char) || ends.includes(char)) break;
    if (char === "*") {
      if (pieces.length === 1 || pieces.at(-1) !== "") pieces.push("");
    } else if (char === "\\" && ESCAPABLE.includes(text[scan.at + 1] ?? " ")) {
      scan.at++;
      pieces[pieces.length - 1] += text[scan.at]!;
    } else pieces[pieces.length - 1] += char;
    scan.at++;
  }
  return scan.at === start ? undefined : { pieces, quoted: false, column: start + 1, written: text.slice(start, scan.at) };
}

function readPhrase(scan: Scan): Word {
  const { text } = scan;
  const start = scan.at;
  let value = "";
  for (scan.at++; scan.at < text.length; scan.at++) {
    const char = text[scan.at]!;
    if (char === '"') {
      scan.at++;
      return { pieces: [value], quoted: true, column: start + 1, written: text.slice(start, scan.at) };
    }
    if (char === "\\" && '\\"'.includes(text[scan.at + 1] ?? " ")) scan.at++;
    value += text[scan.at]!;
  }
  const hint = text.endsWith('\\"') ? '; before the last quote write \\\\ for a backslash' : "";
  throw new QueryError(start + 1, `this quote has no end: write another " after the phrase${hint}`);
}

const isSpace = (char: string): boolean => /\s/.test(char);
