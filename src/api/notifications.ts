import type { z } from "zod";
import { AddedWebhook, AddWebhook, AnswerChannelTest, AskChannelTest, ChannelTest, ChannelTestPath, ChannelTests, NoticeQuery, Notices, NoticesRead, Notification, NotificationPath, NotificationQuery, Notifications, ReadNotices, RecordCall, SendAgain, Webhook, WebhookPath, Webhooks } from "../contract/notifications.ts";
import { TenantPath } from "../contract/shared.ts";
import { addWebhook, answerTest, askTest, type ChannelTest as Test, listNotices, listNotifications, listTests, listWebhooks, type Notification as Told, readNotices, recordCall, removeWebhook, sendAgain, secondChannelState, showNotification, type Webhook as Receiver } from "../notify/index.ts";
import type { RouteDeps } from "./deps.ts";
import { placeAfter, placeOf, timeOfPlace } from "./keyset.ts";
import { about, answers, iso, isoOrNull, type Routes } from "./routes.ts";

const TAG = "notifications";

/** Who was told what; receivers of webhooks; tests of means of notification. */
export const notificationRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, callerOf } = deps;
  const all = "/v1/tenants/:tenant/notifications";
  app.get(all, { schema: { ...about(TAG, "The register: every notification, the newest first", "notification:read"), params: TenantPath, querystring: NotificationQuery, response: answers(Notifications) } }, async (request) => {
    const { state: states, channel, kind, id, after, limit } = request.query;
    const subject = kind === undefined || id === undefined ? undefined : { kind, id };
    const found = await listNotifications(state, request.params.tenant, { side: callerOf(request).side, states, channel, about: subject, before: beforeOf(after), limit });
    return { notifications: found.map(present), next: nextOf(found, limit) };
  });
  app.get(`${all}/:notification`, { schema: { ...about(TAG, "One of them, word for word", "notification:read"), params: NotificationPath, response: answers(Notification) } }, async (request) =>
    present(await showNotification(state, callerOf(request), request.params.tenant, request.params.notification)));
  app.post(`${all}/:notification/send-again`, { schema: { ...about(TAG, "Send what failed, or is not known to have arrived", "incident:handle"), params: NotificationPath, body: SendAgain, response: answers(Notification) } }, async (request) =>
    present(await sendAgain(state, callerOf(request), request.params.tenant, request.params.notification, request.body.reason)));
  app.post(`${all}/:notification/call`, { schema: { ...about(TAG, "Record what came of a call", "incident:handle"), params: NotificationPath, body: RecordCall, response: answers(Notification) } }, async (request) =>
    present(await recordCall(state, callerOf(request), request.params.tenant, request.params.notification, { isReached: request.body.reached, note: request.body.note })));

  const notices = "/v1/tenants/:tenant/notices";
  app.get(notices, { schema: { ...about(TAG, "What the portal tells the caller's side", "notification:read"), params: TenantPath, querystring: NoticeQuery, response: answers(Notices) } }, async (request) => {
    const { after, limit } = request.query;
    const { notices: found, unread } = await listNotices(state, callerOf(request), request.params.tenant, { before: beforeOf(after), limit });
    return { notices: found.map(present), unread, next: nextOf(found, limit) };
  });
  app.post(`${notices}/read`, { schema: { ...about(TAG, "The caller has read all up to a time", "notification:read"), params: TenantPath, body: ReadNotices, response: answers(NoticesRead) } }, async (request) => {
    await readNotices(state, callerOf(request), request.params.tenant, new Date(request.body.until));
    const { unread } = await listNotices(state, callerOf(request), request.params.tenant, { limit: 1 });
    return { unread };
  });
  webhookRoutes(deps, app);
  testRoutes(deps, app);
};

type App = Parameters<Routes>[0];

function webhookRoutes({ state, seal, newId, callerOf, internalWebhooks }: RouteDeps, app: App): void {
  const all = "/v1/tenants/:tenant/webhooks";
  app.get(all, { schema: { ...about(TAG, "Receivers of webhooks", "notification:read"), params: TenantPath, response: answers(Webhooks) } }, async ({ params }) => ({ webhooks: (await listWebhooks(state, params.tenant)).map(presentWebhook) }));
  app.post(all, { schema: { ...about(TAG, "Add a receiver", "notification:change"), params: TenantPath, body: AddWebhook, response: answers(AddedWebhook) } }, async (request) => {
    const { webhook, secret } = await addWebhook({ state, seal, newId, internal: internalWebhooks }, callerOf(request), request.params.tenant, request.body);
    return { webhook: presentWebhook(webhook), secret };
  });
  app.post(`${all}/:webhook/remove`, { schema: { ...about(TAG, "Send nothing there any more", "notification:change"), params: WebhookPath, response: answers(Webhook) } }, async (request) =>
    presentWebhook(await removeWebhook(state, callerOf(request), request.params.tenant, request.params.webhook)));
}

function testRoutes({ state, newId, newCode, now, callerOf }: RouteDeps, app: App): void {
  const all = "/v1/tenants/:tenant/channel-tests";
  app.get(all, { schema: { ...about(TAG, "Tests of means of notification, and when the second one is due", "notification:read"), params: TenantPath, response: answers(ChannelTests) } }, async ({ params }) => ({
    tests: (await listTests(state, params.tenant)).map(presentTest),
    secondChannel: await secondChannelState(state, params.tenant, now()),
  }));
  app.post(all, { schema: { ...about(TAG, "Send a code by a channel", "notification:change"), params: TenantPath, body: AskChannelTest, response: answers(ChannelTest) } }, async (request) =>
    presentTest(await askTest({ state, newId, newCode }, callerOf(request), request.params.tenant, request.body)));
  app.post(`${all}/:test/answer`, { schema: { ...about(TAG, "Enter the code that arrived", "notification:read"), params: ChannelTestPath, body: AnswerChannelTest, response: answers(ChannelTest) } }, async (request) =>
    presentTest(await answerTest(state, callerOf(request), request.params.tenant, request.params.test, request.body.code)));
}

function beforeOf(after: string | undefined): { readonly createdAt: Date; readonly id: string } | undefined {
  if (after === undefined) return undefined;
  const [time, id] = placeOf(after, 2);
  return { createdAt: timeOfPlace(time), id: String(id) };
}

function nextOf(found: readonly Told[], limit: number): string | null {
  const last = found.at(-1);
  return last === undefined || found.length < limit ? null : placeAfter([iso(last.createdAt), last.id]);
}

const present = ({ id, event, about: subject, channel, recipient, address, language, disclosure, subject: title, body, state, attempts, nextAttemptAt, createdAt, dueAt, endedAt, result }: Told): z.infer<typeof Notification> => ({
  id, event, about: subject, channel, recipient, address, language, disclosure, subject: title, body, state, attempts, nextAttemptAt: isoOrNull(nextAttemptAt), createdAt: iso(createdAt), dueAt: isoOrNull(dueAt), endedAt: isoOrNull(endedAt), result,
});
const presentWebhook = ({ id, name, format, host, language, createdBy, createdAt, removedAt }: Receiver): z.infer<typeof Webhook> => ({ id, name, format, host, language, createdBy, createdAt: iso(createdAt), removedAt: isoOrNull(removedAt) });
const presentTest = ({ askedAt, confirmedAt, ...test }: Test): z.infer<typeof ChannelTest> => ({ ...test, askedAt: iso(askedAt), confirmedAt: isoOrNull(confirmedAt) });
