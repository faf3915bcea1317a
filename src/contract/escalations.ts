// What the client is asked to decide.
import { z } from "zod";
import { Clock, ClockDue } from "./clocks.ts";
import { Reason, TenantPath, Time } from "./shared.ts";

const Line = z.string().trim().min(1).max(500);
const EventId = z.string().regex(/^[0-9a-f]{32}$/, "an event's id has 32 hexadecimal digits");

export const EscalationPath = TenantPath.extend({ escalation: z.string().min(1).max(100).describe("its id, or the reference of its alert or incident") });
const EscalationState = z.enum(["made", "acknowledged", "asked", "qualified", "responded", "closed", "withdrawn"]).describe("asked: the client's question waits for the provider's answer");
const ClientAnswer = z.enum(["not-us", "ours-allowed", "wrong-alarm"]).describe("true positive, benign positive, false positive");

const EscalationText = z.object({
  title: z.string().trim().min(3).max(200).describe("what happened, in plain words"),
  technical: z.string().trim().max(500).default("").describe("the same for those of the trade"),
  question: z.string().trim().min(3).max(200),
  what: z.string().trim().min(3).max(4000),
  moments: z.array(z.object({ at: Time, text: Line, level: z.enum(["informational", "low", "medium", "high", "critical"]).nullable().default(null) })).max(10).default([]),
  speaksFor: z.array(Line).max(20).default([]).describe("what speaks for an attack"),
  speaksAgainst: z.array(Line).max(20).default([]),
  doFirst: z.array(Line).max(20).default([]).describe("what to do first if it was an attack"),
});

export const MakeEscalation = z.strictObject({
  about: z.strictObject({ kind: z.enum(["alert", "incident"]), id: z.string().min(1).max(100).describe("its id or its reference"), ref: z.string().max(100).optional().describe("as the draft gives it; the id says which") }),
  text: EscalationText,
  events: z.array(EventId).max(500).default([]).describe("ids of events that show it"),
});

const Step = z.object({ at: Time, by: z.string() });
const Side = z.enum(["client", "provider"]);

export const EscalationRow = z
  .object({
    id: z.string(),
    subject: z.object({ kind: z.enum(["alert", "incident"]), id: z.string(), ref: z.string() }),
    severity: z.string(),
    state: EscalationState,
    title: z.string(),
    question: z.string(),
    madeAt: Time,
    madeBy: z.string(),
    answer: ClientAnswer.nullable(),
    waitsOn: Side.nullable().describe("whose turn it is; null: nobody's"),
    due: ClockDue,
  })
  .meta({ id: "EscalationRow" });

export const EscalationQuery = z.strictObject({
  state: z.enum(["open", "ended", "all"]).default("open"),
  about: z.string().min(1).max(100).optional().describe("the alert or incident: id or reference"),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const EscalationList = z.object({
  escalations: z.array(EscalationRow),
  counts: z.object({ open: z.record(z.string(), z.int()).describe("by state"), ended: z.int().describe("at most 10,000: that many or more") }),
  next: z.string().nullable(),
});

const ThreadEntry = z.object({
  id: z.int(),
  type: z.enum(["message", "fact", "action", "decision", "call"]),
  visibility: z.enum(["internal", "shared"]),
  at: Time,
  who: z.string(),
  side: z.enum(["provider", "client", "system"]),
  isYou: z.boolean(),
  text: z.string(),
});
export const EscalationThread = z.object({ entries: z.array(ThreadEntry), next: z.int().nullable() });
export const ThreadQuery = z.strictObject({ after: z.coerce.number().int().min(0).optional(), limit: z.coerce.number().int().min(1).max(200).default(100) });

const BothLanguages = z.object({ en: z.string(), fr: z.string() });

export const Escalation = EscalationRow.extend({
  text: EscalationText,
  events: z.array(z.string()),
  alerts: z.array(z.string()),
  incident: z.string().nullable().describe("the incident that it is about, or that it became"),
  acknowledged: Step.nullable(),
  reached: z.string().nullable().describe("how the client was reached, where the provider recorded it"),
  openQuestion: z.string().nullable().describe("the client's, which waits for the provider's answer"),
  answerWords: z.string().nullable(),
  qualified: Step.nullable(),
  response: z.string().nullable(),
  responded: Step.nullable(),
  ended: Step.extend({ words: z.string().nullable() }).nullable(),
  recipients: z.array(z.object({ contact: z.string(), name: z.string(), channel: z.string() })).describe("who was told, reminders too"),
  reminders: z.object({ level: z.int(), nextAt: Time.nullable() }),
  clocks: z.array(Clock),
  turn: BothLanguages.describe("whose turn it is and what of the time is used, in a sentence"),
  verbs: z.array(z.string()).describe("what the caller's side may do now"),
}).meta({ id: "Escalation" });
export type Escalation = z.infer<typeof Escalation>;

const Words = z.string().trim().max(4000);
export const QualifyEscalation = z
  .strictObject({
    answer: z.enum([...ClientAnswer.options, "not-sure"]).describe("was it your team? not-sure: asks the provider what stands in `words`, and the clock pauses"),
    reason: z.string().max(60).optional().describe("a closure reason of the verdict, for whoever knows one"),
    words: Words.optional(),
    opensIncident: z.boolean().default(true).describe("whether an attack becomes an incident, if it is not part of one"),
  })
  .refine(({ answer, words }) => answer !== "not-sure" || (words ?? "").length >= 3, "not-sure: write in `words` what you need to know");
export const EscalationMessage = z.strictObject({ text: z.string().trim().min(3).max(20_000) });
export const EscalationEntry = EscalationMessage.extend({ text: z.string().trim().min(1).max(20_000), visibility: z.enum(["internal", "shared"]).optional().describe("none: the client's are shared, the provider's internal") });
export const RespondToEscalation = z.strictObject({ done: Reason.describe("what was done"), by: z.string().trim().max(200).optional().describe("who did it, if that was not you") });
export const CloseEscalation = z.strictObject({ words: Words.optional() });
export const EscalationReason = z.strictObject({ reason: Reason });

export const EscalationDraftQuery = z.strictObject({ alert: z.string().min(1).max(100).describe("its id or its reference"), language: z.enum(["en", "fr"]).default("fr").describe("the client's") });
export const EscalationDraft = z.object({ about: z.object({ kind: z.enum(["alert", "incident"]), id: z.string(), ref: z.string() }), text: EscalationText, events: z.array(z.string()) }).meta({ id: "EscalationDraft" });
