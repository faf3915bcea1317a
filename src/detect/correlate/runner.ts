import { type ResolvedCorrelation, silenced } from "../sigma/index.ts";
import type { Aggregate } from "./aggregate.ts";
import { aggregateFor, isJudgedAtClose } from "./choose.ts";
import { noGroups, type Groups } from "./groups.ts";
import type { CorrelationDetection, CorrelatorOptions, Hit } from "./hit.ts";
import { planOf, type Carry, type Plan, type Target } from "./plan.ts";

/** What became of one correlation's hits, and of its groups. */
export type Counts = {
  /** Hits of the rules that it names. */
  hits: number;
  /** Hits not used because a group-by field had no value. */
  ungrouped: number;
  /** Hits not used because the condition's field had no value, or no number where one is needed. */
  unvalued: number;
  /** Combinations of list values left out because one event had too many. */
  cut: number;
  /** Hits that met the condition within one timespan of the group's last detection. */
  suppressed: number;
  detections: number;
  /** Detections among these that are not shown: an outer correlation speaks for them. */
  silent: number;
  /** Groups dropped before their time because there were too many. */
  evicted: number;
  /** Numbers that still counted and were given up because one window had too many. */
  overflowed: number;
};

export const noCounts = (): Counts =>
  ({ hits: 0, ungrouped: 0, unvalued: 0, cut: 0, suppressed: 0, detections: 0, silent: 0, evicted: 0, overflowed: 0 });

/** One correlation at work. */
export type Running = {
  readonly rule: ResolvedCorrelation;
  readonly aggregate: Aggregate<unknown>;
  readonly atClose: boolean;
  readonly isSilent: boolean;
  readonly isTemporal: boolean;
  /** The outer correlations that name this one. */
  readonly outer: readonly Target[];
  /** For each of its rules, what its own hits take from theirs. */
  readonly carries: readonly Carry[];
  readonly counts: Counts;
  readonly groups: Groups;
  entries: number;
};

/** All correlations of one tenant at work on hits that come in order of time. */
export type Runner = {
  readonly plan: Plan;
  readonly running: readonly Running[];
  readonly limits: Required<CorrelatorOptions>;
  /** No window closes before this time. */
  nextCloseMs: number;
  /** Hits that correlations made for the correlations that name them, and that are not taken yet. */
  readonly handedOn: { readonly target: Target; readonly hit: Hit }[];
  out: CorrelationDetection[];
};

export function createRunner(correlations: readonly ResolvedCorrelation[], limits: Required<CorrelatorOptions>): Runner {
  const plan = planOf(correlations);
  const silent = silenced(correlations);
  const running = correlations.map((rule, index): Running => ({
    rule,
    aggregate: aggregateFor(rule, limits.maxEntries),
    atClose: isJudgedAtClose(rule),
    isSilent: silent.has(rule.key),
    isTemporal: rule.type === "temporal" || rule.type === "temporal_ordered",
    outer: plan.targets.get(rule.key) ?? [],
    carries: carriesOf(plan, rule, index),
    counts: noCounts(),
    groups: noGroups(),
    entries: 0,
  }));
  return { plan, running, limits, nextCloseMs: Infinity, handedOn: [], out: [] };
}

const carriesOf = ({ targets }: Plan, rule: ResolvedCorrelation, index: number): Carry[] =>
  rule.sources.map(({ key }) => targets.get(key)?.find(({ correlation }) => correlation === index)?.carry ?? []);
