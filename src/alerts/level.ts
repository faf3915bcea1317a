import type { KeptDetection } from "../detections/index.ts";

export type Level = NonNullable<KeptDetection["level"]>;
/** From the least. */
export const LEVELS = ["informational", "low", "medium", "high", "critical"] as const satisfies readonly Level[];
