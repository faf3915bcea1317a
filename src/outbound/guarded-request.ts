// Requests whose address somebody else chose: they reach nothing inside the network unless the configuration names it,
// follow no redirect, end in time and read a bounded answer.
import { type IncomingHttpHeaders, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import { HttpsProxyAgent } from "https-proxy-agent";
import { isPublic, lookupOnly } from "./addresses.ts";

/** What may be asked. */
export type Guard = {
  /** Host names and addresses inside the network that the configuration names. */
  readonly internal: ReadonlySet<string>;
  /** What a refusal says would allow it. */
  readonly hint: string;
  /** The longest answer that is read, in bytes. */
  readonly longestAnswer: number;
  readonly timeoutMs: number;
  /** A certificate authority of the other side, in PEM, in place of the public ones. */
  readonly ca?: string | undefined;
  /** A proxy that the configuration names: it resolves names, and is asked to connect to the host of the URL alone. */
  readonly proxy?: string | undefined;
};

export type GuardedRequest = { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string | Uint8Array | undefined; readonly signal?: AbortSignal | undefined };
export type GuardedAnswer = { readonly status: number; readonly type: string; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Why a URL is not asked, or undefined if it is. The host's address is looked at when it is known. */
export function whyNotAsked(url: URL, { internal, hint }: Pick<Guard, "internal" | "hint">): string | undefined {
  if (url.username !== "" || url.password !== "") return "its address holds a name or password";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && LOOPBACK.has(url.hostname) && internal.has(url.hostname))) return "it is not reached through https";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) !== 0 && !internal.has(url.hostname) && !isPublic(host) ? `its address is inside the network: ${hint}` : undefined;
}

/** Asks, or rejects with why not. An answer of any status is an answer. */
export function askGuarded(url: URL, { method, headers, body, signal }: GuardedRequest, guard: Guard): Promise<GuardedAnswer> {
  const reason = whyNotAsked(url, guard);
  if (reason !== undefined) return Promise.reject(new Error(`${url.origin} is not asked: ${reason}`));
  const until = AbortSignal.any([AbortSignal.timeout(guard.timeoutMs), ...(signal === undefined ? [] : [signal])]);
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  const lookup = guard.internal.has(url.hostname) || guard.proxy !== undefined ? {} : { lookup: lookupOnly(isPublic, guard.hint) };
  // A connection of its own: one that others opened was not looked at.
  const agent = guard.proxy === undefined ? false : new HttpsProxyAgent(guard.proxy);
  return new Promise((done, fail) => {
    const asked = request(url, { method, headers, signal: until, agent, ca: guard.ca, ...lookup }, (answer) => {
      const parts: Buffer[] = [];
      let length = 0;
      answer.on("data", (part: Buffer) => {
        length += part.length;
        if (length > guard.longestAnswer) answer.destroy(new Error(`${url.origin} answered more than ${guard.longestAnswer} bytes`));
        else parts.push(part);
      });
      answer.on("error", fail);
      answer.on("end", () => done({ status: answer.statusCode ?? 0, type: answer.headers["content-type"] ?? "", headers: headersOf(answer.headers), body: Buffer.concat(parts) }));
    });
    asked.on("error", fail);
    asked.end(body);
  });
}

const headersOf = (headers: IncomingHttpHeaders): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]])));

// Before a byte was sent: name, connection, certificate.
const BEFORE = /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS)/;

/** Whether what `askGuarded` threw is known to have sent nothing. */
export function sentNothing(thrown: unknown): boolean {
  const { message = "", code = "" } = thrown as { readonly message?: string; readonly code?: string };
  return BEFORE.test(code) || isForbidden(message);
}

/** Whether it was refused by us, and will be again. */
export const isForbidden = (message: string): boolean => message.includes(" is not asked: ");
