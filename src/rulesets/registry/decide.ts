// Decisions about rules that others write: workers take them up within a second, as every change of rule sets.
import { type Caller, DomainError } from "../../core/index.ts";
import { loadRules } from "../../detect/index.ts";
import { record, type State, type TenantDb, withTenant } from "../../store/index.ts";
import { lockRulesets, newestVersion, nextVersion } from "../repo.ts";
import { type ListedRule, listRules } from "../tenants/active.ts";
import { readDecided } from "../tenants/active-rules.ts";
import { checkFilter, type RuleChange } from "./change.ts";
import type { Marking } from "./marking.ts";
import { insertMarking, insertOverride, insertPlaceholder, markingsAt, overrideHistory, overridesAt, placeholdersAt, type PlaceholderValues, type RuleMarking, type RuleOverride } from "./repo.ts";

/** Of one rule or placeholder; `to` null takes it back. */
export type Decision<To> = { readonly name: string; readonly to: To; readonly reason: string };

const NAME = /^[\w.-]{1,100}$/;
const MAX_VALUES = 10_000;
const MAX_CHARS = 1_000;

/** Says what a placeholder stands for here, or takes its values back: rules that need it are then refused. */
export function setPlaceholder(state: State, caller: Caller, tenant: string, { name, to: values, reason }: Decision<readonly string[] | null>): Promise<PlaceholderValues> {
  if (!NAME.test(name)) throw new DomainError("invalid", `${JSON.stringify(name)} is no name of a placeholder: %backup_accounts% has the name backup_accounts.`);
  if (values !== null && (values.length === 0 || values.length > MAX_VALUES)) throw new DomainError("invalid", `Give between 1 and ${MAX_VALUES} values; none is said by withdrawing it.`);
  if (values?.some((value) => value === "" || value.length > MAX_CHARS || value.includes("\0")) === true) throw new DomainError("invalid", `A value has between 1 and ${MAX_CHARS} characters, and no NUL.`);
  return withTenant(state, tenant, async (db) => {
    await lockRulesets(db);
    const last = (await placeholdersAt(db, await newestVersion(db))).find((one) => one.name === name);
    if (values === null && (last?.values ?? null) === null) throw new DomainError("not_found", `The placeholder ${name} has no values here.`);
    const next: PlaceholderValues = { name, values, version: (last?.version ?? 0) + 1, author: caller.who, reason, createdAt: caller.now };
    await insertPlaceholder(db, await nextVersion(db, caller.now), next);
    await record(db, caller, { action: values === null ? "rule-placeholder.withdrawn" : "rule-placeholder.saved", subject: name, reason, details: { version: next.version, values: values?.length ?? 0 } });
    return next;
  });
}

/** The placeholders that have values. */
export const listPlaceholders = (state: State, tenant: string): Promise<readonly PlaceholderValues[]> =>
  withTenant(state, tenant, async (db) => (await placeholdersAt(db, await newestVersion(db))).filter(({ values }) => values !== null));

/** Changes level, filter or grouping of a rule; it survives the next version of its pack. */
export function changeRule(state: State, caller: Caller, tenant: string, { name: rule, to: change, reason }: Decision<RuleChange | null>): Promise<RuleOverride> {
  return withTenant(state, tenant, async (db) => {
    await lockRulesets(db);
    const last = (await overridesAt(db, await newestVersion(db))).find((one) => one.rule === rule);
    if (change === null && (last?.change ?? null) === null) throw new DomainError("not_found", `Nothing is changed of the rule ${rule} here.`);
    if (change !== null) await checkChange(state, db, caller.now, rule, change);
    const next: RuleOverride = { rule, change, version: (last?.version ?? 0) + 1, author: caller.who, reason, createdAt: caller.now };
    await insertOverride(db, await nextVersion(db, caller.now), next);
    await record(db, caller, { action: change === null ? "rule-override.removed" : "rule-override.saved", subject: rule, reason, details: { version: next.version, change } });
    return next;
  });
}

async function checkChange(state: State, db: TenantDb, at: Date, key: string, change: RuleChange): Promise<void> {
  const { listed, textOf } = await knownRule(state, db, at, key);
  if (Object.values(change).every((part) => part === undefined)) throw new DomainError("invalid", "Say what to change: level, filter or grouping; or remove the override.");
  if (listed.document.kind === "filter") throw new DomainError("invalid", "A filter raises nothing: switch it off, or change the rules that it narrows.");
  if (change.filter === undefined) return;
  const { rules } = loadRules([{ path: listed.path, text: textOf }]);
  const rule = rules.find((one) => one.key === key);
  if (rule === undefined) throw new DomainError("invalid", "A correlation has no fields of its own: put the filter on the rules that it counts.");
  checkFilter(rule, textOf, change.filter);
}

/** Says of a rule what its text does not. */
export function markRule(state: State, caller: Caller, tenant: string, { name: rule, to: marking, reason }: Decision<Marking>): Promise<RuleMarking> {
  return withTenant(state, tenant, async (db) => {
    await lockRulesets(db);
    await knownRule(state, db, caller.now, rule);
    const last = (await markingsAt(db, await newestVersion(db))).find((one) => one.rule === rule);
    const next: RuleMarking = { rule, marking, version: (last?.version ?? 0) + 1, author: caller.who, reason, createdAt: caller.now };
    await insertMarking(db, await nextVersion(db, caller.now), next);
    await record(db, caller, { action: "rule.marked", subject: rule, reason, details: { version: next.version, marking } });
    return next;
  });
}

/** Every decision about what is changed of a rule, newest first. */
export const overrideVersions = (state: State, tenant: string, rule: string): Promise<readonly RuleOverride[]> => withTenant(state, tenant, (db) => overrideHistory(db, rule));

async function knownRule(state: State, db: TenantDb, at: Date, key: string): Promise<{ readonly listed: ListedRule; readonly textOf: string }> {
  const { packs } = await readDecided(state, db, { at, version: "newest" });
  const listed = listRules(packs, new Map()).find(({ document, why }) => document.key === key && why !== "twin");
  const text = packs.find(({ pack }) => pack === listed?.pack)?.files.find(({ path }) => path === listed?.path)?.text;
  if (listed === undefined || text === undefined) throw new DomainError("not_found", `No pack of this organisation has a rule ${key}: the registry has the keys.`);
  return { listed, textOf: text };
}
