// What rules found, kept.
export { detectionId, type KeptDetection, type NewDetection } from "./new-detection.ts";
export { addDetections, type DetectionQuery, findDetection, listDetections } from "./repo.ts";
