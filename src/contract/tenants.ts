// Tenants and their sources.
import { z } from "zod";
import { Time } from "./shared.ts";

const Tenant = z.object({ id: z.string(), name: z.string(), retentionDays: z.int(), sources: z.int(), isDemonstration: z.boolean().describe("made up, to look around in") }).meta({ id: "Tenant" });
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
  .object({ name: z.string(), technology: z.string().nullable().describe("null: told by the lines themselves"), timezone: z.string(), origin: z.enum(["configuration", "api"]).describe("who names it; what was added over the API is changed there"), lastDay: SourceHealth.nullable() })
  .meta({ id: "Source" });
export const SourceList = z.object({ sources: z.array(Source) });

export const Readiness = z
  .object({ ready: z.boolean(), parts: z.array(z.object({ name: z.string(), ready: z.boolean(), reason: z.string().optional() })) })
  .meta({ id: "Readiness" });
export type Readiness = z.infer<typeof Readiness>;
