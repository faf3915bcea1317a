// The registry of rules: what is at work, since which version, what is said of it (PDIS IV.2.1.h, i) and what is changed.
import { z } from "zod";
import { Level, Reason, TenantPath, Time } from "./shared.ts";

const Texts = z.array(z.string().trim().min(1).max(200)).max(50);
const Long = z.string().trim().min(1).max(4000);
const Key = z.string().min(1).max(1024).describe("the rule's id, or pack, path and line where it has none");

export const Placeholder = z.object({ name: z.string(), values: z.array(z.string()).nullable(), version: z.int(), author: z.string(), reason: z.string(), createdAt: Time }).meta({ id: "RulePlaceholder" });
export const PlaceholderList = z.object({ placeholders: z.array(Placeholder) });
export const PlaceholderPath = z.strictObject({ tenant: TenantPath.shape.tenant, placeholder: z.string().min(1).max(100) });
export const SavePlaceholder = z.strictObject({ values: z.array(z.string()).max(10_000).nullable().describe("Sigma values, so wildcards in them count; null: withdrawn, and rules that need it are refused"), reason: Reason });

const RuleChange = z.strictObject({
  level: Level.optional(),
  filter: z.record(z.string().max(300), z.unknown()).optional().describe("a Sigma selection, or a whole detection: what it is true of is not raised"),
  grouping: z.strictObject({ strategy: z.enum(["rule-and-entity", "entity-and-time"]).optional(), windowMinutes: z.int().min(1).max(10_080).optional() }).optional(),
});
export const RuleOverride = z.object({ rule: z.string(), change: RuleChange.nullable(), version: z.int(), author: z.string(), reason: z.string(), createdAt: Time }).meta({ id: "RuleOverride" });
export const RuleOverrideList = z.object({ overrides: z.array(RuleOverride).describe("newest first") });
export const RegistryPath = z.strictObject({ tenant: TenantPath.shape.tenant, rule: Key });
export const SaveOverride = z.strictObject({ change: RuleChange.nullable().describe("null: taken back"), reason: Reason });

const Marking = z.strictObject({
  owner: z.string().trim().min(1).max(200).optional(),
  sensitivity: z.string().trim().min(1).max(200).optional(),
  diffusion: z.enum(["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]).optional().describe("TLP 2.0"),
  osint: z.boolean().optional().describe("whether its values may be looked up in open sources"),
  threat: Long.optional(),
  cve: Texts.optional(),
  phase: Texts.optional(),
  method: Long.optional(),
  limits: Long.optional(),
  guidance: Long.optional().describe("what an analyst does with it"),
});
export const MarkRule = z.strictObject({ marking: Marking, reason: Reason });

const Text = z.string().nullable();
const Marked = z.object({
  author: Text, source: z.string(), created: Text, modified: Text, owner: Text, sensitivity: Text, diffusion: Text, osint: z.boolean().nullable(), threat: Text, cve: z.array(z.string()), phase: z.array(z.string()), method: Text, limits: Text,
  guidance: Text, missing: z.array(z.string()).describe("what nobody has said yet"),
});
export const RegisteredRule = z
  .object({
    key: z.string(), kind: z.enum(["rule", "correlation", "filter"]), title: z.string(), level: Level.nullable(), status: z.string().nullable(), pack: z.string(), version: z.int().describe("of the pack; of an own rule, its own"), path: z.string(),
    digest: z.string().describe("SHA-256 of the text of its file"), active: z.boolean(), why: z.string(), marking: Marked, override: RuleOverride.nullable(),
  })
  .meta({ id: "RegisteredRule" });
export const RegistryQuery = z.strictObject({
  at: Time.optional().describe("as it was then; none means now"),
  active: z.enum(["true", "false"]).optional(),
  incomplete: z.enum(["true"]).optional().describe("those alone of which the marking lacks something"),
  rule: Key.optional(),
  after: Key.optional().describe("`next` of the page before"),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export const RegistryList = z.object({ version: z.int().describe("of the rule sets"), total: z.int(), active: z.int().describe("of the total"), rules: z.array(RegisteredRule), next: z.string().nullable() });
