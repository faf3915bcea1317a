import { sql } from "kysely";
import { storableJson, type SystemDb, type TenantDb } from "../../store/index.ts";
import type { Request } from "../request.ts";

/** Writes down that a request is to go out, in the transaction that decides it. */
export async function insertDelivery(db: TenantDb, request: Request, { state, now }: { readonly state: "due" | "dry_run"; readonly now: Date }): Promise<void> {
  const { count } = await db.sql.selectFrom("request_delivery").select((eb) => eb.fn.countAll<number>().as("count")).where("tenant_id", "=", db.tenant).where("request_id", "=", request.id).executeTakeFirstOrThrow();
  const round = count + 1;
  await db.sql.insertInto("request_delivery").values({
    tenant_id: db.tenant, request_id: request.id, round, channel: "portal", key: `${request.ref}/${round}`, state, attempt: 0, due_at: now, tried_at: null, ended_at: state === "dry_run" ? now : null, remote_id: null, problem: null,
    content: storableJson({ title: request.title, target: request.target.name, team: request.routed.name, steps: request.steps }),
  }).execute();
}

export type StoredDelivery = { readonly tenant: string; readonly request: string; readonly round: number; readonly channel: string; readonly key: string; readonly state: string; readonly attempt: number; readonly triedAt: Date | null; readonly endedAt: Date | null; readonly remoteId: string | null; readonly problem: string | null; readonly connector: string | null; /** Of the team when it was decided. */ readonly team: string | null };

const COLUMNS = ["tenant_id as tenant", "request_id as request", "round", "channel", "key", "state", "attempt", "tried_at as triedAt", "ended_at as endedAt", "remote_id as remoteId", "problem", "connector_id as connector", sql<string | null>`content ->> 'team'`.as("team")] as const;

export type Due = { readonly begunBefore: Date; readonly perTenant: number; readonly limit: number };

/** What is to go out now, and what somebody began before that and never ended: the first of each tenant, then the second… */
export const selectDue = (db: SystemDb, now: Date, { begunBefore, perTenant, limit }: Due): Promise<readonly Pick<StoredDelivery, "tenant" | "request" | "round">[]> =>
  db.sql
    .with("due", (with_) => with_.selectFrom("request_delivery")
      .select(["tenant_id as tenant", "request_id as request", "round", "due_at", (eb) => eb.fn.agg<number>("row_number").over((over) => over.partitionBy("tenant_id").orderBy("due_at")).as("turn")])
      .where((eb) => eb.or([eb.and([eb("state", "=", "due"), eb("due_at", "<=", now)]), eb.and([eb("state", "=", "sending"), eb("tried_at", "<=", begunBefore)])])))
    .selectFrom("due").select(["tenant", "request", "round"]).where("turn", "<=", perTenant).orderBy("turn").orderBy("due_at").limit(limit).execute();

/** The deliveries of a request, in their order. */
export const selectDeliveries = (db: TenantDb, request: string): Promise<readonly StoredDelivery[]> => db.sql.selectFrom("request_delivery").select(COLUMNS).where("tenant_id", "=", db.tenant).where("request_id", "=", request).orderBy("round").execute();

/** One delivery, held until the transaction ends. The request is held before. */
export const takeDelivery = (db: TenantDb, { request, round }: Pick<StoredDelivery, "request" | "round">): Promise<StoredDelivery | undefined> =>
  db.sql.selectFrom("request_delivery").select(COLUMNS).where("tenant_id", "=", db.tenant).where("request_id", "=", request).where("round", "=", round).forUpdate().executeTakeFirst();

/** Whether nobody took it up since this attempt was begun. */
export const stillHeld = ({ state, attempt }: Pick<StoredDelivery, "state" | "attempt">, mine: number): boolean => state === "sending" && attempt === mine;

/** Says that whoever began it is still at it. */
export const touchDelivery = async (db: TenantDb, { request, round }: Pick<StoredDelivery, "request" | "round">, attempt: number, now: Date): Promise<void> => {
  await db.sql.updateTable("request_delivery").set({ tried_at: now }).where("tenant_id", "=", db.tenant).where("request_id", "=", request).where("round", "=", round).where("attempt", "=", attempt).where("state", "=", "sending").execute();
};

export type DeliveryChange = { readonly state: "due" | "sending" | "sent" | "unknown" | "failed" | "withdrawn"; readonly at: Date; readonly channel?: string; readonly connector?: string | null; readonly attempt?: number; readonly remoteId?: string; readonly problem?: string | null; readonly againAt?: Date };

/** Says what became of a delivery. */
export async function updateDelivery(db: TenantDb, { request, round }: Pick<StoredDelivery, "request" | "round">, { state, at, channel, connector, attempt, remoteId, problem, againAt }: DeliveryChange): Promise<void> {
  const isOver = state !== "due" && state !== "sending";
  await db.sql
    .updateTable("request_delivery")
    .set({
      state, ...(state === "sending" ? { tried_at: at } : {}), ...(isOver ? { ended_at: at } : {}), ...(channel === undefined ? {} : { channel }), ...(connector === undefined ? {} : { connector_id: connector }), ...(attempt === undefined ? {} : { attempt }),
      ...(remoteId === undefined ? {} : { remote_id: remoteId }), ...(problem === undefined ? {} : { problem }), ...(againAt === undefined ? {} : { due_at: againAt }),
    })
    .where("tenant_id", "=", db.tenant).where("request_id", "=", request).where("round", "=", round)
    .execute();
}
