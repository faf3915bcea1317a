// How the service works for one organisation: one schema a kind of setting. Older documents stay readable, so what is
// added here later needs a default.
import { z } from "zod";
import { RequestAction } from "./requests.ts";
import { Day, Hours, InBothLanguages, IncidentCategory, INCIDENT_CATEGORIES, onlyOnce, Sentence, SettingKey, Severity, TimeZone } from "./setting-parts.ts";

const MAX = 500;

export const Mode = z.enum(["escalate", "handle"]).describe("escalate: the client qualifies and responds; handle: the provider does");
export type Mode = z.infer<typeof Mode>;

/** Who handles what. */
export const ModeMatrix = z.strictObject({
  default: Mode,
  cells: z.array(z.strictObject({ category: IncidentCategory, severity: Severity, mode: Mode })).max(MAX).superRefine(onlyOnce("the cell", ({ category, severity }) => `${category}/${severity}`)),
});

/** When the service works; holidays and closed days stand in `holidays`. */
export const ServiceHours = z.strictObject({
  timeZone: TimeZone,
  default: z.union([z.literal("always"), z.array(Hours).min(1).max(50)]).describe("always: 24 hours on 7 days, holidays too"),
  bySeverity: z.array(z.strictObject({ severity: Severity, hours: z.union([z.literal("always"), z.array(Hours).min(1).max(50)]) })).max(20).superRefine(onlyOnce("the severity", ({ severity }) => severity)).default([]),
});

/** Days on which service hours do not count. */
export const Holidays = z.strictObject({
  calendar: z.enum(["none", "fr", "fr-alsace-moselle"]),
  own: z.array(z.strictObject({ day: Day, name: Sentence })).max(MAX).superRefine(onlyOnce("the day", ({ day }) => day)),
});

/** Levels as agreed with the client (PDIS IV.2.1.q–s; ISO/IEC 27035-2, annex C), the most severe first. */
export const SeverityScale = z.strictObject({
  levels: z.array(z.strictObject({ key: SettingKey, name: InBothLanguages, criteria: InBothLanguages.or(z.strictObject({ en: Sentence, fr: Sentence })) })).min(2).max(10).superRefine(onlyOnce("the level", ({ key }) => key)),
});

const ContactRole = z.enum(["security", "decision", "technical", "executive", "data-protection", "legal", "communication", "service-desk"]);
const Phone = z.string().regex(/^\+[0-9][0-9 ().-]{5,24}$/, "write it with the country's number, as +33 1 23 45 67 89");
const Instant = z.iso.datetime({ offset: true });

const Contact = z.strictObject({
  key: SettingKey,
  name: z.string().trim().min(1).max(200),
  roles: z.array(ContactRole).min(1).max(8),
  email: z.email().max(254),
  phone: Phone.nullable().default(null),
  language: z.enum(["en", "fr"]).default("fr"),
  hours: z.union([z.literal("always"), z.array(Hours).min(1).max(50)]).default("always"),
  timeZone: TimeZone.default("Europe/Paris"),
  substitute: SettingKey.nullable().default(null).describe("who is asked instead when this contact cannot be reached"),
  absences: z.array(z.strictObject({ from: Instant, until: Instant })).max(100).default([]),
});

/** Whom the service may call, in which order. */
export const Contacts = z
  .strictObject({
    people: z.array(Contact).max(MAX).superRefine(onlyOnce("the contact", ({ key }) => key)),
    onCall: z.array(SettingKey).max(100).superRefine(onlyOnce("the contact", (key) => key)).describe("who is called first, second, …"),
  })
  .superRefine(({ people, onCall }, context) => {
    const known = new Set(people.map(({ key }) => key));
    for (const [index, key] of onCall.entries()) if (!known.has(key)) context.addIssue({ code: "custom", path: ["onCall", index], message: `there is no contact ${key}` });
    for (const [index, { key, substitute }] of people.entries()) {
      const isWrong = substitute !== null && (substitute === key || !known.has(substitute));
      if (isWrong) context.addIssue({ code: "custom", path: ["people", index, "substitute"], message: substitute === key ? "nobody is their own substitute" : `there is no contact ${substitute}` });
    }
  });

/** What people hear of. */
export const NotifiedFact = z.enum(["alert-escalated", "incident-opened", "incident-severity-changed", "containment-advised", "action-taken", "incident-closed", "major-incident", "source-silent", "rule-failed", "service-degraded"]);
export type NotifiedFact = z.infer<typeof NotifiedFact>;

/** How they hear of it. */
export const Channel = z.enum(["portal", "email", "sms", "phone", "chat", "itsm"]);
export type Channel = z.infer<typeof Channel>;
export const Recipient = z.union([z.strictObject({ contact: SettingKey }), z.strictObject({ role: ContactRole }), z.strictObject({ onCall: z.literal(true) })], 'write {"contact": "ann"}, {"role": "security"} or {"onCall": true}');
export const Timing = z.enum(["service-hours", "calendar"]).describe("which minutes count: those of the service hours, or all");

/** Who hears of what, how and how soon (PDIS IV.2.3.a–g). */
export const Notifications = z.strictObject({
  entries: z.array(z.strictObject({
    fact: NotifiedFact,
    severities: z.array(Severity).min(1).max(10).nullable().describe("null: all"),
    to: z.array(Recipient).min(1).max(50),
    channel: Channel,
    withinMinutes: z.int().min(1).max(525_600),
    timing: Timing,
  })).max(MAX),
  disclosure: z.enum(["reference", "reference-and-severity", "agreed-facts"]).describe("what leaves the portal (PDIS IV.2.3.g): the number alone, with the severity, or with time, perimeter and type too"),
  secondChannel: z
    .strictObject({ channel: Channel, testedOn: Day.nullable(), testEveryMonths: z.int().min(1).max(6).default(6) })
    .nullable()
    .describe("the second means of notification, tested every six months and at each change"),
});

const AcceptedGap = z.strictObject({ reason: z.string().trim().min(3).max(2000), by: Sentence, on: Day });

/** What the client fears, and which rules watch for it (PDIS IV.2.1.a–f). */
export const FearedIncidents = z.strictObject({
  incidents: z
    .array(z.strictObject({
      key: SettingKey,
      category: IncidentCategory,
      name: InBothLanguages,
      description: z.string().trim().max(2000).default(""),
      agreedOn: Day.nullable(),
      reviewOn: Day.nullable(),
      rules: z.array(z.string().min(1).max(1024)).max(1000).describe("keys of rules that watch for it"),
      acceptedGap: AcceptedGap.nullable().default(null),
    }))
    .max(MAX)
    .superRefine(onlyOnce("the feared incident", ({ key }) => key))
    .superRefine((incidents, context) => {
      const missing = INCIDENT_CATEGORIES.filter((category) => category !== "other" && !incidents.some((one) => one.category === category));
      if (missing.length > 0) context.addIssue({ code: "custom", path: [], message: `each of the nine categories of PDIS IV.2.1.b needs an entry, with an accepted gap if need be: ${missing.join(", ")}` });
    }),
});

/** What has to be done by a time: four by the provider, the others by the client (docs/clocks.md). */
export const Phase = z.enum(["acknowledge", "qualify", "notify", "contain-advice", "client-acknowledge", "client-qualify", "request-acknowledge", "request-done"]);
export type Phase = z.infer<typeof Phase>;

/** Within which time each side does what. */
export const Objectives = z.strictObject({
  objectives: z
    .array(z.strictObject({ severity: Severity, phase: Phase, targetMinutes: z.int().min(1).max(525_600), timing: Timing, sharePercent: z.number().min(1).max(100).describe("of the incidents of a month") }))
    .max(100)
    .superRefine(onlyOnce("the objective", ({ severity, phase }) => `${severity}/${phase}`)),
});

/** What the provider may do at the client's without asking again. */
export const PreAuthorisedActions = z.strictObject({
  actions: z
    .array(z.strictObject({
      key: SettingKey,
      action: RequestAction,
      assets: z.strictObject({ tags: z.array(Sentence).max(100).default([]), services: z.array(Sentence).max(100).default([]), environments: z.array(Sentence).max(20).default([]) }).describe("the group: what has one of each list; an empty list admits all"),
      except: z.array(Sentence).max(MAX).default([]).describe("names of assets that are never touched"),
      conditions: Sentence,
      tell: z.array(Recipient).min(1).max(50),
      agreedBy: Sentence,
      since: Day,
      until: Day.nullable().default(null),
    }))
    .max(MAX)
    .superRefine(onlyOnce("the action", ({ key }) => key)),
});

/** How detections may be kept from people. */
export const Exceptions = z.strictObject({
  days: z.int().min(1).max(365).describe("for how long an exception holds unless its author says otherwise"),
  wideSharePercent: z.int().min(1).max(100).describe("an exception that would have hidden a larger share of the alerts of its scope needs a second person"),
  clientApproval: z.enum(["none", "wide", "all"]).describe("which exceptions somebody of the client has to approve"),
});
