// Requests to identity providers. Who may enter a connection chooses where they go, so they reach nothing inside the
// network unless the configuration names it.
import type { CustomFetch } from "openid-client";
import { askGuarded, type Guard, type GuardedAnswer, whyNotAsked as why } from "../outbound/index.ts";

const guardOf = (internal: ReadonlySet<string>): Guard => ({ internal, hint: "api.internalIssuers of the configuration would allow it", longestAnswer: 512 * 1024, timeoutMs: 10_000 });

/** Why a URL is not asked, or undefined if it is. */
export const whyNotAsked = (url: URL, internal: ReadonlySet<string>): string | undefined => why(url, guardOf(internal));

/** A fetch for openid-client that follows no redirect, ends in time, and reads no more than an identity provider has to say. */
export const createGuardedFetch = (internal: ReadonlySet<string>): CustomFetch => async (text, { method, headers, body, signal }) => {
  const sent = body === undefined || body === null ? undefined : body instanceof URLSearchParams || typeof body === "string" ? body.toString() : Buffer.from(body as Uint8Array);
  return responseOf(await askGuarded(new URL(text), { method, headers, body: sent, signal: signal ?? undefined }, guardOf(internal)));
};

// Response refuses statuses that are none, and a body where none belongs.
function responseOf({ status, type, body }: GuardedAnswer): Response {
  if (status < 200 || status > 599) throw new Error(`an identity provider answered with status ${status}`);
  return new Response(status === 204 || status === 205 || status === 304 ? null : new Uint8Array(body), { status, headers: type === "" ? {} : { "content-type": type } });
}
