// Rules for what is dropped before detection. Each drop is a decision with an author, a reason and dates, and is counted.
import { type Caller, DomainError } from "../../core/index.ts";
import { loadRules } from "../../detect/index.ts";
import { readTenant, record, type State, type TenantDb, withTenant } from "../../store/index.ts";
import { lockRulesets, newestVersion, nextVersion, versionAt } from "../repo.ts";
import { nextDate } from "../tenants/active.ts";
import { type DropRule, dropRuleHistory, dropRulesAt, insertDropRule } from "./repo.ts";

export type DropChoice = Pick<DropRule, "id" | "source" | "rule" | "reason"> & { readonly validFrom?: Date | undefined; readonly validUntil?: Date | undefined };

export type ActiveDropRules = {
  readonly version: number;
  /** When dates will change this of themselves; ask again then. */
  readonly changesAt: Date | null;
  readonly rules: readonly DropRule[];
};

/** Makes a drop rule, or the next version of one. A retired one comes back into force. */
export async function saveDropRule(state: State, caller: Caller, tenant: string, choice: DropChoice): Promise<DropRule> {
  const { id, source, rule, reason, validFrom = caller.now, validUntil = null } = choice;
  if (validUntil !== null && validUntil <= validFrom) throw new DomainError("invalid", "The rule would end before it begins: give an `until` after `from`.");
  const { title, key } = check(rule);
  return withTenant(state, tenant, async (db) => {
    await lockRulesets(db);
    const [last] = await dropRuleHistory(db, id);
    await checkKey(db, id, key);
    const decided = { author: caller.who, reason, validFrom, validUntil, createdAt: caller.now };
    const saved: DropRule = { id, version: (last?.version ?? 0) + 1, source, title, rule, ...decided, retired: false };
    await insertDropRule(db, await nextVersion(db, caller.now), saved);
    await record(db, caller, { action: "drop-rule.saved", subject: id, reason, details: { version: saved.version, title, source, validFrom, validUntil } });
    return saved;
  });
}

/** Takes a drop rule out of force; its versions stay. */
export function retireDropRule(state: State, caller: Caller, tenant: string, id: string, reason: string): Promise<DropRule> {
  return withTenant(state, tenant, async (db) => {
    await lockRulesets(db);
    const [last] = await dropRuleHistory(db, id);
    if (last === undefined) throw new DomainError("not_found", `The tenant has no drop rule ${id}.`);
    if (last.retired) throw new DomainError("conflict", `The drop rule ${id} was retired already, by ${last.author}.`);
    const retired: DropRule = { ...last, version: last.version + 1, author: caller.who, reason, createdAt: caller.now, retired: true };
    await insertDropRule(db, await nextVersion(db, caller.now), retired);
    await record(db, caller, { action: "drop-rule.retired", subject: id, reason, details: { version: retired.version, title: last.title } });
    return retired;
  });
}

/** The newest version of each drop rule, retired ones too. */
export const listDropRules = (state: State, tenant: string): Promise<readonly DropRule[]> =>
  withTenant(state, tenant, async (db) => dropRulesAt(db, await newestVersion(db)));

/** All versions of a drop rule, newest first. */
export async function dropRuleVersions(state: State, tenant: string, id: string): Promise<readonly DropRule[]> {
  const versions = await withTenant(state, tenant, (db) => dropRuleHistory(db, id));
  if (versions.length === 0) throw new DomainError("not_found", `The tenant has no drop rule ${id}.`);
  return versions;
}

/** The drop rules in force for a tenant: now ("newest"), or as it was decided by the time `at` ("then"). */
export function activeDropRules(state: State, tenant: string, { at, version }: { readonly at: Date; readonly version: "newest" | "then" }): Promise<ActiveDropRules> {
  return readTenant(state, tenant, async (db) => {
    const counted = await countedVersion(db, at, version);
    const kept = (await dropRulesAt(db, counted)).filter(({ retired }) => !retired);
    const rules = kept.filter(({ validFrom, validUntil }) => validFrom <= at && (validUntil === null || at < validUntil));
    return { version: counted, changesAt: nextDate(kept, at), rules };
  });
}

const countedVersion = (db: TenantDb, at: Date, version: "newest" | "then"): Promise<number> => (version === "then" ? versionAt(db, at) : newestVersion(db));

/** Refuses a Sigma id that another rule in force has: workers load all of a tenant's drop rules together. */
async function checkKey(db: TenantDb, id: string, key: string | undefined): Promise<void> {
  if (key === undefined) return;
  const others = (await dropRulesAt(db, await newestVersion(db))).filter((other) => !other.retired && other.id !== id);
  const twin = others.find((other) => check(other.rule).key === key);
  if (twin !== undefined) throw new DomainError("conflict", `The drop rule ${twin.id} has the Sigma id ${key} already: give this one another, or none.`);
}

/** Title and id of the one rule that the text must be. */
function check(text: string): { readonly title: string; readonly key: string | undefined } {
  if (text.includes("\0")) throw new DomainError("invalid", "The text holds a NUL character: save it as UTF-8 text.");
  const { rules, correlations, filters, refused } = loadRules([{ path: "drop-rule", text }]);
  const [wrong] = refused;
  if (wrong !== undefined) throw new DomainError("invalid", `line ${wrong.line}, column ${wrong.column}: ${wrong.reason}. ${wrong.hint}`);
  const [rule] = rules;
  if (rule === undefined || rules.length + correlations.length + filters.length > 1) {
    throw new DomainError("invalid", "A drop rule is exactly one Sigma rule with a detection; it cannot be a correlation, a filter or several documents.");
  }
  return { title: rule.head.title, key: rule.head.id };
}
