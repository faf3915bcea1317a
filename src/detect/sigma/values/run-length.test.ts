import fc from "fast-check";
import { expect, test } from "vitest";
import { compileRunLength } from "./run-length.ts";
import { compileRegex } from "./value-test.ts";

const KINDS = [".", String.raw`\d`, String.raw`\w`, String.raw`\s`, String.raw`\D`, String.raw`\W`, String.raw`\S`, "[a-c]", "[^a]", "[a-]", "[ab😀]", "[^\n]", "[.]", "[a^]", "[$]", "[😀-😂]"];
const UNITS = ["a", "b", "c", "1", " ", "\n", "\r", "\v", "\u2028", "\u00a0", "é", "ſ", "\u212a", "😀", "_", "-", "."];

test("answers as RE2 does", () => {
  const source = fc.tuple(fc.constantFrom(...KINDS), fc.nat(5), fc.constantFrom("}", ",}", ",7}")).map(([kind, count, end]) => `${kind}{${count}${end}`);
  const texts = fc.array(fc.tuple(fc.constantFrom(...UNITS), fc.nat(6)), { maxLength: 4 }).map((runs) => runs.map(([unit, count]) => unit.repeat(count)).join(""));
  let matched = 0;
  fc.assert(fc.property(source, texts, fc.constantFrom("", "i", "s", "m", "is"), (one, text, flags) => {
    const hasRun = compileRunLength(one, flags);
    if (hasRun === undefined) return;
    matched += Number(hasRun(text));
    expect(hasRun(text)).toBe(compileRegex(one, flags).test(text));
  }), { numRuns: 20_000 });
  expect(matched).toBeGreaterThan(2000);
});

test.each([
  ["a dot, counted",                  ".{1000,}",         "",  true],
  ["a class, counted exactly",        "[A-Za-z0-9]{50}",  "",  true],
  ["letters without case are left to RE2", "[a-z]{3}",    "i", false],
  ["a group",                         "(?:ab){3}",        "",  false],
  ["something behind it",             "a{3}b",            "",  false],
  ["something before it",             "x.{3}",            "",  false],
  ["an anchor",                       "^.{3}",            "",  false],
  ["an escape in a class",            String.raw`[\w]{3}`, "", false],
  ["a star",                          ".*",               "",  false],
])("%s: it is taken or left", (_, source, flags, taken) => {
  expect(compileRunLength(source, flags) !== undefined).toBe(taken);
});

test("counts characters, not units", () => {
  expect(compileRunLength(".{3}", "")!("😀😀")).toBe(false);
  expect(compileRunLength(".{3}", "")!("😀😀😀")).toBe(true);
});
