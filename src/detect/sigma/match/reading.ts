import { or, type Expression } from "../parse/expression.ts";
import type { FieldSource } from "../types.ts";

/** One way in which a rule reads the records of a channel and code: under these names, and only where `where` holds. */
export type Reading = {
  readonly fields: Readonly<Record<string, FieldSource>>;
  readonly where: Readonly<Record<string, readonly string[]>>;
};

/** Where a reading finds a field that the rule names. */
export const sourceOf = (field: string, reading: Reading): FieldSource =>
  Object.hasOwn(reading.fields, field) ? reading.fields[field]! : field;

/** What a reading asks of a record besides channel and code, as a part of the rule. */
export function conditionsOf(reading: Reading): Expression[] {
  return Object.entries(reading.where).map(([field, values]) =>
    or(values.map((value) => ({ op: "item", item: { field, tests: [{ kind: "pattern", pattern: value === "" ? [] : [value], cased: false }] } }))),
  );
}
