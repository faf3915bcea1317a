import type { Selectable } from "kysely";
import type { TicketState } from "../../../contract/connectors.ts";
import { storableJson, storableText, type Tables, type TenantDb } from "../../../store/index.ts";

/** What is to be written, by kind. */
export type WriteContent =
  /** A ticket made anew for a request whose first one is over there, or one that a dry run would make. */
  | { readonly kind: "ticket"; readonly after: string | null; readonly would?: { readonly title: string; readonly queue: string } }
  /** Without a text where it may not leave the platform: then it says that there is something to read. */
  | { readonly kind: "comment"; readonly text: string | null; readonly entry: number | null; readonly who: string; readonly side: "provider" | "client" | "system" }
  /** Into whatever state the request wants when it is written: it may have moved on by then. */
  | { readonly kind: "state"; /** In place of that. */ readonly to?: TicketState; /** Theirs, into which it was asked to go. */ readonly asked?: string }
  | { readonly kind: "queue" }
  | { readonly kind: "file"; readonly file: number };

export type StoredWrite = {
  readonly id: number;
  readonly connector: string;
  readonly request: string;
  readonly ticketKey: string;
  readonly key: string;
  readonly content: WriteContent;
  readonly state: "queued" | "sending" | "unknown" | "confirmed" | "refused" | "dropped";
  readonly attempt: number;
  readonly dueAt: Date;
  readonly triedAt: Date | null;
  readonly endedAt: Date | null;
  readonly remoteId: string | null;
  readonly words: string | null;
  readonly todo: string | null;
  readonly madeAt: Date;
};

/** Writes down what is to be written there; nothing if it was already. */
export async function insertWrite(db: TenantDb, { connector, request, ticketKey, key, content, now, state = "queued" }: Pick<StoredWrite, "connector" | "request" | "ticketKey" | "key" | "content"> & { readonly now: Date; readonly state?: "queued" | "dropped" }): Promise<void> {
  await db.sql
    .insertInto("connector_write")
    .values({ tenant_id: db.tenant, connector_id: connector, request_id: request, ticket_key: ticketKey, kind: content.kind, key, content: storableJson(content), state, attempt: 0, due_at: now, tried_at: null, ended_at: state === "dropped" ? now : null, remote_id: null, words: null, todo: null, made_at: now })
    .onConflict((conflict) => conflict.columns(["tenant_id", "connector_id", "key"]).doNothing())
    .execute();
}

/** What is open of one ticket, in the order in which it was written down. */
export async function openWrites(db: TenantDb, connector: string, ticketKey: string): Promise<readonly StoredWrite[]> {
  const rows = await db.sql.selectFrom("connector_write").selectAll().where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("ticket_key", "=", ticketKey).where("state", "in", ["queued", "sending", "unknown"]).orderBy("id").execute();
  return rows.map(writeOf);
}

/** Keys of the tickets for which something is due, the first written down first. */
export async function keysToWrite(db: TenantDb, connector: string, now: Date, limit: number): Promise<readonly string[]> {
  const rows = await db.sql.selectFrom("connector_write").select("ticket_key").where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("state", "in", ["queued", "sending", "unknown"]).where("due_at", "<=", now).groupBy("ticket_key").orderBy((eb) => eb.fn.min("id")).limit(limit).execute();
  return rows.map(({ ticket_key: key }) => key);
}

export type WriteChange = { readonly state: StoredWrite["state"]; readonly at: Date; readonly attempt?: number; readonly remoteId?: string | null; readonly words?: string | null; readonly todo?: string | null; readonly againAt?: Date; readonly content?: WriteContent };

/** Says what became of one. */
export async function updateWrite(db: TenantDb, id: number, { state, at, attempt, remoteId, words, todo, againAt, content }: WriteChange): Promise<void> {
  const isOver = state === "confirmed" || state === "refused" || state === "dropped";
  await db.sql
    .updateTable("connector_write")
    .set({
      state, ...(state === "sending" ? { tried_at: at } : {}), ended_at: isOver ? at : null, ...(attempt === undefined ? {} : { attempt }), ...(remoteId === undefined ? {} : { remote_id: remoteId === null ? null : storableText(remoteId) }),
      ...(words === undefined ? {} : { words: words === null ? null : storableText(words) }), ...(todo === undefined ? {} : { todo }), ...(againAt === undefined ? {} : { due_at: againAt }), ...(content === undefined ? {} : { content: storableJson(content) }),
    })
    .where("tenant_id", "=", db.tenant).where("id", "=", id)
    // What a person let be stays so.
    .$if(state === "confirmed", (query) => query.where("state", "!=", "dropped"))
    .execute();
}

/** What waited for a ticket goes on. */
export const hastenWrites = async (db: TenantDb, connector: string, ticketKey: string, now: Date): Promise<void> => {
  await db.sql.updateTable("connector_write").set({ due_at: now }).where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("ticket_key", "=", ticketKey).where("state", "in", ["queued", "unknown"]).execute();
};

/** Lets all be that a connector has not written. */
export const dropOpen = async (db: TenantDb, connector: string, { at, words }: { readonly at: Date; readonly words: string }): Promise<void> => {
  await db.sql.updateTable("connector_write").set({ state: "dropped", ended_at: at, words }).where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("state", "in", ["queued", "sending", "unknown"]).execute();
};

/** One, held until the transaction ends. */
export async function takeWrite(db: TenantDb, connector: string, id: number): Promise<StoredWrite | undefined> {
  const row = await db.sql.selectFrom("connector_write").selectAll().where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).where("id", "=", id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : writeOf(row);
}

/** What was written, or is to be, for a request or by a connector, the newest first. */
export async function selectWrites(db: TenantDb, { connector, request, states, limit }: { readonly connector?: string | undefined; readonly request?: string | undefined; readonly states?: readonly StoredWrite["state"][] | undefined; readonly limit: number }): Promise<readonly StoredWrite[]> {
  let query = db.sql.selectFrom("connector_write").selectAll().where("tenant_id", "=", db.tenant);
  if (connector !== undefined) query = query.where("connector_id", "=", connector);
  if (request !== undefined) query = query.where("request_id", "=", request);
  if (states !== undefined) query = query.where("state", "in", [...states]);
  return (await query.orderBy("id", "desc").limit(limit).execute()).map(writeOf);
}

/** How many are in which state. */
export async function countWrites(db: TenantDb, connector: string): Promise<Readonly<Record<string, number>>> {
  const rows = await db.sql.selectFrom("connector_write").select(["state", (eb) => eb.fn.countAll<number>().as("count")]).where("tenant_id", "=", db.tenant).where("connector_id", "=", connector).groupBy("state").execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

function writeOf(row: Selectable<Tables["connector_write"]>): StoredWrite {
  return {
    id: row.id, connector: row.connector_id, request: row.request_id, ticketKey: row.ticket_key, key: row.key, content: row.content as unknown as WriteContent, state: row.state, attempt: row.attempt, dueAt: row.due_at,
    triedAt: row.tried_at, endedAt: row.ended_at, remoteId: row.remote_id, words: row.words, todo: row.todo, madeAt: row.made_at,
  };
}
