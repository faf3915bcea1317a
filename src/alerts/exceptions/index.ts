// The door of exceptions: what is kept from people on purpose, by whom, why and until when.
export { applying, type Applying, appliesTo, appliesToEvents, type ToDecide } from "./applies.ts";
export { backtest, type BacktestDeps, type Tested } from "./backtest/backtest.ts";
export type { BacktestResult, TestedAlert } from "./backtest/result.ts";
export type { Conditions, Scope } from "./conditions.ts";
export { approveException, type Decision, endException, refuseException } from "./decide.ts";
export { draftFromAlert, type ExceptionDraft } from "./draft.ts";
export { type Exception,   type ExceptionState, type ExceptionText } from "./exception.ts";
export { refuseWideFilter } from "./filters.ts";
export { exceptionJobs } from "./jobs.ts";
export { type ExceptionDetail, exceptionsFor, listExceptions, showException } from "./show.ts";
export { exceptionsInForce } from "./repo.ts";
export { type ExceptionToSave, proposeException, reviseException, saveException, withdrawException } from "./save.ts";
export { type WholeEventsOf, partOf, type SeenEvent } from "./view.ts";
