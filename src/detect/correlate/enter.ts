import { renew } from "./age.ts";
import type { Items } from "./aggregate.ts";
import { addGroup, removeGroup, type Group } from "./groups.ts";
import type { Hit } from "./hit.ts";
import type { Runner, Running } from "./runner.ts";
import type { Combination } from "./value.ts";

/** A hit on its way into a correlation: which of the rules it belongs to, and the values that the condition looks at. */
type Entry = { readonly hit: Hit; readonly source: number; readonly items: Items };

/** Puts a hit into the window of its group, which it opens if there is none. */
export function enter(runner: Runner, run: Running, combination: Combination, { hit, source, items }: Entry): Group {
  const group = run.groups.byKey.get(combination.key) ?? open(runner, run, combination, hit);
  const { aggregate } = run;
  const before = aggregate.size(group.window);
  const fromMs = run.atClose ? group.first.timeMs : hit.timeMs - run.rule.timespanMs;
  run.counts.overflowed += aggregate.add(group.window, hit, source, items, fromMs);
  run.entries += aggregate.size(group.window) - before;
  group.last = hit;
  group.lastSource = source;
  group.hits++;
  if (aggregate.evidence === undefined) remember(runner, run, group, hit);
  if (!run.atClose) renew(run.groups, group);
  makeRoom(runner, run, group);
  return group;
}

function open(runner: Runner, run: Running, { key, shown }: Combination, hit: Hit): Group {
  const group: Group = {
    key, shown, window: run.aggregate.create(), first: hit, last: hit, lastSource: 0, firedMs: -Infinity, hits: 0, recent: [], older: null, newer: null,
  };
  addGroup(run.groups, group);
  run.entries += run.aggregate.size(group.window);
  if (run.atClose) runner.nextCloseMs = Math.min(runner.nextCloseMs, hit.timeMs + run.rule.timespanMs);
  return group;
}

function remember({ limits }: Runner, run: Running, { recent }: Group, hit: Hit): void {
  recent.push(hit);
  if (recent.length > limits.maxEvidence) recent.shift();
  else run.entries++;
}

export function leave(run: Running, group: Group): void {
  run.entries -= run.aggregate.size(group.window) + group.recent.length;
  removeGroup(run.groups, group);
}

/** Drops the groups without a hit since `fromMs`: they remember nothing that could matter. */
export function expire(run: Running, fromMs: number): void {
  for (let { oldest } = run.groups; oldest !== null && oldest.last.timeMs < fromMs; oldest = run.groups.oldest) leave(run, oldest);
}

/** Memory is bounded: the group that was idle longest goes, never the one that the hit belongs to. */
function makeRoom({ limits }: Runner, run: Running, group: Group): void {
  while (run.groups.byKey.size > limits.maxGroups || run.entries > limits.maxEntries) {
    const oldest = run.groups.oldest === group ? group.newer : run.groups.oldest;
    if (oldest === null) return;
    leave(run, oldest);
    run.counts.evicted++;
  }
}
