// Tenants, their sources, and the journal.
import { z } from "zod";
import { Time } from "./shared.ts";

const Tenant = z.object({ id: z.string(), name: z.string(), retentionDays: z.int(), sources: z.int() }).meta({ id: "Tenant" });
export const TenantList = z.object({ tenants: z.array(Tenant) });

/** The account of one source's lines over the last day; received is always the sum of the four behind it. */
export const SourceHealth = z
  .object({
    lastAt: Time.nullable(),
    received: z.int(),
    stored: z.int(),
    quarantined: z.int(),
    dropped: z.int(),
    duplicates: z.int(),
    bytes: z.int(),
    lagP50Seconds: z.number().nullable(),
    lagP95Seconds: z.number().nullable(),
  })
  .meta({ id: "SourceHealth" });
export type SourceHealth = z.infer<typeof SourceHealth>;

const Source = z
  .object({ name: z.string(), technology: z.string().nullable().describe("null: told by the lines themselves"), timezone: z.string(), lastDay: SourceHealth.nullable() })
  .meta({ id: "Source" });
export const SourceList = z.object({ sources: z.array(Source) });

const JournalEntry = z
  .object({ id: z.int(), at: Time, who: z.string(), action: z.string(), subject: z.string(), reason: z.string().nullable(), details: z.record(z.string(), z.unknown()) })
  .meta({ id: "JournalEntry" });
export const JournalQuery = z.strictObject({
  before: z.coerce.number().int().positive().optional().describe("id of the last entry of the page before"),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export const Journal = z.object({ entries: z.array(JournalEntry).describe("newest first") });

export const Readiness = z
  .object({ ready: z.boolean(), parts: z.array(z.object({ name: z.string(), ready: z.boolean(), reason: z.string().optional() })) })
  .meta({ id: "Readiness" });
export type Readiness = z.infer<typeof Readiness>;
