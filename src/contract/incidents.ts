// Incidents: lists, the page, and what people do with one.
import { z } from "zod";
import { Clock } from "./clocks.ts";
import { Mode } from "./setting-kinds.ts";
import { IncidentCategory, SettingKey } from "./setting-parts.ts";
import { Reason, TenantPath, Time } from "./shared.ts";

const Name = z.string().min(1).max(100).describe("id, or reference such as AM-2026-0042");
const Text = z.string().trim().min(1).max(20_000);
const Side = z.enum(["provider", "client", "system"]);
const Visibility = z.enum(["internal", "shared"]);
const ownDefault = Visibility.optional().describe("none: internal for the provider, shared for the client");

const IncidentStage = z.enum(["open", "contained", "eradicated", "recovered", "closed"]);
const Tlp = z.enum(["clear", "green", "amber", "amber+strict", "red"]).describe("FIRST TLP 2.0");
const Pap = z.enum(["clear", "green", "amber", "red"]).describe("permissible actions protocol");
const Verdict = z.enum(["true_positive", "benign_positive", "false_positive"]);
const Origin = z.enum(["alert", "client", "hunt", "provider", "external"]);
const Factors = z.partialRecord(z.enum(["asset-criticality", "functional-impact", "data-impact", "stage", "actor", "recoverability"]), z.string().trim().min(1).max(2000)).describe("NIST SP 800-61r3: what the severity rests on");
const Owner = z.object({ id: z.string(), who: z.string() }).nullable();

export const IncidentPath = TenantPath.extend({ incident: Name });
export const IncidentPartPath = IncidentPath.extend({ part: z.coerce.number().int().min(1) });
export const IncidentFilePath = IncidentPath.extend({ file: z.coerce.number().int().min(1) });

const FILTERS = {
  view: z.enum(["open", "mine", "unowned", "waits-on-client", "waits-on-provider", "waits-on-team", "closed", "all"]).default("open"),
  order: z.enum(["worst", "due", "newest"]).default("worst"),
  stage: IncidentStage.optional(),
  severity: SettingKey.optional(),
  category: IncidentCategory.optional(),
  mode: Mode.optional(),
  origin: Origin.optional(),
  owner: z.string().max(100).optional(),
  since: Time.optional(),
  until: Time.optional(),
  text: z.string().trim().min(1).max(200).optional(),
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const IncidentQuery = z.strictObject(FILTERS);

const Turn = z.object({ side: z.enum(["provider", "client", "team"]), who: z.string(), until: Time.nullable(), why: z.string() }).nullable().describe("whose turn it is, until when and why; null: nobody's");

export const IncidentRow = z
  .object({
    tenant: z.string(), id: z.string(), ref: z.string(), title: z.string(), category: IncidentCategory, severity: z.string(), tlp: Tlp, pap: Pap, stage: IncidentStage, mode: Mode, origin: Origin,
    verdict: Verdict.nullable(), owners: z.object({ provider: Owner, client: Owner }), openedAt: Time, changedAt: Time, closedAt: Time.nullable(), mergedInto: z.string().nullable(),
    due: z.object({ at: Time.nullable(), phase: z.string(), owner: z.enum(["provider", "client"]) }).nullable(), turn: Turn,
  })
  .meta({ id: "IncidentRow" });
export const IncidentList = z.object({
  incidents: z.array(IncidentRow),
  counts: z.object({ open: z.int(), mine: z.int(), unowned: z.int(), waitsOnClient: z.int(), waitsOnProvider: z.int(), waitsOnTeam: z.int(), byStage: z.record(z.string(), z.int()), closed: z.int(), isClosedBounded: z.boolean().describe("there are that many or more") }),
  next: z.string().nullable(),
});

const Part = z
  .object({ id: z.int(), kind: z.enum(["asset", "account", "indicator", "technique", "task"]), document: z.record(z.string(), z.unknown()), visibility: Visibility, side: Side, addedAt: Time, addedBy: z.string(), removed: z.object({ at: Time, by: z.string(), reason: z.string() }).nullable() })
  .meta({ id: "IncidentPart" });
const File = z
  .object({ id: z.int(), name: z.string(), note: z.string(), size: z.int(), sha256: z.string(), sha1: z.string(), md5: z.string(), visibility: Visibility, side: Side, addedAt: Time, addedBy: z.string(), removed: z.object({ at: Time, by: z.string(), reason: z.string() }).nullable() })
  .meta({ id: "IncidentFile" });
const Entry = z
  .object({ id: z.int(), type: z.enum(["message", "fact", "action", "decision", "call"]), visibility: Visibility, at: Time, eventTime: Time.nullable(), author: z.string(), side: Side, text: z.string(), origin: z.string().nullable().describe("where it was written, if it was moved since") })
  .meta({ id: "IncidentEntry" });
// PDIS IV.2.1.w: rules with versions, source and collector equipment, event ids, times of event and detection.
const LinkedAlert = z.object({
  id: z.string(), ref: z.string(), title: z.string(), level: z.string(), score: z.int(), status: z.string(), verdict: Verdict.nullable(), firstTime: Time, lastTime: Time, detectedAt: Time, techniques: z.array(z.string()),
  rules: z.array(z.object({ key: z.string(), id: z.string().nullable(), title: z.string(), pack: z.string(), version: z.int(), digest: z.string() })),
  sources: z.array(z.object({ source: z.string(), collector: z.string(), technology: z.string() })),
  eventIds: z.array(z.string()), isPartial: z.boolean().describe("it has more detections or events than are here"),
});
const Other = z.object({ id: z.string(), ref: z.string(), title: z.string(), stage: IncidentStage });

export const Incident = IncidentRow.extend({
  summary: z.string(), impact: z.string(), risk: z.string(), severityReasons: Factors, modeReason: z.string().nullable(),
  stageTimes: z.record(z.string(), Time), aware: z.object({ at: Time, by: z.string(), evidence: z.string() }).nullable().describe("NIS2, art. 23: since when the organisation knows of it"),
  qualified: z.object({ words: z.string(), by: z.string(), side: Side, at: Time }).nullable(),
  waits: z.object({ on: z.enum(["provider", "client", "team"]), team: z.string().nullable(), reason: z.string(), since: Time, until: Time.nullable() }).nullable(),
  occurredAt: Time.nullable(), detectedAt: Time.nullable(), openedBy: z.string(), closedReason: z.string().nullable(), lessons: z.string().nullable(), needsLessons: z.boolean(), reopened: z.int(),
  nextStages: z.array(IncidentStage),
  clocks: z.array(Clock), alerts: z.array(LinkedAlert), parts: z.array(Part), files: z.array(File), decisions: z.array(Entry),
  related: z.array(Other.extend({ kind: z.string(), reason: z.string() })), alike: z.array(Other.extend({ why: z.string() })), merged: z.array(Other),
}).meta({ id: "Incident" });
export const ThreadQuery = z.strictObject({ visibility: Visibility.optional(), after: z.coerce.number().int().min(0).optional(), limit: z.coerce.number().int().min(1).max(200).default(100) });
export const IncidentThread = z.object({ entries: z.array(Entry), next: z.int().nullable() });

export const OpenIncident = z.strictObject({
  alerts: z.array(z.string().min(1).max(64)).max(200).default([]).describe("ids or references; what is left out below is taken from them"),
  title: z.string().trim().min(3).max(300).optional(), summary: z.string().trim().max(20_000).optional(), category: IncidentCategory.optional(), severity: SettingKey.optional(), severityReasons: Factors.optional(),
  tlp: Tlp.optional(), pap: Pap.optional(), origin: z.enum(["alert", "hunt", "provider", "external"]).optional().describe("none: alert if there are any, else provider"), occurredAt: Time.optional(),
});
export const ChangeIncident = z.strictObject({
  title: z.string().trim().min(3).max(300), summary: z.string().trim().max(20_000), category: IncidentCategory, tlp: Tlp, pap: Pap, impact: z.string().trim().max(5000), risk: z.string().trim().max(5000), lessons: z.string().trim().max(20_000), occurredAt: Time,
  mode: Mode.describe("with a reason: it differs from what the contract says"), reason: Reason,
}).partial();
export const SetAware = z.strictObject({ at: Time, evidence: Reason });
export const SetStage = z.strictObject({ stage: IncidentStage.exclude(["closed"]), reason: Reason.optional().describe("needed to go back") });
export const SetSeverity = z.strictObject({ severity: SettingKey, reasons: Factors.optional(), reason: Reason });
export const SetWaiting = z.strictObject({ on: z.enum(["provider", "client", "team"]).nullable().describe("null: on nobody but its owner"), team: z.string().trim().min(1).max(200).optional(), reason: Reason.optional(), until: Time.optional() });
export const QualifyIncident = z.strictObject({ verdict: Verdict, words: Reason });
export const CloseIncident = z.strictObject({ reason: Reason, verdict: Verdict.optional(), lessons: z.string().trim().max(20_000).optional(), alertsAs: z.string().max(40).optional().describe("the closure reason of alerts that nobody has judged") });
export const WithReason = z.strictObject({ reason: Reason });
export const LinkAlerts = z.strictObject({ alerts: z.array(z.string().min(1).max(64)).min(1).max(200) });
export const UnlinkAlerts = LinkAlerts.extend({ reason: Reason });
const Role = z.enum(["victim", "source", "pivot", "witness", "target", "related", "unknown"]);
const IndicatorVerdict = z.enum(["malicious", "suspicious", "benign", "unknown"]);
const PartNote = z.string().trim().max(2000);
const taskFields = { who: z.string().trim().min(1).max(200).nullable(), dueAt: Time.nullable(), order: z.int().min(0).max(10_000) };
export const AddPart = z.strictObject({
  kind: z.enum(["asset", "account", "indicator", "technique", "task"]),
  name: z.string().trim().min(1).max(2000).describe("of an asset or account its name, of an indicator its value, of a technique T and its number, of a task what to do"),
  role: Role.default("related").describe("of an asset or account"),
  type: z.enum(["sha256", "sha1", "md5", "file-name", "file-path", "ip", "domain", "url", "email", "user-agent", "certificate", "mutex", "registry-key", "other"]).default("other").describe("of an indicator"),
  verdict: IndicatorVerdict.default("unknown").describe("of an indicator"), isPassedOn: z.boolean().default(false).describe("of an indicator: others than the two sides may be told"),
  who: taskFields.who.default(null).describe("of a task: who does it"), dueAt: taskFields.dueAt.default(null), order: taskFields.order.default(0),
  note: PartNote.default(""), visibility: ownDefault,
});
export const ChangePart = z.strictObject({
  role: Role, state: PartNote.describe("of an asset or account"), verdict: IndicatorVerdict, isPassedOn: z.boolean(), note: PartNote, text: z.string().trim().min(1).max(2000).describe("of a task"), ...taskFields, isDone: z.boolean().describe("of a task"),
  visibility: z.literal("shared").describe("the other side sees it from now on; there is no way back"),
}).partial();
export const AssignIncident = z.strictObject({ side: z.enum(["provider", "client"]), person: z.string().min(1).max(100).nullable().describe("id of a person of that side; null: nobody has it any more"), comment: z.string().trim().max(2000).optional() });
export const SayInIncident = z.strictObject({ type: z.enum(["message", "fact", "action", "decision", "call"]).default("message"), text: Text, visibility: ownDefault, eventTime: Time.optional(), isAdvice: z.boolean().default(false).describe("what to do first: stops the time to give advice") });
export const MergeIncidents = z.strictObject({ others: z.array(Name).min(1).max(20), reason: Reason });
export const SplitIncident = z.strictObject({ title: z.string().trim().min(3).max(300), reason: Reason, alerts: z.array(z.string().min(1).max(64)).max(200).default([]), parts: z.array(z.int()).max(500).default([]), files: z.array(z.int()).max(100).default([]), entries: z.array(z.int()).max(500).default([]) });
export const RelateIncident = z.strictObject({ other: Name, kind: z.enum(["recurring", "same-campaign", "other"]), reason: Reason });
export const UnrelateIncident = z.strictObject({ other: Name, reason: Reason });
export const AttachFile = z.strictObject({ name: z.string().trim().min(1).max(255), note: z.string().trim().max(2000).default(""), content: z.base64().max(22_500_000).describe("at most 16 MB"), visibility: ownDefault });
export const AttachedFile = File;
