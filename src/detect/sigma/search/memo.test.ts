import fc from "fast-check";
import { expect, test } from "vitest";
import { Memo, MemoBudget } from "./memo.ts";

/** What every entry is counted for besides its characters. */
const OVERHEAD = 64;

/** How many characters, overhead included, the memo still knows of the values. */
function remembered(memo: Memo<number>, values: Iterable<string>): number {
  let sum = 0;
  for (const value of values) if (memo.get(value) !== undefined) sum += value.length + OVERHEAD;
  return sum;
}

test("a million distinct values stay within the budget, and what is known is right", () => {
  const limit = 100_000;
  const budget = new MemoBudget(limit);
  const memo = new Memo<number>(budget);
  for (let i = 0; i < 1_000_000; i++) memo.set(`value ${i}`, i, i % 2 === 0);
  let known = 0;
  // From the old to the new: asking moves an entry to the young generation, which may make the old one go.
  for (let i = 0; i < 1_000_000; i++) {
    const answer = memo.get(`value ${i}`);
    if (answer === undefined) continue;
    known += `value ${i}`.length + OVERHEAD;
    expect(answer).toBe(i);
  }
  expect(known).toBeGreaterThan(limit / 10);
  expect(known).toBeLessThanOrEqual(limit);
});

test("several memos share one budget", () => {
  const limit = 50_000;
  const budget = new MemoBudget(limit);
  const memos = Array.from({ length: 5 }, () => new Memo<number>(budget));
  const values = Array.from({ length: 20_000 }, (_, i) => `value ${i}`);
  for (const [i, value] of values.entries()) memos[i % 5]!.set(value, i, false);
  expect(memos.reduce((sum, memo) => sum + remembered(memo, values), 0)).toBeLessThanOrEqual(limit);
});

test("without a budget nothing is right but the last, and nothing is wrong", () => {
  const memo = new Memo<number>(new MemoBudget(0));
  const values = Array.from({ length: 1000 }, (_, i) => `v${i}`);
  for (const [i, value] of values.entries()) {
    memo.set(value, i, false);
    expect([i, undefined]).toContain(memo.get(value));
  }
  expect(remembered(memo, values)).toBeLessThanOrEqual(2 * (4 + OVERHEAD));
});

test("what is asked for again and again outlives a flood of what is not", () => {
  const memo = new Memo<string>(new MemoBudget(20_000));
  memo.set("usual", "answer", false);
  let lost = 0;
  for (let i = 0; i < 100_000; i++) {
    memo.set(`flood ${i}`, "", false);
    if (i % 20 !== 0 || memo.get("usual") !== undefined) continue;
    lost++;
    memo.set("usual", "answer", false);
  }
  expect(lost).toBeLessThan(50); // of 5,000: now and then a crowd of others takes its place
});

test("values that differ where no sample is taken are told apart, and do not slow it down", () => {
  const memo = new Memo<number>(new MemoBudget(10_000_000));
  const values = Array.from({ length: 20_000 }, (_, i) => `${"a".repeat(100)}${String(i).padStart(5, "0")}${"b".repeat(100)}`);
  for (const [i, value] of values.entries()) {
    memo.set(value, i, false);
    expect(memo.get(value)).toBe(i);
  }
  for (const [i, value] of values.entries()) expect([i, undefined]).toContain(memo.get(value));
});

test("a very long value is never kept", () => {
  const memo = new Memo<number>(new MemoBudget(10_000_000));
  memo.set("x".repeat(16_385), 1, false);
  expect(memo.get("x".repeat(16_385))).toBeUndefined();
});

test("long values are kept while they come again, left alone while they do not, and tried again later", () => {
  const memo = new Memo<number>(new MemoBudget(100_000_000));
  const ask = (value: string): boolean => {
    const known = memo.get(value) !== undefined;
    if (!known) memo.set(value, 1, false);
    return known;
  };
  const long = (i: number): string => `${"x".repeat(600)}${i}`;
  const hits = (from: number, count: number, distinct: number): number => Array.from({ length: count }, (_, i) => ask(long(from + (i % distinct)))).filter(Boolean).length;
  expect(hits(0, 2000, 10)).toBe(1990);
  expect(hits(1000, 2000, 2000)).toBe(0);
  expect(hits(0, 10, 1)).toBe(0);
  expect(hits(5_000_000, 20_000, 10)).toBeGreaterThan(5000);
});

test("agrees with a map, or knows nothing, whatever is asked and set", () => {
  const value = fc.oneof(fc.string({ maxLength: 30 }), fc.nat(20).map((i) => `${"é".repeat(i)}${i}`), fc.nat(5).map((i) => "y".repeat(510 + i)));
  const steps = fc.array(fc.tuple(value, fc.option(fc.integer(), { nil: undefined }), fc.boolean()), { maxLength: 300 });
  fc.assert(fc.property(steps, fc.constantFrom(0, 300, 3000, 1_000_000), (list, limit) => {
    const memo = new Memo<number>(new MemoBudget(limit));
    const all = new Map<string, number>();
    for (const [text, answer, isSlice] of list) {
      const known = memo.get(text);
      if (known !== undefined) expect(known).toBe(all.get(text));
      if (answer === undefined || known !== undefined || all.has(text)) continue; // an answer never changes
      memo.set(text, answer, isSlice);
      all.set(text, answer);
    }
  }), { numRuns: 1000 });
});
