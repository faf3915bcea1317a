import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCondition, selectNames, type Condition } from "./condition.ts";
import { RuleProblem } from "./problem.ts";

const AT = ["detection", "condition"];
/** The condition with all its parentheses. */
function show(condition: Condition): string {
  switch (condition.op) {
    case "name": return condition.name;
    case "of": return `${condition.quantity} of ${condition.pattern}`;
    case "not": return `!${show(condition.arg)}`;
    case "and": case "or": return `(${condition.args.map(show).join(condition.op === "and" ? " & " : " | ")})`;
  }
}
const parse = (text: string): string => show(parseCondition(text, AT));

test.each([
  ["a name",                                      "sel",                        "sel"],
  ["and before or",                               "a or b and c",               "(a | (b & c))"],
  ["and before or, on the left",                  "a and b or c",               "((a & b) | c)"],
  ["not before and",                              "not a and b",                "(!a & b)"],
  ["not before or",                               "not a or b",                 "(!a | b)"],
  ["not of not",                                  "not not a",                  "!!a"],
  ["x of before not",                             "not 1 of a*",                "!any of a*"],
  ["x of before and",                             "1 of a* and all of b*",      "(any of a* & all of b*)"],
  ["parentheses before all",                      "(a or b) and not (c or d)",  "((a | b) & !(c | d))"],
  ["chains are flat",                             "a and b and c",              "(a & b & c)"],
  ["parentheses without blanks",                  "not(a or b)and(c)",          "(!(a | b) & c)"],
  ["words of the grammar in capitals",            "a AND NOT b OR 1 OF c*",     "((a & !b) | any of c*)"],
  ["any is one",                                  "any of them",                "any of them"],
  ["all",                                         "All Of Them",                "all of Them"],
  ["line breaks and tabs are blanks",             "a\n  and\tb",                "(a & b)"],
  ["names that begin like words",                 "android or nothing or offer", "(android | nothing | offer)"],
  ["names with dots, dashes and bars",            "a.b and c-d and e|f",        "(a.b & c-d & e|f)"],
  ["a selection called 1",                        "1 and a",                    "(1 & a)"],
  ["a selection called all",                      "all or a",                   "(all | a)"],
])("reads %s", (_, text, want) => {
  expect(parse(text)).toBe(want);
});

test.each([
  ["nothing",                        "",                     "ends where a selection is expected", "Name a selection"],
  ["an end too early",               "a and",                "ends where a selection is expected", "Name a selection"],
  ["a not of nothing",               "not",                  "ends where a selection is expected", "Name a selection"],
  ["a beginning too late",           "and a",                '"and" stands where',                 "Put a selection's name"],
  ["two words in a row",             "a and or b",           '"or" stands where',                  "Put a selection's name"],
  ["of without a quantity",          "a and of them",        '"of" stands where',                  "Put a selection's name"],
  ["a parenthesis of nothing",       "()",                   '")" stands where',                   "Put a selection's name"],
  ["a parenthesis too few",          "(a and b",             "a parenthesis is not closed",        'Add the missing ")"'],
  ["a parenthesis too many",         "a and b)",             '")" follows a complete condition',   'Join the parts with "and" or "or"'],
  ["two names in a row",             "a b",                  '"b" follows a complete condition',   'Join the parts with "and" or "or"'],
  ["a quantity of nothing",          "1 of",                 '"1 of" names nothing',               'Write "1 of selection_*"'],
  ["a quantity of parentheses",      "1 of (a, b)",          '"1 of" names nothing',               'Write "1 of selection_*"'],
  ["another number",                 "2 of them",            '"2 of" is not Sigma',                'Use "1 of", "any of" or "all of"'],
  ["a word as quantity",             "some of them",         '"some of" is not Sigma',             'Use "1 of", "any of" or "all of"'],
  ["an aggregation",                 "a | count() by b > 5", "aggregations behind | are not",      "Write a correlation"],
  ["an aggregation without blanks",  "a |count() > 5",       "aggregations behind | are not",      "Write a correlation"],
  ["near",                           "a | near b",           "aggregations behind | are not",      "Write a correlation"],
  ["a hundred parentheses",          `${"(".repeat(100)}a${")".repeat(100)}`, "nested too deep",   "Use at most 64"],
  ["a million parentheses",          "(".repeat(1_000_000),  "nested too deep",                    "Use at most 64"],
  ["a million times not",            `${"not ".repeat(1_000_000)}a`, "nested too deep",            "Use at most 64"],
])("refuses %s", (_, text, reason, hint) => {
  try {
    expect.fail(parse(text));
  } catch (error) {
    if (!(error instanceof RuleProblem)) throw error;
    expect(error.message).toContain(reason);
    expect(error.message.length).toBeLessThan(400);
    expect(error.hint).toContain(hint);
    expect(error.at).toBe(AT);
  }
});

test("a condition of a hundred thousand names is read", () => {
  expect(parseCondition(Array(100_000).fill("a").join(" or "), AT)).toMatchObject({ op: "or", args: { length: 100_000 } });
});

const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Condition>({ op: "name", name: "a" }, { op: "name", name: "b-c" }, { op: "of", quantity: "any", pattern: "s*" }, { op: "of", quantity: "all", pattern: "them" }),
    fc.record({ op: fc.constant("not" as const), arg: tie("tree") }),
    fc.record({ op: fc.constantFrom("and", "or"), args: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }) }),
  ),
}));

/** How tightly each form binds. */
const RANK = { or: 0, and: 1, not: 2, of: 3, name: 3 } as const;

/** Writes a condition with the parentheses that precedence asks for and no others. */
function write(condition: Condition, least = 0): string {
  const text = ((): string => {
    switch (condition.op) {
      case "name": return condition.name;
      case "of": return `${condition.quantity === "any" ? "1" : "all"} of ${condition.pattern}`;
      case "not": return `not ${write(condition.arg, RANK.not)}`;
      case "and": case "or": return condition.args.map((arg) => write(arg, RANK[condition.op] + 1)).join(` ${condition.op} `);
    }
  })();
  return RANK[condition.op] < least ? `(${text})` : text;
}

test("what is written with no parenthesis too many is read back", () => {
  fc.assert(fc.property(tree, (condition) => {
    expect(parseCondition(write(condition), AT)).toEqual(condition);
  }), { numRuns: 5000 });
});

test("throws nothing but refusals, whatever the words", () => {
  const words = fc.array(fc.constantFrom("a", "and", "or", "not", "of", "1", "all", "any", "them", "(", ")", "x*", "|", "_"), { maxLength: 10 });
  fc.assert(fc.property(words, (list) => {
    try {
      parseCondition(list.join(" "), AT);
    } catch (error) {
      expect(error).toBeInstanceOf(RuleProblem);
    }
  }), { numRuns: 5000 });
});

test.each([
  ["them is all but what begins with an underscore", "them",   ["sel", "sel_a", "sel_b_x", "filter", "a.b"]],
  ["them in any case",                               "THEM",   ["sel", "sel_a", "sel_b_x", "filter", "a.b"]],
  ["a star at the end",                              "sel*",   ["sel", "sel_a", "sel_b_x"]],
  ["a star at the beginning",                        "*_x",    ["sel_b_x"]],
  ["a star inside",                                  "s*_*",   ["sel_a", "sel_b_x"]],
  ["stars on both sides",                            "*l*",    ["sel", "sel_a", "sel_b_x", "filter"]],
  ["a star alone",                                   "*",      ["sel", "sel_a", "sel_b_x", "filter", "a.b"]],
  ["a name alone",                                   "sel",    ["sel"]],
  ["case counts",                                    "SEL*",   []],
  ["a dot is a dot",                                 "a.*",    ["a.b"]],
  ["an underscore in front asks for those",          "_*",     ["_hidden"]],
  ["ends do not overlap",                            "sel_b_x*b_x", []],
])("%s", (_, pattern, want) => {
  expect(selectNames(pattern, ["sel", "sel_a", "sel_b_x", "filter", "a.b", "_hidden"])).toEqual(want);
});

test("patterns mean what they mean as expressions", () => {
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*"), minLength: 1, maxLength: 6 });
  const name = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 6 });
  fc.assert(fc.property(pattern, name, (one, other) => {
    expect(selectNames(one, [other])).toEqual(new RegExp(`^${one.replaceAll("*", ".*")}$`).test(other) ? [other] : []);
  }), { numRuns: 5000 });
});
