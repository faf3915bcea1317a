// The SQL of exceptions: as they are, step by step, and what was tested.
import { sql, type Selectable } from "kysely";
import { storableJson, storableText, type SystemDb, type Tables, type TenantDb } from "../../store/index.ts";
import type { BacktestResult } from "./backtest/result.ts";
import { type Conditions, textOf } from "./conditions.ts";
import type { Exception, ExceptionState, ExceptionVerb } from "./exception.ts";

type Row = Selectable<Tables["alert_exception"]>;

/** The exception that a row is. */
function exceptionOf(row: Row): Exception {
  return {
    id: row.id, version: row.version, state: row.state, title: row.title, digest: row.digest, justification: row.justification, conditions: JSON.parse(row.conditions) as Conditions,
    scope: { rule: row.rule_key, assets: { tags: row.tags, services: row.services, environments: row.environments } },
    author: { who: row.author, id: row.author_id, side: row.author_side }, alert: row.alert_id, createdAt: row.created_at, changedAt: row.changed_at, expiresAt: row.expires_at, needs: row.needs, backtest: row.backtest_id,
    approved: row.approved_at === null ? null : { who: row.approved_by ?? "", id: row.approved_by_id ?? "", side: row.approved_side as Exception["author"]["side"], at: row.approved_at }, endedAt: row.ended_at,
  };
}

const rowOf = (tenant: string, one: Exception) => ({
  tenant_id: tenant, id: one.id, version: one.version, state: one.state, title: storableText(one.title), rule_key: one.scope.rule, tags: one.scope.assets.tags, services: one.scope.assets.services,
  environments: one.scope.assets.environments, conditions: textOf(one.conditions), digest: one.digest, justification: storableText(one.justification), author: one.author.who, author_id: one.author.id,
  author_side: one.author.side, alert_id: one.alert, created_at: one.createdAt, changed_at: one.changedAt, expires_at: one.expiresAt, needs: storableJson(one.needs), backtest_id: one.backtest,
  approved_by: one.approved?.who ?? null, approved_by_id: one.approved?.id ?? null, approved_side: one.approved?.side ?? null, approved_at: one.approved?.at ?? null, ended_at: one.endedAt,
});

/** Keeps an exception as it is now. */
export async function putException(db: TenantDb | (SystemDb & { readonly of: string }), exception: Exception): Promise<void> {
  const row = rowOf(db.tenant ?? db.of, exception);
  await db.sql.insertInto("alert_exception").values(row).onConflict((conflict) => conflict.columns(["tenant_id", "id"]).doUpdateSet(row)).execute();
}

export type Step = { readonly verb: ExceptionVerb; readonly who: string; readonly caller: string; readonly side: "provider" | "client" | "system"; readonly at: Date; readonly reason: string | null };
export type ExceptionStep = Step & { readonly version: number; readonly state: string; readonly text: Readonly<Record<string, unknown>> };

/** Adds a step, with the text that it is about. */
export async function insertStep(db: TenantDb | (SystemDb & { readonly of: string }), { id, version, state, title, scope, conditions, justification, expiresAt, needs, backtest }: Exception, { reason, ...step }: Step): Promise<void> {
  const text = storableJson({ title, scope, conditions: textOf(conditions), justification, expiresAt, needs, backtest });
  await db.sql.insertInto("alert_exception_version").values({ tenant_id: db.tenant ?? db.of, exception_id: id, version, state, text, ...step, who: storableText(step.who), reason: reason === null ? null : storableText(reason) }).execute();
}

/** All steps of an exception, the last one first. */
export async function stepsOf(db: TenantDb, id: string): Promise<readonly ExceptionStep[]> {
  const rows = await db.sql.selectFrom("alert_exception_version").selectAll().where("tenant_id", "=", db.tenant).where("exception_id", "=", id).orderBy("version", "desc").execute();
  return rows.map(({ version, verb, state, text, who, caller, side, at, reason }) => ({ version, verb, state, text, who, caller, side, at, reason }));
}

export async function findException(db: TenantDb, id: string, { forUpdate = false } = {}): Promise<Exception | undefined> {
  const query = db.sql.selectFrom("alert_exception").selectAll().where("tenant_id", "=", db.tenant).where("id", "=", id);
  const row = await (forUpdate ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? undefined : exceptionOf(row);
}

export type ExceptionQuery = { readonly states?: readonly ExceptionState[] | undefined; readonly rule?: string | undefined; readonly after?: Exception | undefined; readonly limit: number };

/** A page, the last one changed first. */
export async function selectExceptions(db: TenantDb, { states, rule, after, limit }: ExceptionQuery): Promise<readonly Exception[]> {
  let query = db.sql.selectFrom("alert_exception").selectAll().where("tenant_id", "=", db.tenant);
  if (states !== undefined) query = query.where("state", "in", [...states]);
  if (rule !== undefined) query = query.where("rule_key", "=", rule);
  if (after !== undefined) query = query.where((eb) => eb(eb.refTuple("changed_at", "id"), "<", eb.tuple(after.changedAt, after.id)));
  return (await query.orderBy("changed_at", "desc").orderBy("id", "desc").limit(limit).execute()).map(exceptionOf);
}

/** How many an exception has hidden in the days before, and when last: bounded, for people. */
export async function hiddenBy(db: TenantDb, ids: readonly string[]): Promise<ReadonlyMap<string, { readonly count: number; readonly last: Date }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; count: number; last: Date }>`
    select wanted.id, count(*)::int as count, max(found.suppressed_at) as last
    from unnest(${ids}::text[]) as wanted (id)
    cross join lateral (select suppressed_at from suppressed_detection where tenant_id = ${db.tenant} and kind = 'exception' and by_id = wanted.id order by suppressed_at desc limit 10001) found
    group by wanted.id`.execute(db.sql);
  return new Map(rows.map(({ id, count, last }) => [id, { count, last }]));
}

/** Those in force for these tenants at a time, by tenant. */
export async function exceptionsInForce(db: TenantDb | SystemDb, tenants: readonly string[], at: Date): Promise<ReadonlyMap<string, readonly Exception[]>> {
  const rows = await db.sql.selectFrom("alert_exception").selectAll().where("tenant_id", "in", [...tenants]).where("state", "=", "approved").where("expires_at", ">", at).orderBy("approved_at").orderBy("id").execute();
  return new Map([...Map.groupBy(rows, (row) => row.tenant_id)].map(([tenant, of]) => [tenant, of.map(exceptionOf)]));
}

/** Those whose time is over, locked: another process that ends them leaves these out. */
export async function overdueExceptions(db: SystemDb, at: Date, limit: number): Promise<readonly { readonly tenant: string; readonly exception: Exception }[]> {
  const rows = await db.sql.selectFrom("alert_exception").selectAll().where("state", "=", "approved").where("expires_at", "<=", at).orderBy("expires_at").limit(limit).forUpdate().skipLocked().execute();
  return rows.map((row) => ({ tenant: row.tenant_id, exception: exceptionOf(row) }));
}

export type Backtest = { readonly id: string; readonly digest: string; readonly askedBy: string; readonly at: Date; readonly since: Date; readonly until: Date; readonly result: BacktestResult };

export async function insertBacktest(db: TenantDb, { id, digest, askedBy, at, since, until, result }: Backtest): Promise<void> {
  await db.sql.insertInto("exception_backtest").values({ tenant_id: db.tenant, id, digest, asked_by: storableText(askedBy), at, since, until, result: storableJson(result) }).execute();
}

type BacktestRow = Selectable<Tables["exception_backtest"]>;
const backtestOf = ({ id, digest, asked_by: askedBy, at, since, until, result }: BacktestRow): Backtest => {
  const kept = result as BacktestResult;
  // Times are texts in JSON.
  return { id, digest, askedBy, at, since, until, result: { ...kept, squares: kept.squares.map((one) => ({ ...one, time: new Date(one.time) })) } };
};

/** The last test of this very text that looked back so many days. */
export async function newestBacktest(db: TenantDb, digest: string, days: number): Promise<Backtest | undefined> {
  const row = await db.sql.selectFrom("exception_backtest").selectAll().where("tenant_id", "=", db.tenant).where("digest", "=", digest).where(sql<boolean>`since <= at - make_interval(days => ${days})`).orderBy("at", "desc").limit(1).executeTakeFirst();
  return row === undefined ? undefined : backtestOf(row);
}

export async function findBacktest(db: TenantDb, id: string): Promise<Backtest | undefined> {
  const row = await db.sql.selectFrom("exception_backtest").selectAll().where("tenant_id", "=", db.tenant).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : backtestOf(row);
}

/** Removes tests that no exception names. */
export async function forgetBacktests(db: SystemDb, before: Date): Promise<void> {
  await sql`delete from exception_backtest tested where at < ${before} and not exists (
    select from alert_exception one where one.tenant_id = tested.tenant_id and one.backtest_id = tested.id)`.execute(db.sql);
}
