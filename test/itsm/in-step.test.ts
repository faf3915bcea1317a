import { inStepSuite } from "./in-step.ts";
import { requestTrackerServer } from "./request-tracker.ts";

inStepSuite("Request Tracker 5", () => requestTrackerServer());
