// Extended correlation conditions (Sigma enhancement proposal 198): a condition's grammar over rules instead of selections.
import { parseCondition, selectNames, type Condition } from "./condition.ts";
import { RuleProblem, type At } from "./problem.ts";

/** Which rules must have been seen; a rule is its position in the correlation's list. */
export type RuleExpression =
  | { readonly op: "and" | "or"; readonly args: readonly RuleExpression[] }
  | { readonly op: "not"; readonly arg: RuleExpression }
  | { readonly op: "rule"; readonly rule: number };

/** Rules that must be there, in the order of the correlation's list, and rules that must not; positions in that list. */
export type Term = { readonly all: readonly number[]; readonly none: readonly number[] };

// `(a or b) and (c or d) and …` doubles with each pair.
const MAX_TERMS = 256;

/** Parses an expression over the listed rules; without a list, over the rules that it names, in the order it names them. */
export function parseExpression(text: string, listed: readonly string[] | undefined, at: At): { rules: readonly string[]; expression: RuleExpression } {
  const condition = parseCondition(text, at);
  const named = new Set<string>();
  const collect = (part: Condition): void => {
    if (part.op === "name") named.add(part.name);
    else if (part.op === "not") collect(part.arg);
    else if (part.op !== "of") part.args.forEach(collect);
    else for (const name of select(part.pattern, listed, at)) named.add(name);
  };
  collect(condition);

  const rules = listed ?? [...named];
  const unknown = [...named].find((name) => !rules.includes(name));
  if (unknown !== undefined) {
    throw new RuleProblem(at, `condition names "${unknown}", which is not in rules`, `Add "${unknown}" to rules or correct its spelling.`);
  }
  const unused = rules.find((name) => !named.has(name));
  if (unused !== undefined) {
    throw new RuleProblem(at, `the condition never asks for "${unused}" of rules`, `Use "${unused}" in the condition or take it out of rules.`);
  }
  return { rules, expression: resolve(condition, rules, at) };
}

function select(pattern: string, listed: readonly string[] | undefined, at: At): string[] {
  if (listed === undefined) {
    throw new RuleProblem(at, `condition asks for "of ${pattern}" without a list of rules`, 'Add "rules:" with the rules that the pattern selects from.');
  }
  const names = selectNames(pattern, listed);
  if (names.length === 0) {
    throw new RuleProblem(at, `"of ${pattern}" selects none of rules`, "Correct the pattern, or name the rules one by one.");
  }
  return names;
}

function resolve(condition: Condition, rules: readonly string[], at: At): RuleExpression {
  const rule = (name: string): RuleExpression => ({ op: "rule", rule: rules.indexOf(name) });
  if (condition.op === "name") return rule(condition.name);
  if (condition.op === "not") return { op: "not", arg: resolve(condition.arg, rules, at) };
  if (condition.op !== "of") return { op: condition.op, args: condition.args.map((arg) => resolve(arg, rules, at)) };
  return { op: condition.quantity === "all" ? "and" : "or", args: select(condition.pattern, rules, at).map(rule) };
}

/** The expression as alternatives, each a set of rules that must and a set that must not have been seen. */
export function termsOf(expression: RuleExpression, at: At): readonly Term[] {
  const terms = alternatives(expression, false, at);
  if (terms.length === 0) {
    throw new RuleProblem(at, "the condition can never hold", "It asks for a rule and for its absence at once; take one of them out.");
  }
  return terms;
}

function alternatives(part: RuleExpression, negated: boolean, at: At): readonly Term[] {
  if (part.op === "rule") return [negated ? { all: [], none: [part.rule] } : { all: [part.rule], none: [] }];
  if (part.op === "not") return alternatives(part.arg, !negated, at);
  const parts = part.args.map((arg) => alternatives(arg, negated, at));
  const either = (part.op === "or") !== negated;
  return either ? distinct(parts.flat(), at) : parts.reduce((left, right) => distinct(product(left, right, at), at));
}

function product(left: readonly Term[], right: readonly Term[], at: At): Term[] {
  if (left.length * right.length > MAX_TERMS * MAX_TERMS) throw tooMany(at);
  return left.flatMap((a) => right.map((b) => ({ all: union(a.all, b.all), none: union(a.none, b.none) })))
    .filter((term) => !term.all.some((rule) => term.none.includes(rule)));
}

const union = (a: readonly number[], b: readonly number[]): number[] => [...new Set([...a, ...b])].toSorted((x, y) => x - y);

function distinct(terms: readonly Term[], at: At): Term[] {
  const unique = [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()];
  if (unique.length > MAX_TERMS) throw tooMany(at);
  return unique;
}

const tooMany = (at: At): RuleProblem =>
  new RuleProblem(at, `the condition has more than ${MAX_TERMS} alternatives`, "Split the correlation into several, or use type temporal, which asks for no order.");
