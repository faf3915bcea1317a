import { sql, type Selectable, type Updateable } from "kysely";
import { storableJson, storableText, type SystemDb, type Tables, type TenantDb } from "../store/index.ts";
import type { Escalation, EscalationText, Recipient } from "./escalation.ts";

type Db = TenantDb | SystemDb;

/** What a step changes. */
export type EscalationChange = Omit<Updateable<Tables["escalation"]>, "tenant_id" | "id" | "subject_kind" | "subject_id" | "made_at">;

/** Adds an escalation; false if the alert or incident has an open one. */
export async function insertEscalation(db: TenantDb, { id, subject, alerts, severity, state, text, events, recipients, made, madeById, incident, remindAt }: Pick<Escalation, "id" | "subject" | "alerts" | "severity" | "state" | "text" | "events" | "recipients" | "made" | "incident"> & { readonly madeById: string; readonly remindAt: Date | null }): Promise<boolean> {
  const row = await db.sql
    .insertInto("escalation")
    .values({
      tenant_id: db.tenant, id, subject_kind: subject.kind, subject_id: subject.id, subject_ref: subject.ref, alert_ids: [...alerts], severity, state, text: storableJson(text),
      event_ids: events.map((event) => Buffer.from(event, "hex")), recipients: storableJson(recipients), made_at: made.at, made_by: storableText(made.by), made_by_id: madeById, incident_id: incident, remind_at: remindAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** One by its id, or the newest by the reference of its alert or incident. */
export async function selectEscalation(db: TenantDb, idOrRef: string, lock = false): Promise<Escalation | undefined> {
  let query = db.sql.selectFrom("escalation").selectAll().where("tenant_id", "=", db.tenant).where((eb) => eb.or([eb("id", "=", idOrRef), eb("subject_ref", "=", idOrRef)])).orderBy("made_at", "desc").limit(1);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : escalationOf(row);
}

export type EscalationQuery = {
  readonly open?: boolean | undefined;
  /** Id or reference of the alert or incident. */
  readonly about?: string | undefined;
  /** From behind the one of this id. */
  readonly after?: string | undefined;
  readonly limit: number;
};

/** The newest first. */
export async function selectEscalations(db: TenantDb, { open, about, after, limit }: EscalationQuery): Promise<readonly Escalation[]> {
  let query = db.sql.selectFrom("escalation").selectAll().where("tenant_id", "=", db.tenant).orderBy("made_at", "desc").orderBy("id", "desc").limit(limit);
  if (open !== undefined) query = query.where("ended_at", open ? "is" : "is not", null);
  if (about !== undefined) query = query.where((eb) => eb.or([eb("subject_id", "=", about), eb("subject_ref", "=", about)]));
  if (after !== undefined) query = query.where(sql<boolean>`(made_at, id) < (select earlier.made_at, earlier.id from escalation as earlier where earlier.tenant_id = ${db.tenant} and earlier.id = ${after})`);
  return (await query.execute()).map(escalationOf);
}

/** References of what the client is asked about an incident, what was merged into it, or one of these alerts, and has not answered. */
export async function unanswered(db: TenantDb, { incident, alerts }: { readonly incident: string; readonly alerts: readonly string[] }): Promise<readonly string[]> {
  const rows = await db.sql.selectFrom("escalation").select("subject_ref").where("tenant_id", "=", db.tenant).where("state", "in", ["made", "acknowledged", "asked"])
    .where((eb) => eb.or([
      eb.and([eb("subject_kind", "=", "incident"), eb.or([eb("subject_id", "=", incident), eb("subject_id", "in", eb.selectFrom("incident").select("id").where("tenant_id", "=", db.tenant).where("merged_into", "=", incident))])]),
      sql<boolean>`alert_ids && ${[...alerts]}::text[]`,
    ])).orderBy("made_at").execute();
  return [...new Set(rows.map(({ subject_ref: ref }) => ref))];
}

/** Whether the client was ever asked about an alert. */
export async function wasAskedAbout(db: TenantDb, alert: string): Promise<boolean> {
  return (await db.sql.selectFrom("escalation").select("id").where("tenant_id", "=", db.tenant).where(sql<boolean>`alert_ids && ${[alert]}::text[]`).limit(1).executeTakeFirst()) !== undefined;
}

/** Open ones by state, and closed ones up to a bound. */
export async function countEscalations(db: TenantDb, most: number): Promise<{ readonly open: Readonly<Record<string, number>>; readonly ended: number }> {
  const open = await db.sql.selectFrom("escalation").select(["state", ({ fn }) => fn.countAll<number>().as("n")]).where("tenant_id", "=", db.tenant).where("ended_at", "is", null).groupBy("state").execute();
  const some = db.sql.selectFrom("escalation").select("id").where("tenant_id", "=", db.tenant).where("ended_at", "is not", null).limit(most);
  const ended = await db.sql.selectFrom(some.as("some")).select(({ fn }) => fn.countAll<number>().as("n")).executeTakeFirstOrThrow();
  return { open: Object.fromEntries(open.map(({ state, n }) => [state, n])), ended: ended.n };
}

/** Writes what a step changed. */
export async function updateEscalation(db: Db, tenant: string, id: string, change: EscalationChange): Promise<void> {
  await db.sql.updateTable("escalation").set(change).where("tenant_id", "=", tenant).where("id", "=", id).execute();
}

/** Those whose next reminder is due, each for one process alone. */
export async function selectToRemind(db: SystemDb, now: Date, limit: number): Promise<readonly Escalation[]> {
  const rows = await db.sql.selectFrom("escalation").selectAll().where("remind_at", "<=", now).orderBy("remind_at").limit(limit).forUpdate().skipLocked().execute();
  return rows.map(escalationOf);
}

/** Writes down that a person opened it; false if they had before. */
export async function insertSeen(db: TenantDb, escalation: string, { person, who, at }: { readonly person: string; readonly who: string; readonly at: Date }): Promise<boolean> {
  const row = await db.sql.insertInto("escalation_seen").values({ tenant_id: db.tenant, escalation_id: escalation, person, who: storableText(who), at }).onConflict((conflict) => conflict.doNothing()).returning("person").executeTakeFirst();
  return row !== undefined;
}

const step = (at: Date | null, by: string | null) => (at === null || by === null ? null : { at, by });

function escalationOf(row: Selectable<Tables["escalation"]>): Escalation {
  const ended = step(row.ended_at, row.ended_by);
  return {
    tenant: row.tenant_id, id: row.id, subject: { kind: row.subject_kind, id: row.subject_id, ref: row.subject_ref }, alerts: row.alert_ids, severity: row.severity, state: row.state,
    text: row.text as unknown as EscalationText, events: row.event_ids.map((id) => Buffer.from(id).toString("hex")), recipients: row.recipients as readonly Recipient[],
    made: { at: row.made_at, by: row.made_by }, acknowledged: step(row.acknowledged_at, row.acknowledged_by), reached: row.reached, question: row.question,
    answer: row.answer, answerWords: row.answer_words, qualified: step(row.qualified_at, row.qualified_by), response: row.response, responded: step(row.responded_at, row.responded_by),
    ended: ended === null ? null : { ...ended, words: row.end_words }, incident: row.incident_id, reminders: { level: row.reminder_level, nextAt: row.remind_at },
  };
}
