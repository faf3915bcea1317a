import { sql } from "kysely";
import { storableText } from "../../store/index.ts";
import { type IncidentsDb, tenantOf } from "../repo.ts";

const RELATIONS = ["recurring", "same-campaign", "split", "other"] as const;
export type RelationKind = (typeof RELATIONS)[number];
export type Relation = { readonly incident: string; readonly kind: RelationKind; readonly reason: string; readonly at: Date; readonly by: string };

const ends = (a: string, b: string): { readonly one: string; readonly other: string } => (a < b ? { one: a, other: b } : { one: b, other: a });

/** Relates two incidents; what was said of them before is replaced. */
export async function upsertRelation(db: IncidentsDb, from: string, { incident, kind, reason, at, by }: Relation): Promise<void> {
  const values = { kind, reason: storableText(reason), related_at: at, related_by: storableText(by), ended_at: null, ended_by: null };
  await db.sql.insertInto("incident_relation").values({ tenant_id: tenantOf(db), ...ends(from, incident), ...values }).onConflict((conflict) => conflict.columns(["tenant_id", "one", "other"]).doUpdateSet(values)).execute();
}

/** False: they were not related. */
export async function endRelation(db: IncidentsDb, a: string, b: string, { at, by }: { readonly at: Date; readonly by: string }): Promise<boolean> {
  const { one, other } = ends(a, b);
  const { numUpdatedRows } = await db.sql.updateTable("incident_relation").set({ ended_at: at, ended_by: storableText(by) }).where("tenant_id", "=", tenantOf(db)).where("one", "=", one).where("other", "=", other).where("ended_at", "is", null).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What an incident is related to. */
export async function relationsOf(db: IncidentsDb, incident: string): Promise<readonly Relation[]> {
  const rows = await db.sql.selectFrom("incident_relation").selectAll().where("tenant_id", "=", tenantOf(db)).where((eb) => eb.or([eb("one", "=", incident), eb("other", "=", incident)])).where("ended_at", "is", null).orderBy("related_at").execute();
  return rows.map(({ one, other, kind, reason, related_at: at, related_by: by }) => ({ incident: one === incident ? other : one, kind, reason, at, by }));
}

/** Other incidents in which the same rule fired on the same asset or account since a time, the newest first. */
export async function incidentsAlike(db: IncidentsDb, incident: string, since: Date, limit: number): Promise<readonly { readonly id: string; readonly rule: string; readonly what: string }[]> {
  const { rows } = await sql<{ id: string; rule: string; what: string }>`
    with rules as (select distinct alert.rule_key from incident_alert as link join alert on alert.tenant_id = link.tenant_id and alert.id = link.alert_id
      where link.tenant_id = ${tenantOf(db)} and link.incident_id = ${incident} and link.unlinked_at is null),
    parts as (select kind, key, document ->> 'name' as name from incident_part where tenant_id = ${tenantOf(db)} and incident_id = ${incident} and kind in ('asset', 'account') and removed_at is null and visibility = 'shared')
    select distinct on (other.opened_at, other.id) other.id, (select min(title) from alert where alert.tenant_id = link.tenant_id and alert.id = link.alert_id) as rule, parts.name as what
    from parts
    join incident_part as same on same.tenant_id = ${tenantOf(db)} and same.kind = parts.kind and md5(same.key) = md5(parts.key) and same.removed_at is null and same.visibility = 'shared' and same.incident_id <> ${incident}
    join incident as other on other.tenant_id = same.tenant_id and other.id = same.incident_id and other.opened_at >= ${since} and other.merged_into is null
    join incident_alert as link on link.tenant_id = same.tenant_id and link.incident_id = other.id and link.unlinked_at is null
    join alert on alert.tenant_id = link.tenant_id and alert.id = link.alert_id and alert.rule_key in (select rule_key from rules)
    order by other.opened_at desc, other.id limit ${limit}`.execute(db.sql);
  return rows;
}

/** What was related to one that is merged is related to its survivor. */
export async function moveRelations(db: IncidentsDb, from: string, to: string): Promise<void> {
  for (const relation of await relationsOf(db, from)) {
    await endRelation(db, from, relation.incident, relation);
    if (relation.incident !== to) await upsertRelation(db, to, relation);
  }
}
