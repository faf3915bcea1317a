import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "./fold.ts";
import { regexFacts } from "./regex-facts.ts";
import { compileRegex } from "./value-test.ts";

test.each([
  ["a plain text needs itself",                     "cmd",                ["cmd"],        3],
  ["an escaped mark is itself",                     String.raw`a\.exe`,   ["a.exe"],      5],
  ["the longest run is chosen",                     "ab.*cdef.*gh",       ["cdef"],       4 + 2 + 2],
  ["each branch needs one of its own",              "abc|de",             ["abc", "de"],  2],
  ["a branch without literal takes all away",       "abc|.*",             undefined,      0],
  ["a group is needed as its branches are",         "x(?:foo|barr)y",     ["foo", "barr"], 5],
  ["an optional letter is not needed",              "ab?cd",              ["cd"],         3],
  ["an optional group is not needed",               "(?:abc)?d",          ["d"],          1],
  ["a letter that repeats ends its run",            "ab+c",               ["ab"],         3],
  ["counted letters count",                         "a{3}",               ["a"],          3],
  ["zero times is not at all",                      "(?:abc){0}d",        ["d"],          1],
  ["a class is one character",                      "[abc]x",             ["x"],          2],
  ["a bracket first in a class is of it",           "[]a]x",              ["x"],          2],
  ["a denied class with a bracket",                 "[^]a]x",             ["x"],          2],
  ["an escaped bracket in a class",                 String.raw`[\]a]x`,   ["x"],          2],
  ["anchors are no characters",                     "^ab$",               ["ab"],         2],
  ["a word boundary is no character",               String.raw`\bab\b`,   ["ab"],         2],
  ["a code of two digits is one character",         String.raw`\x41b`,    ["b"],          2],
  ["a code in braces is one character",             String.raw`\x{41}b`,  ["b"],          2],
  ["a flag in front changes nothing",               "(?i)ab",             ["ab"],         2],
  ["a flag in the middle stands between",           "ab(?i)c",            ["ab"],         3],
  ["a group with a flag",                           "(?i:ab)",            ["ab"],         2],
  ["a brace that counts nothing is a character",    "a{,2}b",             ["a{,2}b"],     6],
  ["an optional letter of two units goes whole",    "ab😀?c",             ["ab"],         3],
  ["a counted letter of two units goes whole",      "😀{2}",              ["😀"],         2],
  ["several flags: nothing is claimed",             "(?is)foo",           undefined,      0],
  ["a flag taken away: nothing is claimed",         "(?i-s:foo)bar",      undefined,      0],
  ["a named group: nothing is claimed",             "(?P<n>foo)",         undefined,      0],
  ["a class of a name: nothing is claimed",         "[[:alpha:]]x",       undefined,      0],
  ["a class of a name behind others: likewise",     "[_[:alpha:]]x",      undefined,      0],
  ["a class of Unicode: nothing is claimed",        String.raw`\pLx`,     undefined,      0],
  ["a quoted stretch: nothing is claimed",          String.raw`\Qa.b\E?c`, undefined,     0],
])("%s", (_, source, literals, minLength) => {
  expect(regexFacts(source)).toEqual({ literals, minLength });
  expect(() => compileRegex(source, "")).not.toThrow();
});

// ── every claim holds of every text that RE2 finds a match in ────────────────────────────────────────────────────

/** An expression, and a text in which it matches. */
type Pair = readonly [source: string, text: string];

const LEAVES: readonly Pair[] = [
  ["a", "a"], ["b", "b"], ["k", "k"], ["é", "é"], ["😀", "😀"], ["ſ", "ſ"], [".", "x"], ["[ab]", "b"], ["[]a]", "]"], ["[^a]", "z"], ["[a[:digit:]]", "7"], ["[[:alpha:]]", "q"],
  [String.raw`[\]a-]`, "-"], [String.raw`\d`, "7"], [String.raw`\W`, "-"], [String.raw`\.`, "."], [String.raw`\\`, "\\"], [String.raw`\x61`, "a"], [String.raw`\x{1F600}`, "😀"],
  [String.raw`\t`, "\t"], [String.raw`\pL`, "é"], [String.raw`\Qa*\E`, "a*"], ["^", ""], ["$", ""], [String.raw`\b`, ""], [String.raw`\A`, ""], ["", ""], ["-", "-"], ["{", "{"], ["]", "]"], ["}", "}"],
  [String.raw`\141`, "a"], [String.raw`\a`, "\x07"], ["(?i)", ""], ["(?s)", ""], ["(?is)", ""], ["(?i-s)", ""],
];
const { pair } = fc.letrec<{ pair: Pair }>((tie) => ({
  pair: fc.oneof(
    { maxDepth: 4 },
    { weight: 4, arbitrary: fc.constantFrom(...LEAVES) },
    { weight: 4, arbitrary: fc.tuple(tie("pair"), tie("pair")).map(([a, b]): Pair => [a[0] + b[0], a[1] + b[1]]) },
    { weight: 1, arbitrary: fc.tuple(tie("pair"), tie("pair")).map(([a, b]): Pair => [`(?:${a[0]}|${b[0]})`, b[1]]) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom("(", "(?:", "(?i:", "(?s:", "(?is:", "(?P<n>", "(?i-m:"), tie("pair")).map(([open, a]): Pair => [`${open}${a[0]})`, a[1]]) },
    { weight: 2, arbitrary: fc.tuple(tie("pair"), fc.constantFrom("*", "?", "{0}", "{0,2}", "*?")).map(([a, sign]): Pair => [`(?:${a[0]})${sign}`, ""]) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...LEAVES.slice(0, 8)), fc.constantFrom("*", "?", "{0,1}", "??")).map(([a, sign]): Pair => [`${a[0]}${sign}`, ""]) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...LEAVES.slice(0, 8)), fc.constantFrom("+", "{2}", "{2,}", "{1,3}", "+?")).map(([a, sign]): Pair => [`${a[0]}${sign}`, a[1] + a[1]]) },
  ),
}));

test("whatever a claim says, RE2 finds no match in a text that lacks it", () => {
  let matched = 0;
  const noise = fc.string({ unit: fc.constantFrom("a", "b", "K", "\u212a", "É", "😀", "7", "-", "]", " "), maxLength: 6 });
  fc.assert(fc.property(pair, noise, noise, fc.constantFrom("", "i", "s", "is"), ([source, text], before, after, flags) => {
    let regex;
    try {
      regex = compileRegex(source, flags);
    } catch {
      return; // two signs in a row, two groups of one name: no rule that loads has it
    }
    const { literals, minLength } = regexFacts(source);
    for (const one of [text, before + text + after, before + after, text.toUpperCase()]) {
      if (!regex.test(one)) continue;
      matched++;
      expect(one.length).toBeGreaterThanOrEqual(minLength);
      if (literals !== undefined) expect(literals.some((literal) => fold(one).includes(fold(literal)))).toBe(true);
    }
  }), { numRuns: 20_000 });
  expect(matched).toBeGreaterThan(20_000);
});

test("never throws, whatever the text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 30 }), (source) => void regexFacts(source)), { numRuns: 5000 });
});

test("an expression of half a million branches is read", () => {
  const source = Array.from({ length: 500_000 }, (_, i) => `ab${i}`).join("|");
  expect(regexFacts(source)).toMatchObject({ literals: { length: 500_000 }, minLength: 3 });
});
