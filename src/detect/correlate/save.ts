import { DomainError, type Value } from "../../core/index.ts";
import type { ResolvedCorrelation } from "../sigma/index.ts";
import { fromOldest } from "./age.ts";
import { addGroup, type Group } from "./groups.ts";
import type { Hit } from "./hit.ts";
import type { Plan } from "./plan.ts";
import { keep, type Reorder } from "./reorder.ts";
import { noCounts, type Counts, type Runner, type Running } from "./runner.ts";

/** What became of the hits before they reached a correlation. */
export type Arrivals = { received: number; used: number; unrelated: number; late: number; future: number; shortened: number };

type SavedGroup = Pick<Group, "key" | "shown" | "lastSource" | "hits"> & {
  readonly window: unknown;
  readonly first: number;
  readonly last: number;
  readonly firedMs: number | null;
  readonly recent: readonly number[];
};
type SavedCorrelation = { readonly key: string; readonly definition: string; readonly counts: Counts; readonly groups: readonly SavedGroup[] };
type Saved = {
  readonly version: 1;
  readonly needs: readonly (readonly [string, readonly string[]])[];
  readonly arrivals: Arrivals;
  readonly duplicates: number;
  readonly forced: number;
  readonly maxMs: number | null;
  readonly floorMs: number | null;
  /** Every hit that something refers to, once. */
  readonly hits: readonly Hit[];
  readonly waiting: readonly number[];
  readonly correlations: readonly SavedCorrelation[];
};

// JSON has no infinity.
const finite = (ms: number): number | null => (Number.isFinite(ms) ? ms : null);

/** All state as one JSON value. */
export function saveState(runner: Runner, reorder: Reorder, arrivals: Arrivals): unknown {
  const numbers = new Map<Hit, number>();
  const numberOf = (hit: Hit): number => {
    const known = numbers.get(hit);
    if (known !== undefined) return known;
    numbers.set(hit, numbers.size);
    return numbers.size - 1;
  };
  const waiting = [...reorder.slots.values()].flatMap((hits) => hits.map(numberOf));
  const correlations = runner.running.map((run): SavedCorrelation => ({
    key: run.rule.key,
    definition: definitionOf(run.rule, runner.plan),
    counts: { ...run.counts },
    groups: fromOldest(run.groups).map((group) => saveGroup(run, group, numberOf)),
  }));
  return {
    version: 1,
    needs: [...runner.plan.needs],
    arrivals: { ...arrivals },
    duplicates: reorder.duplicates,
    forced: reorder.forced,
    maxMs: finite(reorder.maxMs),
    floorMs: finite(reorder.floorMs),
    hits: [...numbers.keys()],
    waiting,
    correlations,
  } satisfies Saved;
}

const saveGroup = ({ aggregate }: Running, group: Group, numberOf: (hit: Hit) => number): SavedGroup => ({
  key: group.key,
  shown: group.shown,
  lastSource: group.lastSource,
  hits: group.hits,
  window: aggregate.save(group.window, numberOf),
  first: numberOf(group.first),
  last: numberOf(group.last),
  firedMs: finite(group.firedMs),
  recent: group.recent.map(numberOf),
});

/** Replaces all state by what `saveState` gave. Correlations that were changed since begin anew; their keys are returned. */
export function restoreState(runner: Runner, reorder: Reorder, arrivals: Arrivals, value: unknown): readonly string[] {
  const saved = value as Saved | null;
  if (saved?.version !== 1) throw new DomainError("invalid", "This is no state of correlations that this version has saved; begin without it.");
  Object.assign(arrivals, saved.arrivals);
  const { duplicates, forced } = saved;
  Object.assign(reorder, { duplicates, forced, waiting: 0, maxMs: saved.maxMs ?? -Infinity, floorMs: saved.floorMs ?? -Infinity });
  reorder.slots.clear();
  for (const number of saved.waiting) keep(reorder, adapt(saved.hits[number]!, saved, runner.plan));

  const hitOf = (number: number): Hit => saved.hits[number]!;
  const byKey = new Map(saved.correlations.map((correlation) => [correlation.key, correlation]));
  runner.nextCloseMs = Infinity;
  for (const run of runner.running) {
    const before = byKey.get(run.rule.key);
    const same = before?.definition === definitionOf(run.rule, runner.plan) ? before : undefined;
    if (same !== undefined) byKey.delete(run.rule.key);
    restoreCorrelation(runner, run, same, hitOf);
  }
  return [...byKey.keys()];
}

function restoreCorrelation(runner: Runner, run: Running, saved: SavedCorrelation | undefined, hitOf: (number: number) => Hit): void {
  Object.assign(run.counts, saved?.counts ?? noCounts());
  run.groups.byKey.clear();
  run.groups.oldest = run.groups.newest = null;
  run.entries = 0;
  for (const group of saved?.groups ?? []) {
    const { window, first, last, firedMs, recent, ...rest } = group;
    const restored: Group = {
      ...rest,
      window: run.aggregate.load(window, hitOf),
      first: hitOf(first),
      last: hitOf(last),
      firedMs: firedMs ?? -Infinity,
      recent: recent.map(hitOf),
      older: null,
      newer: null,
    };
    addGroup(run.groups, restored);
    run.entries += run.aggregate.size(restored.window) + restored.recent.length;
    if (run.atClose) runner.nextCloseMs = Math.min(runner.nextCloseMs, restored.first.timeMs + run.rule.timespanMs);
  }
}

/** A hit that waits, with its values in the order that the correlations of now need them. */
function adapt(hit: Hit, saved: Saved, { needs }: Plan): Hit {
  const before = saved.needs.find(([rule]) => rule === hit.rule)?.[1] ?? [];
  const now = needs.get(hit.rule) ?? [];
  if (now.length === before.length && now.every((name, i) => name === before[i])) return hit;
  return { ...hit, values: now.map((name): Value => (before.includes(name) ? hit.values[before.indexOf(name)] : undefined)) };
}

/** All that decides what a correlation's state means, as one text. */
function definitionOf(rule: ResolvedCorrelation, { needs }: Plan): string {
  const { type, groupBy, timespanMs, condition, sources } = rule;
  const aliases = [...rule.aliases].map(([alias, fields]) => [alias, [...fields]]);
  return JSON.stringify([type, groupBy, timespanMs, condition, aliases, sources.map(({ key }) => [key, needs.get(key)])]);
}
