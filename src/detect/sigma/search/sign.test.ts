import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "../values/fold.ts";
import { ANY, DASH, join, ONE, type Pattern } from "../values/pattern.ts";
import { compileTest, type ValueTest } from "../values/value-test.ts";
import { signOf, type Sign, type Where } from "./sign.ts";

const literal = fc.string({ unit: fc.constantFrom("a", "B", "é", "É", "ß", "ς", "😀", "𐐀", "𐐨", "-"), minLength: 1, maxLength: 4 });
const pattern = fc.array(fc.oneof(literal, fc.constantFrom(ANY, ANY, ONE, DASH)), { maxLength: 5 }).map((tokens): Pattern => join(tokens.map((token) => [token])));
const regex = fc.constantFrom("ab", "a|b", "(?:ab|é)c?", "a.b", "𐐀", "𐐀é", "ß+", "[ab]", "(?i)É", "a{2}", ".*", "ς$", "😀?a");
type Test = Extract<ValueTest, { kind: "pattern" | "regex" }>;
const anyTest = fc.oneof<fc.Arbitrary<Test>[]>(
  fc.record({ kind: fc.constant("pattern" as const), pattern, cased: fc.boolean() }),
  fc.record({ kind: fc.constant("regex" as const), source: regex, flags: fc.constantFrom("", "i", "s") }),
);
const filler = fc.string({ unit: fc.constantFrom("a", "A", "b", "é", "É", "ẞ", "σ", "Σ", "😀", "𐐨", "𐐀", "-", "/", "c"), maxLength: 5 });
/** Texts that a pattern is likely to meet. */
const asText = (one: Test): fc.Arbitrary<string> => {
  if (one.kind !== "pattern") return filler;
  const parts = one.pattern.map((token) => {
    if (typeof token === "string") return fc.constantFrom(token, token.toUpperCase());
    return token === ANY ? filler : fc.constantFrom("a", "-", "/", "😀");
  });
  return fc.tuple(...parts).map((texts) => texts.join(""));
};

const STANDS: Readonly<Record<Where, (text: string, sign: string) => boolean>> = {
  whole: (text, sign) => text === sign, start: (text, sign) => text.startsWith(sign), end: (text, sign) => text.endsWith(sign), anywhere: (text, sign) => text.includes(sign),
};
const isSeen = ({ where, literals }: Sign, text: string): boolean => literals.some((one) => STANDS[where](fold(text), one));

test("where a test holds its sign is seen, and where the sign is sure the test holds wherever it is seen", () => {
  const pair = anyTest.chain((one) => fc.tuple(fc.constant(one), fc.oneof(asText(one), filler)));
  let held = 0;
  fc.assert(fc.property(pair, ([one, text]) => {
    const sign = signOf(one);
    if (sign === undefined) return;
    const holds = compileTest(one)(text, fold(text));
    held += Number(holds);
    if (holds) expect(isSeen(sign, text)).toBe(true);
    if (sign.isSure) expect(holds).toBe(isSeen(sign, text));
    expect(sign.literals).not.toContain("");
  }), { numRuns: 20_000 });
  expect(held).toBeGreaterThan(1000);
});

const of = (...tokens: Pattern): Test => ({ kind: "pattern", pattern: tokens, cased: false });

test.each<[string, ValueTest, Sign | undefined]>([
  ["a whole value",                        of("Ab"),                                 { where: "whole", literals: ["ab"], isSure: true }],
  ["a beginning",                          of("Ab", ANY),                            { where: "start", literals: ["ab"], isSure: true }],
  ["an end",                               of(ANY, "Ab"),                            { where: "end", literals: ["ab"], isSure: true }],
  ["anywhere",                             of(ANY, "Ab", ANY),                       { where: "anywhere", literals: ["ab"], isSure: true }],
  ["the longer of two parts, unsure",      of("ab", ANY, "cde"),                     { where: "anywhere", literals: ["cde"], isSure: false }],
  ["a wildcard of one beside it, unsure",  of(ONE, "ab"),                            { where: "anywhere", literals: ["ab"], isSure: false }],
  ["case that counts, unsure",             { ...of("Ab"), cased: true } as ValueTest, { where: "whole", literals: ["ab"], isSure: false }],
  ["letters outside the basic plane cut",  of("ab𐐀c"),                               { where: "anywhere", literals: ["ab"], isSure: false }],
  ["wildcards alone have none",            of(ANY),                                  undefined],
  ["the empty value has none",             of(),                                     undefined],
  ["an expression's literal",              { kind: "regex", source: "^aB+", flags: "" }, { where: "anywhere", literals: ["ab"], isSure: false }],
  ["an expression without literal",        { kind: "regex", source: "^.+$", flags: "" }, undefined],
  ["a comparison has none",                { kind: "compare", op: "gt", than: 5 },   undefined],
  ["absence has none",                     { kind: "null" },                         undefined],
])("the sign of %s", (_, one, want) => {
  expect(signOf(one)).toEqual(want);
});
