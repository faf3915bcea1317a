import { sql, type Selectable } from "kysely";
import { storableJson, storableText, type Tables, type TenantDb } from "../../../store/index.ts";
import type { Ticket } from "../../connectors/connector.ts";
import type { Base, Shown, StoredTicket } from "./ticket.ts";
import type { Shared } from "./whose.ts";

/** Stores that a request is a ticket now; nothing if that is known. */
export async function insertTicket(db: TenantDb, { connector, key, request, remoteId, number, url, base, shown, state, madeAt, unreadSince }: StoredTicket): Promise<void> {
  await db.sql
    .insertInto("connector_ticket")
    .values({ tenant_id: db.tenant, connector_id: connector, key, request_id: request, remote_id: storableText(remoteId), number: storableText(number), url, base: storableJson(base), shown: storableJson(shown), state, made_at: madeAt, unread_since: unreadSince, read_at: null, missing_since: null, doubted_at: null, problem: null })
    .onConflict((conflict) => conflict.columns(["tenant_id", "connector_id", "key"]).doNothing())
    .execute();
}

/** Only the newest ticket of a request is followed. */
export const endEarlier = async (db: TenantDb, request: string): Promise<void> => {
  await db.sql.updateTable("connector_ticket").set({ state: "ended", unread_since: null }).where("tenant_id", "=", db.tenant).where("request_id", "=", request).where("state", "=", "open").execute();
};

/** None of a connector is followed any more. */
export const endTickets = async (db: TenantDb, connector: string): Promise<void> => {
  await db.sql.updateTable("connector_ticket").set({ state: "ended", unread_since: null }).where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("state", "=", "open").execute();
};

/** Writes what was seen of it. */
export async function updateTicket(db: TenantDb, { connector, key, remoteId, number, url, base, shown, state, readAt, missing, doubtedAt, isMerged, problem }: StoredTicket, seenBefore: Date): Promise<void> {
  await db.sql
    .updateTable("connector_ticket")
    .set({
      remote_id: storableText(remoteId), number: storableText(number), url, base: storableJson(base), shown: storableJson(shown), state, read_at: readAt,
      missing_since: missing?.since ?? null, missing_times: missing?.times ?? 0, doubted_at: doubtedAt, is_merged: isMerged, problem: problem === null ? null : storableText(problem),
      // What changed there after this reading began is still to be read.
      unread_since: sql<Date | null>`case when unread_since <= ${seenBefore} then null else unread_since end`,
    })
    .where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("key", "=", key)
    .execute();
}

/** One ticket by our key, held until the transaction ends. */
export async function takeTicket(db: TenantDb, connector: string, key: string): Promise<StoredTicket | undefined> {
  const row = await db.sql.selectFrom("connector_ticket").selectAll().where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("key", "=", key).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : ticketOf(row);
}

/** The ticket that is followed; undefined: there is none. */
export async function liveTicket(db: TenantDb, request: string): Promise<StoredTicket | undefined> {
  const all = await ticketsOf(db, request);
  return all.findLast(({ state }) => state === "open");
}

/** The tickets of a request on all connectors, the newest last. */
export async function ticketsOf(db: TenantDb, request: string): Promise<readonly StoredTicket[]> {
  const rows = await db.sql.selectFrom("connector_ticket").selectAll().where("tenant_id", "=", db.tenant).where("request_id", "=", request).orderBy("made_at").orderBy("key").execute();
  return rows.map(ticketOf);
}

/** How many are in which state; `missing` are those of them that are not to be seen for now. */
export async function countTickets(db: TenantDb, connector: string): Promise<Readonly<Record<string, number>>> {
  const rows = await db.sql.selectFrom("connector_ticket").select(["state", (eb) => eb.fn.countAll<number>().as("count")]).where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).groupBy("state").execute();
  const { missing } = await db.sql.selectFrom("connector_ticket").select((eb) => eb.fn.countAll<number>().as("missing")).where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("state", "=", "open").where("missing_since", "is not", null).executeTakeFirstOrThrow();
  return { ...Object.fromEntries(rows.map(({ state, count }) => [state, count])), missing };
}

/** Whose ticket it is; that never changes. */
export const requestOfTicket = async (db: TenantDb, connector: string, key: string): Promise<string | undefined> =>
  (await db.sql.selectFrom("connector_ticket").select("request_id").where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("key", "=", key).executeTakeFirst())?.request_id;

/** What a ticket is called there. */
export const remoteIdOf = async (db: TenantDb, connector: string, key: string): Promise<string | undefined> =>
  (await db.sql.selectFrom("connector_ticket").select("remote_id").where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("key", "=", key).executeTakeFirst())?.remote_id;

/** Those that are followed: their ids there. */
export async function openRemoteIds(db: TenantDb, connector: string, limit: number): Promise<readonly string[]> {
  const rows = await db.sql.selectFrom("connector_ticket").select("remote_id").distinct().where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("state", "=", "open").orderBy("remote_id").limit(limit).execute();
  return rows.map(({ remote_id: id }) => id);
}

/** Those that are to be read, the longest waiting first. */
export async function unreadTickets(db: TenantDb, connector: string, now: Date, limit: number): Promise<readonly StoredTicket[]> {
  const rows = await db.sql.selectFrom("connector_ticket").selectAll().where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("unread_since", "<=", now).orderBy("unread_since").limit(limit).execute();
  return rows.map(ticketOf);
}

/** Lets a ticket be until then: something about it goes wrong here. */
export const postponeTicket = async (db: TenantDb, connector: string, key: string, until: Date): Promise<void> => {
  await db.sql.updateTable("connector_ticket").set({ unread_since: until }).where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("key", "=", key).execute();
};

/** All that are followed may be another's: each is read before anything is written into it. */
export const doubtTickets = async (db: TenantDb, connector: string, { now, but = "" }: { readonly now: Date; readonly but?: string }): Promise<void> => {
  await db.sql.updateTable("connector_ticket").set({ doubted_at: now, unread_since: now }).where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("state", "in", ["open", "gone", "foreign"]).where("key", "!=", but).execute();
};

/** Marks some of those that were not read since then, whatever the other side says of changes. */
export const markStale = async (db: TenantDb, connector: string, { readBefore, now, limit }: { readonly readBefore: Date; readonly now: Date; readonly limit: number }): Promise<void> => {
  await db.sql
    .updateTable("connector_ticket").set({ unread_since: now })
    .where("tenant_id", "=", db.tenant).where("connector_id", "=", connector)
    .where("key", "in", (eb) => eb.selectFrom("connector_ticket").select("key").where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("state", "=", "open").where("unread_since", "is", null).where("read_at", "<", readBefore).orderBy("read_at").limit(limit))
    .execute();
};

/** Whether another ticket of the connector was read since then. */
export const wasAnyRead = async (db: TenantDb, connector: string, { since, but }: { readonly since: Date; readonly but: string }): Promise<boolean> =>
  (await db.sql.selectFrom("connector_ticket").select("key").where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("read_at", ">", since).where("key", "!=", but).where("missing_since", "is", null).limit(1).executeTakeFirst()) !== undefined;

/** Marks tickets as changed there. */
export async function markUnread(db: TenantDb, connector: string, remoteIds: readonly string[], now: Date): Promise<number> {
  if (remoteIds.length === 0) return 0;
  const { numUpdatedRows } = await db.sql
    .updateTable("connector_ticket").set({ unread_since: now })
    .where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where(sql<boolean>`remote_id = any(${[...remoteIds].map(storableText)}::text[])`)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** How many comments and files both sides have of a ticket, and how many of them are in a reading. */
export async function countShared(db: TenantDb, connector: string, key: string, { comments, files }: Pick<Ticket, "comments" | "files">): Promise<Shared> {
  const { known, there } = await db.sql
    .selectFrom("connector_item")
    .select((eb) => [
      eb.fn.countAll<number>().as("known"),
      sql<number>`count(*) filter (where item_id = any(case kind when 'file' then ${files.map(({ id }) => storableText(id))}::text[] else ${comments.map(({ id }) => storableText(id))}::text[] end))`.as("there"),
    ])
    .where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("ticket_key", "=", key).where("item_id", "not like", "sent %")
    .executeTakeFirstOrThrow();
  return { known, there };
}

/** Whether a comment or file is known; says so from now on. False: it was known already. */
export async function insertItem(db: TenantDb, connector: string, { key, kind, id, side, at }: { readonly key: string; readonly kind: "comment" | "file" | "note"; readonly id: string; readonly side: "ours" | "theirs"; readonly at: Date }): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db.sql
    .insertInto("connector_item").values({ tenant_id: db.tenant, connector_id: connector, ticket_key: key, kind, item_id: storableText(id), side, at })
    .onConflict((conflict) => conflict.columns(["tenant_id", "connector_id", "ticket_key", "kind", "item_id"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Which of these comments or files of a ticket are known on both sides, or were written by us into another that became the same. */
export async function knownItems(db: TenantDb, connector: string, { key, kind, ids }: { readonly key: string; readonly kind: "comment" | "file" | "note"; readonly ids: readonly string[] }): Promise<ReadonlySet<string>> {
  const rows = await db.sql
    .selectFrom("connector_item").select("item_id")
    .where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("kind", "=", kind).where(sql<boolean>`item_id = any(${ids.map(storableText)}::text[])`)
    .where((eb) => eb.or([eb("ticket_key", "=", key), eb("side", "=", "ours")]))
    .execute();
  return new Set(rows.map(({ item_id: id }) => id));
}

function ticketOf(row: Selectable<Tables["connector_ticket"]>): StoredTicket {
  return {
    connector: row.connector_id, key: row.key, request: row.request_id, remoteId: row.remote_id, number: row.number, url: row.url, base: row.base as Base, shown: row.shown as Shown,
    state: row.state, madeAt: row.made_at, unreadSince: row.unread_since, readAt: row.read_at,
    missing: row.missing_since === null ? null : { since: row.missing_since, times: row.missing_times }, doubtedAt: row.doubted_at, isMerged: row.is_merged, problem: row.problem,
  };
}
