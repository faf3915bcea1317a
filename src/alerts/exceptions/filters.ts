// A filter that an organisation adds to a rule hides as an exception does, but uncounted and without an end: so it may be
// narrow, and hide nothing that was an attack. What is more takes a second person.
import { type Caller, DomainError } from "../../core/index.ts";
import { readTenant } from "../../store/index.ts";
import { settingsAt } from "../../tenants/index.ts";
import { backtest, type BacktestDeps } from "./backtest/backtest.ts";
import { compileConditions, type Conditions } from "./conditions.ts";
import { needsOf } from "./needs.ts";
import { TESTED_DAYS } from "./save.ts";

/** Refuses a filter of a rule that one person should not decide, after putting it to the past. */
export async function refuseWideFilter(deps: BacktestDeps, caller: Caller, tenant: string, { rule, filter }: { readonly rule: string; readonly filter: Conditions }): Promise<void> {
  const scope = { rule, assets: { tags: [], services: [], environments: [] } };
  const { strictness } = compileConditions(filter);
  const { result } = await backtest(deps, caller, tenant, { scope, conditions: filter, days: TESTED_DAYS });
  const { documents: { exceptions } } = await readTenant(deps.state, tenant, (db) => settingsAt(db, caller.now));
  // One value is enough for a filter, if it is one.
  const { reasons } = needsOf(scope, strictness === 0 ? 0 : 2, result, exceptions);
  if (reasons.length > 0) throw new DomainError("conflict", `This filter is not for one person to decide: ${reasons.join(" ")} Write an exception: a second person looks at it, it ends, and what it hides is counted.`);
}
