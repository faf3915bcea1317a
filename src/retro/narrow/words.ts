// Which letters must stand in a line for a rule to match the event in it.
import type { LogSourceMap, Rule } from "../../detect/index.ts";
import { ALL, type Filter } from "../../events/filter/index.ts";

type Expression = Rule["expression"];
type Item = Extract<Expression, { readonly op: "item" }>["item"];
type Test = Item["tests"][number];

// Shorter runs stand in nearly every line.
const LETTERS = /[A-Za-z]{3,}/g;
// Of one pattern; a third word rarely rules out what two did not.
const PER_PATTERN = 2;
// With more alternatives, looking for them takes longer than matching.
const MAX_ALTERNATIVES = 60;

/** The condition on the line; `ALL` where the rule asks for nothing that must stand there. */
export function neededWords({ expression }: Rule, logsources: readonly LogSourceMap[]): Filter {
  const made = new Set(logsources.flatMap(({ routes }) => routes).flatMap(({ fields = {} }) => Object.entries(fields).flatMap(([name, source]) => (typeof source === "string" || source.as === "first" ? [] : [name]))));
  return need(expression, made);
}

/** `made`: fields whose values are computed, so that their letters need stand nowhere. */
function need(expression: Expression, made: ReadonlySet<string>): Filter {
  switch (expression.op) {
    case "named": return need(expression.arg, made);
    // What must not be there need not stand in the line.
    case "not": return ALL;
    case "and": return both(expression.args.map((arg) => need(arg, made)));
    case "or": return any(expression.args.map((arg) => need(arg, made)));
    case "item": return expression.item.field !== undefined && made.has(expression.item.field) ? ALL : any(expression.item.tests.map(needOfTest));
  }
}

/** Letters only: no format writes them otherwise but by the escapes that the filter lets through, while numbers have many forms. */
function needOfTest(test: Test): Filter {
  if (test.kind !== "pattern") return ALL;
  const words = test.pattern.flatMap((token) => (typeof token === "string" ? (token.match(LETTERS) ?? []) : []));
  const longest = [...new Set(words.map((word) => word.toLowerCase()))].toSorted((a, b) => b.length - a.length);
  return both(longest.slice(0, PER_PATTERN).map(inLine));
}

/** The line holds the text, whatever the case of its ASCII letters. */
export const inLine = (text: string): Filter => ({ kind: "field", field: "event.original", test: { op: "like", pieces: ["", text, ""] } });

function both(parts: readonly Filter[]): Filter {
  const told = parts.filter((part) => part !== ALL);
  return told.length < 2 ? (told[0] ?? ALL) : { kind: "and", of: told };
}

function any(parts: readonly Filter[]): Filter {
  if (parts.length > MAX_ALTERNATIVES || parts.includes(ALL)) return ALL;
  return parts.length === 1 ? parts[0]! : { kind: "or", of: parts };
}
