// The life cycles of the four tables as they come out of the box, by what people see.
import type { Moves } from "../connector.ts";
import type { TicketState } from "../../../contract/connectors.ts";
import type { TicketTable } from "./options.ts";

/** On hold goes by its reason: without one, nobody says who is waited for. */
export const STATES: Readonly<Record<string, TicketState>> = {
  // incident
  New: "new", "In Progress": "in_progress", "On Hold": "waiting_client", "On Hold: Awaiting Caller": "waiting_soc", "On Hold: Awaiting Change": "waiting_client", "On Hold: Awaiting Problem": "waiting_client",
  "On Hold: Awaiting Vendor": "waiting_client", "On Hold: Awaiting Evidence": "waiting_client", Resolved: "resolved", Closed: "closed", Canceled: "cancelled", Cancelled: "cancelled",
  // sn_si_incident
  Draft: "new", Analysis: "in_progress", Contain: "in_progress", Eradicate: "in_progress", Recover: "in_progress", Review: "resolved",
  // change_request
  Assess: "waiting_client", Authorize: "waiting_client", Scheduled: "waiting_client", Implement: "in_progress",
  // sc_task
  Pending: "waiting_client", Open: "new", "Work in Progress": "in_progress", "Closed Complete": "resolved", "Closed Incomplete": "cancelled", "Closed Skipped": "cancelled",
};

/** Where we move a ticket. A change request is moved through assessment and approval by those who approve. */
export const MOVES: Readonly<Record<TicketTable, Moves>> = {
  incident: { in_progress: "In Progress", waiting_soc: "On Hold: Awaiting Caller", resolved: "Resolved", closed: "Closed", cancelled: "Canceled" },
  sn_si_incident: { in_progress: "Analysis", resolved: "Review", closed: "Closed", cancelled: "Cancelled" },
  change_request: { in_progress: "Implement", resolved: "Review", closed: "Closed", cancelled: "Canceled" },
  sc_task: { in_progress: "Work in Progress", waiting_soc: "Pending", resolved: "Closed Complete", cancelled: "Closed Incomplete" },
};

/** Values of states, where the account may not read the choices. */
export const VALUES: Readonly<Record<TicketTable, Readonly<Record<string, string>>>> = {
  incident: { New: "1", "In Progress": "2", "On Hold": "3", Resolved: "6", Closed: "7", Canceled: "8" },
  sn_si_incident: { Draft: "10", Analysis: "16", Contain: "18", Eradicate: "19", Recover: "20", Review: "100", Closed: "3", Cancelled: "7" },
  change_request: { New: "-5", Assess: "-4", Authorize: "-3", Scheduled: "-2", Implement: "-1", Review: "0", Closed: "3", Canceled: "4" },
  sc_task: { Pending: "-5", Open: "1", "Work in Progress": "2", "Closed Complete": "3", "Closed Incomplete": "4", "Closed Skipped": "7" },
};
export const HOLD_REASONS: Readonly<Record<string, string>> = { "Awaiting Caller": "1", "Awaiting Problem": "3", "Awaiting Vendor": "4", "Awaiting Change": "5" };

export const CLOSE_CODES: Readonly<Record<TicketTable, string | null>> = { incident: "Solution provided", sn_si_incident: null, change_request: "successful", sc_task: null };

/** Impact and urgency of each priority, as the lookup rules of a new instance compute it. */
export const PRIORITIES: Readonly<Record<string, { readonly impact: string; readonly urgency: string }>> = {
  "1 - Critical": { impact: "1", urgency: "1" }, "2 - High": { impact: "1", urgency: "2" }, "3 - Moderate": { impact: "2", urgency: "2" }, "4 - Low": { impact: "2", urgency: "3" }, "5 - Planning": { impact: "3", urgency: "3" },
};
