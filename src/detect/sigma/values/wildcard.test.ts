import fc from "fast-check";
import { expect, test } from "vitest";
import { ANY, DASH, DASHES, join, ONE, parsePattern, type Pattern } from "./pattern.ts";
import { compilePattern } from "./wildcard.ts";

/** The definition, over code points, as slow as it is obvious. */
function matches(pattern: Pattern, chars: readonly string[]): boolean {
  const [token, ...rest] = pattern;
  if (token === undefined) return chars.length === 0;
  if (token === ANY) return chars.some((_, i) => matches(rest, chars.slice(i))) || matches(rest, []);
  if (token === ONE) return chars.length > 0 && matches(rest, chars.slice(1));
  if (token === DASH) return chars.length > 0 && DASHES.includes(chars[0]!) && matches(rest, chars.slice(1));
  const literal = [...token];
  return literal.every((char, i) => char === chars[i]) && matches(rest, chars.slice(literal.length));
}

const literals = fc.string({ unit: fc.constantFrom("a", "b", "-", "/", "😀", "😁", "\n"), minLength: 1, maxLength: 3 });
const patterns = fc.array(fc.oneof(literals, fc.constantFrom(ANY, ANY, ONE, DASH)), { maxLength: 7 }).map((tokens) => join(tokens.map((token) => [token])));
// Halves of pairs too: a log may hold them, and no `?` and no `*` may end between the halves of a whole one.
const texts = fc.string({ unit: fc.constantFrom("a", "b", "-", "/", "–", "—", "―", "‒", "😀", "😁", "\ud83d", "\ude00", "\n"), maxLength: 9 });

test("agrees with the definition", () => {
  let matched = 0;
  fc.assert(fc.property(patterns, texts, (pattern, text) => {
    const want = matches(pattern, [...text]);
    matched += Number(want);
    expect(compilePattern(pattern)(text)).toBe(want);
  }), { numRuns: 50_000 });
  expect(matched).toBeGreaterThan(2000);
});

test("agrees with the definition on texts that were made to fit", () => {
  const fitting = patterns.chain((pattern) => fc.tuple(
    fc.constant(pattern),
    fc.tuple(...pattern.map((token) => {
      if (typeof token === "string") return fc.constant(token);
      if (token === DASH) return fc.constantFrom(...DASHES, "‒");
      return token === ONE ? fc.constantFrom("a", "😀", "\ud83d", "") : texts;
    })).map((parts) => parts.join("")),
  ));
  fc.assert(fc.property(fitting, ([pattern, text]) => {
    expect(compilePattern(pattern)(text)).toBe(matches(pattern, [...text]));
  }), { numRuns: 20_000 });
});

test.each([
  ["a question mark takes a character of two units",       "a?b",    "a😀b",     true],
  ["two question marks do not share one",                  "a??b",   "a😀b",     false],
  ["nothing ends within a character",                      "*?",     "😀",       true],
  ["a star leaves the end its room",                       "ab*ba",  "aba",      false],
  ["a star crosses lines",                                 "a*b",    "a\r\n\u2028b", true],
  ["a later place is tried where the first does not do",   "*aab*",  "aaab",     true],
  ["parts do not overlap",                                 "*aba*aba*", "xababax", false],
])("%s", (_, pattern, text, want) => {
  expect(compilePattern(parsePattern(pattern))(text)).toBe(want);
});

test("a hostile text of a million characters meets hostile patterns in one pass each", () => {
  const text = "a".repeat(1_000_000);
  const found = ["*a*a*a*a*a*a*b", "*a?a?a?b*", "a*a*a*a*a*c", "*?a*?a*?b", "*a*a*a*"].map((pattern) => compilePattern(parsePattern(pattern))(text));
  expect(found).toEqual([false, false, false, false, true]);
});
