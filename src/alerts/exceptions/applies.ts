// Whether an exception is about a detection: by what the detection kept, and where that is not enough by its events.
import type { Fields } from "../../core/index.ts";
import type { KeptDetection } from "../../detections/index.ts";
import { textsAt, valueAt } from "../values.ts";
import { type Compiled, compileConditions, type Conditions, type Scope } from "./conditions.ts";
import { type Seen, type SeenEvent, wholeOf } from "./view.ts";

/** An exception that detections can be put to. */
export type Applying = { readonly scope: Scope; readonly conditions: Compiled };

export const applying = ({ scope, conditions }: { readonly scope: Scope; readonly conditions: Conditions }): Applying => ({ scope, conditions: compileConditions(conditions) });

/** What is put to it: a detection, and the part of its event that it kept. */
export type ToDecide = { readonly detection: Seen & Pick<KeptDetection, "rule" | "context" | "eventIds" | "correlation">; readonly part: Fields };

/** Undefined: its events have to be read. */
export function appliesTo({ scope, conditions }: Applying, { detection, part }: ToDecide): boolean | undefined {
  return isInScope(scope, detection) ? conditions.decide(part, false) : false;
}

/** The same of whole events. A correlation is kept back only if each of its events would be: one that is gone may be the attack. */
export function appliesToEvents({ conditions }: Applying, { detection }: ToDecide, eventOf: (id: string) => SeenEvent | undefined): boolean | undefined {
  let answer: boolean | undefined = detection.eventIds.length === 0 ? undefined : true;
  for (const id of detection.eventIds) {
    const event = eventOf(Buffer.from(id).toString("hex"));
    const one = event === undefined ? undefined : conditions.decide(wholeOf(detection, event), true);
    if (one === false) return false;
    if (one === undefined) answer = undefined;
  }
  return answer;
}

/** Whether rule and assets are those of the scope. An asset that may be another one is in no group. */
export function isInScope({ rule, assets }: Scope, detection: Pick<KeptDetection, "context"> & { readonly rule: Pick<KeptDetection["rule"], "key"> }): boolean {
  if (rule !== null && detection.rule.key !== rule) return false;
  const lists = [[assets.tags, "tags"], [assets.services, "services"], [assets.environments, "environment"]] as const;
  if (lists.every(([wanted]) => wanted.length === 0)) return true;
  const { context } = detection;
  if (valueAt(context, "host.asset.ambiguous") === true) return false;
  return lists.every(([wanted, name]) => {
    const has = new Set(textsAt(context, `host.asset.${name}`).map((text) => text.toLowerCase()));
    return wanted.length === 0 || wanted.some((one) => has.has(one.toLowerCase()));
  });
}
