// The past that an exception is put to: detections with the alerts that they are in.
import { sql, type Selectable } from "kysely";
import { keptOf, type KeptDetection } from "../../../detections/index.ts";
import { refOf, type Tables, type TenantDb } from "../../../store/index.ts";
import type { Level } from "../../level.ts";
import type { Verdict } from "../../alert.ts";

export type PastAlert = { readonly id: string; readonly ref: string; readonly title: string; readonly raisedAt: Date; readonly level: Level; readonly verdict: Verdict | null };
export type PastDetection = { readonly detection: KeptDetection; readonly alert: PastAlert | null; readonly isSuppressed: boolean };

export type PastPage = { readonly rule: string | null; readonly since: Date; readonly until: Date; readonly before?: { readonly time: Date; readonly id: Uint8Array } | undefined; readonly limit: number };

// What is open again was an attack once, and what an incident was found to be, its alerts were: a verdict that is taken back
// or waits for its next hides no attack from those who ask.
const ONCE_TRUE = sql`case when a.verdict is null and a.id is not null and (
      exists (select from incident i where i.tenant_id = a.tenant_id and i.id = a.incident_id and i.verdict = 'true_positive')
      or exists (select from timeline_entry e where e.tenant_id = a.tenant_id and e.subject_kind = 'alert' and e.subject_id = a.id and e.type = 'decision' and e.details ->> 'verdict' = 'true_positive')) then 'true_positive' end`;

/** A page of past detections of a rule or of all, the newest first, with the alert that each is in. */
export async function pastDetections(db: TenantDb, { rule, since, until, before, limit }: PastPage): Promise<readonly PastDetection[]> {
  const ofRule = rule === null ? sql`` : sql` and d.rule_key = ${rule}`;
  const behind = before === undefined ? sql`` : sql` and (d.time, d.id) < (${before.time}, ${before.id})`;
  type Row = Selectable<Tables["detection"]> & { alert_id: string | null; number: number | null; title: string | null; raised_at: Date | null; alert_level: Level | null; verdict: Verdict | null; code: string | null; suppressed: boolean };
  const { rows } = await sql<Row>`
    select d.*, a.id as alert_id, a.number, a.title, a.raised_at, a.level as alert_level, coalesce(a.verdict, ${ONCE_TRUE}) as verdict, t.code, (s.detection_id is not null) as suppressed
    from (select * from detection d where d.tenant_id = ${db.tenant} and d.time >= ${since} and d.time < ${until}${ofRule}${behind} order by d.time desc, d.id desc limit ${limit}) d
    join tenant t on t.id = d.tenant_id
    left join alert_detection j on j.tenant_id = d.tenant_id and j.detection_id = d.id
    left join alert a on a.tenant_id = d.tenant_id and a.id = j.alert_id
    left join suppressed_detection s on s.tenant_id = d.tenant_id and s.detection_id = d.id
    order by d.time desc, d.id desc`.execute(db.sql);
  return rows.map(({ alert_id: id, number, title, raised_at: raisedAt, alert_level: level, verdict, code, suppressed, ...row }) => ({
    detection: keptOf(row), isSuppressed: suppressed,
    alert: id === null || number === null || raisedAt === null || level === null ? null : { id, ref: refOf(code ?? db.tenant, "alert", number), title: title ?? "", raisedAt, level, verdict },
  }));
}

/** The detections of an alert, and those of other alerts of its rule that were judged within a time: the newest first. */
export async function judgedDetections(db: TenantDb, { rule, since, limit }: { readonly rule: string; readonly since: Date; readonly limit: number }): Promise<readonly PastDetection[]> {
  type Row = Selectable<Tables["detection"]> & { alert_id: string; number: number; title: string; raised_at: Date; alert_level: Level; verdict: Verdict | null; code: string | null };
  const { rows } = await sql<Row>`
    select d.*, a.id as alert_id, a.number, a.title, a.raised_at, a.level as alert_level, a.verdict, t.code
    from (select * from alert where tenant_id = ${db.tenant} and rule_key = ${rule} and raised_at >= ${since} and verdict is not null order by raised_at desc limit ${limit}) a
    join tenant t on t.id = a.tenant_id
    join detection d on d.tenant_id = a.tenant_id and d.id = a.lead_detection
    order by a.raised_at desc`.execute(db.sql);
  return rows.map(({ alert_id: id, number, title, raised_at: raisedAt, alert_level: level, verdict, code, ...row }) => ({
    detection: keptOf(row), isSuppressed: false, alert: { id, ref: refOf(code ?? db.tenant, "alert", number), title, raisedAt, level, verdict },
  }));
}

/** Detections of an alert, the newest first. */
export async function detectionsOfAlert(db: TenantDb, alert: string, limit: number): Promise<readonly KeptDetection[]> {
  const rows = await db.sql
    .selectFrom("detection as d").innerJoin("alert_detection as j", (on) => on.onRef("j.tenant_id", "=", "d.tenant_id").onRef("j.detection_id", "=", "d.id"))
    .selectAll("d").where("j.tenant_id", "=", db.tenant).where("j.alert_id", "=", alert).orderBy("d.time", "desc").orderBy("d.id").limit(limit).execute();
  return rows.map(keptOf);
}
