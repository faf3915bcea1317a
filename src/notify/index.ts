// The door of notifications: who was told what, when, by which channel, and what came of it.
export { notifyJobs, type NotifyOptions } from "./jobs.ts";
export type { MailServer } from "./channels/mail.ts";
export type { Notification, NotificationState } from "./notification.ts";
export type { Subject as NotifiedSubject } from "./plan/plan.ts";
export { createSubjectOf } from "./plan/subjects.ts";
export { listNotices, listNotifications, readNotices, recordCall, sendAgain, showNotification } from "./register.ts";
export { secondChannelState } from "./tests/second-channel.ts";
export { answerTest, askTest, type ChannelTest, listTests, type TestDeps } from "./tests/channel-test.ts";
export { waitingCalls } from "./waiting.ts";
export { addWebhook, listWebhooks, removeWebhook, type Webhook, type WebhookDeps } from "./webhooks/webhooks.ts";
