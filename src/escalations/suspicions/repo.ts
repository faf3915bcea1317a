import { sql, type Selectable } from "kysely";
import { storableText, type Tables, type TenantDb } from "../../store/index.ts";
import type { Suspicion } from "./suspicion.ts";

/** Adds a suspicion. */
export async function insertSuspicion(db: TenantDb, { id, incident, title, seen, seenAt, assets, urgency, severity, declared }: Suspicion, declaredById: string): Promise<void> {
  await db.sql
    .insertInto("suspicion")
    .values({
      tenant_id: db.tenant, id, incident_id: incident.id, incident_ref: incident.ref, title: storableText(title), seen: storableText(seen), seen_at: seenAt, assets: assets.map(storableText), urgency, severity,
      declared_at: declared.at, declared_by: storableText(declared.by), declared_by_id: declaredById, state: "declared",
    })
    .execute();
}

/** One by its id or the reference of its incident. */
export async function selectSuspicion(db: TenantDb, named: string, lock = false): Promise<Suspicion | undefined> {
  let query = db.sql.selectFrom("suspicion").selectAll().where("tenant_id", "=", db.tenant).where((eb) => eb.or([eb("id", "=", named), eb("incident_ref", "=", named)])).limit(1);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : suspicionOf(row);
}

/** The newest first; from behind the one of an id. */
export async function selectSuspicions(db: TenantDb, { declared, after, limit }: { readonly declared: boolean; readonly after?: string | undefined; readonly limit: number }): Promise<readonly Suspicion[]> {
  let query = db.sql.selectFrom("suspicion").selectAll().where("tenant_id", "=", db.tenant).orderBy("declared_at", "desc").orderBy("id", "desc").limit(limit);
  if (declared) query = query.where("state", "=", "declared");
  if (after !== undefined) query = query.where(sql<boolean>`(declared_at, id) < (select earlier.declared_at, earlier.id from suspicion as earlier where earlier.tenant_id = ${db.tenant} and earlier.id = ${after})`);
  return (await query.execute()).map(suspicionOf);
}

/** Writes what was decided. */
export async function decideSuspicion(db: TenantDb, id: string, { state, at, by, words, mergedInto }: { readonly state: Exclude<Suspicion["state"], "declared" | "closed">; readonly at: Date; readonly by: string; readonly words: string | null; readonly mergedInto: string | null }): Promise<void> {
  await db.sql
    .updateTable("suspicion")
    .set({ state, decided_at: at, decided_by: storableText(by), decided_words: words === null ? null : storableText(words), merged_into: mergedInto })
    .where("tenant_id", "=", db.tenant)
    .where("id", "=", id)
    .execute();
}

function suspicionOf(row: Selectable<Tables["suspicion"]>): Suspicion {
  return {
    id: row.id, incident: { id: row.incident_id, ref: row.incident_ref }, title: row.title, seen: row.seen, seenAt: row.seen_at, assets: row.assets, urgency: row.urgency, severity: row.severity,
    declared: { at: row.declared_at, by: row.declared_by }, state: row.state, mergedInto: row.merged_into,
    decided: row.decided_at === null ? null : { at: row.decided_at, by: row.decided_by ?? "", words: row.decided_words },
  };
}
