import type { Fields, Value } from "../../../core/index.ts";
import { and, type Expression, type Item } from "../parse/expression.ts";
import { compileItem } from "./item.ts";
import { compileReader, type Reader } from "./reader.ts";
import { conditionsOf, sourceOf, type Reading } from "./reading.ts";
import type { Rule } from "../parse/rule.ts";
import type { FieldSource } from "../types.ts";
import type { ValueTest } from "../values/value-test.ts";

/** A rule and the ways in which it reads the records of a plan. */
export type PlannedRule = { readonly rule: Rule; readonly readings: readonly Reading[] };

/** A rule's expression bound to one plan: items are numbers in it, what is known beforehand is a constant. */
export type PlanExpression =
  | { readonly op: "constant"; readonly value: boolean }
  | { readonly op: "item"; readonly item: number }
  /** An item that compares two fields of the event: tested when the rule is, not indexed. */
  | { readonly op: "live"; readonly test: (fields: Fields) => boolean }
  | { readonly op: "not"; readonly arg: PlanExpression }
  | { readonly op: "and" | "or"; readonly args: readonly PlanExpression[] };

export type BoundItem = { readonly tests: readonly ValueTest[] };

/** The rules that records of the plan can match, and the items and fields that they share. */
export type Bound = {
  readonly rules: readonly { readonly rule: Rule; readonly expression: PlanExpression }[];
  readonly items: readonly BoundItem[];
  /** Fields with the numbers of their items, as far as a rule uses them. */
  readonly fields: readonly { readonly read: Reader; readonly items: readonly number[] }[];
  /** The items without field. */
  readonly keywords: readonly number[];
};

const TRUE: PlanExpression = { op: "constant", value: true };
const FALSE: PlanExpression = { op: "constant", value: false };

/** Binds rules to records in which the `fixed` fields always hold the same values; rules that can then never match are left out. */
export function bindRules(planned: readonly PlannedRule[], fixed: Fields): Bound {
  const binder = new Binder(fixed);
  const rules = planned
    .map(({ rule, readings }) => ({ rule, expression: joined("or", readings.map((reading) => binder.bind(rule.expression, reading))) }))
    .filter(({ expression }) => expression.op !== "constant" || expression.value);
  const used = new Set(rules.flatMap(({ expression }) => itemsOf(expression)));
  const fields = [...binder.fields.values()].map(({ read, items }) => ({ read, items: items.filter((id) => used.has(id)) }));
  return { rules, items: binder.items, fields: fields.filter(({ items }) => items.length > 0), keywords: binder.keywords.filter((id) => used.has(id)) };
}

/** Numbers items and fields as they come; equal ones of different rules get one number. */
class Binder {
  readonly items: BoundItem[] = [];
  readonly fields = new Map<string, { read: Reader; items: number[] }>();
  readonly keywords: number[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #fixed: Fields;

  constructor(fixed: Fields) {
    this.#fixed = fixed;
  }

  bind(expression: Expression, reading: Reading): PlanExpression {
    return this.#bind(and([...conditionsOf(reading), expression]), reading);
  }

  #bind(expression: Expression, reading: Reading): PlanExpression {
    switch (expression.op) {
      case "named": return this.#bind(expression.arg, reading);
      case "not": {
        const arg = this.#bind(expression.arg, reading);
        return arg.op === "constant" ? (arg.value ? FALSE : TRUE) : { op: "not", arg };
      }
      case "and": case "or": return joined(expression.op, expression.args.map((arg) => this.#bind(arg, reading)));
      case "item": return this.#bindItem(expression.item, reading);
    }
  }

  #bindItem(item: Item, reading: Reading): PlanExpression {
    if (item.field === undefined) return { op: "item", item: this.#number(item, undefined) };
    const source = sourceOf(item.field, reading);
    if (item.tests.some((test) => test.kind === "field")) return { op: "live", test: liveTest(item, item.field, reading) };
    if (typeof source !== "string" || !Object.hasOwn(this.#fixed, source)) return { op: "item", item: this.#number(item, source) };
    return compileItem(item)(this.#fixed[source], () => undefined) ? TRUE : FALSE;
  }

  #number(item: Item, source: FieldSource | undefined): number {
    const place = JSON.stringify(source ?? null);
    const key = place + testsKey(item.tests);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.items.push({ tests: item.tests }) - 1;
    this.#numbers.set(key, number);
    if (source === undefined) this.keywords.push(number);
    else this.#field(place, source).items.push(number);
    return number;
  }

  #field(place: string, source: FieldSource): { read: Reader; items: number[] } {
    const field = this.fields.get(place) ?? { read: compileReader(source), items: [] };
    this.fields.set(place, field);
    return field;
  }
}

/** `and` or `or` of bound expressions: an argument that decides it decides, one that cannot goes. */
function joined(op: "and" | "or", args: readonly PlanExpression[]): PlanExpression {
  const decides = op === "or";
  if (args.some((arg) => arg.op === "constant" && arg.value === decides)) return decides ? TRUE : FALSE;
  const open = args.filter((arg) => arg.op !== "constant");
  if (open.length === 0) return decides ? FALSE : TRUE;
  return open.length === 1 ? open[0]! : { op, args: open };
}

const testsKeys = new WeakMap<readonly ValueTest[], string>();

/** A text that equal tests share. Made once: an item is bound to many plans. */
function testsKey(tests: readonly ValueTest[]): string {
  const known = testsKeys.get(tests) ?? JSON.stringify(tests, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  testsKeys.set(tests, known);
  return known;
}

function liveTest(item: Item, field: string, reading: Reading): (fields: Fields) => boolean {
  const test = compileItem(item);
  const readers = new Map<string, Reader>();
  const read = (name: string, fields: Fields): Value => {
    const reader = readers.get(name) ?? compileReader(sourceOf(name, reading));
    readers.set(name, reader);
    return reader(fields);
  };
  return (fields) => test(read(field, fields), (name) => read(name, fields));
}

/** The numbers of all items in an expression. */
export function itemsOf(expression: PlanExpression): number[] {
  switch (expression.op) {
    case "item": return [expression.item];
    case "not": return itemsOf(expression.arg);
    case "and": case "or": return expression.args.flatMap(itemsOf);
    case "constant": case "live": return [];
  }
}
