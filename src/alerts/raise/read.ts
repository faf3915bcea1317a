// Detections as the raiser reads them, with what is computed of each.
import { createHash } from "node:crypto";
import { attackOf } from "../attack.ts";
import type { ToPlace } from "../grouping/board.ts";
import { type Group, groupOf, type GroupingChoice } from "../grouping/strategy.ts";
import { scoreFactsOf, type ScoreFacts } from "../score/facts.ts";
import { type DetectionOfTenant, hexOf } from "../suppress/suppressed.ts";

/** A detection on its way into an alert. */
export type Incoming = {
  readonly detection: DetectionOfTenant;
  readonly toPlace: ToPlace;
  readonly group: Group;
  readonly facts: ScoreFacts;
  readonly techniques: readonly string[];
  readonly tactics: readonly string[];
};

/** What an organisation decided of how a rule's detections are grouped. */
export type ChoiceOf = (tenant: string, ruleKey: string) => GroupingChoice | undefined;

/** Computes all that raising needs of a detection. */
export function incomingOf(detection: DetectionOfTenant, choiceOf: ChoiceOf): Incoming {
  const { tenant, id, time, rule, eventIds, correlation } = detection;
  const group = groupOf(detection, choiceOf(tenant, rule.key));
  const toPlace = { tenant, id: hexOf(id), timeMs: time.getTime(), group, isCorrelation: correlation !== null, events: eventIds.map(hexOf), sameness: samenessOf(detection) };
  return { detection, toPlace, group, facts: scoreFactsOf(detection), ...attackOf(rule.tags) };
}

/** The same for detections of one rule in the same values: what was judged harmless once is known by it. */
function samenessOf({ rule, fields }: Pick<DetectionOfTenant, "rule" | "fields">): string {
  const values = Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify([rule.key, values])).digest("hex").slice(0, 32);
}
