// An organisation that is made up, to look around in: its lines go through the real pipeline, and it is removed whole.
export { demonstrationJobs } from "./furnish.ts";
export { type Demonstration, findDemonstration, makeDemonstration, removeDemonstration } from "./demonstration.ts";
export { EVENING_ENDS_MS, shiftTimes } from "./shift-times.ts";
