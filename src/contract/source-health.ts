// How sources are, as a person looks at them: the state in words, the day by hours, who is blind.
import { z } from "zod";
import { Level, Time } from "./shared.ts";

const n = z.int();
const Counts = z.object({ received: n.describe("lines; always the sum of the four behind it"), stored: n, quarantined: n, dropped: n, duplicates: n });
const State = z.enum(["silent", "late", "unparsed", "clock", "never", "maintenance", "healthy"]).describe("the worst that holds");

const row = {
  tenant: z.string(),
  source: z.string(),
  technology: z.string().nullable().describe("as configured, else what most of its events are; null: nobody knows yet"),
  configured: z.boolean().describe("false: lines came from it once, and nobody names it any more"),
  state: State,
  sentence: z.string().describe("the state in words, in the asked language"),
  since: Time.nullable().describe("since when it is so, as far as hours tell; null: it always was, or nobody knows"),
  maintenanceUntil: Time.nullable(),
  lastAt: Time.nullable().describe("when its last line arrived; null: it was never heard"),
  isLastExact: z.boolean().describe("false: `lastAt` is the beginning of the hour only"),
  hours: z.array(z.object({ hour: Time.describe("its beginning"), counts: Counts.nullable().describe("null: before it was heard first") })).describe("the last 24, in order; the last one is not over yet"),
  total: Counts.describe("of the last 24 hours"),
  perSecond: z.number().nullable().describe("lines a second over the last hour and the one at work; null: it was never heard"),
  lagP95Ms: z.number().nullable().describe("how late all but one in twenty of its events come at most; 86400001 stands for more than a day; null: no event with a time"),
  unparsed: z.number().nullable().describe("share of the lines of the last hours that nobody could read, 0–1; null: there were none"),
  ahead: z.number().nullable().describe("share of the events of the last hours that are ahead of our clock, 0–1; null: none had a time"),
  rules: n.nullable().describe("rules at work that can read its technology; null: its technology is not known"),
  blind: n.nullable().describe("those of them that nothing else feeds while it is silent; 0 while it sends"),
};
export const SourceHealthRow = z.object(row).meta({ id: "SourceHealthRow" });
export type SourceHealthRow = z.infer<typeof SourceHealthRow>;

const byState = z.object({ silent: n, late: n, unparsed: n, clock: n, never: n, maintenance: n, healthy: n });
export const SourceHealthQuery = z.strictObject({ language: z.enum(["en", "fr"]).optional().describe("of the sentences; none: the person's own") });
export const SourceHealthList = z.object({
  at: Time,
  sources: z.array(SourceHealthRow).describe("the worst first"),
  counts: byState.describe("sources by state"),
  blind: n.describe("rules that are blind, as all that could feed them is silent or was never heard; each counted once an organisation"),
  troubled: n.describe("organisations with a source that is late, not understood or of a wrong clock"),
  total: Counts.describe("of all sources over the last 24 hours"),
});

export const SourcePath = z.strictObject({ tenant: z.string().min(1).max(63), source: z.string().min(1).max(300) });
export const SourceDetail = z
  .object({
    ...row,
    timezone: z.string().nullable().describe("of times that name none; null: nobody names the source any more"),
    origin: z.enum(["configuration", "api"]).nullable().describe("who names it; null: nobody any more"),
    labelled: z.string().nullable().describe("the technology that the configuration says"),
    seen: z.array(z.object({ technology: z.string(), events: n })).describe("what the events of yesterday and today are, the most frequent first"),
    isMislabelled: z.boolean().describe("most of them are of another technology than labelled"),
    droppedBy: z.array(z.object({ dropRule: z.string(), lines: n })).describe("over the last 24 hours"),
    fields: z.array(z.object({ field: z.string(), today: z.number().nullable(), yesterday: z.number().nullable(), clashesToday: n, dropped: z.boolean().describe("less than half of yesterday's share") })).describe("the share of events that have each field"),
    reading: z.array(z.object({ key: z.string(), title: z.string(), level: Level.nullable(), techniques: z.array(z.string()) })).describe("the rules that can read it, by title; the first 500"),
    techniques: z.array(z.string()).describe("of ATT&CK, that these rules watch for"),
  })
  .meta({ id: "SourceDetail" });
