// Connectors to the ITSM of an organisation, as the API gives and takes them.
import { z } from "zod";

/** What a ticket's state means to both sides. */
export const TICKET_STATES = ["new", "in_progress", "waiting_client", "waiting_soc", "resolved", "closed", "cancelled"] as const;
export const TicketState = z.enum(TICKET_STATES);
export type TicketState = z.infer<typeof TicketState>;

const Id = z.string().min(1).max(100);
const Word = z.string().trim().min(1).max(200);
const words = (meaning: string) => z.record(Word, TicketState).refine((states) => Object.keys(states).length <= 100, "at most 100").describe(meaning);

/** How an organisation's ITSM and the platform understand each other. */
export const ConnectorSettings = z.strictObject({
  options: z.record(z.string().max(100), z.unknown()).default({}).describe("what this kind of connector needs beside: docs/connectors"),
  teams: z.record(Id, Word).default({}).describe("team of the CMDB → queue, group or project there"),
  queue: Word.nullable().default(null).describe("where the requests of all other teams go; null: they stay in the portal"),
  states: words("state there → what it means, beside those with which the product comes out of the box; what has no meaning is shown as unmapped, and moves nothing").default({}),
  moves: z.partialRecord(TicketState, Word).default({}).describe("what a ticket is moved into → state there, where it is not as the product comes out of the box"),
  priorities: z.record(Word, Word).default({}).describe("severity of the organisation's scale → priority there; what is not named is not sent"),
  language: z.enum(["en", "fr"]).default("en").describe("of what we write there around the words of people"),
  commentsAs: z.enum(["public", "internal"]).default("public").describe("how what is shared in the portal appears there"),
  internalNotes: z.boolean().default(false).describe("whether internal notes of the client's teams come here"),
  reopening: z.enum(["reopen", "new-ticket", "comment"]).default("reopen").describe("what becomes of a ticket that is over there when it was not done after all"),
  closesVerified: z.boolean().default(false).describe("whether a ticket is closed there once the SOC has verified it"),
  pollSeconds: z.int().min(5).max(3600).default(30).describe("how often the other side is asked what changed, where nobody hints"),
  requestsPerMinute: z.int().min(6).max(6000).default(300).describe("what it is asked at most"),
  largestFileBytes: z.int().min(0).max(16 * 1024 * 1024).default(10 * 1024 * 1024).describe("longer files stay where they are, and are named; 0: none is carried over"),
  ca: z.string().max(100_000).nullable().default(null).describe("certificate authority of the other side in PEM, in place of the public ones"),
  usesProxy: z.boolean().default(false).describe("through the proxy that the configuration names"),
});
export type ConnectorSettings = z.infer<typeof ConnectorSettings>;

export const ConnectorUse = z.enum(["off", "dry-run", "on"]);
