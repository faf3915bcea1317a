// Which rules were at work when, and the runs that followed each change.
import { sql } from "kysely";
import type { SystemDb } from "../../store/index.ts";

export type RuleAtWork = { readonly key: string; readonly digest: string; readonly title: string; readonly pack: string; readonly packVersion: number };
export type Followed = { readonly version: number };

export async function followedTo(db: SystemDb, tenant: string): Promise<Followed | undefined> {
  const row = await db.sql.selectFrom("rule_registry_place").select("ruleset_version as version").where("tenant_id", "=", tenant).forUpdate().executeTakeFirst();
  return row;
}

/** Whether nothing was decided since the last look, and that is not long ago. */
export async function isFollowed(db: SystemDb, tenant: string, since: Date): Promise<boolean> {
  const row = await db.sql.selectFrom("rule_registry_place").select("tenant_id").where("tenant_id", "=", tenant).where("looked_at", ">", since).where(sql<boolean>`ruleset_version = (select max(version) from ruleset_version)`).executeTakeFirst();
  return row !== undefined;
}

export async function followTo(db: SystemDb, tenant: string, version: number, at: Date): Promise<void> {
  const row = { tenant_id: tenant, ruleset_version: version, looked_at: at, changes_at: null };
  await db.sql.insertInto("rule_registry_place").values(row).onConflict((conflict) => conflict.column("tenant_id").doUpdateSet(row)).execute();
}

export async function rulesInForce(db: SystemDb, tenant: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.sql.selectFrom("rule_in_force").select(["rule_key", "digest"]).where("tenant_id", "=", tenant).where("until", "is", null).execute();
  return new Map(rows.map(({ rule_key: key, digest }) => [key, digest]));
}

/** Ends what is not at work any more, and notes what is new or changed. */
export async function noteChanges(db: SystemDb, { tenant, version, at }: { readonly tenant: string; readonly version: number; readonly at: Date }, ended: readonly string[], begun: readonly RuleAtWork[]): Promise<void> {
  if (ended.length > 0) await db.sql.updateTable("rule_in_force").set({ until: at }).where("tenant_id", "=", tenant).where("until", "is", null).where("rule_key", "in", [...ended]).execute();
  for (let i = 0; i < begun.length; i += 1_000) {
    const rows = begun.slice(i, i + 1_000).map(({ key, digest, title, pack, packVersion }) => ({ tenant_id: tenant, rule_key: key, digest, title, pack, pack_version: packVersion, first_at: at, since: at, ruleset_version: version }));
    await db.sql.insertInto("rule_in_force").values(rows).onConflict((conflict) => conflict.doNothing()).execute();
  }
}

/** Rules that changed and that no run was asked for yet. */
export async function withoutRun(db: SystemDb, tenant: string, limit: number): Promise<readonly string[]> {
  const rows = await db.sql.selectFrom("rule_in_force").select("rule_key").where("tenant_id", "=", tenant).where("until", "is", null).where("retro_run", "is", null).where("retro_refused", "is", null).orderBy("since").orderBy("rule_key").limit(limit).execute();
  return rows.map(({ rule_key: key }) => key);
}

export async function noteRun(db: SystemDb, tenant: string, keys: readonly string[], outcome: { readonly run: string; readonly at: Date } | { readonly refused: string }): Promise<void> {
  const set = "run" in outcome ? { retro_run: outcome.run, retro_asked_at: outcome.at } : { retro_refused: outcome.refused };
  await db.sql.updateTable("rule_in_force").set(set).where("tenant_id", "=", tenant).where("until", "is", null).where("retro_run", "is", null).where(sql<boolean>`rule_key = any(${keys})`).execute();
}

export async function tenantsAtWork(db: SystemDb): Promise<readonly string[]> {
  return (await db.sql.selectFrom("tenant").select("id").where("removed_at", "is", null).orderBy("id").execute()).map(({ id }) => id);
}
