// Levels of rules and alerts, in the words of an organisation's own scale.
import type { SettingDocuments } from "./setting.ts";

/** The platform's own levels, the most severe first. */
const LEVELS = ["critical", "high", "medium", "low", "informational"] as const;
export type Level = (typeof LEVELS)[number];

/** The organisation's severity for a level: the one of the same key, else the one of the same rank from the top, at most its last. */
export function severityKeyOf(settings: Pick<SettingDocuments, "severity-scale">, level: Level): string {
  const { levels } = settings["severity-scale"];
  const same = levels.find(({ key }) => key === level);
  const rank = Math.min(LEVELS.indexOf(level), levels.length - 1);
  return (same ?? levels[rank]!).key;
}
