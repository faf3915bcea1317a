import { expect, test } from "vitest";
import { ANY, parsePattern, type Pattern } from "../values/pattern.ts";
import { expandPlaceholders, markPercents, MissingPlaceholders, type Placeholders } from "./placeholders.ts";

const raw = String.raw;
const VALUES: Placeholders = new Map([["Admins", ["root", "adm*"]], ["Ports", ["22"]], ["DC-NAME.1", ["dc"]], ["None", []], ["Trick", ["%Admins%", raw`\*`]]]);
function expand(text: string, values: Placeholders = VALUES): readonly Pattern[] {
  const missing = new Set<string>();
  const made = expandPlaceholders(parsePattern(markPercents(text)), values, missing);
  if (missing.size > 0) throw new MissingPlaceholders([...missing]);
  return made;
}

test.each<[string, string, readonly Pattern[]]>([
  ["a text without placeholder stays",               "abc",                  [["abc"]]],
  ["each value is an alternative",                   "%Admins%",             [["root"], ["adm", ANY]]],
  ["wildcards of a value count",                     "x%Admins%y",           [["xrooty"], ["xadm", ANY, "y"]]],
  ["two placeholders: each with each",               "%Admins%:%Ports%",     [["root:22"], ["adm", ANY, ":22"]]],
  ["dashes and dots in a name",                      "%DC-NAME.1%",          [["dc"]]],
  ["wildcards around it",                            "*%Ports%*",            [[ANY, "22", ANY]]],
  ["a percent sign alone",                           "100%",                 [["100%"]]],
  ["two percent signs",                              "100%%",                [["100%%"]]],
  ["a blank is of no name",                          "5% of 10%",            [["5% of 10%"]]],
  ["an escaped percent sign opens nothing",          raw`\%Admins\%`,        [["%Admins%"]]],
  ["an escaped backslash does not escape it",        raw`C:\\%Ports%`,       [[raw`C:\22`]]],
  ["a value's own placeholder is text",              "%Trick%",              [["%Admins%"], ["*"]]],
  ["a list of no values matches nothing",            "%None%",               []],
])("%s", (_, text, want) => {
  expect(expand(text)).toEqual(want);
});

test("names all that are missing, once, in their order, as they were written", () => {
  expect(() => expand("%b%%a%%Ports%%b%")).toThrow(expect.objectContaining({ names: ["b", "a"], message: "placeholders without value: %b%, %a%" }));
  expect(() => expand("%admins%")).toThrow(MissingPlaceholders);
});

test.each(["constructor", "__proto__", "toString", "size"])("nobody gave a value for %s", (name) => {
  expect(() => expand(`%${name}%`)).toThrow(MissingPlaceholders);
});

test("three long lists in one value are refused before they are written out", () => {
  const many = new Map([["A", Array.from({ length: 10_000 }, (_, i) => String(i))]]);
  expect(expand("%A%", many)).toHaveLength(10_000);
  expect(() => expand("%A%%A%%A%", many)).toThrow(RangeError);
});
