import fc from "fast-check";
import { expect, test } from "vitest";
import type { Value } from "../../../core/index.ts";
import { compileItem } from "../match/item.ts";
import { parseNetwork } from "../values/ip.ts";
import { ANY, DASH, join, ONE, type Pattern } from "../values/pattern.ts";
import type { ValueTest } from "../values/value-test.ts";
import { FieldIndex, type IndexedItem } from "./field-index.ts";
import { MemoBudget } from "./memo.ts";

const byNumber = (a: number, b: number): number => a - b;

const literal = fc.string({ unit: fc.constantFrom("a", "a", "b", "B", "é", "ß", "ς", "😀", "𐐀", "-", "1", "\n"), minLength: 1, maxLength: 4 });
const pattern = fc.array(fc.oneof(literal, fc.constantFrom(ANY, ANY, ONE, DASH)), { maxLength: 4 }).map((tokens): Pattern => join(tokens.map((token) => [token])));
const anyTest: fc.Arbitrary<ValueTest> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("pattern" as const), pattern, cased: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("regex" as const), source: fc.constantFrom("ab", "a|b", "a.b", "𐐀", "[ab]", "a{2}", ".*", "😀?a", ".{3,}"), flags: fc.constantFrom("", "i", "s") }) },
  fc.record({ kind: fc.constant("compare" as const), op: fc.constantFrom("lt" as const, "gte" as const), than: fc.nat(12) }),
  fc.constant({ kind: "cidr", network: parseNetwork("1.0.0.0/8")! } as const),
  fc.constantFrom<ValueTest>({ kind: "null" }, { kind: "exists", want: true }, { kind: "exists", want: false }),
);
const items = fc.array(fc.array(anyTest, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 10 })
  .map((lists) => lists.map((tests, id): IndexedItem => ({ id, tests, rules: [id, id * 2] })));

const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom("a", "A", "b", "é", "É", "ẞ", "Σ", "😀", "𐐨", "-", "/", "1", "\n"), maxLength: 7 }) },
  fc.constantFrom<Value>("1.2.3.4", "x".repeat(300), `${"ab\n".repeat(200)}é`, "", 1, 11, true, false, null),
);
const { present } = fc.letrec<{ present: Value }>((tie) => ({
  present: fc.oneof({ maxDepth: 2 }, { weight: 8, arbitrary: scalar }, fc.array(tie("present"), { maxLength: 3 }), fc.record({ a: tie("present") })),
}));
// Absence stands for a whole field only: no reader puts it into a list.
const value = fc.option(present, { nil: undefined });

test.each([["plenty of memory", 1_000_000], ["little memory", 400], ["no memory", 0]])("tells what each item tells of a value by itself, with %s", (_, limit) => {
  fc.assert(fc.property(items, fc.array(value, { minLength: 1, maxLength: 5 }), fc.boolean(), (list, values, isSlice) => {
    const index = new FieldIndex(list, new MemoBudget(limit));
    for (const one of [...values, ...values]) {
      const want = list.filter(({ tests }) => compileItem({ field: "F", tests })(one, () => undefined));
      const { items: found, rules } = index.probe(one, isSlice);
      expect(found.toSorted(byNumber)).toEqual(want.map(({ id }) => id).toSorted(byNumber));
      expect(new Set(rules)).toEqual(new Set(want.flatMap((item) => item.rules)));
      expect(rules.length).toBe(new Set(rules).size);
    }
  }), { numRuns: 800 });
});

const of = (id: number, ...tokens: Pattern): IndexedItem => ({ id, tests: [{ kind: "pattern", pattern: tokens, cased: false }], rules: [] });

test.each<[string, Value, readonly number[]]>([
  ["the whole value",                         "EVIL.exe",                  [0, 1, 2, 3]],
  ["its beginning",                           "evil.exe.txt",              [1, 3]],
  ["its end",                                 "not evil.exe",              [2, 3]],
  ["its middle",                              "an evil.exe here",          [3]],
  ["any element of a list",                   ["x", ["evil.exe"]],         [0, 1, 2, 3]],
  ["different elements for different items",  ["evil.exe.txt", "an evil.exe"], [1, 2, 3]],
  ["nothing of an object",                    { a: "evil.exe" },           []],
  ["nothing of a list's objects",             [{ a: "evil.exe" }],         []],
  ["nothing of absence",                      undefined,                   []],
  ["nothing of null",                         null,                        []],
])("finds literals at %s", (_, one, want) => {
  const index = new FieldIndex([of(0, "evil.exe"), of(1, "evil.exe", ANY), of(2, ANY, "evil.exe"), of(3, ANY, "evil.exe", ANY)], new MemoBudget(1000));
  expect(index.probe(one, false).items.toSorted(byNumber)).toEqual(want);
});

test("five thousand literals and ten thousand distinct values", () => {
  const list = Array.from({ length: 5000 }, (_, i) => of(i, ANY, `needle${i}x`, ANY));
  const index = new FieldIndex(list, new MemoBudget(100_000));
  const wrong = Array.from({ length: 10_000 }, (_, i) => i).filter((i) => {
    const found = index.probe(`value ${i} NEEDLE${i % 6000}X`, false).items;
    return found.length !== (i % 6000 < 5000 ? 1 : 0) || (found.length === 1 && found[0] !== i % 6000);
  });
  expect(wrong).toEqual([]);
});

test("a value of a megabyte is looked through once", () => {
  const index = new FieldIndex([of(0, ANY, "aab", ANY), of(1, ANY, "a", ANY, "b"), of(2, ANY, "needle", ANY)], new MemoBudget(1000));
  expect(index.probe(`${"a".repeat(1_000_000)}Needle`, true).items).toEqual([2]);
});
