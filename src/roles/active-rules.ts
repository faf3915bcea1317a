import type { ActiveRules } from "../live/index.ts";
import { activeDropRules, activeRules } from "../rulesets/index.ts";
import type { State } from "../store/index.ts";

/** The rules of a tenant and its drop rules as they are now. */
export async function activeRulesOf(state: State, tenant: string, now: Date): Promise<ActiveRules> {
  const moment = { at: now, version: "newest" } as const;
  const [rules, drops] = [await activeRules(state, tenant, moment), await activeDropRules(state, tenant, moment)];
  const changes = [rules.changesAt, drops.changesAt].filter((date) => date !== null).map(Number);
  return { ...rules, drops: drops.rules, changesAt: changes.length === 0 ? null : new Date(Math.min(...changes)) };
}
