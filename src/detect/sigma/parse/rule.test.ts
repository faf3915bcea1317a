import { expect, test } from "vitest";
import { loadRules, type RuleSet } from "./load.ts";
import type { Refusal } from "../types.ts";

/** A rule, each of whose lines can be replaced or taken out. */
function rule(change: Readonly<Record<string, string>> = {}): string {
  const lines = { title: "title: A", id: "id: i1", logsource: "logsource: {product: windows}", detection: "detection:\n  sel: {F: a}\n  condition: sel", ...change };
  return `${Object.values(lines).filter((line) => line !== "").join("\n")}\n`;
}
const load = (text: string): RuleSet => loadRules([{ path: "a.yml", text }]);
const refusal = (text: string): Refusal => {
  const { refused, rules } = load(text);
  expect([refused.length, rules.length]).toEqual([1, 0]);
  return refused[0]!;
};

test("takes all that a rule says of itself", () => {
  const text = rule({ more: "name: n\nlevel: High\nstatus: Test\nauthor: me\ndescription: |\n  two\n  lines\nreferences: [u1, u2]\ntags: attack.t1059\nfalsepositives: [none, 3]\nfields: [A, B]\nrelated:\n  - {id: x, type: derived}\n  - {id: y}\n  - {type: similar}\n  - z" });
  expect(load(text).rules[0]).toMatchObject({
    key: "i1", logsource: { product: "windows" }, fields: ["A", "B"],
    head: {
      id: "i1", name: "n", title: "A", level: "high", status: "test", author: "me", description: "two\nlines\n", references: ["u1", "u2"], tags: ["attack.t1059"],
      falsepositives: ["none", "3"], related: [{ id: "x", type: "derived" }, { id: "y", type: "similar" }], path: "a.yml", line: 1, column: 1,
    },
  });
});

test("needs no more than a title, a log source and a detection", () => {
  const { rules } = load(rule({ id: "" }));
  expect(rules[0]!.key).toBe("a.yml:1");
  expect(rules[0]!.head).toMatchObject({ id: undefined, level: undefined, status: undefined, author: undefined, references: [], tags: [] });
});

test.each([
  ["no title",                        { title: "" },                              "1:1",  "no title",                             'Add "title:"'],
  ["an empty title",                  { title: "title: ''" },                     "1:1",  "no title",                             'Add "title:"'],
  ["a list as title",                 { title: "title: [a]" },                    "1:1",  "title is a list",                      "Write title as one text"],
  ["a mapping as id",                 { id: "id: {a: b}" },                       "2:1",  "id is a mapping",                      "Write id as one text"],
  ["another level",                   { level: "level: urgent" },                 "7:1",  'level "urgent" is not Sigma',          "informational, low, medium, high, critical"],
  ["another status",                  { status: "status: done" },                 "7:1",  'status "done" is not Sigma',           "stable, test, experimental, deprecated, unsupported"],
  ["no log source",                   { logsource: "" },                          "1:1",  "logsource must be a mapping, not absent", "key: value"],
  ["a text as log source",            { logsource: "logsource: windows" },        "3:1",  "logsource must be a mapping",          "key: value"],
  ["a log source of prose only",      { logsource: "logsource:\n  definition: all" }, "3:1", "names no category, product or service", "would fire on everything"],
  ["a list as product",               { logsource: "logsource:\n  product: [a, b]" }, "4:3", "product is a list",                 "Write product as one text"],
  ["no detection",                    { detection: "" },                          "1:1",  "no detection, correlation or filter",  "Add a detection"],
  ["a list as detection",             { detection: "detection: [a]" },            "4:1",  "detection must be a mapping",          "key: value"],
  ["no condition",                    { detection: "detection:\n  sel: {F: a}" }, "4:1",  "the condition is absent",              'Write "condition: selection"'],
  ["an empty condition",              { detection: "detection:\n  sel: {F: a}\n  condition: ' '" }, "6:3", "the condition is", 'Write "condition: selection"'],
  ["an empty list of conditions",     { detection: "detection:\n  sel: {F: a}\n  condition: []" }, "6:3", "the condition is a list", 'Write "condition: selection"'],
  ["a number among conditions",       { detection: "detection:\n  sel: {F: a}\n  condition: [sel, 1]" }, "6:3", "the condition is a list", 'Write "condition: selection"'],
  ["a condition over nothing",        { detection: "detection:\n  sel: {F: a}\n  condition: sel and filter" }, "6:3", 'names "filter", which is not defined', "Define it, or use one of: sel"],
  ["a selector of nothing",           { detection: "detection:\n  sel: {F: a}\n  condition: sel and not 1 of filter_*" }, "6:3", '"any of filter_*" matches no selection', "Use a pattern that matches one of: sel"],
  ["a timeframe",                     { detection: "detection:\n  sel: {F: a}\n  timeframe: 5m\n  condition: sel" }, "6:3", "timeframe is not part of Sigma 2", "correlation document"],
  ["an aggregation",                  { detection: "detection:\n  sel: {F: a}\n  condition: sel | count() > 5" }, "6:3", "aggregations behind |", "correlation document"],
  ["a collection",                    { action: "action: global" },               "7:1",  "`action` collections",                 "Write each rule as a whole document"],
  ["an empty selection",              { detection: "detection:\n  sel: {}\n  condition: sel" },    "5:3",  "the selection is empty",      "at least one field"],
  ["an empty list",                   { detection: "detection:\n  sel: []\n  condition: sel" },    "5:3",  "the selection is an empty list", "at least one value"],
  ["a list within a list",            { detection: "detection:\n  sel: [[a]]\n  condition: sel" }, "5:9",  "a selection must be a mapping", "key: value"],
  ["a mapping as value",              { detection: "detection:\n  sel:\n    F: {G: a}\n  condition: sel" }, "6:5", "a value is a mapping", "write nested fields as a.b.c"],
  ["a mapping among values",          { detection: "detection:\n  sel:\n    F:\n      - a\n      - {b: c}\n  condition: sel" }, "8:9", "a value is a mapping", "write nested fields as a.b.c"],
  ["an unknown modifier",             { detection: "detection:\n  sel:\n    G: b\n    F|like: a\n  condition: sel" }, "7:5", 'F|like: "like" is not a modifier', "Use one of"],
  ["a mistake that no condition reaches", { detection: "detection:\n  sel: {F: a}\n  unused: {F|like: a}\n  condition: sel" }, "6:12", "not a modifier", "Use one of"],
  ["a comparison of keywords",        { detection: "detection:\n  sel: {'|gt': 5}\n  condition: sel" }, "5:10", "a keyword cannot be tested for compare", "Name the field"],
  ["null as keyword",                 { detection: "detection:\n  sel: [a, null]\n  condition: sel" }, "5:3", "a keyword cannot be tested for null", "Name the field"],
  ["placeholders without values",     { detection: "detection:\n  sel:\n    F|expand: '%Admins%'\n  condition: sel" }, "6:5", "placeholders without value: %Admins%", "--vars FILE"],
])("refuses a rule with %s, there, and says what to write", (_, change, place, reason, hint) => {
  const found = refusal(rule(change));
  expect(found.reason).toContain(reason);
  expect(found.hint).toContain(hint);
  expect(`${found.line}:${found.column}`).toBe(place);
});

test.each(["[1, 2]", "text", "3", "null", "true", "- a"])("refuses a document that is %j", (text) => {
  expect(refusal(text)).toMatchObject({ line: 1, column: 1, title: undefined, reason: expect.stringContaining("a rule document must be a mapping") as string });
});

test("what only people read may be written loosely", () => {
  const { rules } = load(rule({ more: "references: u\ntags: [1, {a: b}, null, x]\nfalsepositives: null\nrelated: none\nauthor: 7" }));
  expect(rules[0]!.head).toMatchObject({ references: ["u"], tags: ["1", "x"], falsepositives: [], related: [], author: "7" });
});

test("names of an object's own making are no keys that anybody wrote", () => {
  expect(refusal("toString: x\n")).toMatchObject({ reason: "the document has no title" });
  const { rules } = load("title: A\nlogsource: {product: w}\ndetection:\n  constructor: {__proto__: a, hasOwnProperty: b}\n  condition: constructor\n");
  expect(rules[0]!.expression).toMatchObject({ op: "named", name: "constructor", arg: { op: "and", args: [{ item: { field: "__proto__" } }, { item: { field: "hasOwnProperty" } }] } });
});

test("a selection named __proto__ is a selection like others", () => {
  const { rules } = load("title: A\nlogsource: {product: w}\ndetection:\n  __proto__: {F: a}\n  condition: __proto__\n");
  expect(rules[0]!.expression).toMatchObject({ op: "named", name: "__proto__", arg: { op: "item", item: { field: "F" } } });
  expect(refusal("title: A\nlogsource: {product: w}\ndetection:\n  sel: {F: a}\n  condition: toString\n").reason).toContain('names "toString"');
});
