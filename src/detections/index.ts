// What rules found, kept.
export { detectionId, type NewDetection } from "./new-detection.ts";
export { addDetections } from "./repo.ts";
