import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "./fold.ts";
import { parseNetwork } from "./ip.ts";
import { ANY, parsePattern } from "./pattern.ts";
import { compileRegex, compileTest, type ValueTest } from "./value-test.ts";

type TestOfText = Parameters<typeof compileTest>[0];
const holds = (asked: TestOfText, text: string): boolean => compileTest(asked)(text, fold(text));
const pattern = (text: string, cased = false): TestOfText => ({ kind: "pattern", pattern: parsePattern(text), cased });
const regex = (source: string, flags = ""): TestOfText => ({ kind: "regex", source, flags });
const compare = (op: Extract<ValueTest, { kind: "compare" }>["op"], than: number): TestOfText => ({ kind: "compare", op, than });

test.each<[string, TestOfText, string, boolean]>([
  ["a pattern ignores case",                     pattern("AÉ*"),                 "aéx",        true],
  ["a cased pattern does not",                   pattern("AÉ*", true),           "aéx",        false],
  ["a cased pattern meets its own case",         pattern("AÉ*", true),           "AÉx",        true],
  ["a pattern folds once for both sides",        pattern("ΟΔΟΣ"),                "οδος",       true],
  ["an expression minds case",                   regex("B"),                     "abc",        false],
  ["an expression with i does not",              regex("B", "i"),                "abc",        true],
  ["m makes lines of the value",                 regex("^b$", "m"),              "a\nb",       true],
  ["s lets the dot cross lines",                 regex("a.b", "s"),              "a\nb",       true],
  ["a run is found without RE2",                 regex(".{3,}"),                 "ab",         false],
  ["flags within an expression count",           regex("(?is)A.B"),              "a\nb",       true],
  ["a network holds an address",                 { kind: "cidr", network: parseNetwork("10.0.0.0/8")! }, "10.1.2.3", true],
  ["a network holds nothing that is none",       { kind: "cidr", network: parseNetwork("0.0.0.0/0")! },  "localhost", false],
  ["numbers are compared as numbers",            compare("gt", 9),               "10",         true],
  ["a minus",                                    compare("lt", 0),               "-1",         true],
  ["a plus",                                     compare("eq", 5),               "+5",         true],
  ["a fraction",                                 compare("lte", 1.5),            "1.50",       true],
  ["a fraction without whole part",              compare("gt", 0),               ".5",         true],
  ["a dot behind the number",                    compare("eq", 5),               "5.",         true],
  ["an exponent",                                compare("gte", 100),            "1e2",        true],
  ["blanks make no number",                      compare("gte", 0),              " 5",         false],
  ["hexadecimal is no number",                   compare("gte", 0),              "0x10",       false],
  ["nothing is no number",                       compare("gte", 0),              "",           false],
  ["a dot alone is no number",                   compare("gte", 0),              ".",          false],
  ["infinity is no number",                      compare("gte", 0),              "Infinity",   false],
  ["what is no number is not less either",       compare("lt", 5),               "x",          false],
])("%s", (_, asked, text, want) => {
  expect(holds(asked, text)).toBe(want);
});

test.each([
  ["minute", 7], ["hour", 6], ["day", 5], ["week", 10], ["month", 3], ["year", 2024],
] as const)("reads the %s of a time in UTC", (part, than) => {
  expect(holds({ kind: "compare", op: "eq", than, part }, "2024-03-05T06:07:08.9Z")).toBe(true);
  expect(holds({ kind: "compare", op: "eq", than: than + 1, part }, "2024-03-05T06:07:08.9Z")).toBe(false);
  expect(holds({ kind: "compare", op: "gte", than: 0, part }, "yesterday")).toBe(false);
});

test("weeks are those of ISO 8601, on every day of forty years", () => {
  let [week, year] = [1, 1990]; // 1 January 1990 was a Monday
  const longYears = new Set([1992, 1998, 2004, 2009, 2015, 2020, 2026]);
  for (let day = 0; day < 14_600; day++) {
    if (day > 0 && day % 7 === 0) {
      const isOver = week >= (longYears.has(year) ? 53 : 52);
      [week, year] = isOver ? [1, year + 1] : [week + 1, year];
    }
    const time = new Date(Date.UTC(1990, 0, 1 + day)).toISOString();
    if (!holds({ kind: "compare", op: "eq", than: week, part: "week" }, time)) expect.fail(`${time} is not in week ${week}`);
  }
});

test("every comparison is the one it is named after", () => {
  fc.assert(fc.property(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), (a, b) => {
    expect(["lt", "lte", "eq", "gte", "gt"].map((op) => holds(compare(op as "lt", b), String(a)))).toEqual([a < b, a <= b, a === b, a >= b, a > b]);
  }));
});

test("a hostile value meets hostile expressions in time linear in it", () => {
  const text = "a".repeat(100_000);
  expect(["(a+)+b", "(a|a)*b", "(a*)*b", "(?:a?){20}a{20}b", "(.*)(.*)(.*)b"].map((source) => holds(regex(source), text))).toEqual([false, false, false, false, false]);
  expect(holds(compare("gt", 0), "1".repeat(1_000_000))).toBe(false);
  expect(holds({ kind: "pattern", pattern: [ANY, "ab", ANY, "b"], cased: false }, text)).toBe(false);
});

test.each(["(?=a)", "(?!a)", "(?<=a)b", String.raw`(a)\1`, "a(", "a{1001}", "[b-a]", "(?<n>a", "*a"])("refuses %j, which is not RE2", (source) => {
  expect(() => compileRegex(source, "")).toThrow();
});
