import { expect, test } from "vitest";
import type { Event, Fields } from "../../../core/index.ts";
import { compile, loadRules, type Explanation, type LogSourceMap, type Matcher, type Rule } from "../index.ts";

const MAPS: readonly LogSourceMap[] = [{
  product: "p",
  routes: [
    { category: "c", fields: { Image: "New" }, where: { Kind: ["create"] } },
    { category: "c", fields: { Image: "Old" }, where: { Kind: ["remove", ""] } },
    { service: "s" },
  ],
}];
const event = (fields: Fields, text?: string): Event => ({
  product: "p", channel: "", code: undefined, time: undefined, host: undefined, fields, text, json: undefined, source: { path: "", record: 1 },
});
const of = (detection: object, logsource: object = { product: "p" }): { readonly rule: Rule; readonly matcher: Matcher } => {
  const { rules, refused } = loadRules([{ path: "r.yml", text: JSON.stringify({ title: "R", logsource, detection }) }]);
  expect(refused).toEqual([]);
  return { rule: rules[0]!, matcher: compile(rules, { logsources: MAPS }) };
};
const explain = (detection: object, fields: Fields, text?: string): Explanation => {
  const { rule, matcher } = of(detection);
  return matcher.explain(rule, event(fields, text));
};
const matched = (detection: object, fields: Fields, text?: string): object => {
  const { rule, matcher } = of(detection);
  return matcher.matchedFields(rule, event(fields, text));
};

test("tells each selection and in it each field: what it asks, what the event holds, and whether that will do", () => {
  expect(explain({ sel: { "Image|endswith": ["\\a.exe", "\\b.exe"], User: null }, filter: { User: "adm" }, condition: "sel and not filter" }, { Image: "C:\\B.exe", User: "Adm" })).toEqual({
    matches: false,
    applies: true,
    selections: [
      { name: "sel", holds: false, items: [{ field: "Image", asks: "ends with \\a.exe or ends with \\b.exe", value: "C:\\B.exe", holds: true }, { field: "User", asks: "is absent or null", value: "Adm", holds: false }] },
      { name: "filter", holds: true, items: [{ field: "User", asks: "equals adm", value: "Adm", holds: true }] },
    ],
  });
});

test.each<[string, object, string]>([
  ["a value",               { F: "a" },                          "equals a"],
  ["the empty value",       { F: "" },                           "equals the empty text"],
  ["a beginning",           { "F|startswith": "a" },             "starts with a"],
  ["an end",                { "F|endswith": "a" },               "ends with a"],
  ["a part",                { "F|contains": "a" },               "contains a"],
  ["a pattern",             { F: "a*b?" },                       "is like a*b?"],
  ["an escaped star",       { F: "a\\*b*c" },                    "is like a\\*b*c"],
  ["any value",             { F: "*" },                          "is any value"],
  ["case",                  { "F|cased": "a" },                  "equals a (case counts)"],
  ["an expression",         { "F|re|i": "a.b" },                 "has a match of /a.b/i"],
  ["a network",             { "F|cidr": "10.0.0.0/8" },          "is in 10.0.0.0/8"],
  ["a network of IPv6",     { "F|cidr": "fe80::/10" },           "is in fe80:0:0:0:0:0:0:0/10"],
  ["a number",              { "F|gte": 5 },                      "≥ 5"],
  ["a time",                { "F|hour|lt": 6 },                  "hour < 6"],
  ["presence",              { "F|exists": true },                "is there"],
  ["no presence",           { "F|exists": false },               "is not there"],
  ["another field",         { "F|fieldref|contains": "G" },      "contains the field G"],
  ["more than five",        { F: [1, 2, 3, 4, 5, 6, 7] },        "equals 1 or equals 2 or equals 3 or equals 4 or equals 5 or 2 others"],
])("says in words what is asked: %s", (_, selection, asks) => {
  expect(explain({ sel: selection, condition: "sel" }, {}).selections[0]!.items[0]!.asks).toBe(asks);
});

test("keywords are one item, and have no value of their own", () => {
  expect(explain({ words: ["needle", "x"], condition: "words" }, { a: "hay" }, "a needle").selections).toEqual([
    { name: "words", holds: true, items: [{ field: "keywords", asks: "contains needle or contains x", value: undefined, holds: true }] },
  ]);
});

test("a rule for other logs applies to nothing, and nothing is tested", () => {
  const { rule, matcher } = of({ sel: { F: "a" }, condition: "sel" }, { product: "other" });
  expect(matcher.explain(rule, event({ F: "a" }))).toEqual({ matches: false, applies: false, selections: [] });
  expect(matcher.matchedFields(rule, event({ F: "a" }))).toEqual({});
  expect(matcher.read(rule, event({ F: "a" }), "F")).toBeUndefined();
});

test("what the log source asks of the record is told as a selection of its own, and the way that matches is the one told", () => {
  const { rule, matcher } = of({ sel: { Image: "a.exe" }, condition: "sel" }, { category: "c" });
  const told = matcher.explain(rule, event({ Kind: "remove", Old: "A.exe", New: "n" }));
  expect(told.matches).toBe(true);
  expect(told.selections).toMatchObject([
    { name: "log source", holds: true, items: [{ field: "Kind", asks: "equals remove or equals the empty text", value: "remove" }] },
    { name: "sel", holds: true, items: [{ field: "Image", value: "A.exe" }] },
  ].map((one, i) => (i === 0 ? { name: one.name, holds: true } : one)));
  expect(matcher.explain(rule, event({ Kind: "other", Old: "a.exe" })).matches).toBe(false);
  expect(matcher.matchedFields(rule, event({ Kind: "remove", Old: "A.exe" }))).toEqual({ Image: "A.exe" });
});

test.each<[string, object, Fields, object]>([
  ["the fields that made it match",              { sel: { F: "a", G: "b" }, condition: "sel" },                          { F: "A", G: "b", H: "c" },   { F: "A", G: "b" }],
  ["of alternatives those that held",            { s1: { F: "a" }, s2: { G: "b" }, condition: "1 of s*" },               { F: "a", G: "x" },           { F: "a" }],
  ["all alternatives that held",                 { s1: { F: "a" }, s2: { G: "b" }, condition: "1 of s*" },               { F: "a", G: "b" },           { F: "a", G: "b" }],
  ["nothing of a branch that failed as a whole", { s1: { F: "a", G: "b" }, s2: { H: "c" }, condition: "s1 or s2" },      { F: "a", H: "c" },           { H: "c" }],
  ["nothing of an exception",                    { s: { F: "a" }, f: { G: "b" }, condition: "s and not f" },             { F: "a", G: "x" },           { F: "a" }],
  ["nothing where it does not match",            { s: { F: "a" }, condition: "s" },                                      { F: "b" },                   {}],
  ["whole lists",                                { s: { F: "a" }, condition: "s" },                                      { F: ["x", "a"] },            { F: ["x", "a"] }],
  ["the rule's names for paths",                 { s: { "a.b": "x" }, condition: "s" },                                  { a: { b: "x" } },            { "a.b": "x" }],
  ["null that was asked for",                    { s: { F: null, G: "b" }, condition: "s" },                             { F: null, G: "b" },          { F: null, G: "b" }],
  ["no field that was asked to be absent",       { s: { F: null, G: "b" }, condition: "s" },                             { G: "b" },                   { G: "b" }],
  ["a field once though two items ask for it",   { s: { "F|startswith": "a", "F|endswith": "c" }, condition: "s" },      { F: "abc" },                 { F: "abc" }],
  ["no field for keywords",                      { s: ["needle"], condition: "s" },                                      { F: "a needle" },            {}],
])("gives %s", (_, detection, fields, want) => {
  expect(matched(detection, fields)).toEqual(want);
});

test("a field called __proto__ is given as a field, and changes no object", () => {
  const detection = JSON.parse('{"sel": {"__proto__": "x", "constructor": "y"}, "condition": "sel"}') as object;
  const found = matched(detection, JSON.parse('{"__proto__": "X", "constructor": "y"}') as Fields);
  expect(Object.entries(found)).toEqual([["__proto__", "X"], ["constructor", "y"]]);
  expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
});

test("a field is read as the rule reads it", () => {
  const { rule, matcher } = of({ sel: { F: "a" }, condition: "sel" }, { category: "c" });
  expect(matcher.read(rule, event({ New: "n", a: { b: 1 } }), "Image")).toBe("n");
  expect(matcher.read(rule, event({ New: "n", a: { b: 1 } }), "a.b")).toBe(1);
  expect(matcher.read(rule, event({}), "toString")).toBeUndefined();
});
