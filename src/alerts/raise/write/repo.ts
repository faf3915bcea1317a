// What the raiser writes: a whole batch in a few statements, however many alerts.
import { sql } from "kysely";
import { storableJson, storableText, type SystemDb } from "../../../store/index.ts";
import type { Alert } from "../../alert.ts";
import { hexOf, type Suppressed } from "../../suppress/suppressed.ts";
import type { Joined, Touched } from "../gather.ts";
import type { DetectionOfTenant } from "../../suppress/suppressed.ts";

type Row = Readonly<Record<string, unknown>>;

const bytes = (id: Uint8Array): string => `\\x${hexOf(id)}`;

function rowOf({ alert, windowFromMs, windowUntilMs }: Touched, number: number): Row {
  const { judgement, owner, reopened, due } = alert;
  return {
    tenant_id: alert.tenant, id: alert.id, number, title: storableText(alert.title), strategy: alert.grouping.strategy, group_key: alert.grouping.key, window_minutes: alert.grouping.windowMinutes,
    window_from: new Date(Math.min(windowFromMs, alert.window.from.getTime())), window_until: new Date(Math.max(windowUntilMs, alert.window.until.getTime())), first_time: alert.firstTime, last_time: alert.lastTime,
    raised_at: alert.raisedAt, changed_at: alert.changedAt, rule_key: alert.rule.key, lead_detection: bytes(alert.leadDetection), rule_level: alert.rule.level,
    entity_kind: alert.entity.kind, entity: alert.entity.value, entity_name: alert.entity.name, asset_id: alert.asset, techniques: alert.techniques, tactics: alert.tactics,
    score: alert.score, level: alert.level, score_facts: alert.scoreFacts, detections: alert.detections, repeated: alert.repeated, status: alert.status, status_before: alert.statusBefore,
    owner_id: owner?.id ?? null, owner: owner?.who ?? null, owner_since: owner?.since ?? null, verdict: judgement.verdict, closure_reason: judgement.reason, explained_by: judgement.explainedBy,
    judged_at: judgement.at, judged_by: judgement.by, judged_side: judgement.side, closed_at: alert.closedAt, reopened: reopened.count, reopened_at: reopened.at, reopened_why: reopened.why,
    incident_id: alert.incident, merged_into: alert.mergedInto, due_at: due?.at ?? null, due_phase: due?.phase ?? null,
  };
}

// What raising may change of an alert that is there; the rest stays as verbs left it.
const CHANGED = [
  "window_from", "window_until", "first_time", "last_time", "changed_at", "rule_level", "techniques", "tactics", "score", "level", "score_facts", "detections", "repeated", "status", "status_before",
  "verdict", "closure_reason", "explained_by", "judged_at", "judged_by", "judged_side", "closed_at", "reopened", "reopened_at", "reopened_why", "merged_into",
] as const;

/** Writes alerts that are new, by their numbers, and those that changed; then which were merged, for those must be there. */
export async function writeAlerts(db: SystemDb, touched: readonly Touched[], numberOf: (alert: Pick<Alert, "tenant" | "id">) => number): Promise<void> {
  const added = touched.filter(({ isNew }) => isNew).map((one) => rowOf(one, numberOf(one.alert)));
  if (added.length > 0) {
    const columns = sql.join(Object.keys(added[0]!).map((name) => sql.ref(name)));
    const merged = added.map((row) => ({ ...row, merged_into: null }));
    await sql`insert into alert (${columns}) select ${columns} from jsonb_populate_recordset(null::alert, ${storableJson(merged)}::jsonb)`.execute(db.sql);
  }
  const changed = touched.filter(({ isNew, alert }) => !isNew || alert.mergedInto !== null).map((one) => rowOf(one, 0));
  if (changed.length === 0) return;
  const set = sql.join(CHANGED.map((name) => sql`${sql.ref(name)} = given.${sql.ref(name)}`));
  await sql`update alert set ${set} from jsonb_populate_recordset(null::alert, ${storableJson(changed)}::jsonb) as given where alert.tenant_id = given.tenant_id and alert.id = given.id`.execute(db.sql);
}

/** Writes which alert each detection is in, and in which events it was. */
export async function writeDetections(db: SystemDb, joined: readonly Joined[], now: Date): Promise<void> {
  if (joined.length === 0) return;
  const rows = joined.map(({ incoming: { toPlace, detection }, alert }) => ({ tenant_id: toPlace.tenant, detection_id: bytes(detection.id), alert_id: alert, joined_at: now, sameness: `\\x${toPlace.sameness}` }));
  await sql`insert into alert_detection select * from jsonb_populate_recordset(null::alert_detection, ${storableJson(rows)}::jsonb)`.execute(db.sql);
  const events = joined.flatMap(({ incoming: { toPlace, detection } }) => toPlace.events.map((event) => ({ tenant_id: toPlace.tenant, event_id: `\\x${event}`, detection_id: bytes(detection.id) })));
  await sql`insert into alert_event select * from jsonb_populate_recordset(null::alert_event, ${storableJson(events)}::jsonb)`.execute(db.sql);
}

/** Writes what was kept below the line, and why. */
export async function writeSuppressed(db: SystemDb, suppressed: readonly { readonly detection: DetectionOfTenant; readonly why: Suppressed }[], now: Date): Promise<void> {
  if (suppressed.length === 0) return;
  const rows = suppressed.map(({ detection: { tenant, id, rule }, why }) => ({
    tenant_id: tenant, detection_id: bytes(id), kind: why.kind, by_id: storableText(why.id), owner: storableText(why.owner), reason: storableText(why.reason), rule_key: rule.key, suppressed_at: now,
  }));
  await sql`insert into suppressed_detection select * from jsonb_populate_recordset(null::suppressed_detection, ${storableJson(rows)}::jsonb)`.execute(db.sql);
}

export type Became = "alerted" | Suppressed["kind"];

const QUARTER_MS = 15 * 60_000;

/** Counts what became of detections, by the quarter of an hour in which they were stored. */
export async function countQuarters(db: SystemDb, became: readonly { readonly detection: DetectionOfTenant; readonly what: Became }[]): Promise<void> {
  const counts = new Map<string, { tenant_id: string; quarter: Date; became: Became; n: number }>();
  for (const { detection: { tenant, storedAt }, what } of became) {
    const quarter = new Date(Math.floor(storedAt.getTime() / QUARTER_MS) * QUARTER_MS);
    const key = `${tenant}\n${quarter.getTime()}\n${what}`;
    const row = counts.get(key) ?? { tenant_id: tenant, quarter, became: what, n: 0 };
    row.n += 1;
    counts.set(key, row);
  }
  if (counts.size === 0) return;
  const rows = [...counts.values()];
  await sql`insert into detection_quarter select * from jsonb_populate_recordset(null::detection_quarter, ${storableJson(rows)}::jsonb)
    on conflict (tenant_id, quarter, became) do update set n = detection_quarter.n + excluded.n`.execute(db.sql);
}
