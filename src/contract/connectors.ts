// Connectors to the ITSM of an organisation, as the API gives and takes them.

/** What a ticket's state means to both sides. */
export const TICKET_STATES = ["new", "in_progress", "waiting_client", "waiting_soc", "resolved", "closed", "cancelled"] as const;
export type TicketState = (typeof TICKET_STATES)[number];
