// The door of alerts: what detections become for people, and what is done with them.
export { type Alert, CLOSURE_REASONS, type ClosureReason, type ExplainedBy, type Judgement,  type Status, type Verdict,  } from "./alert.ts";
;
export { categoryOf } from "./category.ts";
export { type AlertFacts, alertFacts } from "./facts.ts";
export { type Entity,  type EntityKind,  } from "./grouping/entity.ts";
export { type GroupingChoice,  type Strategy } from "./grouping/strategy.ts";
export { type AlertJobDeps, alertJobs } from "./jobs.ts";
export { type Level,  } from "./level.ts";
export { type AlertDetail, findAlert, findAmong, showAlert } from "./page/show.ts";
export { detectionsOf } from "./page/repo.ts";
export { type Similar,  } from "./page/similar.ts";
export { horizon, type Horizon } from "./queue/horizon.ts";
export { type AlertPage, listAlerts, nextAlert, placeOf } from "./queue/list.ts";
export { type AlertQuery, type Place, type Sort,  type Stage,  } from "./queue/query.ts";
export { accountByDay, type DayAccount,  } from "./queue/repo.ts";
export { raiseAlerts, type RaiseDeps } from "./raise/raise.ts";
export type { ChoiceOf } from "./raise/read.ts";
export { alertsNamed, type AlertsDb, mergedInto } from "./repo.ts";
;
export { MOST_AT_ONCE, onlyOne, type Outcome, type Refused } from "./verbs/act.ts";
;
export { handToIncident, linkToIncident, setEscalated, unlinkFromIncident } from "./verbs/hand-on.ts";
export {  type Holder,  takeAlerts } from "./verbs/hold.ts";
export { closeAlerts, judge, type Judging, reopenAlerts, unjudge } from "./verbs/judge.ts";
export { judgeAlike } from "./page/judge-alike.ts";
export { mergeAlerts } from "./verbs/merge.ts";
export type { EvidenceEvent } from "./verbs/evidence-event.ts";
export { type Action, perform } from "./verbs/perform.ts";
export { type EventsOf, pinEvidence, type Pinned } from "./verbs/pin.ts";
export { accountsOfEvidence, pinnedOf } from "./verbs/repo.ts";
export { groupingSentence } from "./words/grouping-words.ts";
export { type Language,  } from "./words/language.ts";
export { saidParts, scoreSentence } from "./words/score-words.ts";
export { watchersOf } from "./verbs/repo.ts";
export {  type Segment, shownValue } from "./words/segments.ts";
export {  type Turn, turnOf } from "./words/turn-words.ts";
export { differenceSentence } from "./words/similar-words.ts";
export { type Sentence, whatHappened } from "./words/what-happened.ts";
export {
  approveException, backtest, type BacktestDeps, type BacktestResult, draftFromAlert, endException, type Exception, exceptionJobs, exceptionsFor, listExceptions, proposeException, refuseException, refuseWideFilter, reviseException,
  saveException, showException, type Tested, type WholeEventsOf, withdrawException,
} from "./exceptions/index.ts";
export { countSuppressions, createSuppressions, listSuppressions, type SuppressedDetection, suppressionJobs, type Suppressions } from "./suppress/index.ts";
