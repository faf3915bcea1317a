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

/** The value, or undefined if it says that there is none: null, an empty text, or one of the technology's marks such as `-`. */
export function present(value: Value, marks: ReadonlySet<string>): Value {
  if (value === null || value === "") return undefined;
  if (typeof value === "string") return value.length < 16 && marks.has(value) ? undefined : value;
  if (!Array.isArray(value)) return value;
  const kept = (value as readonly Value[]).filter((item) => present(item, marks) !== undefined);
  return kept.length === 0 ? undefined : kept.length === value.length ? value : kept;
}
