// Sigma strings: escapes, wildcards, case, windash and placeholders. Specification v2.1, "Escape Character" and "Wildcards".
import { IllegalRule } from "./illegal.ts";

/**
 * One code point to be met as it is, `*` = any run of code points, or `?` = any one of them.
 * A backslash that was written as two is marked: it cannot escape a percent sign behind it.
 */
export type Token = { readonly char: string; readonly escaped?: true } | { readonly wild: "*" | "?" };
export type Text = readonly Token[];

export const ANY: Token = { wild: "*" };
export const literal = (text: string): Text => [...text].map((char) => ({ char }));

/** Backslash makes `*`, `?` and itself literal; before anything else, and at the end, it is a character like others. */
export function parseText(source: string): Text {
  const [first, second, ...rest] = [...source];
  if (first === undefined) return [];
  if (first === "\\" && (second === "*" || second === "?" || second === "\\")) {
    return [{ char: second, escaped: true }, ...parseText(rest.join(""))];
  }
  const token: Token = first === "*" || first === "?" ? { wild: first } : { char: first };
  return [token, ...parseText([second ?? "", ...rest].join(""))];
}

/** Whether the whole value meets the whole text. */
export function matchText(text: Text, value: string, cased: boolean): boolean {
  const chars = [...value];
  // Where the tokens so far may have ended, all ways of sharing the characters among them considered.
  const ends = text.reduce<readonly number[]>((starts, token) => {
    if ("wild" in token && token.wild === "*") return fromEach(starts, chars.length);
    return starts.filter((at) => at < chars.length && ("wild" in token || sameChar(token.char, chars[at]!, cased))).map((at) => at + 1);
  }, [0]);
  return ends.includes(chars.length);
}

/** Every place from the first of `starts` to the end: what a `*` can reach. */
const fromEach = (starts: readonly number[], end: number): readonly number[] =>
  starts.length === 0 ? [] : Array.from({ length: end - starts[0]! + 1 }, (_, i) => starts[0]! + i);

const sameChar = (a: string, b: string, cased: boolean): boolean => a === b || (!cased && sameFolded(a, b));

/** Whether two code points have the same simple Unicode case folding: what ECMAScript's flags `iu` are defined as. */
function sameFolded(a: string, b: string): boolean {
  const known = folded.get(a + b);
  if (known !== undefined) return known;
  const result = new RegExp(`^\\u{${a.codePointAt(0)!.toString(16)}}$`, "iu").test(b);
  folded.set(a + b, result);
  return result;
}

const folded = new Map<string, boolean>();

/** The forms that a Windows command line may give a dash or slash at the beginning of a word. */
export function windash(text: Text): readonly Text[] {
  const at = text.findIndex((_, i) => startsWord(text, i));
  if (at < 0) return [text];
  const before = text.slice(0, at);
  return windash(text.slice(at + 1)).flatMap((after) => [..."-/–—―"].map((char) => [...before, { char }, ...after]));
}

// Regular expression \B[-/]\b over the stretch between two wildcards, where a word is made of letters, digits and _ of any script.
function startsWord(text: Text, at: number): boolean {
  const charAt = (i: number): string => {
    const token = text[i];
    return token !== undefined && "char" in token ? token.char : "";
  };
  const isWord = (char: string): boolean => /^[\p{L}\p{N}_]$/u.test(char);
  return /^[-/]$/.test(charAt(at)) && !isWord(charAt(at - 1)) && isWord(charAt(at + 1));
}

/** Puts every value of every `%name%` in its place; `\%` is a percent sign that opens nothing. */
export function expand(text: Text, placeholders: Readonly<Record<string, readonly unknown[]>>): readonly Text[] {
  const [first, ...rest] = text;
  if (first === undefined) return [[]];
  const [second] = rest;
  if (isChar(first, "\\") && "char" in first && first.escaped !== true && isChar(second, "%")) return prefixed([literal("%")], expand(rest.slice(1), placeholders));
  const end = rest.findIndex((token) => isChar(token, "%"));
  const name = rest.slice(0, end).map((token) => ("char" in token ? token.char : token.wild)).join("");
  if (!isChar(first, "%") || end < 0 || !/^[\w.-]+$/.test(name)) return prefixed([[first]], expand(rest, placeholders));
  if (!Object.hasOwn(placeholders, name)) throw new IllegalRule(`placeholder %${name}% has no value`);
  const values = placeholders[name]!.map((value) => parseText(String(value)));
  return prefixed(values, expand(rest.slice(end + 1), placeholders));
}

const isChar = (token: Token | undefined, char: string): boolean =>
  token !== undefined && "char" in token && token.char === char;

const prefixed = (heads: readonly Text[], tails: readonly Text[]): readonly Text[] =>
  heads.flatMap((head) => tails.map((tail) => [...head, ...tail]));
