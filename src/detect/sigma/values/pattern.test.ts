import fc from "fast-check";
import { expect, test } from "vitest";
import { ANY, DASH, join, literalOf, longestLiteral, mapLiterals, ONE, openEnd, openStart, parsePattern, showPattern, type Pattern, type Token } from "./pattern.ts";

const raw = String.raw;

test.each<[string, string, Pattern]>([
  ["nothing",                                        "",              []],
  ["plain text",                                     "cmd.exe",       ["cmd.exe"]],
  ["a star",                                         "*",             [ANY]],
  ["a star at both ends",                            "*a*",           [ANY, "a", ANY]],
  ["stars in a row are one",                         "a***b",         ["a", ANY, "b"]],
  ["a question mark",                                "a?b",           ["a", ONE, "b"]],
  ["question marks in a row stay",                   "??",            [ONE, ONE]],
  ["a star and a question mark stay in order",       "*?*",           [ANY, ONE, ANY]],
  ["a backslash before a letter is a character",     raw`C:\Temp`,    [raw`C:\Temp`]],
  ["a backslash at the end is a character",          "C:\\",          ["C:\\"]],
  ["two backslashes are one",                        raw`a\\b`,       [raw`a\b`]],
  ["three backslashes are two",                      raw`a\\\b`,      [raw`a\\b`]],
  ["four backslashes are two",                       raw`a\\\\b`,     [raw`a\\b`]],
  ["an escaped star is a character",                 raw`a\*b`,       ["a*b"]],
  ["an escaped question mark is a character",        raw`a\?b`,       ["a?b"]],
  ["an escaped backslash leaves the star a wildcard", raw`a\\*`,      ["a\\", ANY]],
  ["an escaped backslash and an escaped star",       raw`a\\\*`,      [raw`a\*`]],
  ["two backslashes and a wildcard",                 raw`\\\\*`,      [raw`\\`, ANY]],
  ["a share with a wildcard",                        raw`\\\\*\\IPC$`, [raw`\\`, ANY, raw`\IPC$`]],
  ["percent signs are characters",                   "%TEMP%",        ["%TEMP%"]],
  ["other signs of expressions are characters",      "a.[b]+$",       ["a.[b]+$"]],
  ["a character of two units is one",                "?😀",           [ONE, "😀"]],
])("reads %s", (_, text, want) => {
  expect(parsePattern(text)).toEqual(want);
});

/** The escape table of the specification, one character after the other. */
function slowly(text: string): Pattern {
  if (text === "") return [];
  const [, escaped, star, mark, other] = /^(?:\\([*?\\])|(\*)|(\?)|([^]))/.exec(text)!;
  const token: Token = star !== undefined ? ANY : mark !== undefined ? ONE : (escaped ?? other)!;
  return join([[token], slowly(text.slice(escaped === undefined ? 1 : 2))]);
}

const source = fc.string({ unit: fc.constantFrom("a", "\\", "*", "?", "é", "😀"), maxLength: 12 });

test("reads any text as the table of escapes says", () => {
  fc.assert(fc.property(source, (text) => {
    expect(parsePattern(text)).toEqual(slowly(text));
  }), { numRuns: 5000 });
});

test("holds no empty literal, no two literals in a row and no two stars in a row", () => {
  fc.assert(fc.property(source, (text) => {
    const pattern = parsePattern(text);
    expect(pattern.includes("")).toBe(false);
    expect(pattern.some((token, i) => i > 0 && token !== ONE && typeof token === typeof pattern[i - 1] && (typeof token === "string" || token === pattern[i - 1]))).toBe(false);
  }));
});

test("what is shown is read as the same pattern", () => {
  fc.assert(fc.property(source, (text) => {
    expect(parsePattern(showPattern(parsePattern(text)))).toEqual(parsePattern(text));
  }));
});

test("a modifier's star stands behind a backslash without being escaped by it, and once", () => {
  expect(openEnd(openStart(parsePattern("\\Temp\\")))).toEqual([ANY, "\\Temp\\", ANY]);
  expect(openEnd(openStart(parsePattern("*a*")))).toEqual([ANY, "a", ANY]);
  expect(openEnd(openStart([]))).toEqual([ANY]);
});

test("literals are replaced between wildcards, and neighbours grow together", () => {
  expect(mapLiterals(["a", ONE, "b"], (literal) => [literal + literal])).toEqual(["aa", ONE, "bb"]);
  expect(mapLiterals(["a", ONE, "b"], () => [])).toEqual([ONE]);
  expect(join([["a"], ["b", ANY], [ANY, DASH]])).toEqual(["ab", ANY, DASH]);
});

test.each<[string, Pattern, string | undefined, string | undefined]>([
  ["nothing is the empty text",          [],               "",        undefined],
  ["a literal is its text",              ["ab"],           "ab",      "ab"],
  ["a wildcard is no text",              [ANY],            undefined, undefined],
  ["the longest literal",                ["ab", ANY, "c"], undefined, "ab"],
  ["of equal ones the last",             ["ab", ANY, "cd"], undefined, "cd"],
])("%s", (_, pattern, text, longest) => {
  expect(literalOf(pattern)).toBe(text);
  expect(longestLiteral(pattern)).toBe(longest);
});
