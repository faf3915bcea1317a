// What rules found, kept.
export type { KeptDetection, NewDetection } from "./new-detection.ts";
export { correlatedDetections, type Correlated, type DetectedIn, eventDetections, type RaisedBy, type RuleOrigin } from "./raise.ts";
export { addDetections, type DetectionQuery, findDetection, keptOf, listDetections } from "./repo.ts";
