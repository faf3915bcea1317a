// Requests: one remediation asked of one operational team of the client.
import { z } from "zod";
import { ConnectorWrite } from "./connectors.ts";
import { Proof, Proofs } from "./request-proofs.ts";
import { Reason, TenantPath, Time } from "./shared.ts";

const ACTIONS = [
  "isolate-host", "disable-account", "reset-password", "revoke-sessions", "block-address", "block-domain", "block-sender", "quarantine-file", "stop-process", "remove-message",
  "collect-logs", "patch", "change-firewall", "restore", "other",
] as const;
export const RequestAction = z.enum(ACTIONS);
export type RequestAction = z.infer<typeof RequestAction>;

export const RequestState = z.enum(["draft", "awaiting_approval", "queued", "sent", "acknowledged", "in_progress", "claimed_done", "verified", "refused", "reopened", "cancelled"]);

const Id = z.string().min(1).max(100);
const Text = z.string().trim().min(1).max(2000);
const Words = z.string().trim().min(3).max(5000);

export const RequestPath = z.strictObject({ tenant: TenantPath.shape.tenant, request: Id.describe("id or reference") });

const RequestTarget = z.strictObject({
  kind: z.enum(["asset", "account", "indicator"]),
  name: z.string().trim().min(1).max(300).describe("as the team knows it: a host, an account, an address"),
  asset: Id.nullable().default(null).describe("id in the CMDB: of the target, or of the asset on which it is done"),
});

const parts = {
  title: z.string().trim().min(3).max(200).describe("verb and object: Isolate PC-RAD-102 from the network"),
  steps: z.array(Text).max(30).describe("what to do, one step each"),
  place: Text.nullable().describe("where it is"),
  care: Text.nullable().describe("what to take care of"),
  why: Text.nullable().describe("as far as the team may know"),
  proofs: Proofs.describe("none: what proves the action in events, where something does"),
};

export const MakeRequest = z.strictObject({
  incident: Id.describe("id or reference"),
  alerts: z.array(Id).max(100).default([]),
  severity: z.string().max(40).optional().describe("none: the incident's"),
  action: RequestAction,
  target: RequestTarget,
  title: parts.title.optional(),
  steps: parts.steps.default([]),
  place: parts.place.optional().describe("none: where the CMDB says that the asset is"),
  care: parts.care.default(null),
  why: parts.why.default(null),
  proofs: Proofs.optional(),
});

export const EditRequest = z.strictObject({ title: parts.title, steps: parts.steps, place: parts.place, care: parts.care, why: parts.why, proofs: parts.proofs }).partial().refine((given) => Object.keys(given).length > 0, "name what to change");

const LapseDefault = z.enum(["approve", "refuse", "do-nothing"]).describe("what happens if nobody has decided by the deadline; do-nothing: it is a draft again");
export const AskApproval = z.strictObject({ deadline: Time, default: LapseDefault, person: Id.nullable().default(null).describe("who is asked; whoever may approve may decide"), note: Words.optional() });
export const SendRequest = z.strictObject({ reason: Reason.optional() });
export const WithReason = z.strictObject({ reason: Reason });
export const WithNote = z.strictObject({ note: Words.optional() });
const OnBehalfOf = Words.max(500).optional().describe("who of the team said so, and how: needed where somebody of the provider says it for them");
export const StartRequest = z.strictObject({ note: Words.optional(), onBehalfOf: OnBehalfOf });
export const ClaimDone = z.strictObject({ note: Words, onBehalfOf: OnBehalfOf });
export const CannotDo = z.strictObject({ reason: Reason, onBehalfOf: OnBehalfOf });
export const Acknowledge = z.strictObject({ note: Words.optional(), onBehalfOf: OnBehalfOf, planned: Time.nullable().default(null).describe("when the team means to do it, where not at once") });
export const SayMessage = z.strictObject({ text: Words, question: z.boolean().default(false).describe("the team asks the SOC, and waits for the answer"), internal: z.boolean().default(false).describe("for the own side alone") });
export const VerifyByHand = z.strictObject({ note: Words.describe("how it was verified"), events: z.array(z.string().regex(/^[0-9a-f]{32}$/)).max(100).default([]) });
export const Reroute = z.strictObject({ team: Id, reason: Reason });

const view = z.enum(["to-do", "checking", "done", "open", "all"]).default("open");
export const RequestQuery = z.strictObject({
  view,
  state: RequestState.optional(),
  team: Id.optional(),
  incident: Id.optional().describe("its id"),
  turn: z.enum(["soc", "team", "approver"]).optional(),
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const Due = z.object({ at: Time, minutesLeft: z.int().describe("below 0: late by so much"), isLate: z.boolean(), share: z.number().describe("of the time that is left, 0 to 1"), words: z.string() });
const Turn = z.object({ of: z.enum(["soc", "team", "approver", "nobody"]), words: z.string() });
const Team = z.object({ id: Id.nullable(), name: z.string().nullable(), by: z.string().nullable().describe("owner, service, network, zone, action, fallback or person"), reason: z.string() });

/** A request in a list. */
export const RequestRow = z
  .object({
    id: Id, ref: z.string(), title: z.string(), action: RequestAction, target: z.object({ kind: z.string(), name: z.string(), asset: Id.nullable(), criticality: z.int().nullable() }), place: z.string().nullable(),
    severity: z.string(), isUrgent: z.boolean(), state: RequestState, since: Time, stateWords: z.string(), turn: Turn, due: Due.nullable(), team: Team, incident: z.object({ id: Id, ref: z.string() }),
  })
  .meta({ id: "RequestRow" });
export const RequestList = z.object({
  requests: z.array(RequestRow),
  counts: z.object({ toDo: z.int(), checking: z.int(), done: z.int().describe("at most 10000"), byState: z.record(z.string(), z.int()), byTeam: z.array(z.object({ id: Id.nullable(), name: z.string().nullable(), open: z.int(), late: z.int() })) }).describe("of those that the caller may see; of open ones but for `done`"),
  next: z.string().nullable(),
});

const Side = z.enum(["provider", "client", "system"]);
const Step = z.object({ name: z.enum(["sent", "acknowledged", "done", "checked"]), at: Time.nullable(), isReached: z.boolean() });
const Move = z.object({ verb: z.string(), from: RequestState, to: RequestState, at: Time, who: z.string(), side: Side, note: z.string().nullable() });
const Entry = z.object({ id: z.int(), type: z.string(), visibility: z.enum(["internal", "shared"]), at: Time, author: z.string(), side: Side, text: z.string() });
const Checked = z.object({ proof: Proof, outcome: z.enum(["proven", "not-yet", "contradicted", "cannot-tell"]), words: z.string(), events: z.array(z.string()) });
const Verification = z.object({ at: Time, outcome: z.enum(["verified", "not-yet", "contradicted", "cannot-tell", "by-hand"]), words: z.string(), checks: z.array(Checked), by: z.string() });

const Ticket = z.object({
  connector: Id, key: z.string(), number: z.string(), url: z.string().nullable(), status: z.enum(["open", "ended", "gone", "foreign"]).describe("foreign: what stands there under its id is another's"), problem: z.string().nullable().describe("why it is not followed as it should be"), readAt: Time.nullable(), title: z.string().nullable(), state: z.string().nullable(), queue: z.string().nullable(), priority: z.string().nullable(), assignee: z.string().nullable(),
  unmapped: z.array(z.string()).describe("what nobody said the meaning of: it moves nothing here"), notAccepted: z.array(z.object({ field: z.string(), sent: z.string(), is: z.string().nullable() })).describe("what the other side did not take"), leftThere: z.array(z.string()).describe("files that stayed there"),
});
export const RequestFile = z.object({ id: z.int(), name: z.string(), type: z.string(), size: z.int(), sha256: z.string(), side: z.enum(["provider", "client", "system"]), addedAt: Time, addedBy: z.string() }).meta({ id: "RequestFile" });
export const AddRequestFile = z.strictObject({ name: z.string().trim().min(1).max(255), type: z.string().trim().min(1).max(200).optional(), content: z.base64().max(22_500_000).describe("at most 16 MB") });
export const RequestFilePath = RequestPath.extend({ file: z.coerce.number().int().min(1) });

/** The page of one request. */
export const Request = RequestRow.extend({
  version: z.int(), alerts: z.array(Id), steps: z.array(z.string()), care: z.string().nullable(), why: z.string().nullable(),
  proofs: z.array(Proof), proofWords: z.array(z.string()).describe("for the team"),
  progress: z.array(Step), moves: z.array(Move), thread: z.array(Entry),
  approval: z.object({ askedAt: Time, askedBy: z.string(), deadline: Time, default: LapseDefault, person: Id.nullable() }).nullable(),
  releasedBy: z.enum(["approval", "pre-authorisation", "person"]).nullable(), held: z.string().nullable().describe("why it was not sent without a person"),
  planned: z.object({ until: Time, note: z.string().nullable() }).nullable(),
  verification: Verification.nullable(), checkUntil: Time.nullable(),
  tickets: z.array(Ticket).describe("what it is in the ITSM of the organisation, the newest last"), files: z.array(RequestFile),
  writes: z.array(ConnectorWrite).describe("what is to be written into its tickets and is not there: waiting, in doubt, or refused with what to do; the newest first"),
  delivery: z.array(z.object({ channel: z.string(), state: z.string(), at: Time.nullable(), remoteId: z.string().nullable(), problem: z.string().nullable() })),
  teamWarning: z.string().nullable().describe("what the CMDB says now that it did not say when the team was chosen"),
  origin: z.object({ kind: z.enum(["person", "playbook"]), id: z.string().nullable() }), madeBy: z.string(), madeAt: Time,
}).meta({ id: "Request" });

export const SettleDelivery = z.strictObject({ arrived: z.boolean().describe("whether somebody saw it on the other side; false: it is sent anew"), ticket: z.string().trim().min(1).max(200).optional().describe("its id there, where it is a ticket: so that it is followed"), reason: Reason });

export const PreAuthorisationQuery = z.strictObject({ action: RequestAction, target: z.string().trim().min(1).max(300), asset: Id.optional().describe("id in the CMDB"), at: Time.optional() });
export const PreAuthorisation = z.object({ allowed: z.boolean(), entry: z.string().nullable(), conditions: z.string().nullable().describe("what must be so; whoever sends says how it is"), agreedBy: z.string().nullable(), why: z.string() });
