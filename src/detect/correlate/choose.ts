import type { CorrelationRule, RuleExpression } from "../sigma/index.ts";
import type { Aggregate } from "./aggregate.ts";
import { countWindow } from "./count-window.ts";
import { distinctWindow } from "./distinct-window.ts";
import { orderedCountWindow, orderedWindow } from "./ordered-window.ts";
import { percentileWindow } from "./percentile-window.ts";
import { seenWindow } from "./seen-window.ts";
import { sumWindow } from "./sum-window.ts";

/** The aggregate that a correlation's type and condition call for. Numeric windows keep at most `most` numbers. */
export function aggregateFor(rule: CorrelationRule, most: number): Aggregate<unknown> {
  const { type, condition } = rule;
  const rules = rule.rules.length;
  if (condition.kind === "expression") {
    return condition.terms === undefined ? erase(seenWindow(rules, condition)) : erase(orderedWindow(rules, condition.terms));
  }
  const { bounds, percentile } = condition;
  switch (type) {
    case "event_count": return erase(countWindow(bounds));
    case "value_count": return erase(distinctWindow(bounds));
    case "value_sum": return erase(sumWindow(bounds, false, most));
    case "value_avg": return erase(sumWindow(bounds, true, most));
    case "value_median": return erase(percentileWindow(bounds, 50, most));
    case "value_percentile": return erase(percentileWindow(bounds, percentile ?? 50, most));
    case "temporal": return erase(seenWindow(rules, condition));
    case "temporal_ordered": return erase(orderedCountWindow(rules, bounds));
  }
}

// A group's window is only ever handed to the aggregate that created it.
const erase = <S>(aggregate: Aggregate<S>): Aggregate<unknown> => aggregate;

/**
 * Whether a window that has met the condition may cease to as more hits come. Such a condition is judged when its
 * window closes; any other as soon as a hit meets it.
 */
export function isJudgedAtClose({ condition }: CorrelationRule): boolean {
  if (condition.kind === "bounds") return condition.bounds.some(({ operator }) => operator !== "gt" && operator !== "gte");
  return hasNot(condition.expression);
}

function hasNot(expression: RuleExpression): boolean {
  if (expression.op === "rule") return false;
  return expression.op === "not" || expression.args.some(hasNot);
}
