import { expect, test } from "vitest";
import type { Event, Fields, Value } from "../../../core/index.ts";
import type { FieldTest } from "../values/value-test.ts";
import { eachText } from "../values/each-text.ts";
import { compileItem } from "./item.ts";

const event = (fields: Fields, text?: string): Event => ({
  product: "", channel: "", code: undefined, time: undefined, host: undefined, fields, text, json: undefined, source: { path: "", record: 1 },
});
const texts = (one: Event): readonly string[] => {
  const found: string[] = [];
  eachText(one, (text) => found.push(text));
  return found;
};

test("keywords are put to the line and to every scalar, wherever it stands, and to no name", () => {
  expect(texts(event({ a: "x", b: [1, [true, { c: "y" }]], d: null, e: undefined, f: {} }, "the line"))).toEqual(["the line", "x", "1", "true", "y"]);
});

test("keywords go 64 levels deep, and what is nested a million deep does not end the program", () => {
  const nested = (depth: number): Value => Array.from({ length: depth }).reduce<Value>((inner) => [inner], "needle");
  expect(texts(event({ F: nested(63) }))).toEqual(["needle"]);
  expect(texts(event({ F: nested(64) }))).toEqual([]);
  expect(texts(event({ F: nested(1_000_000) }))).toEqual([]);
});

const field = (change: Partial<FieldTest> = {}): FieldTest => ({ kind: "field", field: "G", opensStart: false, opensEnd: false, cased: false, ...change });

test.each<[string, FieldTest, Value, Value, boolean]>([
  ["equal values",                      field(),                                   "a",        "A",        true],
  ["unequal values",                    field(),                                   "a",        "b",        false],
  ["case, where it counts",             field({ cased: true }),                    "a",        "A",        false],
  ["a number and its text",             field(),                                   1,          "1",        true],
  ["the other's text within",           field({ opensStart: true, opensEnd: true }), "xaby",   "AB",       true],
  ["the other's text in front",         field({ opensEnd: true }),                 "abc",      "ab",       true],
  ["the other's text behind",           field({ opensStart: true }),               "abc",      "bc",       true],
  ["the other is longer",               field({ opensEnd: true }),                 "ab",       "abc",      false],
  ["the other's star is a character",   field(),                                   "abc",      "a*",       false],
  ["any element of either",             field(),                                   ["x", "b"], ["a", "B"], true],
  ["the other is empty",                field({ opensStart: true, opensEnd: true }), "abc",    "",         false],
  ["both are empty",                    field(),                                   "",         "",         false],
  ["the other is absent",               field(),                                   "a",        undefined,  false],
  ["both are absent",                   field(),                                   undefined,  undefined,  false],
  ["both are null",                     field(),                                   null,       null,       false],
  ["an object is no value",             field(),                                   { a: 1 },   { a: 1 },   false],
])("fields compared: %s", (_, asked, value, other, want) => {
  expect(compileItem({ field: "F", tests: [asked] })(value, () => other)).toBe(want);
});

test("an item is compiled once", () => {
  const item = { field: "F", tests: [{ kind: "null" as const }] };
  expect(compileItem(item)).toBe(compileItem(item));
  expect(compileItem(item)).not.toBe(compileItem({ ...item }));
});
