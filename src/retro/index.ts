// The door of retro-detection: rules put to events of the past.
export { askRetro, askRetroForChange, type RetroAsking, type RetroQuestion } from "./ask.ts";
export type { RetroRule } from "./choose-rules.ts";
export type { Forecast, RetroEvent, RetroProgress, RetroResult, RetroRun, RetroState, RetroSummary } from "./retro-run.ts";
export { createRetroRunner, type RetroRunner, type RetroRunnerOptions } from "./runner.ts";
export { cancelRetro, retroEvents, retroRun, retroRuns } from "./runs.ts";
export { type FollowDeps,  followRulesJobs } from "./follow/follow-rules.ts";
