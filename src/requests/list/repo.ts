import { type SqlBool, sql } from "kysely";
import type { TenantDb } from "../../store/index.ts";
import { requestOf, visibleRequests } from "../repo.ts";
import type { Asker, Request } from "../request.ts";
import { ENDED, type RequestState } from "../states.ts";

/** Which requests, and from which place on. Open ones come due first, others newest first. */
export type RequestsWanted = {
  readonly states: readonly RequestState[] | undefined;
  readonly order: "due" | "ended" | "number";
  readonly team?: string | undefined;
  readonly incident?: string | undefined;
  readonly turn?: "soc" | "team" | "approver" | undefined;
  readonly after?: { readonly at: Date | "infinity"; readonly id: string; readonly number: number } | undefined;
  readonly limit: number;
};

type Seer = Pick<Asker, "side" | "sees">;

const DUE = sql<Date>`coalesce(request.due_at, 'infinity'::timestamptz)`;
const OPEN = sql<SqlBool>`request.state not in ('verified', 'refused', 'cancelled')`;

const TURNS = {
  soc: sql<SqlBool>`(request.state in ('draft', 'queued', 'claimed_done') or request.question_at is not null)`,
  team: sql<SqlBool>`(request.state in ('sent', 'acknowledged', 'in_progress', 'reopened') and request.question_at is null)`,
  approver: sql<SqlBool>`request.state = 'awaiting_approval'`,
} as const;

export async function selectRequests(db: TenantDb, seer: Seer, { states, order, team, incident, turn, after, limit }: RequestsWanted): Promise<readonly Request[]> {
  let query = visibleRequests(db, seer).limit(limit);
  if (states !== undefined) query = query.where("state", "in", [...states]);
  if (team !== undefined) query = query.where("team_id", "=", team);
  if (incident !== undefined) query = query.where("incident_id", "=", incident);
  if (turn !== undefined) query = query.where(TURNS[turn]);
  if (order === "due") {
    query = query.where(OPEN).orderBy(DUE).orderBy("request.id");
    if (after !== undefined) query = query.where(sql<SqlBool>`(${DUE}, request.id) > (${after.at === "infinity" ? sql`'infinity'::timestamptz` : sql`${after.at}::timestamptz`}, ${after.id})`);
  } else if (order === "ended") {
    query = query.where("state", "in", [...ENDED]).orderBy("state_since", "desc").orderBy("request.id", "desc");
    if (after !== undefined) query = query.where(sql<SqlBool>`(request.state_since, request.id) < (${after.at}::timestamptz, ${after.id})`);
  } else {
    query = query.orderBy("number", "desc");
    if (after !== undefined) query = query.where("number", "<", after.number);
  }
  return (await query.execute()).map(requestOf);
}

export type OpenCount = { readonly state: RequestState; readonly team: string | null; readonly teamName: string | null; readonly open: number; readonly late: number };

/** How many are open, by state and team. */
export async function countOpen(db: TenantDb, seer: Seer, now: Date): Promise<readonly OpenCount[]> {
  const rows = await visibleRequests(db, seer)
    .clearSelect()
    .select(["state", "team_id as team", sql<string | null>`max(team_name)`.as("teamName"), sql<number>`count(*)::int`.as("open"), sql<number>`(count(*) filter (where due_at < ${now}))::int`.as("late")])
    .where(OPEN)
    .groupBy(["state", "team_id"])
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as RequestState }));
}

/** How many have ended; at most so many are counted. */
export async function countEnded(db: TenantDb, seer: Seer, most: number): Promise<number> {
  const ended = visibleRequests(db, seer).clearSelect().select("request.id").where("state", "in", [...ENDED]).limit(most);
  const row = await db.sql.selectFrom(ended.as("ended")).select(sql<number>`count(*)::int`.as("count")).executeTakeFirstOrThrow();
  return row.count;
}

/** Which of these numbers are requests that somebody sees. */
export const selectNumbersAmong = async (db: TenantDb, seer: Seer, numbers: readonly number[]): Promise<readonly number[]> =>
  (await visibleRequests(db, seer).clearSelect().select("number").where("number", "in", [...numbers]).execute()).map(({ number }) => number);

/** The open requests of an incident, due first. */
export const selectOpenOf = async (db: TenantDb, incident: string): Promise<readonly Request[]> =>
  (await visibleRequests(db, { side: "system", sees: "all" }).where("incident_id", "in", withMerged(db, incident)).where(OPEN).orderBy(DUE).orderBy("request.id").execute()).map(requestOf);

// Those of an incident that was merged hang under it until the outbox was read.
const withMerged = (db: TenantDb, incident: string) => sql<string>`(
  with recursive merged (id) as (select ${incident}::text union select incident.id from incident join merged on incident.tenant_id = ${db.tenant} and incident.merged_into = merged.id)
  select id from merged)`;
