import fc from "fast-check";
import { expect, test } from "vitest";
import { fold, safePart, unitsThatFoldTo } from "./fold.ts";

const LAST = 0x10ffff;
const codePoints = Array.from({ length: LAST + 1 }, (_, code) => String.fromCodePoint(code));
const cased = codePoints.filter((char) => /^\p{Changes_When_Casemapped}$/u.test(char));

test("what has no case folds to itself", () => {
  const others = codePoints.filter((char) => !/^\p{Changes_When_Casemapped}$/u.test(char));
  expect(others.filter((char) => fold(char) !== char)).toEqual([]);
});

test("two code points fold to one exactly where ECMAScript's flags iu, which are the simple folding, match them", () => {
  expect(cased.length).toBeGreaterThan(2500);
  const all = cased.join("");
  const folds = new Map<string, string>();
  for (const char of cased) folds.set(fold(char), (folds.get(fold(char)) ?? "") + char);
  const wrong = cased.filter((char) => {
    const same = [...all.matchAll(new RegExp(`\\u{${char.codePointAt(0)!.toString(16)}}`, "giu"))].map(([one]) => one).join("");
    return same !== folds.get(fold(char));
  });
  expect(wrong).toEqual([]);
});

test("a fold is a code point, and folds to itself", () => {
  expect(cased.filter((char) => [...fold(char)].length !== 1 || fold(fold(char)) !== fold(char))).toEqual([]);
});

test("a fold has as many UTF-16 units as the letter: what tells a text's length before folding is true after it", () => {
  expect(cased.filter((char) => fold(char).length !== char.length)).toEqual([]);
});

const text = fc.string({ unit: fc.oneof(fc.constantFrom(...cased), fc.constantFrom("Σ", "ς", "a", "A", " ", "İ", "😀", "\ud83d", "\ude00")), maxLength: 12 });

test("a text's fold is that of its code points, whatever stands beside them", () => {
  fc.assert(fc.property(text, (one) => {
    expect(fold(one)).toBe([...one].map(fold).join(""));
  }), { numRuns: 5000 });
});

test("the units that fold to one are exactly those of the basic plane that do", () => {
  const isHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xe000;
  const units = Array.from({ length: 0x10000 }, (_, unit) => unit);
  const wrong = units.filter((unit) => {
    const folded = isHalf(unit) ? unit : fold(String.fromCharCode(unit)).charCodeAt(0);
    return !unitsThatFoldTo(folded).includes(unit);
  });
  expect(wrong).toEqual([]);
  const folded = units.filter((unit) => !isHalf(unit) && fold(String.fromCharCode(unit)) === String.fromCharCode(unit));
  expect(folded.filter((unit) => unitsThatFoldTo(unit).some((one) => fold(String.fromCharCode(one)) !== String.fromCharCode(unit)))).toEqual([]);
});

test.each([
  ["a literal without such letters is safe whole", "é😀x",       "é😀x"],
  ["a letter with case outside the basic plane cuts it", "ab𐐨cde", "cde"],
  ["nothing else is left of such letters alone", "𐐨𐐩",          ""],
])("%s", (_, literal, want) => {
  expect(safePart(literal)).toBe(want);
});
