// The door of clocks: by when who has to do what, what does not count, and who hears of it in time. docs/clocks.md.
export { type Clock, type ClockSide, type Pause } from "./clock.ts";
export { type ClockCount, countClocks } from "./counts/count.ts";
export { countPauses, type PauseCount } from "./counts/repo.ts";
export { type ClockJobDeps, clockJobs } from "./jobs.ts";
export { mergeClocks } from "./merge.ts";
export { pauseClocks, type PauseReason, resumeClocks } from "./pause.ts";
export { clocksOf, type ClockQuestion, nextDue, type NextDue, nextOf } from "./read.ts";
export { type ClockState, type Forecast, type Reading } from "./reading.ts";
export { type ClockStart, restartClocks, startClocks, startClocksOf, type StartedClock } from "./start.ts";
export { type ClockStop, stopClock, stopClocks } from "./stop.ts";
export type { Target } from "./targets.ts";
