// The door of alerts: what detections become for people, and what is done with them.
export { type Alert, CLOSURE_REASONS, type ClosureReason, type ExplainedBy, type Judgement, STATUSES, type Status, type Verdict, VERDICTS } from "./alert.ts";
export { attackOf } from "./attack.ts";
export { categoryOf } from "./category.ts";
export { type AlertFacts, alertFacts } from "./facts.ts";
export { type Entity, ENTITY_KINDS, type EntityKind, entityOf } from "./grouping/entity.ts";
export { type GroupingChoice, STRATEGIES, type Strategy } from "./grouping/strategy.ts";
export { type Level, LEVELS } from "./level.ts";
export { raiseAlerts, type RaiseDeps } from "./raise/raise.ts";
export { alertsNamed, type AlertsDb } from "./repo.ts";
export { MOST_AT_ONCE, onlyOne, type Outcome, type Refused } from "./verbs/act.ts";
export { linkToIncident, setEscalated, unlinkFromIncident } from "./verbs/hand-on.ts";
export { assignAlerts, type Holder, releaseAlerts, takeAlerts } from "./verbs/hold.ts";
export { closeAlerts, judge, type Judging, reopenAlerts, unjudge } from "./verbs/judge.ts";
