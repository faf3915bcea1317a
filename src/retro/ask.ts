import { type Caller, DomainError } from "../core/index.ts";
import { record, type State, withTenant } from "../store/index.ts";
import { chooseRules, type RetroRule } from "./choose-rules.ts";
import { countWaiting, insertRun } from "./repo.ts";
import type { RetroRun } from "./retro-run.ts";

/** What asking for a run needs. */
export type RetroAsking = { readonly state: State; readonly newId: () => string };

/** Rules and the range of events to put to them. */
export type RetroQuestion = {
  readonly rule: RetroRule;
  readonly since: Date;
  readonly until: Date;
  /** Whether to keep what is found as detections. */
  readonly raise?: boolean | undefined;
};

const DAY_MS = 86_400_000;
const MAX_WAITING = 100;
// Each day of the range has a place in the result.
const MAX_DAYS = 1_100;

/** Asks for a run; it waits for its turn. The rule must be usable beside the tenant's own. */
export async function askRetro({ state, newId }: RetroAsking, caller: Caller, tenant: string, { rule, since, until, raise = false }: RetroQuestion): Promise<RetroRun> {
  if (!(since < until)) throw new DomainError("invalid", `since (${since.toISOString()}) has to be before until (${until.toISOString()}).`);
  if (until.getTime() - since.getTime() > MAX_DAYS * DAY_MS) throw new DomainError("invalid", `A run goes over ${MAX_DAYS} days at most: ask for several.`);
  const { title, text, files, wanted, rulesetVersion } = await chooseRules(state, tenant, rule, caller.now);
  const run = {
    id: newId(), title, rule: text, wanted, since, until, raise, state: "waiting" as const, askedBy: caller.who, askedAt: caller.now, startedAt: null, endedAt: null,
    progress: { scanned: 0, matched: 0, total: null }, error: null, result: null,
  };
  await withTenant(state, tenant, async (db) => {
    if ((await countWaiting(db)) >= MAX_WAITING) throw new DomainError("conflict", `${MAX_WAITING} runs of this tenant wait already: wait for some of them, or cancel some.`);
    await insertRun(db, { ...run, files, rulesetVersion });
    await record(db, caller, { action: "retro-run.asked", subject: run.id, details: { title, rules: wanted, since, until, raise } });
  });
  return { ...run, tenant };
}

// One run reads the range once for all its rules, but looks for the words of few of them only.
const RULES_IN_A_RUN = 100;

/**
 * Asks for runs of rules that are new or changed over the last days, as ANSSI's PDIS asks for at each change of a rule
 * (IV.2.1.dd). Rules that are not loadable any more are left out by the caller.
 */
export async function askRetroForChange(asking: RetroAsking, caller: Caller, tenant: string, ruleKeys: readonly string[], days: number): Promise<readonly RetroRun[]> {
  const runs: RetroRun[] = [];
  for (let i = 0; i < ruleKeys.length; i += RULES_IN_A_RUN) {
    const rule = { keys: ruleKeys.slice(i, i + RULES_IN_A_RUN) };
    runs.push(await askRetro(asking, caller, tenant, { rule, since: new Date(caller.now.getTime() - days * DAY_MS), until: caller.now }));
  }
  return runs;
}
