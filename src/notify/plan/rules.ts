// What facts make people be told: one table.
import type { NotifiedFact } from "../../contract/setting-kinds.ts";
import type { NotifyEvent } from "../content/events.ts";

type PortalSide = "provider" | "client";

/** How a kind of fact is told. */
export type Telling = {
  readonly event: NotifyEvent;
  /** The row of the notification matrix that says who hears of it outside the portal; none: nobody does. */
  readonly matrix?: NotifiedFact;
  /** Who reads of it in the portal; `other`: the side that did not do it. */
  readonly portal: readonly (PortalSide | "other")[];
  /** Outside the portal only if this side is told: the client's contacts need not be called for what waits on the provider. */
  readonly outsideFor?: "client";
  /** Goes to the team that the fact names, too. */
  readonly team?: true;
};

/** What people of the provider hear of in the portal, each for themselves: whoever watches an alert, and to whom it was assigned. */
export const TOLD_TO_PEOPLE: ReadonlySet<string> = new Set(["alert.taken", "alert.assigned", "alert.judged", "alert.reopened", "alert.merged"]);

/** Kind of fact → how it is told. A kind that is not here is told to nobody: pages show it. */
export const TELLINGS: Readonly<Record<string, Telling>> = {
  "escalation.made": { event: "alert-escalated", matrix: "alert-escalated", portal: ["client"] },
  "escalation.asked": { event: "question-asked", matrix: "alert-escalated", portal: ["other"], outsideFor: "client" },
  "escalation.answered": { event: "question-answered", matrix: "alert-escalated", portal: ["other"], outsideFor: "client" },
  "escalation.qualified": { event: "escalation-answered", portal: ["provider"] },
  "escalation.responded": { event: "escalation-answered", portal: ["provider"] },
  "suspicion.declared": { event: "suspicion-declared", portal: ["provider"] },
  "incident.opened": { event: "incident-opened", matrix: "incident-opened", portal: ["client", "provider"] },
  "incident.severity-changed": { event: "incident-severity-changed", matrix: "incident-severity-changed", portal: ["client", "provider"] },
  "incident.containment-advised": { event: "containment-advised", matrix: "containment-advised", portal: ["client"] },
  "incident.closed": { event: "incident-closed", matrix: "incident-closed", portal: ["client", "provider"] },
  "request.approval-asked": { event: "approval-asked", matrix: "alert-escalated", portal: ["client"] },
  "exception.proposed": { event: "approval-asked", portal: ["client", "provider"] },
  "request.sent": { event: "request-sent", portal: ["client"], team: true },
  "request.reopened": { event: "request-reopened", portal: ["client"], team: true },
  "request.claimed-done": { event: "request-claimed-done", portal: ["provider"] },
  "request.refused": { event: "request-refused", portal: ["provider"] },
  "request.verified": { event: "action-taken", matrix: "action-taken", portal: ["client"] },
  "entry.shared": { event: "message-shared", portal: ["other"] },
  "clock.warned": { event: "clock-warned", portal: ["provider"] },
  // A missed deadline is visible to both.
  "clock.breached": { event: "clock-breached", portal: ["provider", "client"] },
};
