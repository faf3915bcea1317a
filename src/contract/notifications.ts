// Notifications, the receivers of webhooks, and the tests of means of notification.
import { z } from "zod";
import { Channel } from "./setting-kinds.ts";
import { SettingKey } from "./setting-parts.ts";
import { Reason, Time } from "./shared.ts";

const TenantId = z.string().min(1).max(63);
const Id = z.string().min(1).max(100);
const NotificationState = z.enum(["queued", "sending", "sent", "failed", "unknown", "manual", "dropped"]).describe("unknown: cut between sending and hearing, so nobody knows whether it arrived, and it is not sent again by itself; manual: a person calls");

export const Notification = z
  .object({
    id: z.string(),
    event: z.string().describe("why they are told"),
    about: z.object({ kind: z.string(), id: z.string(), ref: z.string() }),
    channel: Channel,
    recipient: z.object({ kind: z.string(), key: z.string(), name: z.string() }),
    address: z.string(),
    language: z.enum(["en", "fr"]),
    disclosure: z.string().describe("what might leave the portal when it was written (PDIS IV.2.3.g)"),
    subject: z.string(),
    body: z.string().describe("what was told, word for word"),
    state: NotificationState,
    attempts: z.int(),
    nextAttemptAt: Time.nullable(),
    createdAt: Time,
    dueAt: Time.nullable(),
    endedAt: Time.nullable(),
    result: z.string().nullable().describe("what the other side answered, or why it failed"),
  })
  .meta({ id: "Notification" });
export const NotificationQuery = z.strictObject({
  state: z.array(NotificationState).or(NotificationState.transform((one) => [one])).optional(),
  channel: Channel.optional(),
  kind: z.string().max(40).optional().describe("with `id`: what they are about"),
  id: z.string().max(100).optional(),
  after: z.string().max(300).optional().describe("`next` of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const Notifications = z.object({ notifications: z.array(Notification), next: z.string().nullable() });
export const NotificationPath = z.strictObject({ tenant: TenantId, notification: Id });
export const SendAgain = z.strictObject({ reason: Reason });
export const RecordCall = z.strictObject({ reached: z.boolean(), note: Reason.describe("who was reached, and what they said") });

export const NoticeQuery = z.strictObject({ after: z.string().max(300).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
export const Notices = z.object({ notices: z.array(Notification), unread: z.int().describe("of the caller, up to 100"), next: z.string().nullable() });
export const ReadNotices = z.strictObject({ until: Time });
export const NoticesRead = z.object({ unread: z.int() });

const WebhookFormat = z.enum(["slack", "teams", "mattermost", "json"]);
export const Webhook = z
  .object({ id: z.string(), name: z.string(), format: WebhookFormat, host: z.string(), language: z.enum(["en", "fr"]), createdBy: z.string(), createdAt: Time, removedAt: Time.nullable() })
  .meta({ id: "Webhook" });
export const Webhooks = z.object({ webhooks: z.array(Webhook) });
export const AddWebhook = z.strictObject({ name: z.string().trim().min(1).max(100), format: WebhookFormat, url: z.url().max(2000).describe("https; kept sealed and never shown again"), language: z.enum(["en", "fr"]).default("fr") });
export const AddedWebhook = z.object({ webhook: Webhook, secret: z.string().describe("shown this once: signs x-vigie-signature with HMAC-SHA-256") });
export const WebhookPath = z.strictObject({ tenant: TenantId, webhook: Id });

export const ChannelTest = z
  .object({ id: z.string(), channel: z.string(), contact: z.string(), askedBy: z.string(), askedAt: Time, confirmedBy: z.string().nullable(), confirmedAt: Time.nullable() })
  .meta({ id: "ChannelTest" });
export const ChannelTests = z.object({
  tests: z.array(ChannelTest),
  secondChannel: z.object({ channel: z.string().nullable(), testedOn: z.string().nullable(), dueOn: z.string().nullable(), isOverdue: z.boolean() }).describe("PDIS IV.2.3.b: tested every six months and at each change"),
});
export const AskChannelTest = z.strictObject({ channel: z.enum(["email", "phone", "sms"]), contact: SettingKey });
export const ChannelTestPath = z.strictObject({ tenant: TenantId, test: Id });
export const AnswerChannelTest = z.strictObject({ code: z.string().trim().min(1).max(20) });
