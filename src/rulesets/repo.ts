import { sql } from "kysely";
import type { SystemDb, TenantDb } from "../store/index.ts";

// Any number of our own: changes of rule sets wait for each other, so that versions are committed in their order.
const LOCK = 1_736_240_815;

/** Makes other changes of rule sets wait until this transaction ends. Who reads before it writes, reads behind this. */
export async function lockRulesets(db: TenantDb | SystemDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(db.sql);
}

/** Takes the next version of all rule sets for a change, and tells the workers of it when the change is committed. */
export async function nextVersion(db: TenantDb | SystemDb, now: Date): Promise<number> {
  await lockRulesets(db);
  // Times never run backwards, whatever the clocks of several processes say: "active at time T" has one answer.
  const { version } = await db.sql
    .insertInto("ruleset_version")
    .columns(["version", "at"])
    .expression((eb) => eb.selectFrom("ruleset_version").select([sql<number>`coalesce(max(version), 0) + 1`.as("version"), sql<Date>`greatest(max(at), ${now})`.as("at")]))
    .returning("version")
    .executeTakeFirstOrThrow();
  await sql`select pg_notify('vigie_ruleset', ${db.tenant ?? "*"})`.execute(db.sql);
  return version;
}

/** The version that counted at a time; 0 before the first. */
export async function versionAt(db: TenantDb | SystemDb, at: Date): Promise<number> {
  const row = await db.sql.selectFrom("ruleset_version").select((eb) => eb.fn.max("version").as("version")).where("at", "<=", at).executeTakeFirst();
  return row?.version ?? 0;
}

/** The version that the last change made; 0 before the first. */
export async function newestVersion(db: TenantDb | SystemDb): Promise<number> {
  return (await db.sql.selectFrom("ruleset_version").select((eb) => eb.fn.max("version").as("version")).executeTakeFirst())?.version ?? 0;
}
