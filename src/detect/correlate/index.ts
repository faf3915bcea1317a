import { DomainError } from "../../core/index.ts";
import type { ResolvedCorrelation } from "../sigma/index.ts";
import { DEFAULTS, type CorrelationDetection, type CorrelatorOptions, type Hit } from "./hit.ts";
import { createReorder, keep, release, releaseAll } from "./reorder.ts";
import { closeBefore, take } from "./run.ts";
import { createRunner, type Counts } from "./runner.ts";
import { restoreState, saveState, type Arrivals } from "./save.ts";
import { shorten } from "./shorten.ts";

export type { CorrelationDetection, CorrelatorOptions, Hit } from "./hit.ts";
export { fieldsNeeded } from "./plan.ts";
export { silenced } from "../sigma/index.ts";

/** The correlations of one tenant, with all that they remember. */
export type Correlator = {
  /**
   * Takes a hit in, in any order within the lateness, and returns what it made certain. A hit that lies ahead of
   * `nowMs` by more than the lateness is refused: one false clock would make all others late.
   */
  add(hit: Hit, nowMs?: number): readonly CorrelationDetection[];
  /** Says that event time has reached this, though no hit came: waiting hits are taken and windows closed. */
  advance(timeMs: number): readonly CorrelationDetection[];
  /** Says that no hit will come any more: takes all that wait and judges all windows, also those that are not over. */
  flush(): readonly CorrelationDetection[];
  stats(): CorrelatorStats;
  /** All that is remembered, as JSON. Going on after `restore` gives the same as never having stopped. */
  save(): unknown;
  /** Takes up what `save` gave. Returns the keys of saved correlations that are gone or changed; theirs is forgotten. */
  restore(saved: unknown): readonly string[];
};

/** received = used + unrelated + late + future + duplicate + waiting. */
export type CorrelatorStats = {
  readonly received: number;
  readonly used: number;
  /** Hits of rules that no correlation names. */
  readonly unrelated: number;
  /** Hits that came after their time had been judged. */
  readonly late: number;
  readonly future: number;
  readonly duplicate: number;
  /** Among the received: hits whose long texts and lists were cut. */
  readonly shortened: number;
  readonly waiting: number;
  /** Hits taken before the lateness was over, for lack of room; order is not certain for them. */
  readonly forced: number;
  readonly rules: readonly (Readonly<Counts> & { readonly rule: string; readonly groups: number; readonly entries: number })[];
};

const NONE: readonly CorrelationDetection[] = [];

/** Sets the correlations of one tenant to work. */
export function createCorrelator(correlations: readonly ResolvedCorrelation[], options: CorrelatorOptions = {}): Correlator {
  const limits = { ...DEFAULTS, ...options };
  const reorder = createReorder(limits.latenessMs, limits.maxWaiting);
  const runner = createRunner(correlations, limits);
  const counts: Arrivals = { received: 0, used: 0, unrelated: 0, late: 0, future: 0, shortened: 0 };

  const process = (hits: readonly Hit[]): readonly CorrelationDetection[] => {
    for (const hit of hits) take(runner, hit);
    counts.used += hits.length;
    closeBefore(runner, reorder.floorMs);
    if (runner.out.length === 0) return NONE;
    const { out } = runner;
    runner.out = [];
    return out;
  };
  return {
    add(given, nowMs = Infinity) {
      counts.received++;
      const timeMs = Math.floor(given.timeMs);
      const small = shorten(given);
      if (small !== given) counts.shortened++;
      const hit = timeMs === given.timeMs ? small : { ...small, timeMs };
      if (!Number.isFinite(timeMs)) throw new DomainError("invalid", `The hit of rule ${hit.rule} on event ${hit.eventKey} has no time.`);
      if (!runner.plan.targets.has(hit.rule)) counts.unrelated++;
      else if (timeMs - limits.latenessMs > nowMs) counts.future++;
      else if (!keep(reorder, hit)) counts.late++;
      else return process(release(reorder));
      return NONE;
    },
    advance(timeMs) {
      reorder.maxMs = Math.max(reorder.maxMs, timeMs);
      return process(release(reorder));
    },
    flush() {
      const before = process(releaseAll(reorder));
      closeBefore(runner, Infinity);
      const { out } = runner;
      runner.out = [];
      return [...before, ...out];
    },
    stats: () => ({
      ...counts,
      duplicate: reorder.duplicates,
      waiting: reorder.waiting,
      forced: reorder.forced,
      rules: runner.running.map((run) => ({ rule: run.rule.key, ...run.counts, groups: run.groups.byKey.size, entries: run.entries })),
    }),
    save: () => saveState(runner, reorder, counts),
    restore: (saved) => restoreState(runner, reorder, counts, saved),
  };
}
