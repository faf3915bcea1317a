// What an organisation's settings mean for one incident.
import { z } from "zod";
import { Channel, Mode, NotifiedFact, Phase, Recipient, Timing } from "./setting-kinds.ts";
import { IncidentCategory, Severity } from "./setting-parts.ts";
import { SETTING_KINDS } from "./settings.ts";
import { Time } from "./shared.ts";

export const ServiceTermsQuery = z.strictObject({ category: IncidentCategory, severity: Severity, at: Time.refine((text) => text < "2200", "a time before the year 2200").optional().describe("when it begins; none: now") });

const Person = z.object({ key: z.string(), name: z.string(), email: z.string(), phone: z.string().nullable() });

export const ServiceTerms = z
  .object({
    mode: Mode,
    isOpen: z.boolean().describe("whether the service works at that time"),
    due: z.array(z.object({ phase: Phase, dueAt: Time.nullable().describe("null: its hours never come"), targetMinutes: z.int(), timing: Timing, sharePercent: z.number() })),
    notices: z.array(z.object({ fact: NotifiedFact, channel: Channel, to: z.array(Recipient), dueAt: Time.nullable() })).describe("who would hear of what, if it happened at that time"),
    onCall: z.array(z.object({ contact: Person, insteadOf: Person.nullable() })).describe("whom to call, in this order; empty: nobody of them can be reached"),
    versions: z.record(z.enum(SETTING_KINDS), z.int()).describe("of the settings that say so; 0: the platform's default"),
  })
  .meta({ id: "ServiceTerms" });

export const SecondChannelTest = z
  .object({ channel: z.string().nullable().describe("null: there is no second means of notification"), testedOn: z.string().nullable(), dueOn: z.string().nullable().describe("the day by which it must be tested (again)"), isOverdue: z.boolean() })
  .meta({ id: "SecondChannelTest" });
