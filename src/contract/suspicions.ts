// What the client saw and declares.
import { z } from "zod";
import { ClockDue } from "./clocks.ts";
import { Reason, TenantPath, Time } from "./shared.ts";

export const SuspicionPath = TenantPath.extend({ suspicion: z.string().min(1).max(100).describe("its id, or the reference of its incident") });
const Urgency = z.enum(["now", "today", "can-wait"]).describe("now: it goes on, or may spread; the provider weighs it anew");

export const DeclareSuspicion = z.strictObject({
  title: z.string().trim().min(3).max(200),
  seen: z.string().trim().min(3).max(10_000).describe("what was seen"),
  seenAt: Time.optional().describe("when, if that is known"),
  assets: z.array(z.string().trim().min(1).max(200)).max(50).default([]).describe("machines and accounts, as you call them"),
  urgency: Urgency,
});

export const Suspicion = z
  .object({
    id: z.string(),
    incident: z.object({ id: z.string(), ref: z.string() }),
    title: z.string(),
    seen: z.string(),
    seenAt: Time.nullable(),
    assets: z.array(z.string()),
    urgency: Urgency,
    severity: z.string(),
    declared: z.object({ at: Time, by: z.string() }),
    state: z.enum(["declared", "acknowledged", "refused", "merged", "closed"]).describe("acknowledged: the provider has it in hand; closed: with its incident, in the words of that"),
    decided: z.object({ at: Time, by: z.string(), words: z.string().nullable() }).nullable(),
    mergedInto: z.string().nullable().describe("the incident that it became part of"),
    due: ClockDue,
  })
  .meta({ id: "Suspicion" });
export type Suspicion = z.infer<typeof Suspicion>;

export const SuspicionQuery = z.strictObject({ after: z.string().max(100).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
export const SuspicionList = z.object({ suspicions: z.array(Suspicion), next: z.string().nullable() });

export const RefuseSuspicion = z.strictObject({ reason: Reason.describe("what it was, in words that the client understands") });
export const MergeSuspicion = z.strictObject({ into: z.string().min(1).max(100).describe("the incident that it belongs to: id or reference"), reason: Reason });
