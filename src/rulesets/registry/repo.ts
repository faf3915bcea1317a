// What an organisation decided of rules that others write, in versions: the newest up to a version of the rule sets counts.
import { storableJson, storableText, type SystemDb, type TenantDb } from "../../store/index.ts";
import type { RuleChange } from "./change.ts";
import type { Marking } from "./marking.ts";

type Decided = { readonly version: number; readonly author: string; readonly reason: string; readonly createdAt: Date };
/** What a placeholder stands for; null: it was withdrawn. */
export type PlaceholderValues = Decided & { readonly name: string; readonly values: readonly string[] | null };
/** What is changed of a rule; null: it was taken back. */
export type RuleOverride = Decided & { readonly rule: string; readonly change: RuleChange | null };
export type RuleMarking = Decided & { readonly rule: string; readonly marking: Marking };

const decidedOf = ({ version, author, reason, created_at: createdAt }: { version: number; author: string; reason: string; created_at: Date }): Decided => ({ version, author, reason, createdAt });
const rowOf = (db: TenantDb, rulesetVersion: number, { version, author, reason, createdAt }: Decided) => ({ tenant_id: db.tenant, ruleset_version: rulesetVersion, version, author: storableText(author), reason: storableText(reason), created_at: createdAt });

export async function insertPlaceholder(db: TenantDb, rulesetVersion: number, one: PlaceholderValues): Promise<void> {
  await db.sql.insertInto("rule_placeholder").values({ ...rowOf(db, rulesetVersion, one), name: one.name, values: one.values }).execute();
}

export async function placeholdersAt(db: TenantDb, rulesetVersion: number): Promise<readonly PlaceholderValues[]> {
  const rows = await db.sql.selectFrom("rule_placeholder").distinctOn("name").selectAll().where("tenant_id", "=", db.tenant).where("ruleset_version", "<=", rulesetVersion).orderBy("name").orderBy("version", "desc").execute();
  return rows.map((row) => ({ ...decidedOf(row), name: row.name, values: row.values }));
}

export async function insertOverride(db: TenantDb, rulesetVersion: number, one: RuleOverride): Promise<void> {
  await db.sql.insertInto("rule_override").values({ ...rowOf(db, rulesetVersion, one), rule_key: one.rule, change: one.change === null ? null : storableJson(one.change) }).execute();
}

export async function overridesAt(db: TenantDb, rulesetVersion: number): Promise<readonly RuleOverride[]> {
  const rows = await db.sql.selectFrom("rule_override").distinctOn("rule_key").selectAll().where("tenant_id", "=", db.tenant).where("ruleset_version", "<=", rulesetVersion).orderBy("rule_key").orderBy("version", "desc").execute();
  return rows.map((row) => ({ ...decidedOf(row), rule: row.rule_key, change: row.change as RuleChange | null }));
}

export async function overrideHistory(db: TenantDb, rule: string): Promise<readonly RuleOverride[]> {
  const rows = await db.sql.selectFrom("rule_override").selectAll().where("tenant_id", "=", db.tenant).where("rule_key", "=", rule).orderBy("version", "desc").execute();
  return rows.map((row) => ({ ...decidedOf(row), rule: row.rule_key, change: row.change as RuleChange | null }));
}

/** The overrides of these tenants as they are now, by tenant and rule: for what groups detections. */
export async function overridesOfTenants(db: SystemDb, tenants: readonly string[]): Promise<ReadonlyMap<string, RuleChange>> {
  const rows = await db.sql.selectFrom("rule_override").distinctOn(["tenant_id", "rule_key"]).select(["tenant_id", "rule_key", "change"]).where("tenant_id", "in", [...tenants]).orderBy("tenant_id").orderBy("rule_key").orderBy("version", "desc").execute();
  return new Map(rows.flatMap(({ tenant_id: tenant, rule_key: rule, change }) => (change === null ? [] : [[`${tenant}\n${rule}`, change as RuleChange] as const])));
}

export async function insertMarking(db: TenantDb, rulesetVersion: number, one: RuleMarking): Promise<void> {
  await db.sql.insertInto("rule_marking").values({ ...rowOf(db, rulesetVersion, one), rule_key: one.rule, marking: storableJson(one.marking) }).execute();
}

export async function markingsAt(db: TenantDb, rulesetVersion: number): Promise<readonly RuleMarking[]> {
  const rows = await db.sql.selectFrom("rule_marking").distinctOn("rule_key").selectAll().where("tenant_id", "=", db.tenant).where("ruleset_version", "<=", rulesetVersion).orderBy("rule_key").orderBy("version", "desc").execute();
  return rows.map((row) => ({ ...decidedOf(row), rule: row.rule_key, marking: row.marking as Marking }));
}
