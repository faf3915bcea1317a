import type { ValueTest } from "../values/value-test.ts";

/** A field and what it must satisfy: any of the tests. Without a field the tests are keywords, put to every value. */
export type Item = { readonly field: string | undefined; readonly tests: readonly ValueTest[] };

/** A rule's detection as a tree. `named` keeps the selection's name for explanations; it means what it holds. */
export type Expression =
  | { readonly op: "and" | "or"; readonly args: readonly Expression[] }
  | { readonly op: "not"; readonly arg: Expression }
  | { readonly op: "named"; readonly name: string; readonly arg: Expression }
  | { readonly op: "item"; readonly item: Item };

export const and = (args: readonly Expression[]): Expression => (args.length === 1 ? args[0]! : { op: "and", args });
export const or = (args: readonly Expression[]): Expression => (args.length === 1 ? args[0]! : { op: "or", args });
export const not = (arg: Expression): Expression => ({ op: "not", arg });
