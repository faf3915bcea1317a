// Words and parts that several kinds of settings have in common.
import { z } from "zod";

/** What an incident may be: the nine of PDIS IV.2.1.b at least, and what none of them is. */
export const INCIDENT_CATEGORIES = [
  "vulnerability-exploitation", "privilege-escalation", "data-exfiltration", "malware-spread", "persistence",
  "denial-of-service", "unauthorised-access", "identity-theft", "policy-breach", "other",
] as const;
export const IncidentCategory = z.enum(INCIDENT_CATEGORIES);
export type IncidentCategory = z.infer<typeof IncidentCategory>;

/** Short names that other parts refer to. */
export const SettingKey = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "use lower-case letters, digits and hyphens, a letter first");

/** A level of the organisation's own severity scale. */
export const Severity = SettingKey.describe("a level of the severity scale");

export const InBothLanguages = z.strictObject({ en: z.string().trim().min(1).max(200), fr: z.string().trim().min(1).max(200) });
export const Day = z.iso.date().describe("YYYY-MM-DD");
export const Sentence = z.string().trim().min(1).max(2000);

// From 00:00 to 24:00, the end of the day.
const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "write HH:MM, from 00:00 to 24:00");

/** Hours on some days of a week, by the clock on the wall. */
export const Hours = z
  .strictObject({ days: z.array(z.int().min(1).max(7)).min(1).max(7).describe("1 is Monday (ISO 8601)"), from: Clock, to: Clock })
  .refine(({ from, to }) => from < to, "the end must be after the beginning: write hours over midnight as two, until 24:00 and from 00:00");
export type Hours = z.infer<typeof Hours>;

export const TimeZone = z.string().max(60).refine(isTimeZone, "use a name of the IANA time zones, as Europe/Paris");

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Refuses a list in which something is twice, and says where. */
export const onlyOnce = <Item>(name: string, keyOf: (item: Item) => string) => (items: readonly Item[], context: { readonly addIssue: (issue: { readonly code: "custom"; readonly path: number[]; readonly message: string }) => void }): void => {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    if (seen.has(key)) context.addIssue({ code: "custom", path: [index], message: `${name} ${key} is there twice` });
    seen.add(key);
  }
};
