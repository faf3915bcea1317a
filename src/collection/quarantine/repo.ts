import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { SystemDb } from "../../store/index.ts";
import type { Sighting } from "../unclaimed.ts";

/** A sender's id. */
export const senderId = (collector: string, peer: string): string => createHash("sha256").update(`${collector}\n${peer}`).digest("hex").slice(0, 16);

/** Remembers who sends without being claimed. */
export async function addSightings(db: SystemDb, sightings: readonly Sighting[]): Promise<void> {
  if (sightings.length === 0) return;
  const rows = sightings.map(({ collector, peer, hostname = "", technology, confidence, lines, firstMs, lastMs, sample }) => ({
    id: senderId(collector, peer), listener: collector, peer, hostname, technology: technology ?? null, confidence, lines,
    first_at: new Date(firstMs), last_at: new Date(lastMs), sample,
  }));
  await db.sql
    .insertInto("unclaimed_sender")
    .values(rows)
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet({
        hostname: sql`excluded.hostname`, technology: sql`excluded.technology`, confidence: sql`excluded.confidence`, lines: sql`unclaimed_sender.lines + excluded.lines`,
        last_at: sql`excluded.last_at`, sample: sql`excluded.sample`,
      }),
    )
    .execute();
}

/** Senders that nobody claims, those that sent last first. */
export async function listSightings(db: SystemDb, limit: number): Promise<readonly (Sighting & { readonly id: string })[]> {
  const rows = await db.sql.selectFrom("unclaimed_sender").selectAll().orderBy("last_at", "desc").orderBy("id").limit(limit).execute();
  return rows.map(({ id, listener: collector, peer, hostname, technology, confidence, lines, first_at: firstAt, last_at: lastAt, sample }) => ({
    id, collector, peer, hostname: hostname === "" ? undefined : hostname, technology: technology ?? undefined, confidence: confidence ?? 0, lines, firstMs: firstAt.getTime(), lastMs: lastAt.getTime(), sample,
  }));
}

/** Lines of senders were adopted: they are not theirs any more. */
export async function removeSenderLines(db: SystemDb, lines: ReadonlyMap<string, number>): Promise<void> {
  for (const [id, n] of lines) await db.sql.updateTable("unclaimed_sender").set({ lines: sql`greatest(lines - ${n}, 0)` }).where("id", "=", id).execute();
}

/** Forgets a sender. */
export async function removeSender(db: SystemDb, id: string): Promise<void> {
  await db.sql.deleteFrom("unclaimed_sender").where("id", "=", id).execute();
}

/** Lines of one source and hour of arrival that leave the quarantine. */
export type LeavingHour = { readonly source: string; readonly hourMs: number; readonly lines: number; readonly bytes: number };

/** Takes lines out of the account of their hours: they were handed in again, and are counted anew. */
export async function takeFromHours(db: SystemDb, tenant: string, hours: readonly LeavingHour[]): Promise<void> {
  for (const { source, hourMs, lines, bytes } of hours) {
    const { numUpdatedRows } = await db.sql
      .updateTable("source_hour")
      .set({ received: sql`received - ${lines}`, quarantined: sql`quarantined - ${lines}`, bytes: sql`bytes - ${bytes}` })
      .where("tenant_id", "=", tenant).where("source", "=", source).where("hour", "=", new Date(hourMs))
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new Error(`${lines} quarantined lines of ${tenant}/${source} are in no account of their hour.`);
  }
}

const leaves = (db: SystemDb, tenant: string | null, action: string) =>
  db.sql.selectFrom("journal").where("tenant_id", tenant === null ? "is" : "=", tenant).where("action", "=", action);

/**
 * The newest entry of the journal that tells of lines which left a quarantine (`tenant` null: the unclaimed ones), and up to
 * which entry they were removed when it was written. 0: there is none.
 */
export async function newestLeave(db: SystemDb, tenant: string | null, action: string): Promise<{ readonly id: number; readonly removedTo: number }> {
  const row = await leaves(db, tenant, action).select(["id", "details"]).orderBy("id", "desc").limit(1).executeTakeFirst();
  return { id: row?.id ?? 0, removedTo: Number(row?.details["removedTo"] ?? 0) };
}

/** The lines that the entries behind one name. */
export async function leftSince(db: SystemDb, tenant: string | null, action: string, entry: number): Promise<readonly string[]> {
  const rows = await leaves(db, tenant, action).select("details").where("id", ">", entry).orderBy("id").execute();
  return rows.flatMap(({ details }) => readIds(details["ids"]));
}

const ID_BYTES = 16;

/** Ids as the journal keeps them: their bytes one after the other. */
export const writeIds = (ids: readonly string[]): string => Buffer.from(ids.join(""), "hex").toString("base64");

function readIds(text: unknown): string[] {
  const bytes = Buffer.from(typeof text === "string" ? text : "", "base64");
  return Array.from({ length: bytes.length / ID_BYTES }, (_, i) => bytes.toString("hex", i * ID_BYTES, (i + 1) * ID_BYTES));
}

/** Until the transaction ends, no other takes lines out of the quarantine of this tenant. */
export async function lockQuarantine(db: SystemDb, tenant: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`quarantine ${tenant}`}, 0))`.execute(db.sql);
}
