// Exceptions: what is kept from people on purpose, by whom, why, and until when. docs/exceptions.md tells the story.
import { z } from "zod";
import { Level, Reason, TenantPath, Time } from "./shared.ts";

const Side = z.enum(["provider", "client", "system"]);
const Verdict = z.enum(["true_positive", "benign_positive", "false_positive"]);
const Id = z.string().min(1).max(64);
const Names = z.array(z.string().trim().min(1).max(200)).max(50);
const ExceptionState = z.enum(["draft", "proposed", "approved", "refused", "ended", "withdrawn"]).describe("approved: in force until it expires");

const Scope = z.strictObject({
  rule: z.string().min(1).max(1024).nullable().default(null).describe("key of a rule; null: every rule, which needs a second person"),
  assets: z
    .strictObject({ tags: Names.default([]), services: Names.default([]), environments: Names.default([]) })
    .default({ tags: [], services: [], environments: [] })
    .describe("machines that have one of each list; an empty list admits all"),
});
const Conditions = z
  .record(z.string().max(300), z.unknown())
  .describe('in the Sigma manner: {"user.name": "svc-backup", "process.parent.name|endswith": ["agent.exe"]}; or selections by name with a "condition". Fields of the event under ECS and product names, and of its context, as host.asset.tags and host.asset.group');

export const SaveException = z.strictObject({
  title: z.string().trim().min(3).max(200),
  scope: Scope,
  conditions: Conditions,
  justification: Reason,
  expiresAt: Time.optional().describe("none: after the days that the settings say; at most 365 days"),
  alert: z.string().min(1).max(64).optional().describe("id or reference of the alert that it was made from"),
  draft: z.boolean().default(false).describe("true: keep it for later; otherwise it is proposed, which needs a backtest of this very text within the last hour"),
});
export const BacktestException = z.strictObject({ scope: Scope, conditions: Conditions, days: z.int().min(1).max(400).default(90) });
export const ExceptionPath = z.strictObject({ tenant: TenantPath.shape.tenant, exception: Id });
export const AlertDraftPath = z.strictObject({ tenant: TenantPath.shape.tenant, alert: Id });
export const ExceptionReason = z.strictObject({ reason: Reason });
export const ExceptionQuery = z.strictObject({
  state: z.preprocess((value) => (typeof value === "string" ? value.split(",") : value), z.array(ExceptionState).min(1).max(6)).optional().describe("one or several, separated by commas"),
  rule: z.string().min(1).max(1024).optional(),
  after: Id.optional().describe("`next` of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const Counts = z.object({ true_positive: z.int(), benign_positive: z.int(), false_positive: z.int(), unjudged: z.int() });
const Square = z.object({ id: z.string(), ref: z.string(), title: z.string(), time: Time, level: Level, verdict: Verdict.nullable(), hidden: z.boolean().describe("all of its detections would have been kept back"), partly: z.boolean() });

export const Backtest = z
  .object({
    id: z.string(),
    askedBy: z.string(),
    at: Time,
    since: Time,
    until: Time,
    sentence: z.string(),
    detections: z.object({ total: z.int(), hidden: z.int(), undecided: z.int().describe("their events are gone or were not read in time: not hidden") }),
    alerts: z.object({ total: z.int(), hidden: z.int(), partly: z.int(), byVerdict: Counts, hiddenByVerdict: Counts }),
    squares: z.array(Square).describe("the newest alerts first, 500 at most"),
    truePositives: z.object({ count: z.int(), named: z.array(z.object({ id: z.string(), ref: z.string(), title: z.string() })) }),
    narrower: z
      .object({ field: z.string(), value: z.string(), condition: z.record(z.string(), z.string()).describe("to be added to the conditions"), hides: z.int(), of: z.int(), truePositives: z.int(), sentence: z.string() })
      .nullable(),
    unknownFields: z.array(z.object({ field: z.string(), instead: z.string().nullable() })).describe("no past detection or event had them: the text cannot be saved"),
    partial: z.string().nullable().describe("why not all was looked at; null: all was"),
  })
  .meta({ id: "ExceptionBacktest" });

const By = z.object({ who: z.string(), side: Side, at: Time });
const Needs = z.object({ reasons: z.array(z.string()).describe("why a second person has to look; none: nobody has to"), client: z.boolean().describe("somebody of the client has to") });

export const Exception = z
  .object({
    id: z.string(),
    version: z.int(),
    state: ExceptionState,
    title: z.string(),
    scope: z.object({ rule: z.string().nullable(), assets: z.object({ tags: z.array(z.string()), services: z.array(z.string()), environments: z.array(z.string()) }) }),
    conditions: z.record(z.string(), z.unknown()),
    justification: z.string(),
    author: z.object({ who: z.string(), side: Side }),
    alert: z.string().nullable(),
    createdAt: Time,
    changedAt: Time,
    expiresAt: Time,
    needs: Needs,
    approved: By.nullable(),
    endedAt: Time.nullable(),
    hidden: z.object({ count: z.int().describe("10001: more than 10,000"), last: Time.nullable() }),
  })
  .meta({ id: "Exception" });
export const ExceptionList = z.object({ exceptions: z.array(Exception), next: z.string().nullable() });

const Step = z.object({
  version: z.int(),
  verb: z.enum(["draft", "revise", "propose", "approve", "refuse", "withdraw", "end"]),
  state: ExceptionState,
  who: z.string(),
  side: Side,
  at: Time,
  reason: z.string().nullable(),
  text: z.record(z.string(), z.unknown()).describe("what it said then"),
});
export const ExceptionDetail = Exception.extend({ steps: z.array(Step).describe("the last one first"), tested: Backtest.nullable() }).meta({ id: "ExceptionDetail" });

export const ExceptionDraft = z
  .object({
    title: z.string(),
    scope: Exception.shape.scope,
    conditions: z.record(z.string(), z.unknown()),
    alert: z.string(),
    compared: z.object({ harmless: z.int(), truePositives: z.int() }).describe("with so many judged alerts of the rule"),
    shared: z.array(z.object({ field: z.string(), value: z.string(), harmless: z.int(), truePositives: z.int() })),
    differs: z.array(z.object({ field: z.string(), values: z.array(z.string()) })),
    sentence: z.string(),
  })
  .meta({ id: "ExceptionDraft" });

const SuppressionKind = z.enum(["exception", "maintenance", "duplicate", "rate-limit"]);
const SuppressedPeriod = { since: Time.optional().describe("none: 24 hours before until"), until: Time.optional().describe("none means now") };
export const SuppressedQuery = z.strictObject({
  kind: SuppressionKind.optional(),
  by: z.string().min(1).max(1024).optional().describe("id of the exception or window, of the detection that is repeated, or the rule"),
  rule: z.string().min(1).max(1024).optional(),
  host: z.string().min(1).max(300).optional(),
  ...SuppressedPeriod,
  cursor: z.string().max(200).optional().describe("`next` of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const SuppressedCountQuery = z.strictObject(SuppressedPeriod);
const Suppressed = z
  .object({
    detection: z.string(),
    kind: SuppressionKind,
    by: z.string(),
    owner: z.string(),
    reason: z.string(),
    at: Time,
    rule: z.object({ key: z.string(), title: z.string() }),
    level: Level.nullable(),
    time: Time,
    host: z.string().nullable(),
    fields: z.record(z.string(), z.unknown()).describe("what the rule looked at"),
  })
  .meta({ id: "SuppressedDetection" });
export const SuppressedList = z.object({ suppressed: z.array(Suppressed), next: z.string().nullable() });
export const SuppressedCounts = z
  .object({
    since: Time,
    until: Time,
    total: z.int().describe("of the lines below"),
    byKind: z.object({ exception: z.int(), maintenance: z.int(), duplicate: z.int(), "rate-limit": z.int() }),
    lines: z.array(z.object({ kind: SuppressionKind, by: z.string(), owner: z.string(), rule: z.string(), count: z.int(), last: Time })).describe("the most first, 500 at most"),
  })
  .meta({ id: "SuppressedCounts" });
