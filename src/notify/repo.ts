import { sql, type Selectable } from "kysely";
import type { SystemDb, Tables, TenantDb } from "../store/index.ts";
import { storableJson, storableText } from "../store/index.ts";
import type { Notification, NotificationState } from "./notification.ts";

/** A notification with its tenant. */
export type TenantNotification = Notification & { readonly tenant: string };

/** Stores notifications; one that is planned again stays as it is. */
export async function insertNotifications(db: SystemDb | TenantDb, tenant: string, notifications: readonly Notification[]): Promise<void> {
  if (notifications.length === 0) return;
  const rows = notifications.map(({ id, fact, about, event, channel, recipient, address, language, disclosure, subject, body, state, attempts, nextAttemptAt, createdAt, dueAt, endedAt, result }) => ({
    tenant_id: tenant, id, fact_id: fact.id, fact_kind: fact.kind, about_kind: about.kind, about_id: about.id, ref: about.ref, event, channel, recipient: storableJson(recipient), address: storableText(address), language,
    disclosure, subject: storableText(subject), body: storableText(body), state, attempts, next_attempt_at: nextAttemptAt, created_at: createdAt, due_at: dueAt, ended_at: endedAt, result,
  }));
  await db.sql.insertInto("notification").values(rows).onConflict((conflict) => conflict.columns(["tenant_id", "id"]).doNothing()).execute();
}

/** What is sent one after the other: a channel of an organisation, or one of its receivers of chat. */
export type Lane = { readonly tenant: string; readonly channel: string; readonly receiver: string };

export type Claim = { readonly limit: number; readonly ofLane: number; /** Lanes that are at work. */ readonly busy: readonly Lane[] };

/** Takes queued notifications whose time has come, some of each lane, for one process alone: from now on they count as being sent. */
export async function claimNotifications(db: SystemDb, { limit, ofLane, busy }: Claim, now: Date): Promise<readonly TenantNotification[]> {
  const receiver = sql`case channel when 'chat' then address else '' end`;
  const isBusy = sql`(tenant_id, channel, ${receiver}) in (select * from unnest(${busy.map(({ tenant }) => tenant)}::text[], ${busy.map(({ channel }) => channel)}::text[], ${busy.map((lane) => lane.receiver)}::text[]))`;
  const inLanes = sql`select tenant_id, id, next_attempt_at, row_number() over (partition by tenant_id, channel, ${receiver} order by next_attempt_at, id) as place
    from notification where state = 'queued' and next_attempt_at <= ${now} and not ${isBusy}`;
  const next = sql`select tenant_id, id from (${inLanes}) as waiting where place <= ${ofLane} order by next_attempt_at limit ${limit}`;
  const due = sql`select tenant_id, id from notification where (tenant_id, id) in (${next}) and state = 'queued' for update skip locked`;
  const rows = await db.sql
    .updateTable("notification")
    .set((eb) => ({ state: "sending", claimed_at: now, attempts: eb("attempts", "+", 1) }))
    .where(sql<boolean>`(tenant_id, id) in (${due})`)
    .returningAll()
    .execute();
  return rows.map(notificationOf);
}

/** Those that somebody began to send before `before` and of which nothing was heard. */
export async function selectCut(db: SystemDb, before: Date, limit: number): Promise<readonly TenantNotification[]> {
  const rows = await db.sql.selectFrom("notification").selectAll().where("state", "=", "sending").where("claimed_at", "<", before).orderBy("claimed_at").limit(limit).forUpdate().skipLocked().execute();
  return rows.map(notificationOf);
}

/** What came of it. Only from one of these states: whoever was faster is not overruled. */
export type Ending = { readonly from: readonly NotificationState[]; readonly state: NotificationState; readonly result: string | null; readonly nextAttemptAt: Date | null; readonly endedAt: Date | null };

/** False: it was in another state. */
export async function endNotification(db: SystemDb | TenantDb, tenant: string, id: string, { from, state, result, nextAttemptAt, endedAt }: Ending): Promise<boolean> {
  const { numUpdatedRows } = await db.sql
    .updateTable("notification")
    .set({ state, result: result === null ? null : storableText(result).slice(0, 2000), next_attempt_at: nextAttemptAt, ended_at: endedAt, claimed_at: null })
    .where("tenant_id", "=", tenant)
    .where("id", "=", id)
    .where("state", "in", [...from])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export type NotificationQuery = {
  /** Whoever reads for the client does not see what the provider's own people were told. */
  readonly side: "provider" | "client" | "system";
  readonly states?: readonly NotificationState[] | undefined;
  readonly channel?: Notification["channel"] | undefined;
  readonly addresses?: readonly string[] | undefined;
  readonly about?: { readonly kind: string; readonly id: string } | undefined;
  readonly before?: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
};

/** The register, newest first. */
export async function selectNotifications(db: TenantDb, { side, states, channel, addresses, about, before, limit }: NotificationQuery): Promise<readonly Notification[]> {
  let query = db.sql.selectFrom("notification").selectAll().where("tenant_id", "=", db.tenant);
  if (side === "client") query = query.where((eb) => eb.or([eb("channel", "!=", "portal"), eb("address", "=", "client")])).where(sql<boolean>`recipient ->> 'kind' <> 'person'`);
  if (states !== undefined) query = query.where("state", "in", [...states]);
  if (channel !== undefined) query = query.where("channel", "=", channel);
  if (addresses !== undefined) query = query.where("address", "in", [...addresses]);
  if (about !== undefined) query = query.where("about_kind", "=", about.kind).where("about_id", "=", about.id);
  if (before !== undefined) query = query.where((eb) => eb(eb.refTuple("created_at", "id"), "<", eb.tuple(before.createdAt, before.id)));
  return (await query.orderBy("created_at", "desc").orderBy("id", "desc").limit(limit).execute()).map(notificationOf);
}

/** Those that a person has to tell, what is due first. */
export async function selectCalls(db: TenantDb, limit: number): Promise<readonly Notification[]> {
  return (await db.sql.selectFrom("notification").selectAll().where("tenant_id", "=", db.tenant).where("state", "=", "manual").orderBy(sql`due_at nulls last`).orderBy("created_at").orderBy("id").limit(limit).execute()).map(notificationOf);
}

export async function selectNotification(db: TenantDb, id: string): Promise<Notification | undefined> {
  const row = await db.sql.selectFrom("notification").selectAll().where("tenant_id", "=", db.tenant).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : notificationOf(row);
}

/** How many of the portal's are newer than what the person has read, counted up to a hundred. */
export async function countUnread(db: TenantDb, side: "provider" | "client", person: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (
      select from notification where tenant_id = ${db.tenant} and channel = 'portal' and address in (${side}, ${person})
        and created_at > coalesce((select until from notice_read where tenant_id = ${db.tenant} and person = ${person}), '-infinity')
      limit 100) as unread`.execute(db.sql);
  return rows[0]?.n ?? 0;
}

/** Remembers that a person has read all up to a time; never less than before. */
export async function markRead(db: TenantDb, person: string, until: Date): Promise<void> {
  await db.sql
    .insertInto("notice_read")
    .values({ tenant_id: db.tenant, person, until })
    .onConflict((conflict) => conflict.columns(["tenant_id", "person"]).doUpdateSet({ until: sql`greatest(notice_read.until, excluded.until)` }))
    .execute();
}

function notificationOf(row: Selectable<Tables["notification"]>): TenantNotification {
  return {
    tenant: row.tenant_id, id: row.id, fact: { id: row.fact_id, kind: row.fact_kind }, about: { kind: row.about_kind, id: row.about_id, ref: row.ref }, event: row.event, channel: row.channel, recipient: row.recipient as Notification["recipient"],
    address: row.address, language: row.language, disclosure: row.disclosure, subject: row.subject, body: row.body, state: row.state, attempts: row.attempts, nextAttemptAt: row.next_attempt_at, createdAt: row.created_at, dueAt: row.due_at,
    endedAt: row.ended_at, result: row.result,
  };
}
