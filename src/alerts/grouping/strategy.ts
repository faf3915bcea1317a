// Which detections belong together: published, and shown on each alert. docs/alerts.md has them in words.
import { createHash } from "node:crypto";
import type { KeptDetection } from "../../detections/index.ts";
import type { DetectionOfTenant } from "../suppress/suppressed.ts";
import { type Entity, entityOf } from "./entity.ts";

const STRATEGIES = ["rule-and-entity", "entity-and-time", "correlation-chain"] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** What an organisation decided of a rule, in place of what holds for all. */
export type GroupingChoice = { readonly strategy?: "rule-and-entity" | "entity-and-time" | undefined; readonly windowMinutes?: number | undefined };

export type Group = {
  readonly strategy: Strategy;
  /** Detections of one key are the same to people; the window says for how long. */
  readonly key: string;
  readonly windowMinutes: number;
  readonly entity: Entity;
};

const HOUR = 60;
const DAY = 24 * HOUR;

/** Where a detection belongs. */
export function groupOf(detection: DetectionOfTenant, choice: GroupingChoice = {}): Group {
  const entity = entityOf(detection);
  const strategy = strategyOf(detection, choice);
  const windowMinutes = choice.windowMinutes ?? (strategy === "entity-and-time" ? DAY : HOUR);
  // A fixed window is part of the key: which one a detection is in does not hang on what came before.
  const what = strategy === "entity-and-time" ? String(fixedWindow(detection.time, windowMinutes)) : detection.rule.key;
  const key = createHash("sha256").update(JSON.stringify([strategy, what, entity.kind, entity.value])).digest("hex").slice(0, 32);
  return { strategy, key, windowMinutes, entity };
}

function strategyOf({ level, correlation }: Pick<KeptDetection, "level" | "correlation">, { strategy }: GroupingChoice): Strategy {
  if (correlation !== null) return "correlation-chain";
  return strategy ?? (level === "informational" || level === "low" ? "entity-and-time" : "rule-and-entity");
}

// Counted from 1970 in UTC: a window of 24 h is a day.
const fixedWindow = (time: Date, windowMinutes: number): number => Math.floor(time.getTime() / (windowMinutes * 60_000));
