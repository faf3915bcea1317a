// One alert with all that its page shows.
import { z } from "zod";
import { AlertLanguage, AlertRow, AlertVerdict } from "./alerts.ts";
import { Clock } from "./clocks.ts";
import { CmdbFreshness } from "./cmdb.ts";
import { Detection } from "./detections.ts";
import { FoundEvent } from "./search.ts";
import { Level, Time } from "./shared.ts";

export const AlertPageQuery = z.strictObject({ language: AlertLanguage });

const Segment = z.union([z.object({ text: z.string() }), z.object({ value: z.string().describe("out of a log, as it may be shown"), field: z.string() })]);
const Sentence = z.object({ text: z.string(), segments: z.array(Segment) });

const Counts = z.object({ total: z.int(), open: z.int().describe("not judged"), byVerdict: z.record(AlertVerdict, z.int()) });
const Similar = z.object({
  days: z.int(),
  sameRule: Counts,
  sameEntity: Counts.describe("of the same rule on the same entity"),
  common: z.object({ verdict: AlertVerdict, reason: z.string(), count: z.int() }).nullable().describe("how most of the judged ones were judged"),
  differs: z.array(z.object({ field: z.string(), here: z.string().nullable(), there: z.string() })).describe("values that all of those shared and this one has not"),
  differsText: z.string().nullable(),
  isPartial: z.boolean(),
});

const Asset = z.object({
  id: z.string(), name: z.string(), kind: z.string(), criticality: z.int(), environment: z.string().nullable(), location: z.string().nullable(), os: z.string().nullable(), exposure: z.string().nullable(),
  addresses: z.array(z.string()), services: z.array(z.string()),
  team: z.object({ name: z.string(), contact: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable(), queue: z.string().nullable().describe("as the ITSM calls it") }).nullable(),
  changedAt: Time.describe("when the CMDB changed it last"), staleSince: Time.nullable(), freshness: CmdbFreshness,
  otherOpenAlerts: z.int(),
});

const Rule = z.object({
  key: z.string(), id: z.string().nullable(), title: z.string(), level: Level.nullable().describe("null: it names none"), status: z.string().nullable(), pack: z.string(), version: z.int(), digest: z.string(),
  author: z.string().nullable(), references: z.array(z.string()), tags: z.array(z.string()),
  license: z.string().nullable().describe("SPDX-like name, where the pack is known to have one: DRL-1.1 asks that author and link travel along"),
});

const Evidence = z.object({ id: z.string(), time: Time, source: z.string(), collector: z.string(), technology: z.string(), line: z.string(), digest: z.string().describe("SHA-256 of the line"), pinnedAt: Time, pinnedBy: z.string() });

export const AlertPage = AlertRow.extend({
  sentence: Sentence.describe("what happened"),
  scoring: z.object({ parts: z.array(z.object({ part: z.string(), points: z.int(), text: z.string() })), sentence: z.string() }),
  grouping: z.object({ strategy: z.enum(["rule-and-entity", "entity-and-time", "correlation-chain"]), key: z.string(), windowMinutes: z.int(), sentence: z.string() }),
  judgement: z.object({ reason: z.string().nullable(), explainedBy: z.object({ field: z.string(), value: z.string() }).nullable(), at: Time.nullable(), by: z.string().nullable(), side: z.enum(["provider", "client", "system"]).nullable() }),
  reopening: z.object({ at: Time, why: z.string() }).nullable(),
  merged: z.array(z.object({ id: z.string(), ref: z.string(), title: z.string() })).describe("numbers that lead here"),
  category: z.string().describe("of an incident that it may become: a guess by ATT&CK's words"),
  clocks: z.array(Clock),
  assetDetail: Asset.nullable(),
  similar: Similar,
  ruleDetail: Rule,
  exceptions: z.array(z.object({ id: z.string(), title: z.string(), state: z.enum(["proposed", "approved"]), ofThisRule: z.boolean().describe("false: it is about every rule"), expiresAt: Time })).describe("in force or proposed, for its rule or for all"),
  detectionList: z.array(Detection).describe("the newest 50"),
  evidence: z.array(Evidence).describe("pinned past retention"),
  attention: z.object({ isWatched: z.boolean(), watchers: z.int(), seenAt: Time.nullable() }),
  nextStep: z.object({ playbook: z.string(), run: z.string().nullable().describe("null: nobody has started it"), step: z.string(), text: z.string() }).nullable().describe("of the playbook of its incident, else of the one that fits best; for the provider"),
}).meta({ id: "AlertPage" });
export type AlertPage = z.infer<typeof AlertPage>;

export const AlertEvents = z.object({
  events: z.array(FoundEvent.extend({ isPinned: z.boolean(), sentence: Sentence })).describe("in the order of time; pinned ones even after their time"),
  gone: z.array(z.string()).describe("ids of those that are kept no more, and were not pinned"),
});

export const AlertThreadQuery = z.strictObject({ after: z.coerce.number().int().min(0).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) });
export const AlertThread = z.object({
  entries: z.array(z.object({
    id: z.int(), type: z.enum(["message", "fact", "action", "decision", "call"]), visibility: z.enum(["internal", "shared"]), at: Time, author: z.string(), side: z.enum(["provider", "client", "system"]), text: z.string(),
    from: z.string().nullable().describe("reference of the merged alert that it was written of"),
  })),
  next: z.int().nullable(),
});
