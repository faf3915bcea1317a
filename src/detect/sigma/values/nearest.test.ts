import fc from "fast-check";
import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

const WORDS = ["contains", "startswith", "endswith", "re", "i", "cidr", "gte", "group-by"];

test.each<[what: string, written: string, want: string | undefined]>([
  ["two letters that changed places",   "contians",    "contains"],
  ["a letter too few",                  "endwith",     "endswith"],
  ["a letter too many",                 "startswithh", "startswith"],
  ["two letters too few",               "conains",     "contains"],
  ["another letter",                    "cidt",        "cidr"],
  ["capitals",                          "Contains",    "contains"],
  ["a short word, one letter away",     "gtw",         "gte"],
  ["a word that is too short to tell",  "x",           undefined],
  ["a word that is far from all",       "regex",       undefined],
  ["nothing",                           "",            undefined],
  ["the very word",                     "cidr",        "cidr"],
])("finds what was meant by %s", (_, written, want) => {
  expect(nearest(written, WORDS)).toBe(want);
});

/** Every text that one slip makes of a word. */
function slips(word: string): Set<string> {
  const places = Array.from({ length: word.length + 1 }, (_, i) => [word.slice(0, i), word.slice(i)] as const);
  return new Set([word, ...places.flatMap(([head, tail]) => [
    head + tail.slice(1),
    ...[..."ab"].flatMap((letter) => [head + letter + tail, head + letter + tail.slice(1)]),
    head + tail.slice(1, 2) + tail.slice(0, 1) + tail.slice(2),
  ])]);
}

test("one slip is forgiven from three letters on, two are from six on, and no more", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
  fc.assert(fc.property(word, word, (written, meant) => {
    const one = slips(written);
    const isNear = written === meant || (written.length >= 3 && one.has(meant));
    const found = nearest(written, [meant]) === meant;
    if (isNear) expect(found).toBe(true);
    else if (written.length < 6) expect(found).toBe(false);
  }), { numRuns: 3000 });
});

test("a long word costs no more than a glance", () => {
  expect(nearest("x".repeat(1_000_000), WORDS)).toBeUndefined();
});
