// Settings of an organisation, each a document in versions.
import { z } from "zod";
import { Contacts, Exceptions, FearedIncidents, Holidays, ModeMatrix, Notifications, Objectives, PreAuthorisedActions, ServiceHours, SeverityScale } from "./setting-kinds.ts";
import { Reason, Time } from "./shared.ts";

export const SETTING_SCHEMAS = {
  "mode-matrix": ModeMatrix,
  "service-hours": ServiceHours,
  holidays: Holidays,
  "severity-scale": SeverityScale,
  contacts: Contacts,
  notifications: Notifications,
  "feared-incidents": FearedIncidents,
  objectives: Objectives,
  "pre-authorised-actions": PreAuthorisedActions,
  exceptions: Exceptions,
} as const;

export type SettingKind = keyof typeof SETTING_SCHEMAS;
export type SettingDocument<Kind extends SettingKind = SettingKind> = z.infer<(typeof SETTING_SCHEMAS)[Kind]>;
export const SETTING_KINDS = Object.keys(SETTING_SCHEMAS) as [SettingKind, ...SettingKind[]];
const SettingKindName = z.enum(SETTING_KINDS);

const TenantId = z.string().min(1).max(63);
export const SettingPath = z.strictObject({ tenant: TenantId, kind: SettingKindName });
export const SettingVersionPath = z.strictObject({ tenant: TenantId, kind: SettingKindName, version: z.coerce.number().int().min(1).max(2_147_483_647) });
export const SettingQuery = z.strictObject({ at: Time.optional().describe("what held then; none: now") });
export const SettingVersionsQuery = z.strictObject({ after: z.coerce.number().int().min(1).optional().describe("the version below which to go on"), limit: z.coerce.number().int().min(1).max(200).default(50) });

const Document = z.record(z.string(), z.unknown()).describe("docs/settings.md describes each kind");
const Side = z.enum(["provider", "client", "system"]);

const InvitedBy = z.object({ by: z.string(), side: Side.nullable().describe("null: from before it was kept") });
const SettingDecision = z.object({ by: z.string(), side: Side, at: Time, reason: z.string().nullable(), invitedBy: InvitedBy.nullable().describe("who let in the one of the client who decided; null: the provider or the platform decided") });

/** One version, whatever became of it. */
export const SettingVersion = z
  .object({
    kind: SettingKindName,
    version: z.int().describe("0: the platform's default, which nobody decided"),
    state: z.enum(["proposed", "in_force", "refused", "withdrawn"]).describe("in_force: was agreed; holds from validFrom until the next one does"),
    document: Document,
    reason: z.string(),
    author: z.string(),
    side: Side,
    proposedAt: Time,
    wantedFrom: Time.nullable(),
    validFrom: Time.nullable(),
    decision: SettingDecision.nullable(),
  })
  .meta({ id: "SettingVersion" });
export type SettingVersion = z.infer<typeof SettingVersion>;
export const SettingVersionList = z.object({ versions: z.array(SettingVersion), next: z.int().nullable().describe("for `after`; null: these were the last") });

/** What holds, and what may hold next. */
export const Setting = z
  .object({
    kind: SettingKindName,
    inForce: SettingVersion,
    latest: z.int().describe("the last version, whatever became of it: send it as If-Match with the next one"),
    planned: SettingVersion.nullable().describe("what was decided and begins later, unless a further version takes its place"),
    proposal: SettingVersion.nullable().describe("what waits for the other side"),
  })
  .meta({ id: "Setting" });
export type Setting = z.infer<typeof Setting>;
export const SettingList = z.object({ settings: z.array(Setting) });

export const SaveSetting = z.strictObject({ document: Document, reason: Reason, from: Time.optional().describe("from when it shall hold; none: as soon as it is decided") });
export const SettingHeaders = z.object({ "if-match": z.string().max(40).optional().describe('the last version that the caller saw, as "3"; "0" if there is none') });
export const AgreeSetting = z.strictObject({ reason: Reason.optional() });
export const RefuseSetting = z.strictObject({ reason: Reason });

export const FearedIncidentGap = z
  .object({
    type: z.enum(["category-without-rule", "rule-off", "rule-unknown", "no-link", "review-due"]),
    category: z.string(),
    incident: z.string().nullable(),
    rule: z.string().nullable(),
    message: z.string(),
  })
  .meta({ id: "FearedIncidentGap" });
export type FearedIncidentGap = z.infer<typeof FearedIncidentGap>;
export const FearedIncidentGaps = z.object({ version: z.int().describe("of the register"), rulesetVersion: z.int(), covered: z.int(), accepted: z.int(), gaps: z.array(FearedIncidentGap) });
