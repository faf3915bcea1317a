// Why people are told: the facts of the notification matrix, and what concerns one side's own work.
import type { NotifiedFact } from "../../contract/setting-kinds.ts";

export const OTHER_EVENTS = ["question-asked", "question-answered", "message-shared", "approval-asked", "request-sent", "request-claimed-done", "request-refused", "request-reopened", "suspicion-declared", "escalation-answered", "escalation-unanswered", "call-to-make", "assigned-to-you", "watched-changed", "clock-warned", "clock-breached", "channel-test"] as const;
export type NotifyEvent = NotifiedFact | (typeof OTHER_EVENTS)[number];
