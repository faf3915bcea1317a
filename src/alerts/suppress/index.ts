// The door: which detections are kept below the line, why, and who answers for it.
export { createSuppressions, type Suppressions, type SuppressionDeps } from "./suppressions.ts";
export { suppressionJobs } from "./jobs.ts";
export { countSuppressions, listSuppressions } from "./list.ts";
export { type SuppressedCount, type SuppressedDetection, type SuppressedQuery } from "./repo.ts";
export { type DetectionOfTenant,  type Suppressed,  type SuppressionKind } from "./suppressed.ts";
