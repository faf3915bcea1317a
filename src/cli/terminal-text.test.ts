import fc from "fast-check";
import { expect, test } from "vitest";
import { amount, column, cut, duration, escaped, hasColours, number, plain, widthOf } from "./terminal-text.ts";

test.each([
  ["a colour",                        "\u001b[31mred\u001b[0m",                "red"],
  ["a window's title",                "\u001b]0;owned\u0007x",                 "x"],
  ["an escape of one byte",           "a\u009b2Jb",                            "ab"],
  ["line ends",                       "a\r\nb",                                "a b"],
  ["a text turned round",             "a\u202egpj.exe",                        "a gpj.exe"],
  ["half a pair",                     "a\ud800b",                              "a b"],
  ["letters of others",               "é日本😀",                                "é日本😀"],
])("plain leaves of %s what is text", (_, text, want) => {
  expect(plain(text)).toBe(want);
});

test("escaped JSON is the same value and holds nothing that a terminal obeys", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.constantFrom("\u001b[2J", "\u009b2J", "\u202e", "\u200b", "\ud800", "\u{e0041}", "\u007f"), (text, bad) => {
      const json = escaped(JSON.stringify({ [bad]: text + bad }));
      expect(JSON.parse(json)).toEqual({ [bad]: text + bad });
      expect(plain(json)).toBe(json);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["fits",          "abc",     3, "abc"],
  ["does not fit",  "abcd",    3, "ab…"],
  ["is wide",       "日本語",   5, "日本…"],
  ["is wide, odd",  "日本語",   4, "日…"],
  ["has accents of their own", "e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"],
  ["is very long",  "x".repeat(1_000_000), 3, "xx…"],
  ["is very long and of nothing", "\u001b[0m".repeat(1_000_000), 3, "…"],
])("cut: what %s", (_, text, width, want) => {
  expect(cut(text, width)).toBe(want);
});

test("a column is as wide as asked, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.integer({ min: 2, max: 20 }), (text, width) => {
      const shown = column(text, width);
      expect(widthOf(shown)).toBe(width);
      // oxlint-disable-next-line no-control-regex -- what must not be there
      expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  [0, "less than a second"], [1000, "1 s"], [119_000, "119 s"], [120_000, "2 min"], [3_600_000, "1 h"], [3_900_000, "1 h 5 min"], [172_800_000, "2 days"],
])("%d ms is %s", (ms, want) => {
  expect(duration(ms)).toBe(want);
});

test.each([[1234567, "1,234,567"], [0.126, "0.13"]])("%d is written %s", (value, want) => {
  expect(number(value)).toBe(want);
});

test.each([[0, "0 rules"], [1, "1 rule"], [1200, "1,200 rules"]])("%d of a thing are %s", (value, want) => {
  expect(amount(value, "rule")).toBe(want);
});

test.each([
  [true, {}, true], [false, {}, false], [true, { NO_COLOR: "1" }, false], [true, { NO_COLOR: "" }, true], [true, { TERM: "dumb" }, false],
])("colours on a terminal %s with %o: %s", (isTTY, environment, want) => {
  expect(hasColours({ isTTY }, environment)).toBe(want);
});
