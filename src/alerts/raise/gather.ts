// What a batch of detections makes of alerts, in memory: rows to insert, rows to change, and what is to be told.
import type { Alert } from "../alert.ts";
import { Board } from "../grouping/board.ts";
import { joinFacts, type ScoreFacts } from "../score/facts.ts";
import { isAsked } from "../standing.ts";
import { levelOfScore, scoreOf } from "../score/score.ts";
import type { AlertInEvent } from "./repo.ts";
import type { Incoming } from "./read.ts";

/** An alert as this batch leaves it. */
export type Touched = {
  alert: Omit<Alert, "number" | "ref"> & Partial<Pick<Alert, "ref">>;
  readonly isNew: boolean;
  windowFromMs: number;
  windowUntilMs: number;
  isReopened: boolean;
  isMerged: boolean;
};

export type Joined = { readonly incoming: Incoming; readonly alert: string };

export type Gathered = { readonly touched: readonly Touched[]; readonly joined: readonly Joined[]; readonly merges: readonly { readonly tenant: string; readonly from: readonly string[]; readonly into: string }[] };

export type Known = {
  readonly alerts: readonly Alert[];
  readonly events: readonly AlertInEvent[];
  readonly samenesses: readonly { readonly tenant: string; readonly alert: string; readonly sameness: string }[];
};

const DAY_MS = 24 * 60 * 60_000;
/** How far back "first time" looks. */
export const FIRST_MS = 90 * DAY_MS;

/** Puts detections, in their order, into the alerts that are known and into new ones. */
export function gather(incoming: readonly Incoming[], known: Known, now: Date): Gathered {
  const board = boardOf(known);
  const stored = new Map(known.alerts.map((alert) => [nameOf(alert.tenant, alert.id), alert]));
  const touched = new Map<string, Touched>();
  const touch = (tenant: string, id: string): Touched | undefined => {
    const name = nameOf(tenant, id);
    const alert = stored.get(name);
    const found = touched.get(name) ?? (alert === undefined ? undefined : { alert, isNew: false, windowFromMs: Infinity, windowUntilMs: -Infinity, isReopened: false, isMerged: false });
    if (found !== undefined) touched.set(name, found);
    return found;
  };
  const joined: Joined[] = [];
  const merges: { tenant: string; from: readonly string[]; into: string }[] = [];
  for (const one of incoming) {
    const { tenant } = one.toPlace;
    const { alert: id, as, group, takesIn } = board.place(one.toPlace);
    const existing = touch(tenant, id);
    const into = existing ?? begun(one, id, now);
    if (existing === undefined) touched.set(nameOf(tenant, id), into);
    else join(into, one, as, now);
    // The group of a merged alert goes on; a member of a chain extends nobody's.
    const ofGroup = group === id ? into : touch(tenant, group);
    if (ofGroup !== undefined && ofGroup.alert.grouping.key === one.group.key) {
      ofGroup.windowFromMs = Math.min(ofGroup.windowFromMs, one.toPlace.timeMs);
      ofGroup.windowUntilMs = Math.max(ofGroup.windowUntilMs, one.toPlace.timeMs);
    }
    joined.push({ incoming: one, alert: id });
    for (const other of takesIn) takeIn(into, touch(tenant, other), now);
    if (takesIn.length > 0) merges.push({ tenant, from: takesIn, into: id });
  }
  // What was merged into one that was merged itself is part of the last.
  for (const one of touched.values()) if (one.alert.mergedInto !== null) one.alert = { ...one.alert, mergedInto: currentOf(touched, one.alert.tenant, one.alert.mergedInto) };
  return { touched: [...touched.values()], joined: joined.map((one) => ({ ...one, alert: currentOf(touched, one.incoming.toPlace.tenant, one.alert) })), merges };
}

function boardOf({ alerts, events, samenesses }: Known): Board {
  const board = new Board();
  const samenessesOf = Map.groupBy(samenesses, ({ tenant, alert }) => nameOf(tenant, alert));
  for (const alert of alerts) {
    const { tenant, id, grouping, status, judgement, incident, mergedInto } = alert;
    board.add({
      tenant, id, strategy: grouping.strategy, key: grouping.key, fromMs: alert.window.from.getTime(), untilMs: alert.window.until.getTime(), isClosed: status === "closed",
      isHarmless: status === "closed" && (judgement.verdict === "false_positive" || judgement.verdict === "benign_positive"), hasIncident: incident !== null, isAsked: isAsked({ status }), mergedInto,
      sameness: new Set((samenessesOf.get(nameOf(tenant, id)) ?? []).map(({ sameness }) => sameness)),
    });
  }
  for (const { tenant, event, alert } of events) board.hasEvent(tenant, alert, event);
  return board;
}

const nameOf = (tenant: string, id: string): string => `${tenant}\n${id}`;

const NOT_JUDGED = { verdict: null, reason: null, explainedBy: null, at: null, by: null, side: null } as const;

function begun({ detection, group, facts, techniques, tactics }: Incoming, id: string, now: Date): Touched {
  const { tenant, rule, time } = detection;
  const timeMs = time.getTime();
  const score = scoreOf(facts, 1);
  const { strategy, key, windowMinutes, entity } = group;
  return {
    alert: {
      tenant, id, title: rule.title, rule: { key: rule.key, level: facts.level }, leadDetection: detection.id, grouping: { strategy, key, windowMinutes }, window: { from: time, until: time },
      entity: { kind: entity.kind, value: entity.value, name: entity.name }, asset: entity.asset, techniques, tactics, score, level: levelOfScore(score), scoreFacts: facts, detections: 1, repeated: 0,
      firstTime: time, lastTime: time, raisedAt: now, changedAt: now, status: "new", statusBefore: null, owner: null, judgement: NOT_JUDGED, closedAt: null,
      reopened: { count: 0, at: null, why: null }, incident: null, mergedInto: null, due: null,
    },
    isNew: true, windowFromMs: timeMs, windowUntilMs: timeMs, isReopened: false, isMerged: false,
  };
}

function join(touched: Touched, { detection, facts, techniques, tactics }: Incoming, as: string, now: Date): void {
  const { alert } = touched;
  const { time } = detection;
  const more = { detections: alert.detections + 1, firstTime: time < alert.firstTime ? time : alert.firstTime, lastTime: time > alert.lastTime ? time : alert.lastTime, changedAt: now };
  if (as === "repeated") touched.alert = { ...alert, ...more, repeated: alert.repeated + 1 };
  else touched.alert = scored({ ...alert, ...more, techniques: union(alert.techniques, techniques), tactics: union(alert.tactics, tactics) }, joinFacts(alert.scoreFacts, facts));
  if (as === "reopened") reopen(touched, detection.rule.title, now);
}

function reopen(touched: Touched, title: string, now: Date): void {
  const { alert } = touched;
  const verdict = alert.judgement.verdict === null ? "" : `, which was judged ${alert.judgement.verdict.replace("_", " ")}`;
  const why = `A further detection of ${title} came within the window of this alert${verdict}.`;
  touched.isReopened = true;
  touched.alert = { ...alert, status: alert.owner === null ? "new" : "in_progress", statusBefore: null, judgement: NOT_JUDGED, closedAt: null, reopened: { count: alert.reopened.count + 1, at: now, why } };
}

function takeIn(into: Touched, taken: Touched | undefined, now: Date): void {
  if (taken === undefined) return;
  const [chain, other] = [into.alert, taken.alert];
  taken.isMerged = true;
  taken.alert = { ...other, status: "closed", statusBefore: null, closedAt: now, changedAt: now, mergedInto: chain.id };
  into.alert = scored({
    ...chain, detections: chain.detections + other.detections, repeated: chain.repeated + other.repeated, techniques: union(chain.techniques, other.techniques), tactics: union(chain.tactics, other.tactics),
    firstTime: other.firstTime < chain.firstTime ? other.firstTime : chain.firstTime, lastTime: other.lastTime > chain.lastTime ? other.lastTime : chain.lastTime, changedAt: now,
  }, joinFacts(chain.scoreFacts, other.scoreFacts));
}

/** The alert with a score of these facts. */
export function scored<One extends Pick<Alert, "detections" | "repeated" | "rule">>(alert: One, scoreFacts: ScoreFacts): One & Pick<Alert, "score" | "level" | "scoreFacts"> {
  const score = scoreOf(scoreFacts, alert.detections - alert.repeated);
  return { ...alert, rule: { ...alert.rule, level: scoreFacts.level }, scoreFacts, score, level: levelOfScore(score) };
}

const union = (a: readonly string[], b: readonly string[]): readonly string[] => (b.every((one) => a.includes(one)) ? a : [...new Set([...a, ...b])].toSorted());

/** Where an alert's detections are after all merges of the batch. */
function currentOf(touched: ReadonlyMap<string, Touched>, tenant: string, alert: string): string {
  const into = touched.get(nameOf(tenant, alert))?.alert.mergedInto ?? null;
  return into === null ? alert : currentOf(touched, tenant, into);
}
