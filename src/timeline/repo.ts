import { sql, type Selectable } from "kysely";
import { storableJson, type SystemDb, type Tables, type TenantDb } from "../store/index.ts";
import type { Entry, EntryQuery, Subject } from "./entry.ts";

/** Stores an entry under the next id. */
export async function insertEntry(db: TenantDb | SystemDb, tenant: string, { subject, type, visibility, at, eventTime, author, text, details }: Omit<Entry, "id">): Promise<Entry> {
  const row = await db.sql
    .insertInto("timeline_entry")
    .values({
      tenant_id: tenant, subject_kind: subject.kind, subject_id: subject.id, type, visibility, at, event_time: eventTime,
      author: author.who, author_id: author.id, side: author.side, text, details: storableJson(details), origin_kind: subject.kind, origin_id: subject.id,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return entryOf(row);
}

/** What the side that reads may see: all that is shared, and what its own side wrote. The platform's own is the provider's. */
export async function selectEntries(db: TenantDb, { subjects, side, visibility, after, limit }: EntryQuery): Promise<readonly Entry[]> {
  if (subjects.length === 0) return [];
  let query = db.sql
    .selectFrom("timeline_entry")
    .selectAll()
    .where("tenant_id", "=", db.tenant)
    .where((eb) => eb.or(subjects.map(({ kind, id }) => eb.and([eb("subject_kind", "=", kind), eb("subject_id", "=", id)]))));
  query = side === "client" ? query.where((eb) => eb.or([eb("visibility", "=", "shared"), eb("side", "=", "client")])) : query.where((eb) => eb.or([eb("visibility", "=", "shared"), eb("side", "!=", "client")]));
  if (visibility !== undefined) query = query.where("visibility", "=", visibility);
  if (after !== undefined) query = query.where("id", ">", after);
  return (await query.orderBy("id").limit(limit).execute()).map(entryOf);
}

/** Moves all entries of a subject, or those of these ids. */
export async function moveTo(db: TenantDb, from: Subject, to: Subject, ids: readonly number[] | undefined): Promise<void> {
  let query = db.sql.updateTable("timeline_entry").set({ subject_kind: to.kind, subject_id: to.id }).where("tenant_id", "=", db.tenant).where("subject_kind", "=", from.kind).where("subject_id", "=", from.id);
  if (ids !== undefined) query = query.where(sql<boolean>`id = any(${[...ids]}::bigint[])`);
  await query.execute();
}

function entryOf(row: Selectable<Tables["timeline_entry"]>): Entry {
  const isMoved = row.origin_kind !== row.subject_kind || row.origin_id !== row.subject_id;
  return {
    id: row.id, subject: { kind: row.subject_kind, id: row.subject_id }, type: row.type, visibility: row.visibility, at: row.at, eventTime: row.event_time,
    author: { who: row.author, id: row.author_id, side: row.side }, text: row.text, details: row.details, origin: isMoved ? { kind: row.origin_kind as Entry["subject"]["kind"], id: row.origin_id } : null,
  };
}
