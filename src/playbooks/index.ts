// The door of playbooks: what is done at an incident, step by step. docs/playbooks.md.
export { concernOf } from "./concern.ts";
export { runsOf } from "./find.ts";
export type { PlaybookProblem } from "./format/read.ts";
export { type Both, type Playbook, SECTIONS, type Step, stepsOf } from "./format/schema.ts";
export { createShelf, playbookNamed, readPlaybooks, SHIPPED_PLAYBOOKS, shippedPlaybooks } from "./format/shelf.ts";
export { type PlaybookJobDeps, playbookJobs } from "./jobs.ts";
export { type NextStep, nextStepOf, nextStepOfAlert } from "./next-step.ts";
export { type RunPage, type ShownStep, showRun } from "./page/page.ts";
export { type Concern, type PlaybookProposal, proposePlaybooks } from "./propose.ts";
export type { PersonVerb } from "./run/moves.ts";
export { countOf, progressOf } from "./run/progress.ts";
export { outcomesAfter } from "./run/moves.ts";
export type { Language, Run, RunState } from "./run/run.ts";
export { finishRun, startRun, stopRun } from "./start.ts";
export { takeStep, undoStep } from "./steps/take.ts";
export { waitingPlaybooks } from "./waiting.ts";
