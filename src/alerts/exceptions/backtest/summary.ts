// The result of a backtest out of what was decided on each detection.
import type { BacktestResult, TestedAlert, UnknownField, VerdictCounts } from "./result.ts";
import type { PastAlert, PastDetection } from "./repo.ts";
import { type Comparable, narrowerOf } from "./narrower.ts";

/** Undefined: its events are gone or were not read, so it counts as not hidden. */
export type TestedDetection = { readonly past: PastDetection; readonly answer: boolean | undefined };

export type ToSum = {
  readonly tested: readonly TestedDetection[];
  readonly comparable: readonly Comparable[];
  readonly asked: readonly string[];
  readonly unknownFields: readonly UnknownField[];
  readonly partial: string | null;
};

const MOST_SQUARES = 500;
const MOST_NAMED = 50;

/** Counts detections and alerts; an alert is hidden if all of its detections are. */
export function summaryOf({ tested, comparable, asked, unknownFields, partial }: ToSum): BacktestResult {
  const alerts = alertsOf(tested);
  const hidden = alerts.filter((one) => one.hidden);
  const lost = hidden.filter(({ verdict }) => verdict === "true_positive");
  const isHiddenDetection = tested.filter(({ answer }) => answer === true).length;
  return {
    detections: { total: tested.length, hidden: isHiddenDetection, undecided: tested.filter(({ answer }) => answer === undefined).length },
    alerts: { total: alerts.length, hidden: hidden.length, partly: alerts.filter(({ partly }) => partly).length, byVerdict: countOf(alerts), hiddenByVerdict: countOf(hidden) },
    squares: alerts.slice(0, MOST_SQUARES),
    truePositives: { count: lost.length, named: lost.slice(0, MOST_NAMED).map(({ id, ref, title }) => ({ id, ref, title })) },
    narrower: narrowerOf(comparable, asked),
    unknownFields, partial,
    sentence: sentenceOf(alerts, hidden, lost.length),
  };
}

/** The alerts, the newest first. */
function alertsOf(tested: readonly TestedDetection[]): readonly TestedAlert[] {
  const byAlert = new Map<string, { readonly alert: PastAlert; total: number; hidden: number }>();
  for (const { past: { alert }, answer } of tested) {
    if (alert === null) continue;
    const one = byAlert.get(alert.id) ?? { alert, total: 0, hidden: 0 };
    byAlert.set(alert.id, one);
    one.total++;
    if (answer === true) one.hidden++;
  }
  return [...byAlert.values()]
    .map(({ alert: { id, ref, title, raisedAt, level, verdict }, total, hidden }) => ({ id, ref, title, time: raisedAt, level, verdict, hidden: hidden === total, partly: hidden > 0 && hidden < total }))
    .toSorted((a, b) => b.time.getTime() - a.time.getTime() || (a.id < b.id ? -1 : 1));
}

function countOf(alerts: readonly TestedAlert[]): VerdictCounts {
  const of = (verdict: TestedAlert["verdict"]): number => alerts.filter((one) => one.verdict === verdict).length;
  return { true_positive: of("true_positive"), benign_positive: of("benign_positive"), false_positive: of("false_positive"), unjudged: of(null) };
}

function sentenceOf(alerts: readonly TestedAlert[], hidden: readonly TestedAlert[], lost: number): string {
  if (alerts.length === 0) return "There was no alert in its scope: nothing says what it would hide.";
  const truths = lost === 0 ? "no true positive" : lost === 1 ? "one true positive among them" : `${lost} true positives among them`;
  return `It would have hidden ${hidden.length} of ${alerts.length} alerts, ${truths}.`;
}
