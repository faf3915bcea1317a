import { storableText, type TenantDb, type Tables } from "../../store/index.ts";

/** One version of a rule whose events are dropped before detection. */
export type DropRule = {
  readonly id: string;
  readonly version: number;
  /** Name of one source; null: all of the tenant's. */
  readonly source: string | null;
  readonly title: string;
  /** A Sigma rule as YAML. */
  readonly rule: string;
  readonly author: string;
  readonly reason: string;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  readonly createdAt: Date;
  readonly retired: boolean;
};

/** Adds a version of a drop rule. */
export async function insertDropRule(db: TenantDb, rulesetVersion: number, { title, reason, validFrom, validUntil, createdAt, ...row }: DropRule): Promise<void> {
  const dates = { valid_from: validFrom, valid_until: validUntil, created_at: createdAt };
  await db.sql
    .insertInto("drop_rule")
    .values({ ...row, ...dates, tenant_id: db.tenant, ruleset_version: rulesetVersion, title: storableText(title), reason: storableText(reason) })
    .execute();
}

/** The newest version of each drop rule at a version of the rule sets, retired ones too. */
export async function dropRulesAt(db: TenantDb, rulesetVersion: number): Promise<readonly DropRule[]> {
  const rows = await db.sql
    .selectFrom("drop_rule").distinctOn("id").selectAll()
    .where("tenant_id", "=", db.tenant).where("ruleset_version", "<=", rulesetVersion)
    .orderBy("id").orderBy("version", "desc").execute();
  return rows.map(present);
}

/** All versions of one drop rule, newest first. */
export async function dropRuleHistory(db: TenantDb, id: string): Promise<readonly DropRule[]> {
  const rows = await db.sql.selectFrom("drop_rule").selectAll().where("tenant_id", "=", db.tenant).where("id", "=", id).orderBy("version", "desc").execute();
  return rows.map(present);
}

function present({ id, version, source, title, rule, author, reason, retired, ...row }: Tables["drop_rule"]): DropRule {
  return { id, version, source, title, rule, author, reason, retired, validFrom: row.valid_from, validUntil: row.valid_until, createdAt: row.created_at };
}
