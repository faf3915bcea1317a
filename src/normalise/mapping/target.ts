// One ECS field of a plan: the rules that may give its value, and which of them does for an event.
import { holds, type Condition } from "./condition.ts";
import type { Convert, Converted } from "./convert.ts";
import type { Rule } from "./rule.ts";
import type { Scope } from "./scope.ts";

/** A rule, and the condition of the section that it stands in. `fixed` is its value where that is the same for all events. */
export type Candidate = { readonly rule: Rule; readonly when: Condition | undefined; readonly fixed: Converted | undefined };

/** Makes a value of the event's other ECS fields. */
export type Derived = (scope: Scope, watch: Watch) => Converted | undefined;

/** One ECS field of a plan. */
export type Target = {
  readonly name: string;
  readonly path: readonly string[];
  readonly convert: Convert;
  /** The most specific first. */
  readonly candidates: readonly Candidate[];
  /** What the platform makes of other fields where no rule gives a value. */
  readonly derived: Derived | undefined;
  /** What goes before all rules, where it gives a value. */
  readonly ruling?: Derived | undefined;
};

/** Told of rules on the way: whose native fields went into the ECS field, and whose had the wrong type for it. */
export type Watch = { readonly used: (rule: Rule) => void; readonly clashed: (target: Target, rule: Rule) => void };

/** The value of an ECS field for the event of the scope; undefined if it has none. */
export function valueOf(asked: Target, scope: Scope, watch: Watch): Converted | undefined {
  let added: Converted[] | undefined;
  let value: Converted | undefined;
  let clashing: Rule | undefined;
  const ruled = asked.ruling?.(scope, watch);
  if (ruled !== undefined) return ruled;
  for (const { rule, when, fixed } of asked.candidates) {
    if (when !== undefined && !holds(when, scope)) continue;
    if (rule.when !== undefined && !rule.when(scope)) continue;
    if (rule.stops) return added === undefined ? undefined : together(undefined, added);
    if (fixed !== undefined) {
      if (!rule.adds) {
        value = fixed;
        break;
      }
      (added ??= []).push(fixed);
      continue;
    }
    const native = rule.get(scope);
    if (native === undefined || native === null) continue;
    const converted = asked.convert(native);
    if (converted === undefined) {
      clashing ??= rule;
      continue;
    }
    watch.used(rule);
    if (!rule.adds) {
      value = converted;
      break;
    }
    (added ??= []).push(converted);
  }
  if (added !== undefined) return together(value, added);
  value ??= asked.derived?.(scope, watch);
  // Where another rule stands in, nothing is missing.
  if (value === undefined && clashing !== undefined) watch.clashed(asked, clashing);
  return value;
}

function together(value: Converted | undefined, added: readonly Converted[]): Converted {
  const all = [value, ...added.toReversed()].flatMap((one) => (one === undefined ? [] : Array.isArray(one) ? (one as readonly Converted[]) : [one]));
  return [...new Set(all)];
}
