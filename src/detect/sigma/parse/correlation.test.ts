import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCorrelation } from "./correlation.ts";
import { resolveCorrelations, silenced } from "./correlation-resolve.ts";
import type { CorrelationRule } from "./correlation-types.ts";
import { RuleProblem } from "./problem.ts";
import type { RuleHead } from "../types.ts";

const head = (name: string, id?: string): RuleHead => ({
  id, name, title: name, level: undefined, status: undefined, author: undefined, description: undefined, date: undefined, modified: undefined,
  references: [], tags: [], falsepositives: [], related: [], path: `${name}.yml`, line: 1, column: 1,
});
const COUNT = { type: "event_count", rules: "a", "group-by": "User", timespan: "5m", condition: { gte: 10 } };
const parse = (correlation: unknown, rest: object = {}): CorrelationRule => parseCorrelation({ correlation, ...rest }, head("it"));

function refusal(build: () => unknown): { at: string; text: string } {
  try {
    build();
  } catch (error) {
    if (error instanceof RuleProblem) return { at: error.at.join("/"), text: `${error.message} ${error.hint}` };
    throw error;
  }
  return { at: "", text: "accepted" };
}

test("reads what the specification's example says", () => {
  expect(parse(COUNT)).toMatchObject({
    key: "it.yml:1", type: "event_count", rules: ["a"], groupBy: ["User"], timespanMs: 300_000, generate: false,
    condition: { kind: "bounds", bounds: [{ operator: "gte", limit: 10 }], fields: [], percentile: undefined },
  });
});

test.each([
  ["1s", 1000], ["90m", 5_400_000], ["2h", 7_200_000], ["1d", 86_400_000], ["1w", 604_800_000], ["1M", 2_629_746_000], ["1y", 31_556_952_000],
])("a timespan of %s is %i ms", (timespan, ms) => {
  expect(parse({ ...COUNT, timespan }).timespanMs).toBe(ms);
});

test.each([
  ["a list of rules", { rules: ["a", "b"] }, { rules: ["a", "b"] }],
  ["no group-by", { "group-by": undefined }, { groupBy: [] }],
  ["a list of group-by", { "group-by": ["User", "Host"] }, { groupBy: ["User", "Host"] }],
  ["a range", { condition: { gt: 100, lte: 200 } }, { condition: { bounds: [{ operator: "gt", limit: 100 }, { operator: "lte", limit: 200 }] } }],
  ["a limit with a fraction", { condition: { gte: 1.5 } }, { condition: { bounds: [{ operator: "gte", limit: 1.5 }] } }],
  ["generate", { generate: true }, { generate: true }],
  ["fields that are one value together", { type: "value_count", condition: { gte: 2, field: ["a", "b"] } }, { condition: { fields: ["a", "b"] } }],
  ["a percentile", { type: "value_percentile", condition: { gte: 2, field: "n", percentile: 99 } }, { condition: { percentile: 99 } }],
  ["the default percentile", { type: "value_percentile", condition: { gte: 2, field: "n" } }, { condition: { percentile: 95 } }],
  ["a limit below any count, for a sum", { type: "value_sum", condition: { lt: 0, field: "n" } }, { condition: { bounds: [{ operator: "lt", limit: 0 }] } }],
  ["temporal by number of rules", { type: "temporal", rules: ["a", "b", "c"], condition: { gte: 2 } }, { condition: { kind: "bounds" } }],
  ["temporal without a condition", { type: "temporal", rules: ["a", "b"], condition: undefined }, { condition: { kind: "expression", expression: { op: "and", args: [{ rule: 0 }, { rule: 1 }] } } }],
  ["temporal without rules", { type: "temporal", rules: undefined, condition: "b and (a or not c)" }, { rules: ["b", "a", "c"] }],
  ["upper-case operators", { type: "temporal_ordered", rules: ["a", "b"], condition: "a AND b" }, { condition: { terms: [{ all: [0, 1], none: [] }] } }],
  ["a pattern", { type: "temporal", rules: ["a1", "a2", "b"], condition: "1 of a* and b" }, { condition: { expression: { op: "and", args: [{ op: "or" }, { rule: 2 }] } } }],
  ["order with alternatives", { type: "temporal_ordered", rules: ["a", "b", "c"], condition: "a and (b or not c)" }, { condition: { terms: [{ all: [0, 1], none: [] }, { all: [0], none: [2] }] } }],
])("accepts %s", (_, change, want) => {
  expect(parse({ ...COUNT, ...change })).toMatchObject(want);
});

test("reads generate beside the correlation too, where the published schema has it", () => {
  expect(parse(COUNT, { generate: true }).generate).toBe(true);
  expect(refusal(() => parse({ ...COUNT, generate: false }, { generate: true })).text).toContain("given twice");
});

test("keeps aliases by rule", () => {
  const { aliases } = parse({ ...COUNT, rules: ["a", "b"], "group-by": "ip", aliases: { ip: { a: "src", b: "dst" } } });
  expect(aliases.get("ip")).toEqual(new Map([["a", "src"], ["b", "dst"]]));
});

test.each([
  // what                              change                                                         where                                   says
  ["no mapping",                       "event_count",                                                 "correlation",                          "must be a mapping"],
  ["no type",                          { type: undefined },                                           "correlation/type",                     "Use one of event_count"],
  ["an unknown type",                  { type: "event_counts" },                                      "correlation/type",                     'no correlation type "event_counts"'],
  ["a misspelt key",                   { group_by: "User" },                                          "correlation/group_by",                 'Did you mean "group-by"?'],
  ["an unknown key",                   { window: "sliding" },                                         "correlation/window",                   "has the keys type, rules"],
  ["no rules",                         { rules: undefined },                                          "correlation/rules",                    "names no rules"],
  ["an empty list of rules",           { rules: [] },                                                 "correlation/rules",                    "empty list"],
  ["a number for a rule",              { rules: ["a", 4] },                                           "correlation/rules/1",                  "must hold names"],
  ["a rule twice",                     { rules: ["a", "a"] },                                         "correlation/rules/1",                  "twice"],
  ["a mapping for group-by",           { "group-by": { a: 1 } },                                      "correlation/group-by",                 "must hold names"],
  ["no timespan",                      { timespan: undefined },                                       "correlation",                          "no timespan"],
  ["a timespan without unit",          { timespan: 10 },                                              "correlation/timespan",                 "whole number and one of"],
  ["an empty timespan",                { timespan: "0m" },                                            "correlation/timespan",                 "is empty"],
  ["an endless timespan",              { timespan: "101y" },                                          "correlation/timespan",                 "too long"],
  ["no condition",                     { condition: undefined },                                      "correlation",                          "event_count needs a condition"],
  ["an empty condition",               { condition: {} },                                             "correlation/condition",                "0 of gt, gte"],
  ["three limits",                     { condition: { gt: 1, lt: 9, neq: 5 } },                       "correlation/condition",                "3 of gt, gte"],
  ["an expression for a count",        { condition: "a and b" },                                      "correlation/condition",                "takes no expression"],
  ["a text for a limit",               { condition: { gte: "many" } },                                "correlation/condition/gte",            "must be a number"],
  ["a misspelt operator",              { condition: { gtee: 1 } },                                    "correlation/condition/gtee",           "Did you mean"],
  ["absence",                          { condition: { lt: 1 } },                                      "correlation/condition",                "absence cannot be counted"],
  ["an empty range",                   { condition: { gt: 5, lt: 6 } },                               "correlation/condition",                "can never hold"],
  ["more rules than there are",        { type: "temporal", condition: { gte: 2 } },                   "correlation/condition",                "can never hold"],
  ["a field of a count",               { condition: { gte: 1, field: "x" } },                         "correlation/condition/field",          "looks at no field"],
  ["no field of a value",              { type: "value_count" },                                       "correlation/condition",                "needs the field"],
  ["two fields of a sum",              { type: "value_sum", condition: { gte: 1, field: ["a", "b"] } }, "correlation/condition/field",         "numbers of one field"],
  ["a percentile of a sum",            { type: "value_sum", condition: { gte: 1, field: "a", percentile: 5 } }, "correlation/condition/percentile", "has no percentile"],
  ["a percentile over 100",            { type: "value_percentile", condition: { gte: 1, field: "a", percentile: 101 } }, "correlation/condition/percentile", "not between"],
  ["an alias of another rule",         { aliases: { ip: { b: "src" } } },                             "correlation/aliases/ip/b",             "not in rules"],
  ["an alias without field",           { aliases: { ip: { a: 4 } } },                                 "correlation/aliases/ip/a",             "must name a field"],
  ["a text for generate",              { generate: "yes" },                                           "correlation/generate",                 "true or false"],
  ["an expression over other rules",   { type: "temporal", condition: "a and b" },                    "correlation/condition",                'names "b", which is not in rules'],
  ["a rule the expression forgets",    { type: "temporal", rules: ["a", "b"], condition: "a" },       "correlation/condition",                'never asks for "b"'],
  ["a pattern without rules",          { type: "temporal", rules: undefined, condition: "1 of a*" },  "correlation/condition",                "without a list of rules"],
  ["a pattern that selects nothing",   { type: "temporal", condition: "1 of x*" },                    "correlation/condition",                "selects none"],
  ["a contradiction in order",         { type: "temporal_ordered", condition: "a and not a" },        "correlation/condition",                "can never hold"],
])("refuses %s", (_, change, at, text) => {
  const found = refusal(() => parse(typeof change === "string" ? change : { ...COUNT, ...change }));
  expect(found.text).toContain(text);
  expect(found.at).toBe(at);
});

test("refuses an expression of too many alternatives instead of computing them", () => {
  const rules = Array.from({ length: 40 }, (_, i) => `r${i}`);
  const condition = Array.from({ length: 20 }, (_, i) => `(r${2 * i} or r${2 * i + 1})`).join(" and ");
  expect(refusal(() => parse({ ...COUNT, type: "temporal_ordered", rules, condition })).text).toContain("alternatives");
  expect(parse({ ...COUNT, type: "temporal", rules, condition }).rules).toHaveLength(40);
});

test("throws nothing but refusals, whatever the document", () => {
  const value = fc.anything({ maxDepth: 3 });
  const document = fc.record({ type: fc.oneof(fc.constantFrom("event_count", "temporal_ordered", "value_sum"), value), rules: value, timespan: fc.oneof(fc.constant("1m"), value), condition: value, aliases: value, "group-by": value }, { requiredKeys: [] });
  fc.assert(fc.property(document, (correlation) => void refusal(() => parse(correlation))), { numRuns: 5000 });
});

// ── references ───────────────────────────────────────────────────────────────────────────────────────────────────

const ID = "0E95725D-7320-415d-80f7-004da920fc11";
const correlation = (name: string, rules: readonly string[], change: object = {}): CorrelationRule => parseCorrelation({ correlation: { ...COUNT, rules, ...change } }, head(name));
const RULES = [{ key: "A", head: head("a", ID) }, { key: "B", head: head("b") }, { key: "B2", head: head("b") }];

test.each([
  ["by name",                 [correlation("x", ["a"])],                                   ["x"],      []],
  ["by id, in any case",      [correlation("x", [ID.toUpperCase()])],                      ["x"],      []],
  ["another correlation",     [correlation("y", ["x"]), correlation("x", ["a"])],          ["x", "y"], []],
  ["nothing",                 [correlation("x", ["zz"])],                                  [],         ["no rule has the id or name"]],
  ["two rules of one name",   [correlation("x", ["b"])],                                   [],         ["2 rules have the id or name"]],
  ["one rule by two names",   [correlation("x", ["a", ID])],                               [],         ["names already"]],
  ["itself",                  [correlation("x", ["x"])],                                   [],         ["stands on itself"]],
  ["each other",              [correlation("x", ["y"]), correlation("y", ["x"])],          [],         ["stands on itself", "stands on itself"]],
  ["one that is refused",     [correlation("y", ["x", "a"]), correlation("x", ["zz"]), correlation("w", ["a"])], ["w"], ["was refused itself", "no rule has"]],
])("a correlation may or may not name %s", (_, correlations, keys, reasons) => {
  const found = resolveCorrelations(correlations, RULES);
  expect(found.correlations.map(({ head: { name } }) => name)).toEqual(keys);
  expect(found.refused).toHaveLength(reasons.length);
  found.refused.forEach(({ problem }, i) => expect(problem.message).toContain(reasons[i]));
});

test("a chain may be 8 deep, and a hostile one is refused without recursion", () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => correlation(`c${i}`, [i === 0 ? "a" : `c${i - 1}`]));
  const found = resolveCorrelations(chain.toReversed(), RULES);
  expect(found.correlations).toHaveLength(8);
  expect(found.refused).toHaveLength(20_000 - 8);
});

test("a rule is silent if it is named, but not if one that names it says generate", () => {
  const { correlations } = resolveCorrelations([correlation("x", ["a"]), correlation("y", ["x"]), correlation("z", ["a"], { generate: true })], RULES);
  expect([...silenced(correlations)]).toEqual([expect.stringContaining("x.yml")]);
});
