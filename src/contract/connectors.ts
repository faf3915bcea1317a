// Connectors to the ITSM of an organisation, as the API gives and takes them.
import { z } from "zod";
import { Reason, TenantPath, Time } from "./shared.ts";

/** What a ticket's state means to both sides. */
const TICKET_STATES = ["new", "in_progress", "waiting_client", "waiting_soc", "resolved", "closed", "cancelled"] as const;
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

const ConnectorUse = z.enum(["off", "dry-run", "on"]);

const Secrets = z.record(z.string().min(1).max(100), z.string().min(1).max(10_000)).refine((secrets) => Object.keys(secrets).length <= 20, "at most 20").describe("by the names that the kind needs; kept sealed, and never shown again");

export const AddConnector = z.strictObject({ name: Word, kind: Word, url: z.url({ protocol: /^https?$|^imaps?$|^smtps?$/ }).max(2000), settings: ConnectorSettings.prefault({}), secrets: Secrets.default({}) });
export const ChangeConnector = z.strictObject({ url: AddConnector.shape.url.optional(), settings: ConnectorSettings.optional(), secrets: Secrets.optional(), seen: z.int().min(1).describe("the version that was looked at") });
export const UseConnector = z.strictObject({ use: ConnectorUse, reason: Reason });
export const ConnectorReason = z.strictObject({ reason: Reason });
export const TestConnector = z.strictObject({ queue: Word.describe("where the test ticket is made") });

export const ConnectorPath = TenantPath.extend({ connector: Id });
export const ConnectorWritePath = ConnectorPath.extend({ write: z.coerce.number().int().min(1) });
export const HintPath = z.strictObject({ hook: z.string().regex(/^[\w-]{16,64}$/) });

const ConnectorKindShown = z.object({
  kind: z.string(), product: z.string(), secrets: z.array(z.string()),
  capabilities: z.object({
    findsKey: z.enum(["at once", "later", "never"]), compareAndSet: z.boolean(), comments: z.array(z.enum(["public", "internal"])), reads: z.boolean(), attachments: z.enum(["both", "out", "none"]),
    changes: z.enum(["id", "time", "each"]), transitions: z.boolean(), queues: z.boolean(), priorities: z.boolean(),
  }),
  states: z.record(z.string(), TicketState), moves: z.partialRecord(TicketState, z.string()),
});
export const ConnectorKinds = z.object({ kinds: z.array(ConnectorKindShown) });

const Check = z.object({ name: z.string(), ok: z.boolean(), words: z.string() });
export const Connector = z.object({
  id: Id, name: z.string(), kind: z.string(), product: z.string(), url: z.string(), use: ConnectorUse, settings: ConnectorSettings, secretNames: z.array(z.string()), version: z.int(),
  hook: z.string().nullable().describe("path under which it may be told that something changed there; null for readers of the client"),
  status: z.object({
    words: z.string(), lastSuccessAt: Time.nullable(), lagSeconds: z.int().nullable().describe("how old what is known of the other side is"), failures: z.int(),
    problem: z.object({ at: Time, problem: z.string(), words: z.string(), todo: z.string() }).nullable(),
    nextRoundAt: Time.nullable(), stopped: z.object({ at: Time, by: z.string(), reason: z.string() }).nullable(),
    writes: z.object({ queued: z.int(), unknown: z.int(), refused: z.int(), confirmed: z.int() }), tickets: z.object({ open: z.int(), gone: z.int(), missing: z.int().describe("not to be seen for now"), foreign: z.int().describe("under their ids stand tickets of others") }),
  }),
  probe: z.object({ at: Time, version: z.string().nullable(), account: z.string().nullable(), skewMs: z.number().nullable(), ok: z.boolean(), checks: z.array(Check) }).nullable(),
  madeAt: Time, madeBy: z.string(),
}).meta({ id: "Connector" });
export const Connectors = z.object({ connectors: z.array(Connector) });
export const AddedConnector = z.object({ connector: Connector, hookSecret: z.string().describe("what signs hints; shown this once") });
export const ConnectorTest = z.object({ ok: z.boolean(), ticket: z.string().nullable(), steps: z.array(Check) });

export const WriteQuery = z.strictObject({ state: z.enum(["open", "refused", "confirmed", "dropped"]).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
export const ConnectorWrite = z.object({
  id: z.int(), connector: Id, request: z.string(), ticketKey: z.string(), kind: z.string(), text: z.string().nullable(), state: z.string(), attempt: z.int(), dueAt: Time, endedAt: Time.nullable(), words: z.string().nullable(), todo: z.string().nullable(), madeAt: Time,
});
export const ConnectorWrites = z.object({ writes: z.array(ConnectorWrite) });
