// The inventory against the logs.
import { z } from "zod";

/** Over which days to look; what is asked of the event store grows with it. */
const DAYS = {
  days: z.coerce.number().int().min(1).max(400).default(30).describe("so many days are looked at"),
  recentDays: z.coerce.number().int().min(1).max(400).default(7).describe("an asset that logs did not name for so long is quiet"),
};
const Limit = z.coerce.number().int().min(1).max(1000).default(200);

export const CoverageQuery = z.strictObject(DAYS);
export const Coverage = z
  .object({
    assets: z.int().describe("in service"),
    seen: z.int(),
    never: z.int(),
    quiet: z.int(),
    unknownHosts: z.int(),
    sources: z.array(z.object({ source: z.string(), hosts: z.int(), unknownHosts: z.int(), assets: z.int() })),
    complete: z.boolean().describe("false: the event store ran out of time, and there is more than this"),
  })
  .meta({ id: "Coverage" });

export const UnknownHostQuery = z.strictObject({ ...DAYS, source: z.string().min(1).max(63).optional(), after: z.string().min(1).max(300).optional(), limit: Limit });
export const UnknownHostList = z.object({
  hosts: z.array(z.object({ host: z.string(), events: z.int(), isRecent: z.boolean(), sources: z.array(z.object({ source: z.string(), events: z.int() })) })).describe("the one with the most events first"),
  next: z.string().nullable(),
  complete: z.boolean(),
});

export const UnseenAssetQuery = z.strictObject({ ...DAYS, state: z.enum(["never", "quiet"]).optional(), after: z.string().min(1).max(64).optional(), limit: Limit });
export const UnseenAssetList = z.object({
  assets: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string(), criticality: z.int(), environment: z.string().nullable(), team: z.string().nullable(), state: z.enum(["never", "quiet"]) })).describe("the most critical first"),
  next: z.string().nullable(),
  complete: z.boolean(),
});
