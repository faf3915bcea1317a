import type { Group } from "./groups.ts";
import type { CorrelationDetection, Hit } from "./hit.ts";
import type { Runner, Running } from "./runner.ts";

/**
 * Judges a group that a hit has just entered.
 *
 * Once it has fired it fires again only after a whole timespan: two detections of one group share no hit, and an
 * attack of a day is one detection a timespan. An outer temporal correlation asks whether the condition held, not
 * whether it was told, so it hears of every hit that meets it.
 */
export function judge(runner: Runner, run: Running, group: Group): void {
  const { last, window } = group;
  const { timespanMs } = run.rule;
  const fromMs = last.timeMs - timespanMs;
  if (!run.aggregate.holds(window, fromMs)) return;
  const fires = last.timeMs - group.firedMs > timespanMs;
  if (fires) {
    fire(runner, run, group, fromMs, last);
    group.firedMs = last.timeMs;
    group.hits = 0;
  } else run.counts.suppressed++;
  if (run.outer.length > 0) handOn(runner, run, group, last.timeMs, fires);
}

/** Judges a group whose window is over. */
export function judgeClosed(runner: Runner, run: Running, group: Group): void {
  const fromMs = group.first.timeMs;
  if (!run.aggregate.holds(group.window, fromMs)) return;
  fire(runner, run, group, fromMs, group.first);
  // What was not known before the window's end cannot have happened before it.
  handOn(runner, run, group, fromMs + run.rule.timespanMs, true);
}

/** `by` is the hit that gives the detection its identity: the one that completed it, or the one that opened the window. */
function fire(runner: Runner, run: Running, group: Group, fromMs: number, by: Hit): void {
  run.counts.detections++;
  if (run.isSilent) run.counts.silent++;
  else runner.out.push(detectionOf(run, group, fromMs, by));
}

function detectionOf({ rule, aggregate }: Running, group: Group, fromMs: number, by: Hit): CorrelationDetection {
  const hits = aggregate.evidence?.(group.window, fromMs) ?? group.recent.filter((hit) => hit.timeMs >= fromMs);
  return {
    id: JSON.stringify([rule.key, group.key, by.timeMs, by.eventKey]),
    rule: rule.key,
    timeMs: group.last.timeMs,
    firstMs: aggregate.firstMs(group.window, fromMs),
    group: Object.fromEntries(rule.groupBy.map((name, i) => [name, group.shown[i] ?? ""])),
    figure: aggregate.figure(group.window, fromMs),
    hits: group.hits,
    evidence: hits.map(({ rule: key, timeMs, eventKey, evidence }) => ({ rule: key, timeMs, eventKey, evidence })),
  };
}

/** Makes a hit of the correlation's own for those that name it. One that counts counts detections. */
function handOn(runner: Runner, run: Running, group: Group, timeMs: number, fires: boolean): void {
  const { eventKey, evidence, values: lastValues } = group.last;
  const carry = run.carries[group.lastSource] ?? [];
  const values = carry.map((from) => ("group" in from ? group.shown[from.group] : lastValues[from.value]));
  const hit: Hit = { rule: run.rule.key, timeMs, eventKey, values, evidence };
  for (const target of run.outer) {
    if (fires || runner.running[target.correlation]?.isTemporal === true) runner.handedOn.push({ target, hit });
  }
}
