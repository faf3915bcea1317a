// A rule of a mapping, compiled: where an ECS field's value comes from.
import type { Value } from "../../core/index.ts";
import type { Get, Scope } from "./scope.ts";
import type { Sources } from "./source.ts";

/** A compiled rule. */
export type Rule = {
  readonly get: Get;
  /** Native names whose values go into the ECS field whole, so that they need not be kept beside it. */
  readonly whole: readonly string[];
  readonly when: ((scope: Scope) => boolean) | undefined;
  readonly adds: boolean;
  /** What it gives whatever the event; undefined if that depends on the event. */
  readonly constant: Value;
  /** The field has no value where no rule before gave one: `unset` takes back what another section gives. */
  readonly stops: boolean;
};

/** What most rules are: without condition, not adding, not the same for all events. */
export const PLAIN = { when: undefined, adds: false, constant: undefined, stops: false } as const;

/** The rule of a field that a section takes back. */
export const UNSET: Rule = { ...PLAIN, get: () => undefined, whole: [], stops: true };

/** What compiling a rule needs of its technology. */
export type Language = Sources & {
  /** Tables by name: value, in lower case → value. */
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, Value>>;
};
