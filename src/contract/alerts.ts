// Alerts: the queue, its counts and its horizon. What the page of one shows stands in alert-page.ts.
import { z } from "zod";
import { Level, Time } from "./shared.ts";

const AlertStatus = z.enum(["new", "in_progress", "escalated", "waiting_client", "closed"]);
export const AlertVerdict = z.enum(["true_positive", "benign_positive", "false_positive"]);
const AlertStage = z.enum(["open", "mine", "unowned", "closed", "all"]);
const AlertSort = z.enum(["worst", "due", "newest"]).describe("worst: the highest score first; due: what is due first");
export const AlertLanguage = z.enum(["en", "fr"]).optional().describe("of sentences; none: the person's own, English for keys");

const AlertName = z.string().min(1).max(64).describe("id, or reference such as AM-A-31407");
export const AlertPath = z.strictObject({ tenant: z.string().min(1).max(63), alert: AlertName });

/** One or several, separated by commas. */
const several = <Item extends z.ZodType>(item: Item) => z.preprocess((value) => (typeof value === "string" ? value.split(",") : value), z.array(item).min(1).max(50)).optional();

const FILTERS = {
  stage: AlertStage.default("open"),
  status: several(AlertStatus),
  level: several(Level).describe("by score"),
  rule: z.string().min(1).max(1024).optional().describe("its key"),
  technique: z.string().regex(/^T\d{4}(?:\.\d{3})?$/).optional().describe("of ATT&CK; a technique stands for its sub-techniques, too"),
  asset: z.string().min(1).max(64).optional(),
  entity: z.string().min(1).max(512).optional().describe("host, user or address"),
  incident: z.string().min(1).max(64).optional().describe("its id"),
  since: Time.optional().describe("raised then or later"),
  until: Time.optional(),
  verdict: several(z.union([AlertVerdict, z.literal("none")])).describe("none: not judged"),
  dueBefore: Time.optional(),
  text: z.string().trim().min(1).max(200).optional().describe("in the title, the entity's name or the rule's key"),
};

export const AlertFilter = z.strictObject(FILTERS);
const PAGE = { sort: AlertSort.default("worst"), language: AlertLanguage, limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(300).optional().describe("`next` of the answer before, with the same query") };
export const AlertQuery = z.strictObject({ ...FILTERS, ...PAGE });
export const AllAlertsQuery = z.strictObject({ ...FILTERS, ...PAGE, tenant: several(z.string().min(1).max(63)) });
export const NextAlertQuery = z.strictObject({ ...FILTERS, sort: PAGE.sort, language: AlertLanguage, after: z.string().max(64).optional().describe("id of the alert that was looked at; none: from the top") });
export const NextOfAllQuery = NextAlertQuery.extend({ tenant: several(z.string().min(1).max(63)) });

const AlertTurn = z
  .object({ side: z.enum(["provider", "client"]), phase: z.string().nullable(), until: Time.nullable(), isLate: z.boolean(), text: z.string() })
  .nullable()
  .describe("whose turn it is and until when; null: it is closed");

export const AlertRow = z
  .object({
    tenant: z.string(),
    id: z.string(),
    ref: z.string(),
    title: z.string().describe("what the rule calls it"),
    score: z.int(),
    level: Level.describe("by score"),
    status: AlertStatus,
    verdict: AlertVerdict.nullable().describe("null: nobody has judged it"),
    mode: z.enum(["escalate", "handle"]).nullable().describe("what was agreed for it; null where the list leaves it out"),
    rule: z.string().describe("its key"),
    entity: z.object({ kind: z.enum(["asset", "host", "user", "address", "none"]), value: z.string(), name: z.string() }),
    asset: z.string().nullable(),
    techniques: z.array(z.string()),
    detections: z.int(),
    firstTime: Time,
    lastTime: Time,
    raisedAt: Time,
    changedAt: Time,
    owner: z.object({ id: z.string(), who: z.string(), since: Time.nullable() }).nullable(),
    turn: AlertTurn,
    incident: z.string().nullable(),
    mergedInto: z.string().nullable(),
    reopened: z.int(),
  })
  .meta({ id: "AlertRow" });
export type AlertRow = z.infer<typeof AlertRow>;

const Count = z.int().describe("10001 means: more than 10,000; of closed ones under filters of level, status, verdict, technique or text: among the 10,000 raised last");
export const AlertList = z.object({
  alerts: z.array(AlertRow),
  next: z.string().nullable().describe("cursor of the next page; null on the last one"),
  counts: z.object({ open: Count, mine: Count, unowned: Count, closed: Count }).describe("under the same filters"),
});
export const NextAlert = z.object({ alert: AlertRow.nullable().describe("null: there is no further one in this view") });

export const HorizonQuery = z.strictObject({ hours: z.coerce.number().int().min(1).max(24 * 7).default(24), language: AlertLanguage });
const SuppressedCounts = z.object({ exception: z.int(), maintenance: z.int(), duplicate: z.int(), "rate-limit": z.int() });
export const Horizon = z.object({
  since: Time,
  until: Time,
  bars: z.array(z.object({ at: Time, alerts: z.partialRecord(Level, z.int()), suppressed: SuppressedCounts.partial() })).describe("a quarter of an hour each"),
  detections: z.int().describe("= alerted + suppressed"),
  alerted: z.int().describe("detections that are in alerts"),
  alerts: z.int(),
  suppressed: SuppressedCounts,
  sentence: z.string(),
});

export const AccountQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(31).default(7) });
export const AlertAccount = z.object({
  days: z.array(z.object({ day: z.iso.date(), detections: z.int(), alerted: z.int(), suppressed: SuppressedCounts, waiting: z.int().describe("not read yet"), adds: z.boolean().describe("detections = alerted + suppressed + waiting") })),
});
