import type { Items } from "./aggregate.ts";
import { enter, expire, leave } from "./enter.ts";
import { judge, judgeClosed } from "./fire.ts";
import type { Hit } from "./hit.ts";
import type { Target } from "./plan.ts";
import type { Runner, Running } from "./runner.ts";
import { combinations, numbersIn } from "./value.ts";

/** Takes the next hit in order of time. What is detected is added to the runner's `out`. */
export function take(runner: Runner, hit: Hit): void {
  closeBefore(runner, hit.timeMs);
  for (const target of runner.plan.targets.get(hit.rule) ?? []) observe(runner, target, hit);
  takeHandedOn(runner);
}

/** Judges the windows that end before this time, in the order in which they end; an inner correlation's before an outer's. */
export function closeBefore(runner: Runner, timeMs: number): void {
  while (runner.nextCloseMs < timeMs) {
    const next = runner.running.reduce((first, run) => (endOf(run) < endOf(first) ? run : first));
    const group = next.groups.oldest;
    if (group !== null && endOf(next) < timeMs) {
      leave(next, group);
      judgeClosed(runner, next, group);
      takeHandedOn(runner);
    }
    runner.nextCloseMs = Math.min(...runner.running.map(endOf));
  }
}

function endOf({ atClose, groups, rule }: Running): number {
  return atClose && groups.oldest !== null ? groups.oldest.first.timeMs + rule.timespanMs : Infinity;
}

function takeHandedOn(runner: Runner): void {
  for (let next = runner.handedOn.shift(); next !== undefined; next = runner.handedOn.shift()) observe(runner, next.target, next.hit);
}

const NO_ITEMS: Items = [];

function observe(runner: Runner, target: Target, hit: Hit): void {
  const run = runner.running[target.correlation]!;
  const { counts, aggregate } = run;
  counts.hits++;
  const cut = (count: number): void => void (counts.cut += count);
  let items = NO_ITEMS;
  if (aggregate.reads !== undefined) {
    items = aggregate.reads === "numbers" ? numbersIn(hit.values[target.fields[0]!]) : combinations(hit.values, target.fields, cut).map(({ key }) => key);
    if (items.length === 0) {
      counts.unvalued++;
      return;
    }
  }
  if (!run.atClose) expire(run, hit.timeMs - run.rule.timespanMs);
  const found = combinations(hit.values, target.group, cut);
  if (found.length === 0) counts.ungrouped++;
  const entry = { hit, source: target.source, items };
  for (const combination of found) {
    const group = enter(runner, run, combination, entry);
    if (!run.atClose) judge(runner, run, group);
  }
}
