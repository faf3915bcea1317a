// The state of the service over a time: objectives, requests by team, weeks.
import { z } from "zod";
import { Phase, Timing } from "./setting-kinds.ts";
import { Time } from "./shared.ts";

const n = z.int();
export const ServiceStateQuery = z.strictObject({
  from: Time.optional().describe("none: 30 days before `to`"),
  to: Time.optional().describe("the first time that counts no more; none: now"),
});

const Objective = z.object({
  phase: Phase,
  severity: z.string().describe("a key of the organisation's scale"),
  owner: z.enum(["provider", "client"]).describe("who had to do it"),
  total: n.describe("clocks that were decided in the range: met when they stopped, late when they were due"),
  met: n.describe("as the contract counts"),
  metWithPauses: n.describe("as if there had been no pause"),
  percent: z.number().nullable().describe("null: fewer than twenty are too few for a percentage"),
  percentWithPauses: z.number().nullable(),
  agreed: z.object({ targetMinutes: n, timing: Timing, sharePercent: z.number() }).nullable().describe("as agreed now; null: nothing was agreed for it"),
  isUnder: z.boolean().nullable().describe("less was met than agreed; null: nothing was agreed, or too few"),
});

export const ServiceState = z
  .object({
    at: Time.describe("when it was counted"),
    from: Time,
    to: Time,
    objectives: z.object({
      total: n, met: n, metWithPauses: n,
      list: z.array(Objective).describe("by kind, the severest first"),
      pauses: z.array(z.object({ side: z.enum(["provider", "client"]).describe("on which side the reason lies"), reason: z.string(), n })).describe("that began in the range, the most frequent reasons first; at most twenty"),
    }),
    requests: z.array(z.object({
      team: z.string().nullable(), name: z.string().nullable(),
      done: n.describe("verified in the range"), open: n.describe("with the team now"), late: n.describe("of the open ones"),
      medianMinutes: z.number().nullable().describe("from sending to the team's word that it is done, of those done in the range, by the calendar; null: none"),
    })).describe("by the team's name"),
    incidents: z.object({ opened: n, closed: n, open: n.describe("now") }),
    alerts: z.object({ raised: n, judged: n.describe("by the provider"), closed: n }),
    detections: n.describe("that were read: each is part of an alert, or was kept below the line"),
    escalations: z.object({ made: n, answered: n.describe("of these, so far"), true: n.describe("of these the client said: it was not us") }),
    rulesChanged: n.describe("rules that somebody changed for the organisation"),
    weeks: z.array(z.object({ name: z.string().describe("as 2026-W48"), begins: Time, incidents: z.record(z.string(), n).describe("opened, by severity"), raised: n.describe("alerts"), closed: n.describe("alerts") })).describe("thirteen up to the end of the range, Monday to Sunday in UTC"),
  })
  .meta({ id: "ServiceState" });
