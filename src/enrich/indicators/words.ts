// The words of feeds, as Vigie means them.
import { TLPS, type Tlp } from "./indicator.ts";

/** A TLP colour as people write it, with or without `TLP:`; WHITE is what CLEAR was called before version 2.0. */
export function tlpIn(text: string | undefined): Tlp | undefined {
  const word = text?.trim().toUpperCase().replace(/^TLP[:\-_ ]/, "").replace("WHITE", "CLEAR");
  return TLPS.find((tlp) => tlp === word);
}

/** The stricter of two colours. */
export const stricter = (a: Tlp | undefined, b: Tlp | undefined): Tlp | undefined => (a === undefined ? b : b === undefined ? a : TLPS[Math.max(TLPS.indexOf(a), TLPS.indexOf(b))]);

/** A time in ISO 8601 or in seconds since 1970. */
export function dateIn(text: unknown): Date | undefined {
  if (typeof text !== "string" && typeof text !== "number") return undefined;
  const written = String(text).trim();
  const isSeconds = /^\d{1,11}$/.test(written);
  if (!isSeconds && !/^\d{4}-\d\d-\d\d(?:[T ]|$)/.test(written)) return undefined;
  const date = new Date(isSeconds ? Number(written) * 1000 : written.length > 40 ? Number.NaN : written.length === 10 || /(?:Z|[+-]\d\d:?\d\d)$/i.test(written) ? written : `${written}Z`);
  // What PostgreSQL and people can read.
  return date.getTime() > 0 && date.getUTCFullYear() < 3000 ? date : undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  ip: "ipv4-addr", ipv4: "ipv4-addr", ipv6: "ipv6-addr", "ip-src": "ipv4-addr", "ip-dst": "ipv4-addr", "ip-src|port": "ipv4-addr", "ip-dst|port": "ipv4-addr", address: "ipv4-addr", cidr: "ipv4-addr",
  domain: "domain-name", hostname: "domain-name", host: "domain-name", fqdn: "domain-name", "hostname|port": "domain-name",
  url: "url", uri: "url", link: "url",
  md5: "file", sha1: "file", "sha-1": "file", sha256: "file", "sha-256": "file", sha512: "file", "sha-512": "file", hash: "file", filehash: "file", "filename|md5": "file", "filename|sha1": "file", "filename|sha256": "file", "filename|sha512": "file", md5_hash: "file", sha256_hash: "file", sha1_hash: "file", "filehash-md5": "file", "filehash-sha1": "file", "filehash-sha256": "file",
  email: "email-addr", "email-src": "email-addr", "email-dst": "email-addr", "email-reply-to": "email-addr", "e-mail": "email-addr",
};

/** The type in the words of STIX, for what MISP, OTX and others call it; a word that nobody knows stays. */
export function stixType(word: string): string {
  const plain = word.trim().toLowerCase();
  return Object.hasOwn(TYPES, plain) ? TYPES[plain]! : plain;
}
