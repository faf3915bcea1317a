// Parts that several resources have in common.
import { z } from "zod";

export const Time = z.iso.datetime({ offset: true }).describe("ISO 8601, in answers always in UTC");

/** Why somebody decides something; it is shown wherever the decision is. */
export const Reason = z.string().trim().min(3).max(2000).describe("for those who ask later");

export const Level = z.enum(["informational", "low", "medium", "high", "critical"]);

export const TenantPath = z.strictObject({ tenant: z.string().min(1).max(63) });

/** From when and until when a decision holds. */
export const Period = {
  from: Time.optional().describe("none means now"),
  until: Time.optional().describe("none means for good"),
};
