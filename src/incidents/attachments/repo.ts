import { sql, type Selectable } from "kysely";
import { storableText, type Tables } from "../../store/index.ts";
import { isSeenBy } from "../parts/part.ts";
import { type IncidentsDb, tenantOf } from "../repo.ts";
import type { Attachment } from "./attachment.ts";

export async function insertAttachment(db: IncidentsDb, attachment: Omit<Attachment, "id" | "removed" | "originIncident">, bytes: Uint8Array): Promise<Attachment> {
  const { incident, name, note, size, sha256, sha1, md5, visibility, side, addedAt, addedBy } = attachment;
  const row = await db.sql
    .insertInto("incident_attachment")
    .values({ tenant_id: tenantOf(db), incident_id: incident, name: storableText(name), note: storableText(note), size, sha256, sha1, md5, visibility, side, added_at: addedAt, added_by: storableText(addedBy), origin_incident: incident })
    .returningAll().executeTakeFirstOrThrow();
  await db.sql.insertInto("incident_attachment_content").values({ tenant_id: tenantOf(db), attachment_id: row.id, bytes }).execute();
  return attachmentOf(row);
}

/** The attachments of incidents that a side sees, in the order in which they were added. */
export async function attachmentsOf(db: IncidentsDb, incidents: readonly string[], reader: Attachment["side"]): Promise<readonly Attachment[]> {
  if (incidents.length === 0) return [];
  const rows = await db.sql.selectFrom("incident_attachment").selectAll().where("tenant_id", "=", tenantOf(db)).where("incident_id", "in", [...incidents]).orderBy("id").execute();
  return rows.map(attachmentOf).filter((one) => isSeenBy(reader, one));
}

export async function attachmentBytes(db: IncidentsDb, id: number): Promise<Uint8Array | undefined> {
  return (await db.sql.selectFrom("incident_attachment_content").select("bytes").where("tenant_id", "=", tenantOf(db)).where("attachment_id", "=", id).executeTakeFirst())?.bytes;
}

/** Writes who sees it and whether it was taken out; then the bytes go, the hashes stay. */
export async function updateAttachment(db: IncidentsDb, { id, visibility, removed }: Attachment): Promise<void> {
  const tenant = tenantOf(db);
  await db.sql
    .updateTable("incident_attachment")
    .set({ visibility, removed_at: removed?.at ?? null, removed_by: removed === null ? null : storableText(removed.by), removed_reason: removed === null ? null : storableText(removed.reason) })
    .where("tenant_id", "=", tenant).where("id", "=", id).execute();
  if (removed !== null) await db.sql.deleteFrom("incident_attachment_content").where("tenant_id", "=", tenant).where("attachment_id", "=", id).execute();
}

/** Hangs attachments of one incident under another: all, or those of these ids. */
export async function moveAttachments(db: IncidentsDb, from: string, to: string, ids?: readonly number[]): Promise<void> {
  let query = db.sql.updateTable("incident_attachment").set({ incident_id: to }).where("tenant_id", "=", tenantOf(db)).where("incident_id", "=", from);
  if (ids !== undefined) query = query.where(sql<boolean>`id = any(${[...ids]}::bigint[])`);
  await query.execute();
}

function attachmentOf(row: Selectable<Tables["incident_attachment"]>): Attachment {
  const { id, name, note, size, sha256, sha1, md5, visibility, side } = row;
  const removed = row.removed_at === null ? null : { at: row.removed_at, by: row.removed_by ?? "", reason: row.removed_reason ?? "" };
  return { id, incident: row.incident_id, name, note, size, sha256, sha1, md5, visibility, side, addedAt: row.added_at, addedBy: row.added_by, removed, originIncident: row.origin_incident };
}
