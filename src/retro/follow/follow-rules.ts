// PDIS IV.2.1.i and dd: which rules were at work when, and a run over the past at each creation or change, with its date.
import { createHash } from "node:crypto";
import { DomainError, type Job, systemCaller } from "../../core/index.ts";
import { ruleRegistry } from "../../rulesets/index.ts";
import { type State, withSystem } from "../../store/index.ts";
import { askRetroForChange } from "../ask.ts";
import { followedTo, followTo, isFollowed, noteChanges, noteRun, type RuleAtWork, rulesInForce, tenantsAtWork, withoutRun } from "./repo.ts";

export type FollowDeps = { readonly state: State; readonly now: () => Date; readonly newId: () => string; /** How far back runs go. */ readonly days?: number | undefined };

const EVERY_MS = 15_000;
const DAYS = 30;
const RULES_IN_A_RUN = 100;
// Dates of switches change rules without a decision.
const FULL_MS = 15 * 60_000;

/** Follows the rules of all organisations. */
export const followRulesJobs = (deps: FollowDeps): readonly Job[] => [{ name: "rules in force", everyMs: EVERY_MS, run: () => followRules(deps) }];

/** Notes what changed since the last look, and asks for one run of each organisation; true: there is more. */
export async function followRules(deps: FollowDeps): Promise<boolean> {
  let isMore = false;
  for (const tenant of await withSystem(deps.state, tenantsAtWork)) {
    await note(deps, tenant);
    isMore = (await ask(deps, tenant)) || isMore;
  }
  return isMore;
}

async function note({ state, now }: FollowDeps, tenant: string): Promise<void> {
  const at = now();
  if (await withSystem(state, (db) => isFollowed(db, tenant, new Date(at.getTime() - FULL_MS)))) return;
  const { version, rules } = await ruleRegistry(state, tenant, { at, version: "newest" });
  const active = new Map(rules.filter(({ on, document }) => on && document.kind !== "filter").map(({ document, digest, pack, packVersion, override, values }): [string, RuleAtWork] => {
    // What is changed of a rule, and what its placeholders stand for, changes what it finds, as its text does.
    const whole = override === null && values.length === 0 ? digest : createHash("sha256").update(JSON.stringify([digest, override?.change ?? null, ...values])).digest("hex");
    return [document.key, { key: document.key, digest: whole, title: document.title, pack, packVersion }];
  }));
  await withSystem(state, async (db) => {
    const place = await followedTo(db, tenant);
    if (place !== undefined && place.version > version) return;
    const before = await rulesInForce(db, tenant);
    const ended = [...before].filter(([key, digest]) => active.get(key)?.digest !== digest).map(([key]) => key);
    const begun = [...active.values()].filter(({ key, digest }) => before.get(key) !== digest);
    await noteChanges(db, { tenant, version, at }, ended, begun);
    // There is no past to look into before the first look.
    if (place === undefined) await noteRun(db, tenant, begun.map(({ key }) => key), { refused: "It was at work when the registry began." });
    await followTo(db, tenant, version, at);
  });
}

async function ask({ state, now, newId, days = DAYS }: FollowDeps, tenant: string): Promise<boolean> {
  const waiting = await withSystem(state, (db) => withoutRun(db, tenant, RULES_IN_A_RUN));
  const at = now();
  const askFor = async (keys: readonly string[]): Promise<void> => {
    if (keys.length === 0) return;
    try {
      const [run] = await askRetroForChange({ state, newId }, systemCaller("rule registry", at), tenant, keys, days);
      if (run !== undefined) await withSystem(state, (db) => noteRun(db, tenant, keys, { run: run.id, at }));
    } catch (error) {
      // Too many wait: these are asked for at a later look.
      if (error instanceof DomainError && error.code === "conflict") return;
      if (!(error instanceof DomainError)) throw error;
      const half = keys.length >> 1;
      if (half === 0) await withSystem(state, (db) => noteRun(db, tenant, keys, { refused: error.message }));
      // One that can never be run keeps no other from it.
      else for (const part of [keys.slice(0, half), keys.slice(half)]) await askFor(part);
    }
  };
  await askFor(waiting);
  return waiting.length === RULES_IN_A_RUN && (await withSystem(state, (db) => withoutRun(db, tenant, 1)))[0] !== waiting[0];
}
