// The token of a source, however the shipper can be told to show it.
import type { IncomingHttpHeaders } from "node:http";

/** What may be the token, in the order to try; or why there is none. */
export type Credentials = { readonly ok: true; readonly tokens: readonly string[] } | { readonly ok: false; readonly why: "no-token" | "bad-authorization" };

// RFC 9110, section 11.4: a scheme, spaces, and the rest.
const AUTHORIZATION = /^([A-Za-z][\w-]*) +(\S.*)$/;

/** Reads `Authorization` (Basic, Bearer, Elasticsearch's ApiKey, Splunk's own) or Splunk's `?token=`. */
export function readCredentials({ authorization }: IncomingHttpHeaders, query: URLSearchParams): Credentials {
  if (authorization === undefined || authorization.trim() === "") {
    const token = query.get("token");
    return token === null || token === "" ? { ok: false, why: "no-token" } : { ok: true, tokens: [token] };
  }
  const [, scheme, value] = AUTHORIZATION.exec(authorization.trim()) ?? [];
  if (scheme === undefined || value === undefined) return { ok: false, why: "bad-authorization" };
  switch (scheme.toLowerCase()) {
    case "bearer":
    case "splunk":
      return { ok: true, tokens: [value] };
    case "basic":
      return basic(decode(value));
    // Elasticsearch's clients send base64 of `id:key`; a token may have been put in either way.
    case "apikey":
      return { ok: true, tokens: [value, decode(value), afterColon(decode(value))] };
    default:
      return { ok: false, why: "bad-authorization" };
  }
}

// Any user name: the password alone is the token.
const basic = (pair: string): Credentials => (pair.includes(":") ? { ok: true, tokens: [afterColon(pair)] } : { ok: false, why: "bad-authorization" });

const decode = (base64: string): string => Buffer.from(base64, "base64").toString();
const afterColon = (pair: string): string => pair.slice(pair.indexOf(":") + 1);
