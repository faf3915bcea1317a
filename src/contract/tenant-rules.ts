// What is at work for one tenant: packs, single rules, own rules.
import { z } from "zod";
import { Level, Period, Reason, Time } from "./shared.ts";

const Status = z.enum(["experimental", "test", "stable"]);

const PackSetting = z.object({
  enabled: z.boolean(),
  minimumStatus: Status.nullable(),
  minimumLevel: Level.nullable(),
  author: z.string(),
  reason: z.string(),
  createdAt: Time,
});
export const TenantPack = z
  .object({ pack: z.string(), version: z.int(), enabled: z.boolean(), setting: PackSetting.nullable().describe("null: nobody decided, and the shipped rules alone are at work") })
  .meta({ id: "TenantRulePack" });
export const TenantPackList = z.object({ packs: z.array(TenantPack) });
export const TenantPackPath = z.strictObject({ tenant: z.string().min(1).max(63), pack: z.string().min(1).max(63) });
export const SetTenantPack = z.strictObject({
  enabled: z.boolean(),
  minimumStatus: Status.nullable().default(null).describe("rules that are less mature raise nothing; a rule without status counts as experimental"),
  minimumLevel: Level.nullable().default(null).describe("rules below raise nothing; a rule without level counts as informational"),
  reason: Reason,
});

export const RuleSwitch = z
  .object({ state: z.enum(["on", "off", "default"]), author: z.string(), reason: z.string(), from: Time, until: Time.nullable(), createdAt: Time })
  .meta({ id: "RuleSwitch" });
export const RuleSwitchList = z.object({ switches: z.array(RuleSwitch).describe("newest first; of those whose dates hold the first one decides") });
export const RulePath = z.strictObject({
  tenant: z.string().min(1).max(63),
  rule: z.string().min(1).max(1024).describe("the rule's id, or pack, path and line where it has none"),
});
export const SetRuleSwitch = z.strictObject({
  state: z.enum(["on", "off", "default"]).describe("`default` leaves it to the pack's minimum again"),
  reason: Reason,
  ...Period,
});

const TenantRule = z
  .object({
    key: z.string(),
    kind: z.enum(["rule", "correlation", "filter"]),
    title: z.string(),
    level: Level.nullable(),
    status: z.string().nullable(),
    pack: z.string().describe("`own` for the tenant's own rules"),
    packVersion: z.int(),
    path: z.string(),
    line: z.int(),
    on: z.boolean(),
    why: z
      .enum(["pack", "switched on", "switched off", "status", "level", "twin"])
      .describe("`status`, `level`: below the pack's minimum; `twin`: another pack has a rule of this id"),
    switch: RuleSwitch.nullable(),
  })
  .meta({ id: "TenantRule" });
export const TenantRuleQuery = z.strictObject({
  on: z.enum(["true", "false"]).optional(),
  pack: z.string().max(63).optional(),
  search: z.string().max(200).optional().describe("part of the title, the path or the id, in any case"),
  after: z.string().max(2000).optional().describe("`next` of the page before"),
  limit: z.coerce.number().int().min(1).max(5000).default(100),
});
export const TenantRuleList = z.object({ version: z.int(), total: z.int(), on: z.int().describe("of the total"), rules: z.array(TenantRule), next: z.string().nullable().describe("for `after`; null: these were the last") });

export const ActiveQuery = z.strictObject({ at: Time.optional().describe("none means now") });
export const ActiveRules = z
  .object({
    version: z.int(),
    digest: z.string().describe("equal for tenants with equal rules"),
    changesAt: Time.nullable().describe("when dates will change this of themselves"),
    off: z.array(z.string()).describe("rules in these files that raise nothing"),
    files: z.array(z.object({ path: z.string(), pack: z.string(), packVersion: z.int(), digest: z.string() })),
    dropRules: z.array(z.object({ id: z.string(), version: z.int(), source: z.string().nullable(), title: z.string() })),
  })
  .meta({ id: "ActiveRules" });

export const OwnRule = z
  .object({
    path: z.string(),
    version: z.int(),
    text: z.string().nullable().describe("null: withdrawn with this version"),
    rules: z.array(z.object({ key: z.string(), kind: z.enum(["rule", "correlation", "filter"]), title: z.string(), level: Level.nullable() })),
    author: z.string(),
    reason: z.string(),
    createdAt: Time,
  })
  .meta({ id: "OwnRule" });
export const OwnRuleList = z.object({ rules: z.array(OwnRule) });
export const OwnRulePath = z.strictObject({ tenant: z.string().min(1).max(63), path: z.string().min(1).max(200) });
export const SaveOwnRule = z.strictObject({ text: z.string().min(1), reason: Reason });
export const WithReason = z.strictObject({ reason: Reason });
