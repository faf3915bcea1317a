// What people do with alerts, one or many at once.
import { z } from "zod";
import { AlertFilter, AlertRow, AlertVerdict } from "./alerts.ts";

const Comment = z.string().trim().min(1).max(5_000);
const Visibility = z.enum(["internal", "shared"]).optional().describe("none: internal for the provider, shared for the client");
const optionalComment = { comment: Comment.optional() };
const Nothing = z.strictObject({});

/** Verb → what it needs. */
export const ALERT_VERBS = {
  take: Nothing,
  assign: z.strictObject({ to: z.string().min(1).max(64).describe("id of a person of the provider, or of this organisation"), ...optionalComment }),
  release: z.strictObject(optionalComment),
  comment: z.strictObject({ text: Comment, visibility: Visibility }),
  judge: z.strictObject({
    verdict: AlertVerdict,
    reason: z.string().min(1).max(40).describe("true_positive: attack-confirmed, attack-without-effect, malicious-software, policy-breach; benign_positive: authorised-activity, authorised-test, administration, expected-software; false_positive: rule-too-broad, wrong-data, wrong-indicator, wrong-context"),
    explainedBy: z.strictObject({ field: z.string().min(1).max(200), value: z.string().min(1).max(2_000) }).optional().describe("the value that explains it"),
    comment: Comment.optional(),
    visibility: Visibility,
    closes: z.boolean().optional().describe("none: harmless ones are closed, true positives stay open"),
  }),
  unjudge: z.strictObject(optionalComment),
  close: z.strictObject(optionalComment),
  reopen: z.strictObject({ why: Comment }),
  merge: z.strictObject({ into: z.string().min(1).max(64).describe("id or reference of the alert that stays"), ...optionalComment }),
  watch: Nothing,
  unwatch: Nothing,
  seen: Nothing,
} as const;
export type AlertVerb = keyof typeof ALERT_VERBS;

export const AlertAction = z.discriminatedUnion("do", [
  ALERT_VERBS.take.extend({ do: z.literal("take") }), ALERT_VERBS.assign.extend({ do: z.literal("assign") }), ALERT_VERBS.release.extend({ do: z.literal("release") }),
  ALERT_VERBS.comment.extend({ do: z.literal("comment") }), ALERT_VERBS.judge.extend({ do: z.literal("judge") }), ALERT_VERBS.unjudge.extend({ do: z.literal("unjudge") }),
  ALERT_VERBS.close.extend({ do: z.literal("close") }), ALERT_VERBS.reopen.extend({ do: z.literal("reopen") }), ALERT_VERBS.merge.extend({ do: z.literal("merge") }),
  ALERT_VERBS.watch.extend({ do: z.literal("watch") }), ALERT_VERBS.unwatch.extend({ do: z.literal("unwatch") }), ALERT_VERBS.seen.extend({ do: z.literal("seen") }),
]);
export type AlertAction = z.infer<typeof AlertAction>;

export const ActOnAlerts = z
  .strictObject({
    action: AlertAction,
    alerts: z.array(z.string().min(1).max(64)).min(1).max(500).optional().describe("ids or references"),
    matching: AlertFilter.optional().describe("all that match, up to 500 at once"),
  })
  .refine(({ alerts, matching }) => (alerts === undefined) !== (matching === undefined), "name alerts, or say what they match: one of the two");
export const ActOnAllAlerts = z.strictObject({ action: AlertAction, alerts: z.array(z.strictObject({ tenant: z.string().min(1).max(63), alert: z.string().min(1).max(64) })).min(1).max(500) });

export const AlertsDone = z.object({
  done: z.array(AlertRow),
  refused: z.array(z.object({ alert: z.string(), why: z.string() })).describe("by themselves: the others were done"),
  left: z.boolean().describe("whether more match than were taken at once: send it again"),
});

export const RemarkOnAlert = z.strictObject({ text: Comment });

export const PinEvidence = z.strictObject({ events: z.array(z.string().regex(/^[0-9a-f]{32}$/)).min(1).max(100).describe("ids of events behind the alert") });
export const PinnedEvidence = z.object({ pinned: z.int().describe("new ones"), gone: z.array(z.string()).describe("not in the store any more") });
