import fc from "fast-check";
import { expect, test } from "vitest";
import type { Fields, Value } from "../../../core/index.ts";
import { compileReader } from "./reader.ts";

test.each<[string, string, Fields, Value]>([
  ["a field",                                        "F",       { F: "x" },                                  "x"],
  ["nothing where there is none",                    "F",       {},                                          undefined],
  ["null as null",                                   "F",       { F: null },                                 null],
  ["a list as it is",                                "F",       { F: ["x", ["y"]] },                         ["x", ["y"]]],
  ["names by their case",                            "f",       { F: "x" },                                  undefined],
  ["a name with dots as it stands",                  "a.b",     { "a.b": "x" },                              "x"],
  ["a path",                                         "a.b.c",   { a: { b: { c: "x" } } },                    "x"],
  ["the name as it stands before the path",          "a.b",     { "a.b": "x", a: { b: "y" } },               "x"],
  ["the name as it stands though it is null",        "a.b",     { "a.b": null, a: { b: "y" } },              null],
  ["a path whose first key has a dot",               "a.b.c",   { "a.b": { c: "x" } },                       "x"],
  ["a path whose last key has a dot",                "a.b.c",   { a: { "b.c": "x" } },                       "x"],
  ["the longer key first",                           "a.b.c",   { "a.b": { c: "x" }, a: { b: { c: "y" } } }, "x"],
  ["the shorter key where the longer leads nowhere", "a.b.c",   { "a.b": { d: "x" }, a: { b: { c: "y" } } }, "y"],
  ["all of a list of objects",                       "a.b",     { a: [{ b: "x" }, { c: "z" }, { b: "y" }] }, ["x", "y"]],
  ["lists on every level as one",                    "a.b.c",   { a: [{ b: [{ c: "x" }] }, { b: [{ c: ["y", "z"] }] }] }, ["x", "y", "z"]],
  ["nothing of a list that has none",                "a.b",     { a: [{ c: "x" }, "y"] },                    undefined],
  ["nothing of an empty list",                       "a.b",     { a: [] },                                   undefined],
  ["nothing through a text",                         "a.b",     { a: "x" },                                  undefined],
  ["nothing through null",                           "a.b",     { a: null },                                 undefined],
  ["no position of a list",                          "a.0",     { a: ["x"] },                                undefined],
  ["no length of a list",                            "a.length", { a: ["x"] },                               undefined],
  ["no length of a text",                            "a.length", { a: "x" },                                 undefined],
  ["an empty name between dots",                     "a..b",    { a: { "": { b: "x" } } },                   "x"],
])("reads %s", (_, name, fields, want) => {
  expect(compileReader(name)(fields)).toEqual(want);
});

const MADE = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"];

test.each(MADE)("nobody sent %s, until somebody does", (name) => {
  const sent = JSON.parse(`{"${name}": "x", "a": {"${name}": "y"}}`) as Fields;
  expect(compileReader(name)({})).toBeUndefined();
  expect(compileReader(name)(sent)).toBe("x");
  expect(compileReader(`a.${name}`)({ a: {} })).toBeUndefined();
  expect(compileReader(`a.${name}`)(sent)).toBe("y");
  expect(compileReader(`${name}.name`)({})).toBeUndefined();
});

/** All values at a path, whichever way its dots are taken; objects' own keys only. */
function allAt(value: Value, path: readonly string[]): readonly Value[] {
  if (path.length === 0) return value === undefined ? [] : [value];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((element) => allAt(element, path));
  if (typeof value !== "object" || value === null) return [];
  return path.flatMap((_, i) => {
    const key = path.slice(0, path.length - i).join(".");
    return Object.hasOwn(value, key) ? allAt((value as Fields)[key], path.slice(path.length - i)) : [];
  });
}

const flat = (value: Value): readonly Value[] => (Array.isArray(value) ? (value as readonly Value[]).flatMap(flat) : [value]);

test("what is read stands at the path, and something is read wherever something stands there", () => {
  const key = fc.constantFrom("a", "b", "a.b", "b.a");
  const { fields } = fc.letrec<{ fields: Fields; value: Value }>((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, fc.constantFrom<Value>("x", "y", null), tie("fields"), fc.array(tie("value"), { maxLength: 2 })),
    fields: fc.dictionary(key, tie("value"), { maxKeys: 3 }),
  }));
  fc.assert(fc.property(fields, fc.constantFrom("a", "b", "a.b", "a.b.a", "b.a.b", "a.a"), (one, name) => {
    const found = compileReader(name)(one);
    const all = flat(allAt(one, name.split(".")));
    if (found === undefined) expect(all).toEqual([]);
    else expect(flat(found).every((part) => all.includes(part))).toBe(true);
  }), { numRuns: 5000 });
});

test.each<[string, Fields, Value]>([
  ["the first that is there",       { New: "n", Old: "o" },   "n"],
  ["the next where it is not",      { Old: "o" },             "o"],
  ["null is there",                 { New: null, Old: "o" },  null],
  ["none",                          {},                       undefined],
])("reads one of several names: %s", (_, fields, want) => {
  expect(compileReader({ from: ["New", "Old"], as: "first" })(fields)).toBe(want);
});
