import { type Caller, DomainError } from "../../core/index.ts";
import { record, type State, type TenantDb, withTenant } from "../../store/index.ts";
import { lockRulesets, newestVersion, nextVersion } from "../repo.ts";
import { type ListedRule, listRules, type Switch } from "./active.ts";
import { readDecided } from "./active-rules.ts";
import { insertSwitch, switchHistory } from "./repo.ts";

export type SwitchChoice = Pick<Switch, "key" | "state" | "reason"> & { readonly validFrom?: Date | undefined; readonly validUntil?: Date | undefined };

/** Switches one rule on or off for a tenant, from now or a later date on, for good or until a date. */
export function switchRule(state: State, caller: Caller, tenant: string, choice: SwitchChoice): Promise<Switch> {
  const { key, state: position, reason, validFrom = caller.now, validUntil = null } = choice;
  return withTenant(state, tenant, async (db) => {
    if (validUntil !== null && validUntil <= validFrom) throw new DomainError("invalid", "The switch would end before it begins: give an `until` after `from`.");
    await lockRulesets(db);
    await checkRule(state, db, key, position, caller.now);
    const made: Switch = { key, state: position, author: caller.who, reason, validFrom, validUntil, createdAt: caller.now };
    await insertSwitch(db, await nextVersion(db, caller.now), made);
    await record(db, caller, { action: `rule.switched-${position}`, subject: key, reason, details: { validFrom, validUntil } });
    return made;
  });
}

/** Every decision about one rule, newest first. */
export function ruleSwitches(state: State, tenant: string, key: string): Promise<readonly Switch[]> {
  return withTenant(state, tenant, async (db) => (await switchHistory(db, await newestVersion(db))).filter((one) => one.key === key));
}

async function checkRule(state: State, db: TenantDb, key: string, position: Switch["state"], at: Date): Promise<void> {
  const { packs } = await readDecided(state, db, { at, version: "newest" });
  const rules = listRules(packs, new Map());
  const rule = rules.find(({ document }) => document.key === key);
  if (rule === undefined) throw new DomainError("not_found", `No pack of this tenant has a rule ${key}: enable its pack first.`);
  if (position === "off" && rule.document.kind === "filter" && sharesFile(rule, rules)) {
    throw new DomainError("conflict", `${rule.path} holds other rules beside the filter ${key}: a filter takes effect when its file is loaded, so put it into a file of its own.`);
  }
}

const sharesFile = (rule: ListedRule, rules: readonly ListedRule[]): boolean =>
  rules.some(({ document, pack, path }) => document.key !== rule.document.key && pack === rule.pack && path === rule.path);
