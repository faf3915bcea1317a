import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "../values/fold.ts";
import { LineScan } from "./line-scan.ts";
import { MemoBudget } from "./memo.ts";

const UNITS = ["a", "b", "A", "é", "É", "😀", "\n", "\n", "\r", " "];
const needles = fc.uniqueArray(fc.string({ unit: fc.constantFrom("a", "b", "é", "😀", "\n", " "), minLength: 1, maxLength: 6 }).map(fold), { minLength: 1, maxLength: 12 });
// Long ones too, for they are read line by line; few different lines, for they come again.
const line = fc.string({ unit: fc.constantFrom(...UNITS), maxLength: 60 });
const text = fc.tuple(fc.array(line, { minLength: 1, maxLength: 4 }), fc.nat(12)).map(([lines, times]) => Array(times + 1).fill(lines.join("\n")).join("\n"));

test.each([["plenty of memory", 1_000_000], ["little memory", 2000], ["no memory", 0]])("finds every needle once, with %s", (_, limit) => {
  fc.assert(fc.property(needles, fc.array(text, { minLength: 1, maxLength: 4 }), (list, texts) => {
    const scan = new LineScan(list, new MemoBudget(limit));
    for (const one of [...texts, ...texts]) {
      const found: string[] = [];
      scan.scan(one, (number) => found.push(list[number]!));
      expect(found.toSorted()).toEqual(list.filter((each) => fold(one).includes(each)).toSorted());
    }
  }), { numRuns: 1000 });
});

test("a needle across lines is found in a long text", () => {
  const scan = new LineScan(["end\nbegin", "x"], new MemoBudget(100_000));
  const found: number[] = [];
  scan.scan(`${"a".repeat(500)} END\nBegin x\nx`, (number) => found.push(number));
  expect(new Set(found)).toEqual(new Set([0, 1]));
});

test("a million lines cost one pass, whether they come again or not", () => {
  const scan = new LineScan(["needle"], new MemoBudget(10_000));
  const found: number[] = [];
  scan.scan(Array.from({ length: 1_000_000 }, (_, i) => `line ${i % 2 === 0 ? i : "again"}`).join("\n"), (number) => found.push(number));
  scan.scan(`${"\n".repeat(1_000_000)}NEEDLE`, (number) => found.push(number));
  expect(found).toEqual([0]);
});
