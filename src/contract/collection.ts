// What arrived from each source, and what became of it.
import { z } from "zod";
import { Time } from "./shared.ts";

const n = z.int();
const Day = z.iso.date();

/** A day's or an hour's lines: received is always the sum of the four behind it. */
const counts = {
  received: n.describe("lines"),
  stored: n,
  quarantined: n.describe("kept, but nobody could read them"),
  dropped: n.describe("by a drop rule"),
  duplicates: n.describe("sent again by their sender, and recognised"),
  events: n.describe("a line may hold several, and several lines one"),
  bytes: n,
};

const Lag = z
  .object({
    p50Ms: n.nullable().describe("half of the events came this late or earlier; 86400001 stands for more than a day, null for no event with a time"),
    p95Ms: n.nullable(),
    ahead: n.describe("events more than five seconds ahead of our clock: the clock of their source is wrong"),
  })
  .meta({ id: "Lag" });

export const HoursQuery = z.strictObject({ since: Time.optional().describe("none means a day before `until`"), until: Time.optional().describe("none means now"), source: z.string().min(1).max(300).optional() });
export const CollectionHour = z.object({ source: z.string(), hour: Time.describe("its beginning"), ...counts, lag: Lag, droppedBy: z.record(z.string(), n).describe("lines by the id of the drop rule that took them") }).meta({ id: "CollectionHour" });
export const CollectionHours = z.object({ hours: z.array(CollectionHour).describe("by time of arrival, in order") });
export type CollectionHours = z.infer<typeof CollectionHours>;

export const SourceStatus = z
  .object({
    source: z.string(),
    configured: z.boolean().describe("false: the configuration does not name it any more"),
    technology: z.object({
      labelled: z.string().nullable().describe("what the configuration says"),
      seen: z.array(z.object({ technology: z.string(), events: n })).describe("what the events of yesterday and today are, the most frequent first"),
      wrong: z.boolean().describe("most of them are of another technology than labelled"),
    }),
    lastHour: Time.nullable().describe("beginning of the last hour in which lines arrived; null: it was never heard"),
    silent: z.boolean().describe("nothing for an hour or more"),
    silentSeconds: n.nullable().describe("since the end of `lastHour`"),
    today: z.object({ ...counts, lag: Lag }).describe("since midnight, UTC"),
    fields: z
      .array(z.object({ field: z.string(), today: z.number().nullable(), yesterday: z.number().nullable(), clashesToday: n.describe("values that did not fit its type"), dropped: z.boolean().describe("less than half of yesterday's share") }))
      .describe("the share of events that have each field"),
  })
  .meta({ id: "SourceStatus" });
export type SourceStatus = z.infer<typeof SourceStatus>;
export const SourceStatuses = z.object({ sources: z.array(SourceStatus) });
export type SourceStatuses = z.infer<typeof SourceStatuses>;

export const DaysQuery = z.strictObject({ since: Day.optional().describe("none means six days before `until`"), until: Day.optional().describe("the last day; none means today") });
export const CollectionDays = z.object({
  fields: z.array(z.object({ source: z.string(), day: Day, field: z.string(), events: n.describe("that have it"), clashes: n })),
  technologies: z.array(z.object({ source: z.string(), day: Day, technology: z.string(), labelled: z.string().nullable().describe("what the configuration says, where that differs"), events: n })),
});
