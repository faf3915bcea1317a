import fc from "fast-check";
import { expect, test } from "vitest";
import type { Event, Fields, Value } from "../../../core/index.ts";
import { compileItem } from "../match/item.ts";
import { eachText } from "../values/each-text.ts";
import { fold } from "../values/fold.ts";
import { ANY, join, ONE, type Pattern } from "../values/pattern.ts";
import type { ValueTest } from "../values/value-test.ts";
import type { IndexedItem } from "./field-index.ts";
import { KeywordIndex } from "./keyword-index.ts";
import { MemoBudget } from "./memo.ts";

const eventOf = (fields: Fields, text?: string, json?: string): Event => ({
  product: "", channel: "", code: undefined, time: undefined, host: undefined, fields, text, json, source: { path: "", record: 1 },
});

/** The definition: each text of the event, item by item. */
function slowly(items: readonly IndexedItem[], event: Event): readonly number[] {
  const texts: string[] = [];
  eachText(event, (text) => texts.push(text));
  return items.filter(({ tests }) => texts.some((text) => compileItem({ field: undefined, tests })(text, () => undefined))).map(({ id }) => id);
}

const UNITS = ["a", "b", "c", "d", "e", "k", "s", "K", "S", "\u212a", "ſ", "é", "É", "/", "<", "&", "'", '"', "\\", "\n", "\t", " ", ":", ":", "-", ".", "\u2028", "\x7f", "😀", "1"];
const byNumber = (a: number, b: number): number => a - b;

const literal = fc.string({ unit: fc.constantFrom(...UNITS), minLength: 1, maxLength: 10 });
const keyword = fc.tuple(literal, fc.option(fc.tuple(fc.constantFrom(ANY, ONE), literal), { nil: undefined })).map(([one, rest]): Pattern => join([[ANY], [one], rest ?? [], [ANY]]));
const anyTest: fc.Arbitrary<ValueTest> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ kind: fc.constant("pattern" as const), pattern: keyword, cased: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("regex" as const), source: fc.constantFrom("abc+d", "a.c", "k{3}"), flags: fc.constantFrom("", "i") }) },
);
const items = fc.array(fc.array(anyTest, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 6 })
  .map((lists) => lists.map((tests, id): IndexedItem => ({ id, tests, rules: [] })));

/** How a writer of JSON may spell a character: as it is, or escaped, in all ways that the format allows; some write no `\u`. */
function spell(char: string, die: number, isWild: boolean): string {
  const code = char.charCodeAt(0);
  const hex = code.toString(16).padStart(4, "0");
  const short = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "/": "\\/" }[char];
  if (isWild && die % 4 === 0) return `\\u${die % 8 === 0 ? hex.toUpperCase() : hex}`;
  if (short !== undefined && (char !== "/" || die % 4 < 2)) return short;
  return code < 0x20 ? `\\u${hex}` : char;
}

/** JSON of fields whose strings are spelt by chance. */
function jsonOf(value: Value, die: () => number, isWild: boolean): string {
  if (typeof value === "string") return `"${Array.from({ length: value.length }, (_, i) => spell(value[i]!, die(), isWild)).join("")}"`;
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map((one) => jsonOf(one, die, isWild)).join(",")}]`;
  if (typeof value === "object" && value !== null) return `{ ${Object.entries(value).map(([name, one]) => `${JSON.stringify(name)} : ${jsonOf(one, die, isWild)}`).join(" , ")}}`;
  return JSON.stringify(value);
}

/** Numbers that begin at `from` and step by a prime: as good as chance, and shrinkable. */
const dieFrom = (from: number, step: number) => {
  let at = from;
  return () => (at = (at + step) % 997);
};

const text = fc.string({ unit: fc.constantFrom(...UNITS), maxLength: 12 });
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof({ maxDepth: 2 }, { weight: 6, arbitrary: text }, fc.constantFrom<Value>(1, 404, true, null), fc.array(tie("value"), { maxLength: 3 }), fc.dictionary(fc.constantFrom("a", "b", "name"), tie("value"), { maxKeys: 2 })),
}));

test("no spelling in JSON hides a keyword, and none makes one up", () => {
  let found = 0;
  const world = items.chain((list) => {
    const literals = list.flatMap(({ tests }) => tests.flatMap((one) => (one.kind === "pattern" ? one.pattern.filter((token): token is string => typeof token === "string") : [])));
    const fitting = literals.length === 0 ? text : fc.tuple(text, fc.constantFrom(...literals), fc.constantFrom("as it is", "up", "down", "other"), text)
      .map(([before, one, how, after]) => before + (how === "up" ? one.toUpperCase() : how === "down" ? fold(one) : how === "other" ? one.replaceAll("k", "\u212a").replaceAll("s", "ſ") : one) + after);
    return fc.tuple(fc.constant(list), fc.record({ F: fitting, G: fc.oneof(fitting, value) }), fc.nat(996), fc.integer({ min: 0, max: 40 }), fc.boolean());
  });
  fc.assert(fc.property(world, ([list, fields, from, step, isWild]) => {
    const json = jsonOf(fields, dieFrom(from, step * 2 + 1), isWild);
    expect(JSON.parse(json)).toEqual(fields);
    const index = new KeywordIndex(list, new MemoBudget(10_000));
    const want = slowly(list, eventOf(fields));
    found += want.length;
    expect(index.probe(eventOf(fields, undefined, json)).toSorted(byNumber)).toEqual(want);
    expect(index.probe(eventOf(fields)).toSorted(byNumber)).toEqual(want);
    expect(index.probe(eventOf(fields, undefined, JSON.stringify(fields))).toSorted(byNumber)).toEqual(want);
  }), { numRuns: 4000 });
  expect(found).toBeGreaterThan(300);
});

test("a keyword is found in the line, though the line is none of the values", () => {
  fc.assert(fc.property(items, text, value, (list, line, inner) => {
    const event = eventOf({ F: inner }, line, JSON.stringify({ F: inner }));
    expect(new KeywordIndex(list, new MemoBudget(100)).probe(event).toSorted(byNumber)).toEqual(slowly(list, event));
  }), { numRuns: 1500 });
});

const of = (...literals: string[]): IndexedItem[] => literals.map((one, id) => ({ id, tests: [{ kind: "pattern", pattern: [ANY, one, ANY], cased: false }], rules: [] }));

test.each<[string, string, string]>([
  ["as it is",                         "mimikatz",      '{"a":"x MIMIKATZ y"}'],
  ["one letter escaped",               "mimikatz",      String.raw`{"a":"mimi\u006batz"}`],
  ["all letters escaped",              "mimikatz",      String.raw`{"a":"\u006D\u0069\u006d\u0069\u006b\u0061\u0074\u007a"}`],
  ["the Kelvin sign for a k",          "mimikatz",      '{"a":"mimi\u212aatz"}'],
  ["the Kelvin sign, escaped",         "mimikatz",      String.raw`{"a":"mimi\u212Aatz"}`],
  ["the long s, escaped",              "lsass",         String.raw`{"a":"l\u017Fa\u017fs"}`],
  ["a slash escaped",                  "/etc/passwd",   String.raw`{"a":"\/etc\/passwd"}`],
  ["slashes escaped, each",            "cgi/bin/x",     String.raw`{"a":"cgi\/bin\/x"}`],
  ["quotes, which must be escaped",    '"cmd" "x',      String.raw`{"a":"\"cmd\" \"x"}`],
  ["backslashes",                      String.raw`c:\temp`, String.raw`{"a":"C:\\Temp"}`],
  ["a number's digits",                "40",            '{"a":1404}'],
  ["a letter beyond ASCII, escaped",   "é",             String.raw`{"a":"\u00C9t\u00e9"}`],
  ["a pair, escaped",                  "😀",            String.raw`{"a":"\ud83d\uDE00"}`],
  ["a double colon",                   "A::B",          String.raw`{"a":"a:\u003Ab"}`],
  ["a tab",                            "a\tb",          String.raw`{"a":"a\tb"}`],
  ["a truth value",                    "true",          '{"a":true}'],
  ["deep within",                      "needle",        '{"a":[{"b":["x",{"c":"a needle"}]}]}'],
])("finds a keyword that JSON holds %s", (_, one, json) => {
  for (const list of [of(one), of(one, "other keyword", "::x")]) {
    expect(new KeywordIndex(list, new MemoBudget(1000)).probe(eventOf(JSON.parse(json) as Fields, undefined, json))).toEqual([0]);
  }
});

test("a name is no value, though it stands in the JSON", () => {
  expect(new KeywordIndex(of("needle"), new MemoBudget(1000)).probe(eventOf({ needle: "x" }, undefined, '{"needle":"x"}'))).toEqual([]);
});
