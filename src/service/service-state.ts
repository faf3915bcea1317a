// The state of the service over a time, as its page shows it.
import { type ClockCount, countClocks, countPauses, type PauseCount } from "../clocks/index.ts";
import type { TenantDb } from "../store/index.ts";
import { settingsAt } from "../tenants/index.ts";
import { type AlertFigures, alertsByWeek, countAlerts, countDetections, countEscalations, countIncidents, countRulesChanged, type EscalationFigures, incidentsByWeek, type Range, requestsByTeam, type TeamCount } from "./repo.ts";
import { lastWeeks, weekEnd, weekName } from "./weeks.ts";

export type Objective = ClockCount & {
  /** What the contract says now; null: nothing was agreed for it. */
  readonly agreed: { readonly targetMinutes: number; readonly timing: "service-hours" | "calendar"; readonly sharePercent: number } | null;
  /** Null: too few for a percentage. */
  readonly percent: number | null;
  readonly percentWithPauses: number | null;
  /** Whether less than what was agreed was met; null: nothing was agreed, or too few. */
  readonly isUnder: boolean | null;
};

export type Week = { readonly name: string; readonly begins: Date; readonly incidents: Readonly<Record<string, number>>; readonly raised: number; readonly closed: number };

export type ServiceState = {
  readonly objectives: { readonly total: number; readonly met: number; readonly metWithPauses: number; readonly list: readonly Objective[]; readonly pauses: readonly PauseCount[] };
  readonly requests: readonly TeamCount[];
  readonly incidents: { readonly opened: number; readonly closed: number; readonly open: number };
  readonly alerts: AlertFigures;
  readonly detections: number;
  readonly escalations: EscalationFigures;
  readonly rulesChanged: number;
  /** Thirteen, in order, up to that of the end; not only of the range. */
  readonly weeks: readonly Week[];
};

const WEEKS = 13;
// Of fewer a percentage says nothing: one case more or less moves it by five points.
const ENOUGH = 20;
const MOST_REASONS = 20;

/** Counts what happened in `range`, and what is open now. */
export async function serviceState(db: TenantDb, range: Range, now: Date): Promise<ServiceState> {
  const clocks = await countClocks(db, range, now);
  const sum = (of: (count: ClockCount) => number): number => clocks.reduce((total, count) => total + of(count), 0);
  return {
    objectives: {
      total: sum(({ total }) => total), met: sum(({ met }) => met), metWithPauses: sum(({ metWithPauses }) => metWithPauses),
      list: await objectivesOf(db, clocks, now),
      pauses: await countPauses(db, range, MOST_REASONS),
    },
    requests: await requestsByTeam(db, range, now),
    incidents: await countIncidents(db, range),
    alerts: await countAlerts(db, range),
    detections: await countDetections(db, range),
    escalations: await countEscalations(db, range),
    rulesChanged: await countRulesChanged(db, range),
    weeks: await weeksUpTo(db, new Date(Math.min(range.until.getTime() - 1, now.getTime()))),
  };
}

async function objectivesOf(db: TenantDb, clocks: readonly ClockCount[], now: Date): Promise<readonly Objective[]> {
  const { documents } = await settingsAt(db, now);
  const { levels } = documents["severity-scale"];
  const rank = (severity: string): number => levels.findIndex(({ key }) => key === severity);
  const list = clocks.map((count): Objective => {
    const found = documents.objectives.objectives.find(({ severity, phase }) => severity === count.severity && phase === count.phase);
    const agreed = found === undefined ? null : { targetMinutes: found.targetMinutes, timing: found.timing, sharePercent: found.sharePercent };
    const percent = percentOf(count.met, count.total);
    return { ...count, agreed, percent, percentWithPauses: percentOf(count.metWithPauses, count.total), isUnder: percent === null || agreed === null ? null : percent < agreed.sharePercent };
  });
  return list.toSorted((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) || rank(b.severity) - rank(a.severity) || (a.severity < b.severity ? -1 : 1));
}

const PHASES = ["acknowledge", "qualify", "notify", "contain-advice", "client-acknowledge", "client-qualify", "request-acknowledge", "request-done"];
const percentOf = (part: number, whole: number): number | null => (whole < ENOUGH ? null : (part / whole) * 100);

async function weeksUpTo(db: TenantDb, at: Date): Promise<readonly Week[]> {
  const mondays = lastWeeks(at, WEEKS);
  const range = { since: mondays[0] ?? at, until: weekEnd(mondays.at(-1) ?? at) };
  const incidents = Map.groupBy(await incidentsByWeek(db, range), ({ week }) => week.getTime());
  const alerts = new Map((await alertsByWeek(db, range)).map((row) => [row.week.getTime(), row]));
  return mondays.map((begins) => ({
    name: weekName(begins), begins,
    incidents: Object.fromEntries((incidents.get(begins.getTime()) ?? []).map(({ severity, n }) => [severity, n])),
    raised: alerts.get(begins.getTime())?.raised ?? 0,
    closed: alerts.get(begins.getTime())?.closed ?? 0,
  }));
}
