// Correlations over a stream that does not end. Event time moves on with the hits; where none come, with the clock.
import type { Correlated } from "../detections/index.ts";
import { createCorrelator, type CorrelationDetection, type Correlator, type Hit, type ResolvedCorrelation } from "../detect/index.ts";

/**
 * How far hits of one group of correlations may be out of order. A detection waits as long, so it is short; correlations
 * over other rules have a clock of their own, and a cloud log that comes minutes late holds up nobody else.
 */
const LATENESS_MS = 5_000;

type Group = {
  readonly correlator: Correlator;
  /** Keys of the rules whose hits it wants. */
  readonly keys: ReadonlySet<string>;
  /** The latest event time, and when it came: event time has since moved on as far as the clock has. */
  latestMs: number;
  heardMs: number;
  hasNews: boolean;
};

type SavedGroup = { readonly keys: readonly string[]; readonly state: unknown; readonly latestMs: number };

/** The correlations of one tenant at work. */
export class LiveCorrelations {
  readonly #groups: readonly Group[];
  readonly #byKey: ReadonlyMap<string, ResolvedCorrelation>;

  constructor(correlations: readonly ResolvedCorrelation[]) {
    this.#byKey = new Map(correlations.map((correlation) => [correlation.key, correlation]));
    this.#groups = connected(correlations).map((group) => ({
      correlator: createCorrelator(group, { latenessMs: LATENESS_MS }),
      keys: new Set(group.flatMap(({ key, sources }) => [key, ...sources.map((source) => source.key)])),
      latestMs: -Infinity,
      heardMs: 0,
      hasNews: false,
    }));
  }

  add(hit: Hit, nowMs: number): readonly Correlated[] {
    const group = this.#groups.find(({ keys }) => keys.has(hit.rule));
    if (group === undefined) return [];
    group.hasNews = true;
    if (hit.timeMs > group.latestMs && hit.timeMs - LATENESS_MS <= nowMs) {
      group.latestMs = hit.timeMs;
      group.heardMs = nowMs;
    }
    return this.#named(group.correlator.add(hit, nowMs));
  }

  /** Says what the clock shows: hits that waited for others are judged, and windows close. */
  tick(nowMs: number): readonly Correlated[] {
    return this.#groups.flatMap((group) => {
      if (group.latestMs === -Infinity || nowMs <= group.heardMs) return [];
      return this.#named(group.correlator.advance(group.latestMs + (nowMs - group.heardMs)));
    });
  }

  /** Whether hits came since `save` was last called. */
  get hasNews(): boolean {
    return this.#groups.some(({ hasNews }) => hasNews);
  }

  /** All state as JSON. */
  save(): readonly SavedGroup[] {
    return this.#groups.flatMap((group) => {
      group.hasNews = false;
      return group.latestMs === -Infinity ? [] : [{ keys: [...group.keys], state: group.correlator.save(), latestMs: group.latestMs }];
    });
  }

  /** Takes up what `save` gave; rules that are gone or changed begin anew. */
  restore(saved: unknown, nowMs: number): void {
    for (const group of this.#groups) {
      const best = (saved as readonly SavedGroup[]).find(({ keys }) => keys.some((key) => group.keys.has(key)));
      if (best === undefined) continue;
      group.correlator.restore(best.state);
      group.latestMs = best.latestMs;
      group.heardMs = nowMs;
    }
  }

  #named(found: readonly CorrelationDetection[]): readonly Correlated[] {
    return found.map((one) => ({ found: one, correlation: this.#byKey.get(one.rule)! }));
  }
}

/** Correlations that share a rule, or name each other, stay together, in their order. */
function connected(correlations: readonly ResolvedCorrelation[]): ResolvedCorrelation[][] {
  const groups: { readonly keys: Set<string>; readonly members: ResolvedCorrelation[] }[] = [];
  for (const correlation of correlations) {
    const keys = [correlation.key, ...correlation.sources.map(({ key }) => key)];
    const touched = groups.filter((group) => keys.some((key) => group.keys.has(key)));
    const [first = { keys: new Set<string>(), members: [] }, ...others] = touched;
    if (touched.length === 0) groups.push(first);
    for (const other of others) {
      for (const key of other.keys) first.keys.add(key);
      first.members.push(...other.members);
      groups.splice(groups.indexOf(other), 1);
    }
    for (const key of keys) first.keys.add(key);
    first.members.push(correlation);
  }
  const order = new Map(correlations.map((correlation, at) => [correlation, at]));
  return groups.map(({ members }) => members.toSorted((a, b) => order.get(a)! - order.get(b)!));
}
