import type { Selectable } from "kysely";
import type { ActiveFile } from "../rulesets/index.ts";
import { storableJson, storableText, type SystemDb, type Tables, type TenantDb } from "../store/index.ts";
import type { RetroEvent, RetroProgress, RetroResult, RetroRun, RetroState, RetroSummary, RetroWork } from "./retro-run.ts";

type Row = Selectable<Tables["retro_run"]>;

// The rule may have a megabyte and its files more: they are read where they are wanted.
const SUMMARY = [
  "tenant_id", "id", "rule_title", "wanted", "since", "until", "raise", "state", "asked_by", "asked_at", "started_at", "ended_at", "scanned", "matched", "total_estimate", "error",
] as const satisfies readonly (keyof Row)[];
const WHOLE = [...SUMMARY, "rule", "result"] as const satisfies readonly (keyof Row)[];

/** The text of a file of a pack's version. */
export async function packFileText(db: TenantDb, pack: string, version: number, path: string): Promise<string | undefined> {
  const row = await db.sql
    .selectFrom("rule_pack_file").innerJoin("rule_text", "rule_text.digest", "rule_pack_file.digest").select("text")
    .where("pack", "=", pack).where("version", "=", version).where("path", "=", path).executeTakeFirst();
  return row?.text;
}

export async function insertRun(db: TenantDb, run: Omit<RetroWork, "tenant">): Promise<void> {
  const { id, rule, title, since, until, state, askedBy, askedAt, wanted, files, rulesetVersion, raise } = run;
  await db.sql
    .insertInto("retro_run")
    .values({
      tenant_id: db.tenant, id, rule: storableText(rule), rule_title: storableText(title), since, until, state, asked_by: askedBy, asked_at: askedAt,
      started_at: null, ended_at: null, total_estimate: null, error: null, wanted, files: storableJson(files), ruleset_version: rulesetVersion, raise,
    })
    .execute();
}

export async function countWaiting(db: TenantDb): Promise<number> {
  const row = await db.sql.selectFrom("retro_run").select((eb) => eb.fn.countAll<number>().as("n")).where("tenant_id", "=", db.tenant).where("state", "=", "waiting").executeTakeFirstOrThrow();
  return row.n;
}

/** Runs of the tenant, the last one asked for first, behind the last one of the page before. */
export async function listRuns(db: TenantDb, { limit, after }: { readonly limit: number; readonly after?: Pick<RetroRun, "askedAt" | "id"> | undefined }): Promise<readonly RetroSummary[]> {
  let query = db.sql.selectFrom("retro_run").select(SUMMARY).where("tenant_id", "=", db.tenant);
  if (after !== undefined) query = query.where((eb) => eb(eb.refTuple("asked_at", "id"), "<", eb.tuple(after.askedAt, after.id)));
  return (await query.orderBy("asked_at", "desc").orderBy("id", "desc").limit(limit).execute()).map(summaryOf);
}

export async function findRun(db: TenantDb, id: string): Promise<RetroRun | undefined> {
  const row = await db.sql.selectFrom("retro_run").select(WHOLE).where("tenant_id", "=", db.tenant).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : runOf(row);
}

/** Cancels a run that is not over; undefined if it is, or is not there. Whoever is at it notices when it next reports. */
export async function cancelOpenRun(db: TenantDb, id: string, at: Date): Promise<RetroRun | undefined> {
  const row = await db.sql
    .updateTable("retro_run").set({ state: "cancelled", ended_at: at })
    .where("tenant_id", "=", db.tenant).where("id", "=", id).where("state", "in", ["waiting", "running"])
    .returning(WHOLE).executeTakeFirst();
  return row === undefined ? undefined : runOf(row);
}

/** A page of a run's events, newest first, behind the last one of the page before. */
export async function listEvents(db: TenantDb, run: string, { limit, after }: { readonly limit: number; readonly after?: Pick<RetroEvent, "time" | "id"> | undefined }): Promise<readonly RetroEvent[]> {
  let query = db.sql.selectFrom("retro_event").selectAll().where("tenant_id", "=", db.tenant).where("run", "=", run);
  if (after !== undefined) query = query.where((eb) => eb(eb.refTuple("time", "event_id"), "<", eb.tuple(after.time, Buffer.from(after.id, "hex"))));
  const rows = await query.orderBy("time", "desc").orderBy("event_id", "desc").limit(limit).execute();
  return rows.map(({ event_id: id, time, host, source, rule_key: ruleKey }) => ({ id: Buffer.from(id).toString("hex"), time, host, source, ruleKey }));
}

/** Takes the run that waits longest, or one whose runner has not been heard of since `silentSince`; its earlier results go. */
export async function takeRun(db: SystemDb, { runner, now, silentSince }: { readonly runner: string; readonly now: Date; readonly silentSince: Date }): Promise<RetroWork | undefined> {
  const next = await db.sql
    .selectFrom("retro_run").select(["tenant_id", "id"])
    .where((eb) => eb.or([eb("state", "=", "waiting"), eb.and([eb("state", "=", "running"), eb.or([eb("heard_at", "is", null), eb("heard_at", "<", silentSince)])])]))
    .orderBy("asked_at").limit(1).forUpdate().skipLocked().executeTakeFirst();
  if (next === undefined) return undefined;
  await db.sql.deleteFrom("retro_event").where("tenant_id", "=", next.tenant_id).where("run", "=", next.id).execute();
  const row = await db.sql
    .updateTable("retro_run").set({ state: "running", runner, heard_at: now, started_at: now, scanned: 0, matched: 0, total_estimate: null })
    .where("tenant_id", "=", next.tenant_id).where("id", "=", next.id).returningAll().executeTakeFirstOrThrow();
  return { ...runOf(row), files: row.files as readonly ActiveFile[], rulesetVersion: row.ruleset_version };
}

/** Who is at a run. */
export type Hold = { readonly tenant: string; readonly id: string; readonly runner: string };

/** Says how far a run is; false if it was cancelled or is another's by now. */
export async function reportProgress(db: SystemDb, hold: Hold, { scanned, matched, total }: RetroProgress, now: Date): Promise<boolean> {
  return changeHeld(db, hold, { scanned, matched, total_estimate: total, heard_at: now });
}

/** Puts a run back: it begins again. */
export const giveBack = (db: SystemDb, hold: Hold): Promise<boolean> => changeHeld(db, hold, { state: "waiting", runner: null, heard_at: null, started_at: null });

/** How a run ended. */
export type Ending = { readonly state: Extract<RetroState, "done" | "failed">; readonly progress: RetroProgress; readonly result: RetroResult | null; readonly error: string | null };

/** Ends a run; false if it was cancelled or is another's by now. */
export const endRun = (db: SystemDb, hold: Hold, { state, progress, result, error }: Ending, now: Date): Promise<boolean> =>
  changeHeld(db, hold, {
    state, scanned: progress.scanned, matched: progress.matched, total_estimate: progress.total, ended_at: now,
    result: result === null ? null : storableJson(result), error: error === null ? null : storableText(error),
  });

async function changeHeld(db: SystemDb, { tenant, id, runner }: Hold, change: Partial<Pick<Row, "state" | "scanned" | "matched" | "total_estimate" | "heard_at" | "started_at" | "ended_at" | "runner" | "error">> & { readonly result?: string | null }): Promise<boolean> {
  const changed = await db.sql
    .updateTable("retro_run").set(change)
    .where("tenant_id", "=", tenant).where("id", "=", id).where("runner", "=", runner).where("state", "=", "running").executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

const ROWS_AT_ONCE = 2_000;

/** Lists events with a run; one that is listed already stays as it is. Gives how many are new. */
export async function addEvents(db: SystemDb, { tenant, id }: Pick<Hold, "tenant" | "id">, events: readonly RetroEvent[]): Promise<number> {
  let added = 0;
  for (let i = 0; i < events.length; i += ROWS_AT_ONCE) {
    const rows = events.slice(i, i + ROWS_AT_ONCE).map(({ id: event, time, host, source, ruleKey }) => ({
      tenant_id: tenant, run: id, event_id: Buffer.from(event, "hex"), time, host: host === null ? null : storableText(host), source, rule_key: storableText(ruleKey),
    }));
    const result = await db.sql.insertInto("retro_event").values(rows).onConflict((conflict) => conflict.columns(["tenant_id", "run", "event_id"]).doNothing()).executeTakeFirst();
    added += Number(result.numInsertedOrUpdatedRows ?? 0n);
  }
  return added;
}

const runOf = (row: Pick<Row, (typeof WHOLE)[number]>): RetroRun => ({ ...summaryOf(row), rule: row.rule, result: row.result as RetroResult | null });

function summaryOf(row: Pick<Row, (typeof SUMMARY)[number]>): RetroSummary {
  return {
    tenant: row.tenant_id, id: row.id, title: row.rule_title, wanted: row.wanted, since: row.since, until: row.until, raise: row.raise, state: row.state,
    askedBy: row.asked_by, askedAt: row.asked_at, startedAt: row.started_at, endedAt: row.ended_at,
    progress: { scanned: row.scanned, matched: row.matched, total: row.total_estimate }, error: row.error,
  };
}
