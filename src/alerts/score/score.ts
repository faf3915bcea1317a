// How urgent an alert is, from 0 to 100, as a sum whose parts people see. docs/alerts.md has the table.
import type { Level } from "../level.ts";
import type { ScoreFacts } from "./facts.ts";

export type ScorePart = { readonly part: "rule" | "asset" | "privileged" | "exposed" | "indicator" | "first" | "many" | "weakness" | "most"; readonly points: number };

const BY_LEVEL: Readonly<Record<Level, number>> = { informational: 10, low: 25, medium: 40, high: 60, critical: 75 };
const BY_CRITICALITY = [0, 0, 5, 10, 18];
/** From so many detections on, one point each. */
const MANY = [2, 5, 20, 100, 1_000];

/** What a rule counts as that names no level: nothing is stored of it, so that it may change. */
export const LEVEL_OF_UNNAMED: Level = "medium";

/** The parts that count, the rule first. */
export function partsOf(facts: ScoreFacts, detections: number): readonly ScorePart[] {
  const { level, criticality, isPrivileged, isExposed, isIndicator, isFirst, weakness } = facts;
  const parts: readonly ScorePart[] = [
    { part: "rule", points: BY_LEVEL[level ?? LEVEL_OF_UNNAMED] },
    { part: "asset", points: BY_CRITICALITY[criticality] ?? 0 },
    { part: "privileged", points: isPrivileged ? 8 : 0 },
    { part: "exposed", points: isExposed ? 5 : 0 },
    { part: "indicator", points: isIndicator ? 10 : 0 },
    { part: "first", points: isFirst ? 5 : 0 },
    { part: "many", points: MANY.filter((from) => detections >= from).length },
    { part: "weakness", points: weakness === null ? 0 : 3 },
  ];
  const over = sumOf(parts) - MOST;
  // What is above the end of the scale is a part too: they add up to the score.
  return [...parts.filter(({ points }) => points > 0), ...(over > 0 ? [{ part: "most" as const, points: -over }] : [])];
}

const MOST = 100;
const sumOf = (parts: readonly ScorePart[]): number => parts.reduce((sum, { points }) => sum + points, 0);

/** Their sum, at most 100. */
export const scoreOf = (facts: ScoreFacts, detections: number): number => sumOf(partsOf(facts, detections));

const FROM: readonly (readonly [number, Level])[] = [[85, "critical"], [65, "high"], [40, "medium"], [20, "low"]];

/** The level that a score stands for. */
export const levelOfScore = (score: number): Level => FROM.find(([from]) => score >= from)?.[1] ?? "informational";
