import type { Event, Value } from "../../core/index.ts";

/** What a rule of a mapping can see of one event. One is reused for all events, so nothing may keep it. */
export type Scope = {
  event: Event;
  /** Native names, and those that the mapping's `extract` steps added. */
  fields: { readonly [name: string]: Value };
  /** By the number of a condition: 0 not asked yet, 1 it holds, 2 it does not. */
  readonly asked: Uint8Array;
};

/** A getter gives the native value that a rule asks for; undefined if the event has none. */
export type Get = (scope: Scope) => Value;

/** Texts that mean "no value" in a technology's records, such as `-`; `longest` of them. */
export type Marks = { readonly texts: readonly string[]; readonly longest: number };

/** The value, or undefined if it says that there is none: null, an empty text, or one of the marks. */
export function present(value: Value, marks: Marks): Value {
  // A list is compared faster than a set is asked: texts out of JSON have no hash yet.
  if (typeof value === "string") return value === "" || (value.length <= marks.longest && marks.texts.includes(value)) ? undefined : value;
  if (value === null) return undefined;
  if (!Array.isArray(value)) return value;
  const kept = (value as readonly Value[]).filter((item) => present(item, marks) !== undefined);
  return kept.length === 0 ? undefined : kept.length === value.length ? value : kept;
}
