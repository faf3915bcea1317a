import { sql } from "kysely";
import type { SystemDb, TenantDb } from "../../store/index.ts";
import { DEFAULT_LIMITS, type Guard, type Stop } from "./guard.ts";

type Limits = Pick<Guard, "isDryRun" | "perHour" | "perDay" | "stopped">;

/** The guards of the tenant. Whoever is about to send without a person locks them, so that two do not both take the last place. */
export async function selectGuard(db: TenantDb, now: Date, { lock = false }: { readonly lock?: boolean } = {}): Promise<Guard> {
  if (lock) await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)}, hashtext(${db.tenant}))`.execute(db.sql);
  const counted = await db.sql
    .selectFrom("request")
    .select([sql<number>`count(*)::int`.as("day"), sql<number>`(count(*) filter (where alone_at > ${new Date(now.getTime() - HOUR_MS)}))::int`.as("hour")])
    .where("tenant_id", "=", db.tenant)
    .where("alone_at", ">", new Date(now.getTime() - 24 * HOUR_MS))
    .executeTakeFirstOrThrow();
  return { ...(await selectLimits(db)), sentLastHour: counted.hour, sentLastDay: counted.day, stoppedForAll: await selectStop(db) };
}

// Any number of our own; the second key is the tenant.
const LOCK = 1_347_002_918;
const HOUR_MS = 3_600_000;

async function selectLimits(db: TenantDb): Promise<Limits> {
  const row = await db.sql.selectFrom("automation_guard").selectAll().where("tenant_id", "=", db.tenant).executeTakeFirst();
  if (row === undefined) return { ...DEFAULT_LIMITS, stopped: null };
  const stopped = row.stopped_at === null ? null : { at: row.stopped_at, by: row.stopped_by ?? "", reason: row.stop_reason ?? "" };
  return { isDryRun: row.is_dry_run, perHour: row.per_hour, perDay: row.per_day, stopped };
}

export async function upsertLimits(db: TenantDb, { isDryRun, perHour, perDay, stopped }: Limits, now: Date): Promise<void> {
  const row = { is_dry_run: isDryRun, per_hour: perHour, per_day: perDay, stopped_at: stopped?.at ?? null, stopped_by: stopped?.by ?? null, stop_reason: stopped?.reason ?? null, changed_at: now };
  await db.sql.insertInto("automation_guard").values({ tenant_id: db.tenant, ...row }).onConflict((conflict) => conflict.column("tenant_id").doUpdateSet(row)).execute();
}

/** Whether sending without a person is stopped for all. */
export async function selectStop(db: TenantDb | SystemDb): Promise<Stop | null> {
  const row = await db.sql.selectFrom("automation_stop").selectAll().executeTakeFirst();
  return row === undefined ? null : { at: row.stopped_at, by: row.stopped_by, reason: row.stop_reason };
}

/** False: it is stopped already. */
export async function insertStop(db: SystemDb, { at, by, reason }: Stop): Promise<boolean> {
  const row = await db.sql.insertInto("automation_stop").values({ only_one: true, stopped_at: at, stopped_by: by, stop_reason: reason }).onConflict((conflict) => conflict.doNothing()).returning("only_one").executeTakeFirst();
  return row !== undefined;
}

export async function deleteStop(db: SystemDb): Promise<boolean> {
  return (await db.sql.deleteFrom("automation_stop").executeTakeFirst()).numDeletedRows > 0n;
}

/** Requests whose time to decide has passed, of all tenants. */
export const selectLapsed = (db: SystemDb, now: Date, limit: number): Promise<readonly { readonly tenant: string; readonly id: string }[]> =>
  db.sql.selectFrom("request").select(["tenant_id as tenant", "id"]).where("state", "=", "awaiting_approval").where("approval_deadline", "<=", now).orderBy("approval_deadline").limit(limit).execute();
