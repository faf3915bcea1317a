// Rules put to events of the past.
import { z } from "zod";
import { Time } from "./shared.ts";

const Tenant = z.string().min(1).max(63);
const RunId = z.string().min(1).max(64);

const RuleText = z.strictObject({
  text: z.string().min(1).max(1_000_000).describe("Sigma as YAML, several documents too: a correlation may bring the rules that it counts, or name those of the tenant"),
  path: z.string().min(1).max(200).optional().describe("what the file is called, for messages"),
});
const KnownRules = z.strictObject({
  keys: z.array(z.string().min(1).max(1024)).min(1).max(100).describe("as the tenant's list of rules has them; those that are off too"),
  pack: z.string().min(1).max(63).optional().describe("where several packs have a rule of this key"),
});

export const AskRetroRun = z.strictObject({
  rule: z.union([RuleText, KnownRules]),
  since: Time.describe("the first time that counts"),
  until: Time.optional().describe("the first time that counts no more; none means now"),
  raise: z.boolean().default(false).describe("keep what is found as detections, with the ids that the stream would give them"),
});

const Matched = z.int().describe("how many detections");
const Rate = z.object({ median: z.number(), maximum: z.number() });

const RetroResult = z
  .object({
    rules: z.array(z.object({ key: z.string(), title: z.string(), kind: z.enum(["rule", "correlation"]), matched: Matched })),
    days: z.array(z.object({ day: z.string().describe("a calendar day in UTC"), matched: Matched, isWhole: z.boolean().describe("false: the range has a part of it only") })),
    hosts: z.array(z.object({ host: z.string().nullable(), matched: Matched })).describe("the fifty with most; null stands for no host"),
    sources: z.array(z.object({ source: z.string(), matched: Matched })),
    forecast: Rate.extend({
      wholeDays: z.int().describe("how many whole days it is made of; 0: a part of one was scaled up"),
      withoutNoisiest: Rate.extend({ host: z.string() }).nullable().describe("if the host with most were an exception"),
    }).describe("alerts a day to be reckoned with"),
    firstAt: Time.nullable(),
    lastAt: Time.nullable(),
    listed: z.int().describe("events in the list of the run"),
    isListCut: z.boolean().describe("true: more events matched than the list takes; all are counted"),
    raised: z.int().describe("detections that were new"),
    unread: z.int().describe("events that nobody understands any more"),
    withoutTime: z.int().describe("matches that no correlation could place, as their events have no time"),
    areHostsCut: z.boolean().describe("true: there are more hosts than are told apart"),
  })
  .meta({ id: "RetroResult" });

const RetroSummary = z.object({
  id: RunId,
  title: z.string(),
  wanted: z.array(z.string()).describe("keys of the rules and correlations"),
  since: Time,
  until: Time,
  raise: z.boolean(),
  state: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
  askedBy: z.string(),
  askedAt: Time,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
  progress: z.object({
    scanned: z.int().describe("events that were put to the rules: of the range, those that could match"),
    matched: Matched,
    total: z.int().nullable().describe("events to be scanned, as counted at the start; null where they could not be counted"),
  }),
  error: z.string().nullable(),
});
export type RetroSummary = z.infer<typeof RetroSummary>;

export const RetroRun = RetroSummary.extend({
  rule: z.string().describe("what was asked for, as YAML"),
  result: RetroResult.nullable(),
}).meta({ id: "RetroRun" });
export type RetroRun = z.infer<typeof RetroRun>;

export const RetroRunList = z.object({ runs: z.array(RetroSummary), next: z.string().nullable().describe("`after` of the next page; null: there is none") });
export const RetroRunPath = z.strictObject({ tenant: Tenant, run: RunId });
export const RetroRunQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50), after: RunId.optional() });

export const RetroEventList = z
  .object({
    events: z.array(z.object({ id: z.string(), time: Time, host: z.string().nullable(), source: z.string(), rule: z.string().describe("key of the rule or correlation") })),
    next: z.string().nullable().describe("`cursor` of the next page; null: there is none"),
  })
  .meta({ id: "RetroEventList" });
export type RetroEventList = z.infer<typeof RetroEventList>;
export const RetroEventQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().regex(/^\d{1,15}-[0-9a-f]{32}$/, "`next` of the page before").optional(),
});
