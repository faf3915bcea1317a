import { expect, test } from "vitest";
import { compile } from "../index.ts";
import { loadRules, type RuleSet } from "./load.ts";

const RULE = `title: Rule
id: 11111111-1111-1111-1111-111111111111
name: rule_name
logsource: {category: process_creation, product: windows}
detection:
  sel: {Image|endswith: '\\a.exe'}
  condition: sel
`;
const filter = (change: { logsource?: string; rules?: string; detection?: string }): string => `title: Keep admins out
logsource: ${change.logsource ?? "{category: process_creation, product: windows}"}
filter:
  rules: ${change.rules ?? "[rule_name]"}
  ${change.detection ?? "{selection: {User: adm}, condition: not selection}"
    .replace(/^\{(.*), condition: (.*)\}$/, "$1\n  condition: $2")}
`;
const load = (...texts: string[]): RuleSet => loadRules(texts.map((text, i) => ({ path: `${i}.yml`, text })));

const MAPS = [{ product: "windows", routes: [{ category: "process_creation" }] }];
const matches = (rules: RuleSet, user: string | undefined): boolean => {
  const fields = { Image: "C:\\a.exe", User: user };
  return compile(rules.rules, { logsources: MAPS }).match({ product: "windows", channel: "", code: undefined, time: undefined, host: undefined, fields, text: undefined, json: undefined, source: { path: "", record: 1 } }).length > 0;
};

test("a filter that says `not selection` keeps its selection out", () => {
  const rules = load(RULE, filter({}));
  expect(rules).toMatchObject({ rules: { length: 1 }, filters: { length: 1 }, refused: [] });
  expect([matches(rules, "bob"), matches(rules, "ADM"), matches(rules, undefined)]).toEqual([true, false, true]);
});

test("a filter that says `selection` lets only its selection through: the conditions are joined by and", () => {
  const rules = load(RULE, filter({ detection: "selection: {User: adm}\n  condition: selection" }));
  expect([matches(rules, "bob"), matches(rules, "ADM"), matches(rules, undefined)]).toEqual([false, true, false]);
});

test("several filters all count, wherever they stand among the files", () => {
  const rules = load(filter({}), RULE, filter({ detection: "selection: {User: bob}\n  condition: not selection" }));
  expect([matches(rules, "bob"), matches(rules, "adm"), matches(rules, "eve")]).toEqual([false, false, true]);
});

test.each([
  ["by name",                       { rules: "[rule_name]" },                                   true],
  ["by id",                         { rules: "[11111111-1111-1111-1111-111111111111]" },        true],
  ["by one text",                   { rules: "rule_name" },                                     true],
  ["any",                           { rules: "any" },                                           true],
  ["of another name",               { rules: "[other]" },                                       false],
  ["of the same product",           { logsource: "{product: windows}" },                        true],
  ["of the same category",          { logsource: "{category: process_creation}" },              true],
  ["of another product",            { logsource: "{product: linux}", rules: "any" },            false],
  ["of another category",           { logsource: "{category: file_event}", rules: "any" },      false],
  ["of a service that the rule does not set", { logsource: "{product: windows, service: sysmon}", rules: "any" }, false],
])("a filter concerns rules %s: or not", (_, change, concerned) => {
  expect(matches(load(RULE, filter(change)), "adm")).toBe(!concerned);
});

test.each([
  ["rules that are absent",             "title: F\nlogsource: {product: windows}\nfilter:\n  selection: {User: adm}\n  condition: not selection\n", "3:1", "rules is absent", "rules: any"],
  ["an empty list of rules",            filter({ rules: "[]" }),             "4:3", "rules is a list", "List the ids or names"],
  ["a number among rules",              filter({ rules: "[1]" }),            "4:3", "rules is a list", "List the ids or names"],
  ["no condition",                      filter({ detection: "selection: {User: adm}" }), "3:1", "the condition is absent", 'Write "condition: selection"'],
  ["a condition over what is not there", filter({ detection: "selection: {User: adm}\n  condition: not sel" }), "6:3", 'names "sel"', "Define it"],
  ["a bad modifier",                    filter({ detection: "selection: {User|nope: adm}\n  condition: not selection" }), "5:15", "not a modifier", "Use one of"],
  ["no log source",                     filter({ logsource: "{definition: all}" }), "2:1", "names no category", "Name at least one"],
  ["a text for a filter",               "title: F\nlogsource: {product: windows}\nfilter: all\n", "3:1", "filter must be a mapping", "key: value"],
])("refuses a filter with %s", (_, text, place, reason, hint) => {
  const { refused, filters } = load(text);
  expect(filters).toEqual([]);
  expect(refused.map(({ line, column }) => `${line}:${column}`)).toEqual([place]);
  expect(refused[0]!.reason).toContain(reason);
  expect(refused[0]!.hint).toContain(hint);
});

test("a refused filter leaves the rules as they are", () => {
  expect(matches(load(RULE, filter({ rules: "[]" })), "adm")).toBe(true);
});
