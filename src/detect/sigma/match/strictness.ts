import { literalOf } from "../values/pattern.ts";
import { regexFacts } from "../values/regex-facts.ts";
import type { ValueTest } from "../values/value-test.ts";
import type { Expression } from "../parse/expression.ts";
import type { Rule } from "../parse/rule.ts";

/**
 * How many different fields a match must at least have with values that the rule names. Nothing is counted for a field
 * that only has to be there, for one that may hold anything, and for what must not be.
 */
export const strictness = (rule: Rule): number => asked(rule.expression).size;

type Fields = ReadonlySet<string>;
const NONE: Fields = new Set();

function asked(expression: Expression): Fields {
  switch (expression.op) {
    case "named": return asked(expression.arg);
    case "not": return NONE;
    case "and": return new Set(expression.args.flatMap((arg) => [...asked(arg)]));
    case "or": return expression.args.map(asked).reduce((fewest, one) => (one.size < fewest.size ? one : fewest));
    case "item": return expression.item.tests.every(namesValue) ? new Set([expression.item.field ?? ""]) : NONE;
  }
}

function namesValue(test: ValueTest): boolean {
  if (test.kind === "exists" || test.kind === "null" || test.kind === "compare") return false;
  if (test.kind === "regex") return regexFacts(test.source).literals !== undefined;
  if (test.kind !== "pattern") return true;
  // At least three characters in a row, or the whole value: `*a*` names nothing.
  return literalOf(test.pattern) !== undefined || test.pattern.some((part) => typeof part === "string" && part.length >= 3);
}
