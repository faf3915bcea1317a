import { sql, type Selectable } from "kysely";
import { storableJson, storableText, type Tables } from "../../store/index.ts";
import { type IncidentsDb, tenantOf } from "../repo.ts";
import { isSeenBy, keyOf, type Part, type PartToAdd } from "./part.ts";

/** Adds a part unless it is there; gives it, or undefined if it was. */
export async function insertPart(db: IncidentsDb, incident: string, part: PartToAdd & Pick<Part, "visibility" | "side" | "addedAt" | "addedBy">): Promise<Part | undefined> {
  const row = await db.sql
    .insertInto("incident_part")
    .values({
      tenant_id: tenantOf(db), incident_id: incident, kind: part.kind, key: storableText(keyOf(part)), document: storableJson(part.document), visibility: part.visibility, side: part.side,
      added_at: part.addedAt, added_by: storableText(part.addedBy), changed_at: part.addedAt, origin_incident: incident,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? undefined : partOf(row);
}

/** The parts of incidents that a side sees, in the order in which they were added; those taken out only if asked for. */
export async function partsOf(db: IncidentsDb, incidents: readonly string[], reader: Part["side"], { withRemoved = false } = {}): Promise<readonly Part[]> {
  if (incidents.length === 0) return [];
  let query = db.sql.selectFrom("incident_part").selectAll().where("tenant_id", "=", tenantOf(db)).where("incident_id", "in", [...incidents]).orderBy("id");
  if (!withRemoved) query = query.where("removed_at", "is", null);
  return (await query.execute()).map(partOf).filter((part) => isSeenBy(reader, part));
}

export async function partById(db: IncidentsDb, incident: string, id: number): Promise<Part | undefined> {
  const row = await db.sql.selectFrom("incident_part").selectAll().where("tenant_id", "=", tenantOf(db)).where("incident_id", "=", incident).where("id", "=", id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : partOf(row);
}

/** Writes what verbs change of a part. False: another one is there that says the same. */
export async function updatePart(db: IncidentsDb, part: Part): Promise<boolean> {
  const { removed } = part;
  const taken = await db.sql.selectFrom("incident_part").select("id").where("tenant_id", "=", tenantOf(db)).where("incident_id", "=", part.incident).where("kind", "=", part.kind)
    .where("key", "=", storableText(keyOf(part))).where("visibility", "=", part.visibility).where("id", "!=", part.id).where("removed_at", "is", null).execute();
  if (removed === null && taken.length > 0) return false;
  await db.sql
    .updateTable("incident_part")
    .set({ key: storableText(keyOf(part)), document: storableJson(part.document), visibility: part.visibility, changed_at: part.changedAt, removed_at: removed?.at ?? null, removed_by: removed === null ? null : storableText(removed.by), removed_reason: removed === null ? null : storableText(removed.reason) })
    .where("tenant_id", "=", tenantOf(db)).where("id", "=", part.id).execute();
  return true;
}

/**
 * Hangs parts of one incident under another; all, or those of these ids. What the other has already is taken out, with
 * the reason: both histories stay to be read.
 */
export async function moveParts(db: IncidentsDb, { from, to, ids, at, by, reason }: { readonly from: string; readonly to: string; readonly ids?: readonly number[] | undefined; readonly at: Date; readonly by: string; readonly reason: string }): Promise<void> {
  const tenant = tenantOf(db);
  const some = ids === undefined ? sql`true` : sql`id = any(${[...ids]}::bigint[])`;
  await sql`update incident_part as moved set removed_at = ${at}, removed_by = ${storableText(by)}, removed_reason = ${reason}
    where tenant_id = ${tenant} and incident_id = ${from} and removed_at is null and ${some}
      and exists (select from incident_part as there where there.tenant_id = ${tenant} and there.incident_id = ${to} and there.removed_at is null and there.kind = moved.kind and there.key = moved.key
        and (there.visibility = moved.visibility and (there.visibility = 'shared' or (there.side = 'client') = (moved.side = 'client'))))`.execute(db.sql);
  await sql`update incident_part set incident_id = ${to} where tenant_id = ${tenant} and incident_id = ${from} and ${some}`.execute(db.sql);
}

function partOf(row: Selectable<Tables["incident_part"]>): Part {
  const removed = row.removed_at === null ? null : { at: row.removed_at, by: row.removed_by ?? "", reason: row.removed_reason ?? "" };
  return {
    id: row.id, incident: row.incident_id, kind: row.kind, document: row.document, visibility: row.visibility, side: row.side,
    addedAt: row.added_at, addedBy: row.added_by, changedAt: row.changed_at, removed, originIncident: row.origin_incident,
  } as Part;
}
