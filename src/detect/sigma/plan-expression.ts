import type { Fields, Value } from "../../core/index.ts";
import type { Expression, Item } from "./expression.ts";
import { compileItem, type ItemTest } from "./item.ts";
import type { ValueTest } from "./value-test.ts";

export type IndexedTests = readonly ValueTest[];

/** A rule's expression bound to one plan: items are numbers in it, what is known beforehand is a constant. */
export type PlanExpression =
  | { readonly op: "constant"; readonly value: boolean }
  | { readonly op: "item"; readonly item: number }
  /** An item that compares two fields of the event: tested when the rule is, not indexed. */
  | { readonly op: "live"; readonly test: (fields: Fields) => boolean }
  | { readonly op: "not"; readonly arg: PlanExpression }
  | { readonly op: "and" | "or"; readonly args: readonly PlanExpression[] };

/** How the items of a reading become part of a plan. */
export type Binding = {
  /** The value that a field has in every record of the plan, if it is fixed: `{value}`. */
  readonly fixed: (field: string) => { readonly value: Value } | undefined;
  /** The item's number in the plan. */
  readonly number: (item: Item) => number;
  readonly read: (field: string) => (fields: Fields) => Value;
};

const TRUE: PlanExpression = { op: "constant", value: true };
const FALSE: PlanExpression = { op: "constant", value: false };

/** Binds an expression to a plan and leaves out what is decided by the plan's fixed values. */
export function bind(expression: Expression, binding: Binding): PlanExpression {
  switch (expression.op) {
    case "named": return bind(expression.arg, binding);
    case "not": {
      const arg = bind(expression.arg, binding);
      return arg.op === "constant" ? (arg.value ? FALSE : TRUE) : { op: "not", arg };
    }
    case "and": case "or": return joined(expression.op, expression.args.map((arg) => bind(arg, binding)));
    case "item": return bindItem(expression.item, binding);
  }
}

/** `and` or `or` of bound expressions: an argument that decides it decides, one that cannot goes. */
export function joined(op: "and" | "or", args: readonly PlanExpression[]): PlanExpression {
  const decides = op === "or";
  if (args.some((arg) => arg.op === "constant" && arg.value === decides)) return decides ? TRUE : FALSE;
  const open = args.filter((arg) => arg.op !== "constant");
  if (open.length === 0) return decides ? FALSE : TRUE;
  return open.length === 1 ? open[0]! : { op, args: open };
}

function bindItem(item: Item, binding: Binding): PlanExpression {
  const { field } = item;
  if (field === undefined) return { op: "item", item: binding.number(item) };
  const compares = item.tests.some((test) => test.kind === "field");
  const fixed = compares ? undefined : binding.fixed(field);
  if (fixed !== undefined) return compileItem(item)(fixed.value, () => undefined) ? TRUE : FALSE;
  return compares ? { op: "live", test: liveTest(compileItem(item), field, binding) } : { op: "item", item: binding.number(item) };
}

function liveTest(test: ItemTest, field: string, binding: Binding): (fields: Fields) => boolean {
  const read = binding.read(field);
  const readers = new Map<string, (fields: Fields) => Value>();
  const reader = (name: string): ((fields: Fields) => Value) => {
    const known = readers.get(name) ?? binding.read(name);
    readers.set(name, known);
    return known;
  };
  return (fields) => test(read(fields), (name) => reader(name)(fields));
}
