// Who works in which team, which team gets what, and what keeps the platform from sending by itself.
import { z } from "zod";
import { RequestAction } from "./requests.ts";
import { Reason, TenantPath, Time } from "./shared.ts";

const Id = z.string().min(1).max(100);
const { tenant } = TenantPath.shape;

export const TeamMembersPath = z.strictObject({ tenant, team: Id });
export const TeamMemberPath = z.strictObject({ tenant, team: Id, person: Id });
export const TeamMembers = z.object({ members: z.array(z.object({ person: Id, name: z.string().nullable(), since: Time })) });

const RequestRoute = z
  .discriminatedUnion("scope", [
    z.strictObject({ scope: z.enum(["network", "zone"]), name: z.string().trim().min(1).max(200).describe("the network's range, or the zone's name"), team: Id }),
    z.strictObject({ scope: z.literal("action"), name: RequestAction, team: Id }),
    z.strictObject({ scope: z.literal("fallback"), team: Id }),
  ])
  .describe("who gets what the owner of an asset does not say");
export const RequestRoutes = z.object({ routes: z.array(z.object({ scope: z.enum(["network", "zone", "action", "fallback"]), name: z.string(), team: Id, teamName: z.string(), changedAt: Time })) });
export const SaveRequestRoutes = z.strictObject({ routes: z.array(RequestRoute).max(500), reason: Reason });

export const SaveAutomation = z.strictObject({ isDryRun: z.boolean(), perHour: z.int().min(0).max(1000), perDay: z.int().min(0).max(10_000), reason: Reason });
export const SwitchAutomation = z.strictObject({ reason: Reason });

const Stop = z.object({ at: Time, by: z.string(), reason: z.string() });

/** What the platform may send by itself. */
export const Automation = z
  .object({
    isDryRun: z.boolean(), perHour: z.int(), perDay: z.int(),
    sentLastHour: z.int().describe("without a person, or that would have been in a dry run"), sentLastDay: z.int(),
    stopped: Stop.nullable(), stoppedForAll: Stop.nullable(), words: z.string(),
  })
  .meta({ id: "Automation" });
export const AutomationForAll = z.object({ stopped: Stop.nullable() });
