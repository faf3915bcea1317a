import { type Bound, type RuleExpression, within } from "../sigma/index.ts";
import type { Aggregate } from "./aggregate.ts";
import type { Hit } from "./hit.ts";

/** The latest hit of each rule of the list: a rule was seen in the window if its latest hit lies in it. */
export type Latest = (Hit | null)[];

const isSeen = (hit: Hit | null | undefined, fromMs: number): boolean => hit !== null && hit !== undefined && hit.timeMs >= fromMs;

/** Number of rules seen in the window. */
export function countSeen(latest: Latest, fromMs: number): number {
  let count = 0;
  for (const hit of latest) if (isSeen(hit, fromMs)) count++;
  return count;
}

/** The latest hit of each rule seen in the window, in order of time. */
export const hitsSeen = (latest: Latest, fromMs: number): readonly Hit[] =>
  latest.filter((hit): hit is Hit => isSeen(hit, fromMs)).toSorted((a, b) => a.timeMs - b.timeMs);

/** `temporal`: which rules were seen, by an expression or by their number. */
export function seenWindow(rules: number, condition: { readonly bounds: readonly Bound[] } | { readonly expression: RuleExpression }): Aggregate<Latest> {
  const holds = "bounds" in condition
    ? (latest: Latest, fromMs: number) => within(condition.bounds, countSeen(latest, fromMs))
    : compileExpression(condition.expression);
  return {
    reads: undefined,
    create: () => Array.from({ length: rules }, () => null),
    add(latest, hit, source) {
      latest[source] = hit;
      return 0;
    },
    figure: countSeen,
    holds,
    firstMs: (latest, fromMs) => hitsSeen(latest, fromMs)[0]?.timeMs ?? fromMs,
    evidence: hitsSeen,
    size: () => rules,
    save: saveLatest,
    load: (saved, hitOf) => loadLatest(saved as SavedLatest, hitOf),
  };
}

type Holds = (latest: Latest, fromMs: number) => boolean;

function compileExpression(expression: RuleExpression): Holds {
  if (expression.op === "rule") return (latest, fromMs) => isSeen(latest[expression.rule], fromMs);
  if (expression.op === "not") {
    const inner = compileExpression(expression.arg);
    return (latest, fromMs) => !inner(latest, fromMs);
  }
  const parts = expression.args.map(compileExpression);
  return expression.op === "and"
    ? (latest, fromMs) => parts.every((part) => part(latest, fromMs))
    : (latest, fromMs) => parts.some((part) => part(latest, fromMs));
}

export type SavedLatest = readonly (number | null)[];

export const saveLatest = (latest: Latest, numberOf: (hit: Hit) => number): SavedLatest =>
  latest.map((hit) => (hit === null ? null : numberOf(hit)));

export const loadLatest = (saved: SavedLatest, hitOf: (number: number) => Hit): Latest =>
  saved.map((number) => (number === null ? null : hitOf(number)));
