import { inStepSuite } from "./in-step.ts";
import { redmineServer } from "./redmine.ts";
import { requestTrackerServer } from "./request-tracker.ts";

inStepSuite("Request Tracker 5", () => requestTrackerServer());
inStepSuite("Redmine 5", () => redmineServer());
