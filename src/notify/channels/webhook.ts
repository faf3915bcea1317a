import { createHmac } from "node:crypto";
import { askGuarded, isForbidden, sentNothing } from "../../outbound/index.ts";
import type { Send, Sent } from "./channel.ts";
import { BODIES, type WebhookFormat } from "./webhook-bodies.ts";

/** A receiver as it is used: opened, in memory. */
export type OpenWebhook = { readonly format: WebhookFormat; readonly url: string; readonly secret: string };

/** `internal`: hosts inside the network that the configuration names. */
export type WebhookOptions = { readonly internal: ReadonlySet<string>; readonly find: (tenant: string, id: string) => Promise<OpenWebhook | undefined>; readonly now: () => Date };

const LONGEST_ANSWER = 64 * 1024;
const TIMEOUT_MS = 15_000;
const TRY_AGAIN = new Set([408, 425, 429, 502, 503]);

/**
 * A sender to webhooks. The body is signed: `x-vigie-signature: t=<seconds>,v1=<hex>`, HMAC-SHA-256 with the webhook's
 * secret over `<seconds>.<body>`, so that a receiver can refuse what is old or not ours; `x-vigie-delivery` is the same
 * for each attempt of one notification.
 */
export const createWebhooks = ({ internal, find, now }: WebhookOptions): Send => async (notification) => {
  const { tenant, address, id } = notification;
  const webhook = await find(tenant, address);
  if (webhook === undefined) return { outcome: "refused", isLasting: true, result: "the webhook was removed" };
  const body = JSON.stringify(BODIES[webhook.format](notification));
  const headers = { "content-type": "application/json", "user-agent": "Vigie", "x-vigie-delivery": id, "x-vigie-signature": signatureOf(webhook.secret, body, now()) };
  try {
    const { status } = await askGuarded(new URL(webhook.url), { method: "POST", headers, body }, { internal, hint: "notify.internalWebhooks of the configuration would allow it", longestAnswer: LONGEST_ANSWER, timeoutMs: TIMEOUT_MS });
    return answered(status);
  } catch (error) {
    return failed(error);
  }
};

/** What `x-vigie-signature` says of a body. */
function signatureOf(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

function answered(status: number): Sent {
  const result = `answered ${status}`;
  if (status >= 200 && status < 300) return { outcome: "sent", result };
  return { outcome: "refused", isLasting: !TRY_AGAIN.has(status), result };
}

function failed(thrown: unknown): Sent {
  const { message } = thrown as Error;
  if (sentNothing(thrown)) return { outcome: "refused", isLasting: isForbidden(message), result: message };
  return { outcome: "unknown", result: `cut after it was sent, before an answer came: ${message}` };
}
