import { expect, test } from "vitest";
import { loadRules } from "../../detect/index.ts";
import type { Filter } from "../../events/filter/index.ts";
import { neededWords } from "./words.ts";

const MAPS = [{ product: "p", routes: [{ category: "c", fields: { Made: { from: ["A", "B"], as: "join" as const }, First: { from: ["A", "B"], as: "first" as const } } }] }];

test.each([
  ["an equal value", "{A: powershell.exe}", "powershell & exe"],
  ["the two longest runs of letters", "{A|contains: 'net user administrator add'}", "administrator & user"],
  ["nothing for short runs", "{A|contains: 'a1-b2'}", "*"],
  ["nothing for numbers, which JSON may write otherwise", "{A: 4624}", "*"],
  ["letters without digits among them", "{A|endswith: 'rundll32.exe'}", "rundll & exe"],
  ["no letters that are not ASCII", "{A|contains: 'caf\u00e9 \u212aelvin'}", "elvin & caf"],
  ["letters in lower case", "{A|contains|cased: 'MiMiKatz'}", "mimikatz"],
  ["any of several values", "{A: [mimikatz, rubeus]}", "(mimikatz | rubeus)"],
  ["nothing if one of them needs nothing", "{A: [mimikatz, '*']}", "*"],
  ["all of several values", "{A|contains|all: [mimikatz, rubeus]}", "mimikatz & rubeus"],
  ["parts between wildcards", "{A: '*certutil*urlcache*'}", "certutil & urlcache"],
  ["each field", "{A: mimikatz, B: rubeus}", "mimikatz & rubeus"],
  ["keywords", "[mimikatz, rubeus]", "(mimikatz | rubeus)"],
  ["nothing for an expression", "{A|re: 'mimikatz'}", "*"],
  ["nothing for a network", "{A|cidr: 10.0.0.0/8}", "*"],
  ["nothing for an absent field", "{A: null}", "*"],
  ["nothing for fields that are compared", "{A|fieldref: B}", "*"],
  ["nothing for a value that is made of others", "{Made: mimikatz}", "*"],
  ["a value that is one of others", "{First: mimikatz}", "mimikatz"],
])("needs %s", (_, selection, want) => {
  expect(show(neededWords(rule(selection), MAPS))).toBe(want);
});

test.each([
  ["not s and t", "rubeus"],
  ["s or t", "(mimikatz | rubeus)"],
  ["s or not t", "*"],
  ["1 of them*", "*"],
  ["s and (t or not u)", "mimikatz"],
])("in %s", (condition, want) => {
  const [first] = loadRules([{ path: "r", text: `title: r\nlogsource: {product: p}\ndetection: {s: {A: mimikatz}, t: {A: rubeus}, u: {A: other}, them1: {A: mimikatz}, them2: {A: '*'}, condition: ${condition}}` }]).rules;
  expect(show(neededWords(first!, MAPS))).toBe(want);
});

function rule(selection: string) {
  const { rules, refused } = loadRules([{ path: "r", text: `title: r\nlogsource: {product: p}\ndetection:\n  s: ${selection}\n  condition: s\n` }]);
  expect(refused).toEqual([]);
  return rules[0]!;
}

function show(filter: Filter): string {
  switch (filter.kind) {
    case "all": return "*";
    case "and": return filter.of.map(show).join(" & ");
    case "or": return `(${filter.of.map(show).join(" | ")})`;
    case "field": return filter.test.op === "like" ? filter.test.pieces.join("") : filter.test.op;
    default: return filter.kind;
  }
}
