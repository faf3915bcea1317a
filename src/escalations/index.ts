// The door of escalations: what the client is asked to decide, and what it declares itself. docs/escalation.md.
export { draftEscalation, type EscalationDraft } from "./draft.ts";
export { type ClientAnswer, type Escalation, ESCALATION_STATES, type EscalationState, type EscalationText, type EscalationVerb, type Moment, type Recipient, verbsOf, waitsOn } from "./escalation.ts";
export type { LinkAbout, LinkParts } from "./links/link.ts";
export { createLinks, type LinkDeps, type Links } from "./links/links.ts";
export { type ClockedEscalation, escalationCounts, listEscalations, showEscalation } from "./read.ts";
export { type EscalationJobDeps, escalationJobs } from "./reminders/remind.ts";
export { type Sentence, turnOf } from "./turn.ts";
export { acknowledgeEscalation, markSeen, recordReached } from "./verbs/acknowledge.ts";
export { closeEscalation, respondToEscalation, withdrawEscalation } from "./verbs/end.ts";
export { makeEscalation, type NewEscalation } from "./verbs/make.ts";
export { type Qualification, qualifyEscalation } from "./verbs/qualify.ts";
export { answerClient, askProvider } from "./verbs/question.ts";
export { getEscalation, threadOf } from "./verbs/step.ts";
export { waitingEscalations } from "./waiting/escalations.ts";
export { type Waiting, type WaitingLists, type WaitingOn, waitingOf, type WaitingSource } from "./waiting/waiting.ts";
