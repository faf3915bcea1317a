// What is dropped before detection.
import { z } from "zod";
import { Period, Reason, Time } from "./shared.ts";

export const DropRule = z
  .object({
    id: z.string(),
    version: z.int(),
    source: z.string().nullable().describe("null: all sources of the tenant"),
    title: z.string(),
    rule: z.string().describe("a Sigma rule as YAML; events that match are dropped, and counted"),
    author: z.string(),
    reason: z.string(),
    from: Time,
    until: Time.nullable(),
    createdAt: Time,
    retired: z.boolean(),
  })
  .meta({ id: "DropRule" });
export const DropRuleList = z.object({ rules: z.array(DropRule) });
export const DropRulePath = z.strictObject({ tenant: z.string().min(1).max(63), id: z.string().min(1).max(64) });
export const SaveDropRule = z.strictObject({
  source: z.string().min(1).max(63).nullable().default(null),
  rule: z.string().min(1).max(100_000),
  reason: Reason,
  ...Period,
});
