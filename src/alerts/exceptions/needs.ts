// When an exception needs a second person, and when one of the client.
import type { SettingDocument } from "../../contract/settings.ts";
import type { BacktestResult } from "./backtest/result.ts";
import type { Scope } from "./conditions.ts";
import type { Needs } from "./exception.ts";

/** Alerts below which a share says nothing. */
const ENOUGH = 10;

/** Judges an exception by its scope, how much it asks, and what it would have hidden. */
export function needsOf(scope: Scope, strictness: number, tested: BacktestResult, policy: SettingDocument<"exceptions">): Needs {
  const reasons: string[] = [];
  const hasGroup = Object.values(scope.assets).some((list) => list.length > 0);
  if (scope.rule === null) reasons.push("It names no rule, so it holds for all of them.");
  if (strictness + (hasGroup ? 1 : 0) < 2) reasons.push("It asks for no more than one value.");
  const { hidden, total } = tested.alerts;
  if (total >= ENOUGH && hidden * 100 > total * policy.wideSharePercent) reasons.push(`It would have hidden ${hidden} of ${total} alerts, more than ${policy.wideSharePercent} %.`);
  const { truePositives } = tested;
  if (truePositives.count > 0) reasons.push(`It would have hidden ${truePositives.count === 1 ? "a true positive" : `${truePositives.count} true positives`}: ${truePositives.named.map(({ ref }) => ref).join(", ")}.`);
  if (tested.partial !== null) reasons.push(`The backtest did not see all: ${tested.partial}`);
  const { clientApproval } = policy;
  return { reasons, client: clientApproval === "all" || (clientApproval === "wide" && reasons.length > 0) };
}
