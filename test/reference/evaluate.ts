// The Sigma rules specification v2.1 as a program that is slow and plain. It exists to be compared with the engine, so it
// shares nothing with it but the types of `core`; where the specification is silent it follows docs/sigma.md.
import type { Event } from "../../src/core/index.ts";
import { evaluateCondition } from "./condition.ts";
import { IllegalRule } from "./illegal.ts";
import { evaluateItem } from "./item.ts";
import type { Placeholders } from "./modifiers.ts";

export { IllegalRule } from "./illegal.ts";

/** Whether the value of a rule's `detection:` matches an event. Throws `IllegalRule` where the rule must be refused. */
export function evaluateRule(
  detection: Readonly<Record<string, unknown>>, event: Event, options: { readonly placeholders?: Placeholders } = {},
): boolean {
  const { condition, timeframe: _, ...selections } = detection;
  const conditions: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
  if (conditions.length === 0) throw new IllegalRule("no condition");
  const truths = Object.fromEntries(
    Object.entries(selections).map(([name, selection]) => [name, evaluateSelection(selection, event, options.placeholders ?? {})]),
  );
  return conditions.map((one) => {
    if (typeof one !== "string") throw new IllegalRule("a condition must be text");
    return evaluateCondition(one, Object.keys(truths), (name) => truths[name]!);
  }).some(Boolean);
}

/** A map: every item. A list: any member. Anything else: a keyword. */
function evaluateSelection(selection: unknown, event: Event, placeholders: Placeholders): boolean {
  if (Array.isArray(selection)) {
    if (selection.length === 0) throw new IllegalRule("an empty selection");
    return selection.map((member) => evaluateSelection(member, event, placeholders)).some(Boolean);
  }
  const items = typeof selection === "object" && selection !== null ? Object.entries(selection) : [["", selection] as const];
  if (items.length === 0) throw new IllegalRule("an empty selection");
  return items.map(([key, value]) => evaluateItem(key, value, event, placeholders)).every(Boolean);
}
