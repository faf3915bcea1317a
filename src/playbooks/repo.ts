import { sql, type Selectable } from "kysely";
import { storableJson, storableText, type SystemDb, type Tables, type TenantDb } from "../store/index.ts";
import { Playbook } from "./format/schema.ts";
import type { Move } from "./run/moves.ts";
import { deadlineOf, type Run } from "./run/run.ts";

/** Stores a new run; false if the same playbook is at work on the incident already. */
export async function insertRun(db: TenantDb, run: Run): Promise<boolean> {
  const { id, incident, playbook, language, isAutomatic, startedAt, startedBy } = run;
  const row = await db.sql
    .insertInto("playbook_run")
    .values({ tenant_id: db.tenant, id, incident_id: incident, playbook: playbook.name, version: playbook.version, document: storableJson(playbook), language, is_automatic: isAutomatic, started_at: startedAt, started_by: storableText(startedBy), ...columnsOf(run, startedAt) })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes a run as it is now. The caller holds its row; moves are written apart. */
export const updateRun = async (db: TenantDb, run: Run, now: Date): Promise<void> => {
  await db.sql.updateTable("playbook_run").set(columnsOf(run, now)).where("tenant_id", "=", db.tenant).where("id", "=", run.id).execute();
};

const columnsOf = (run: Run, now: Date) => ({
  state: run.state, revision: run.revision, changed_at: now, ended_at: run.ended?.at ?? null, ended_by: run.ended === null ? null : storableText(run.ended.by), end_reason: run.ended === null || run.ended.reason === null ? null : storableText(run.ended.reason), approval_deadline: deadlineOf(run),
});

export const insertMove = async (db: TenantDb, run: string, { seq, verb, step, outcome, at, who, side, note, requests, deadline }: Move): Promise<void> => {
  await db.sql.insertInto("playbook_move").values({ tenant_id: db.tenant, run_id: run, seq, verb, step, outcome, at, who: storableText(who), side, note: note === null ? null : storableText(note), requests, deadline }).execute();
};

export const undoMoves = async (db: TenantDb, run: string, seqs: readonly number[], { at, who }: { readonly at: Date; readonly who: string }): Promise<void> => {
  await db.sql.updateTable("playbook_move").set({ undone_at: at, undone_by: storableText(who) }).where("tenant_id", "=", db.tenant).where("run_id", "=", run).where("seq", "in", [...seqs]).execute();
};

/** One run with its moves; held until the transaction ends, if asked for. */
export async function selectRun(db: TenantDb, id: string, { lock = false } = {}): Promise<Run | undefined> {
  let query = db.sql.selectFrom("playbook_run").selectAll().where("tenant_id", "=", db.tenant).where("id", "=", id);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : (await withMoves(db, [row]))[0];
}

/** The runs of an incident, the newest first. */
export const selectRunsOf = async (db: TenantDb, incident: string): Promise<readonly Run[]> =>
  withMoves(db, await db.sql.selectFrom("playbook_run").selectAll().where("tenant_id", "=", db.tenant).where("incident_id", "=", incident).orderBy("started_at", "desc").orderBy("id").execute());

/** All that are at work in the organisation, the newest first, at most `limit`. */
export const selectRunning = async (db: TenantDb, limit: number): Promise<readonly Run[]> =>
  withMoves(db, await db.sql.selectFrom("playbook_run").selectAll().where("tenant_id", "=", db.tenant).where("state", "=", "running").orderBy("started_at", "desc").limit(limit).execute());

async function withMoves(db: TenantDb, rows: readonly Selectable<Tables["playbook_run"]>[]): Promise<readonly Run[]> {
  if (rows.length === 0) return [];
  const moves = await db.sql.selectFrom("playbook_move").selectAll().where("tenant_id", "=", db.tenant).where("run_id", "in", rows.map(({ id }) => id)).orderBy("seq").execute();
  const byRun = Map.groupBy(moves, ({ run_id: run }) => run);
  return rows.map((row) => runOf(row, (byRun.get(row.id) ?? []).map(moveOf)));
}

function runOf(row: Selectable<Tables["playbook_run"]>, moves: readonly Move[]): Run {
  const { id, incident_id: incident, language, state, revision } = row;
  return {
    tenant: row.tenant_id, id, incident, playbook: Playbook.parse(row.document), language, state, revision, isAutomatic: row.is_automatic, startedAt: row.started_at, startedBy: row.started_by,
    ended: row.ended_at === null ? null : { at: row.ended_at, by: row.ended_by ?? "", reason: row.end_reason }, moves,
  };
}

const moveOf = ({ seq, verb, step, outcome, at, who, side, note, requests, deadline, undone_at: undoneAt }: Selectable<Tables["playbook_move"]>): Move => ({ seq, verb, step, outcome, at, who, side, note, requests, deadline, isUndone: undoneAt !== null });

/** Runs at work in which a request was made. */
export async function runsWithRequest(db: TenantDb, request: string): Promise<readonly string[]> {
  const rows = await db.sql
    .selectFrom("playbook_move")
    .innerJoin("playbook_run", (join) => join.onRef("playbook_run.tenant_id", "=", "playbook_move.tenant_id").onRef("playbook_run.id", "=", "playbook_move.run_id"))
    .select("playbook_run.id")
    .distinct()
    .where("playbook_move.tenant_id", "=", db.tenant)
    .where("state", "=", "running")
    .where("undone_at", "is", null)
    .where(sql<boolean>`requests <> '{}' and requests @> array[${request}]`)
    .execute();
  return rows.map(({ id }) => id);
}

/** Runs with an approval whose deadline has passed. */
export async function selectLapsed(db: SystemDb, now: Date, limit: number): Promise<readonly { readonly tenant: string; readonly id: string }[]> {
  const rows = await db.sql.selectFrom("playbook_run").select(["tenant_id", "id"]).where("approval_deadline", "<=", now).orderBy("approval_deadline").limit(limit).execute();
  return rows.map(({ tenant_id: tenant, id }) => ({ tenant, id }));
}

/** Hangs a run under another incident. */
export const moveRun = async (db: TenantDb, id: string, incident: string): Promise<void> => {
  await db.sql.updateTable("playbook_run").set({ incident_id: incident }).where("tenant_id", "=", db.tenant).where("id", "=", id).execute();
};
