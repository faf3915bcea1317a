import type { Event, Value } from "../../../core/index.ts";
import { describeTests } from "./describe.ts";
import type { Expression, Item } from "../parse/expression.ts";
import { eachText } from "../values/each-text.ts";
import { compileItem } from "./item.ts";
import type { Reading } from "./reading.ts";
import { compileReader } from "./reader.ts";
import { conditionsOf, sourceOf } from "./reading.ts";
import type { Rule } from "../parse/rule.ts";

/** Why a rule matches an event or does not: each of its selections, and in them each field with what it asks and holds. */
export type Explanation = {
  readonly matches: boolean;
  /** Whether the rule is for records of this log source at all; if not, nothing was tested. */
  readonly applies: boolean;
  readonly selections: readonly ExplainedSelection[];
};

export type ExplainedSelection = { readonly name: string; readonly holds: boolean; readonly items: readonly ExplainedItem[] };

export type ExplainedItem = {
  /** The field as the rule names it, or "keywords". */
  readonly field: string;
  readonly asks: string;
  /** What the event holds; undefined = the field is absent. Keywords have no value. */
  readonly value: Value;
  readonly holds: boolean;
};

type Truth = { readonly holds: boolean; readonly value: Value };

/** Explains a rule by the way it reads an event; several ways are tried in turn, and the first that matches is told. */
export function explainRule(rule: Rule, event: Event, readings: readonly Reading[]): Explanation {
  const told = readings.map((reading) => explainReading(rule, event, reading));
  return told.find(({ matches }) => matches) ?? told[0] ?? { matches: false, applies: false, selections: [] };
}

function explainReading(rule: Rule, event: Event, reading: Reading): Explanation {
  const truth = truthOf(event, reading);
  const conditions = conditionsOf(reading);
  const source = conditions.length > 0 ? [{ op: "named", name: "log source", arg: { op: "and", args: conditions } } as const] : [];
  const selections = [...source, ...namedOf(rule.expression)].map((selection) => ({
    name: selection.name,
    holds: evaluate(selection.arg, truth),
    items: itemsOf(selection.arg).map((item) => ({ field: item.field ?? "keywords", asks: describeTests(item.tests), ...truth(item) })),
  }));
  const matches = evaluate({ op: "and", args: [...conditions, rule.expression] }, truth);
  return { matches, applies: true, selections };
}

/** The fields whose values made a rule match, under the rule's names; what only kept an exception away is not among them. */
export function matchedFields(rule: Rule, event: Event, readings: readonly Reading[]): Record<string, Value> {
  const fields: Record<string, Value> = {};
  const matching = readings.map((reading) => ({ reading, truth: truthOf(event, reading) }))
    .find(({ reading, truth }) => evaluate({ op: "and", args: [...conditionsOf(reading), rule.expression] }, truth));
  if (matching === undefined) return fields;
  for (const item of trueItems(rule.expression, matching.truth)) {
    const { value } = matching.truth(item);
    // Own keys only: the rule may ask for `__proto__`.
    if (item.field !== undefined && value !== undefined) Object.defineProperty(fields, item.field, { value, enumerable: true, configurable: true });
  }
  return fields;
}

function truthOf(event: Event, reading: Reading): (item: Item) => Truth {
  const read = (field: string): Value => compileReader(sourceOf(field, reading))(event.fields);
  const known = new Map<Item, Truth>();
  const find = (item: Item): Truth => {
    const test = compileItem(item);
    if (item.field !== undefined) {
      const value = read(item.field);
      return { holds: test(value, read), value };
    }
    let holds = false;
    eachText(event, (text) => (holds ||= test(text, read)));
    return { holds, value: undefined };
  };
  return (item) => {
    const truth = known.get(item) ?? find(item);
    known.set(item, truth);
    return truth;
  };
}

function evaluate(expression: Expression, truth: (item: Item) => Truth): boolean {
  switch (expression.op) {
    case "named": return evaluate(expression.arg, truth);
    case "not": return !evaluate(expression.arg, truth);
    case "and": return expression.args.every((arg) => evaluate(arg, truth));
    case "or": return expression.args.some((arg) => evaluate(arg, truth));
    case "item": return truth(expression.item).holds;
  }
}

/** The items that are true and count for the match; a branch that is false adds none. */
function trueItems(expression: Expression, truth: (item: Item) => Truth): Item[] {
  if (!evaluate(expression, truth)) return [];
  switch (expression.op) {
    case "named": return trueItems(expression.arg, truth);
    case "not": return [];
    case "and": case "or": return expression.args.flatMap((arg) => trueItems(arg, truth));
    case "item": return [expression.item];
  }
}

function namedOf(expression: Expression): { readonly name: string; readonly arg: Expression }[] {
  switch (expression.op) {
    case "named": return [expression];
    case "not": return namedOf(expression.arg);
    case "and": case "or": return [...new Set(expression.args.flatMap(namedOf))];
    case "item": return [];
  }
}

function itemsOf(expression: Expression): Item[] {
  switch (expression.op) {
    case "named": case "not": return itemsOf(expression.arg);
    case "and": case "or": return expression.args.flatMap(itemsOf);
    case "item": return [expression.item];
  }
}
