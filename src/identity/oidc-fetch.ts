// Requests to identity providers. Who may enter a connection chooses where they go, so they reach nothing inside the
// network unless the configuration names it.
import { lookup as resolve } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import type { CustomFetch, CustomFetchOptions } from "openid-client";

const TIMEOUT_MS = 10_000;
const LONGEST_ANSWER = 512 * 1024;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Why a URL is not asked, or undefined if it is. The host's address is looked at when it is known. */
export function whyNotAsked(url: URL, internal: ReadonlySet<string>): string | undefined {
  if (url.username !== "" || url.password !== "") return "its address holds a name or password";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && LOOPBACK.has(url.hostname) && internal.has(url.hostname))) return "it is not reached through https";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) !== 0 && !internal.has(url.hostname) && !isPublic(host) ? "its address is inside the network: api.internalIssuers of the configuration would allow it" : undefined;
}

/** A fetch for openid-client that follows no redirect, ends in time, and reads no more than an identity provider has to say. */
export const createGuardedFetch = (internal: ReadonlySet<string>): CustomFetch => (text, options) => {
  const url = new URL(text);
  const reason = whyNotAsked(url, internal);
  return reason === undefined ? ask(url, options, internal.has(url.hostname)) : Promise.reject(new Error(`${url.origin} is not asked: ${reason}`));
};

function ask(url: URL, { method, headers, body, signal }: CustomFetchOptions, isInternal: boolean): Promise<Response> {
  const until = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal === undefined ? [] : [signal])]);
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((done, fail) => {
    // A connection of its own: one that others opened was not looked at.
    const asked = request(url, { method, headers, signal: until, agent: false, ...(isInternal ? {} : { lookup: lookupOnly(isPublic) }) }, (answer) => {
      const parts: Buffer[] = [];
      let length = 0;
      answer.on("data", (part: Buffer) => {
        length += part.length;
        if (length > LONGEST_ANSWER) answer.destroy(new Error(`${url.origin} answered more than ${LONGEST_ANSWER} bytes`));
        else parts.push(part);
      });
      answer.on("error", fail);
      answer.on("end", () => done(responseOf(answer.statusCode ?? 0, answer.headers["content-type"] ?? "", Buffer.concat(parts))));
    });
    asked.on("error", fail);
    asked.end(body === undefined || body === null ? undefined : body instanceof URLSearchParams || typeof body === "string" ? body.toString() : Buffer.from(body as Uint8Array));
  });
}

// Response refuses statuses that are none, and a body where none belongs.
function responseOf(status: number, type: string, body: Buffer): Response {
  if (status < 200 || status > 599) throw new Error(`an identity provider answered with status ${status}`);
  return new Response(status === 204 || status === 205 || status === 304 ? null : new Uint8Array(body), { status, headers: type === "" ? {} : { "content-type": type } });
}

/** Resolves a name and refuses it if any of its addresses is not allowed: the connection goes to what was looked at. */
export const lookupOnly = (isAllowed: (address: string) => boolean): LookupFunction => (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, "");
    const inside = addresses.find(({ address }) => !isAllowed(address));
    const [first] = addresses;
    if (inside !== undefined || first === undefined) return done(new Error(`${host} is not asked: its address ${inside?.address ?? ""} is inside the network; api.internalIssuers of the configuration would allow it`), "");
    return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
  });
};

// IANA's registries of special-purpose addresses (RFC 6890), with multicast and what is reserved.
const SPECIAL_IPV4 = ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"];
// Of 2000::/3, which is all that is given out: what carries IPv4 addresses in it, and what documentation has.
const SPECIAL_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const special = new BlockList();
for (const [list, family] of [[SPECIAL_IPV4, "ipv4"], [SPECIAL_IPV6, "ipv6"]] as const) {
  for (const network of list) {
    const [address = "", bits] = network.split("/");
    special.addSubnet(address, Number(bits), family);
  }
}
const given = new BlockList();
given.addSubnet("2000::", 3, "ipv6");

/** Whether an address is one of the public internet. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, "ipv4");
  return family === 6 && given.check(address, "ipv6") && !special.check(address, "ipv6");
}
