import type { Words } from "./words.ts";

/** What notifications say in English. */
export const ENGLISH: Words = {
  events: {
    "alert-escalated": "An alert waits for your answer", "incident-opened": "An incident was opened", "incident-severity-changed": "The severity of an incident has changed", "containment-advised": "We advise you to contain an incident",
    "action-taken": "An action was taken for you", "incident-closed": "An incident was closed", "major-incident": "A major incident needs you now", "source-silent": "A log source is silent", "rule-failed": "A rule could not be put into service",
    "service-degraded": "The service is degraded", "question-asked": "A question waits for your answer", "question-answered": "Your question was answered", "message-shared": "There is a new message", "approval-asked": "Your decision is asked for",
    "request-sent": "A request waits for your team", "request-claimed-done": "A request was reported done", "request-refused": "A request was refused", "request-reopened": "A request was reopened", "suspicion-declared": "A suspicion was declared",
    "escalation-answered": "The client has answered", "escalation-unanswered": "The client does not answer: call whoever decides there", "call-to-make": "Somebody has to be called", "assigned-to-you": "An alert was assigned to you", "watched-changed": "An alert that you watch has changed", "clock-warned": "A deadline is near", "clock-breached": "A deadline has passed", "channel-test": "Test of this means of notification",
  },
  labels: { ref: "Reference", severity: "Severity", category: "Type", at: "Time", perimeter: "Perimeter", due: "Answer by", link: "Read it and answer", code: "Code to enter in the portal" },
  categories: {
    "vulnerability-exploitation": "Exploitation of a vulnerability", "privilege-escalation": "Privilege escalation", "data-exfiltration": "Data exfiltration", "malware-spread": "Spread of malware", persistence: "Persistence",
    "denial-of-service": "Denial of service", "unauthorised-access": "Unauthorised access", "identity-theft": "Identity theft", "policy-breach": "Policy breach", other: "Other",
  },
  closing: "This message tells no more on purpose: the rest is in the portal, behind your sign-in. Nothing is decided by opening the link.",
  locale: "en-GB",
};
