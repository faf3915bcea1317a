// One indicator of compromise: what is watched for, who says so, how sure they are, and how long it holds.
// Types are those of STIX 2.1 cyber-observables, which ECS took over for threat.indicator.type.
import { readAddress } from "../../core/index.ts";
import { isV4, parseCidr } from "../context/cidr-index.ts";
import { isPublicAddress } from "../context/special-ranges.ts";
import { plainName } from "../context/name-index.ts";

const INDICATOR_TYPES = ["ipv4-addr", "ipv6-addr", "domain-name", "url", "file", "email-addr"] as const;
export type IndicatorType = (typeof INDICATOR_TYPES)[number];

/** Traffic Light Protocol 2.0 (FIRST), the most open first. */
export const TLPS = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"] as const;
export type Tlp = (typeof TLPS)[number];

/** What a file says of one indicator; what it leaves out its list says. */
export type GivenIndicator = {
  readonly type: string;
  readonly value: string;
  readonly tlp?: Tlp | undefined;
  /** 0 to 100, as in STIX 2.1. */
  readonly confidence?: number | undefined;
  readonly validFrom?: Date | undefined;
  readonly validUntil?: Date | undefined;
  readonly tags?: readonly string[] | undefined;
  /** What the source itself knows it by: a STIX id, a MISP UUID. */
  readonly reference?: string | undefined;
};

/** What a file says, and what of it says nothing that can be matched. */
export type Read = { readonly given: readonly GivenIndicator[]; readonly refused: readonly { readonly reason: string; readonly example: string }[] };

/** An indicator that is matched. */
export type Indicator = {
  readonly type: IndicatorType;
  readonly value: string;
  readonly list: string;
  readonly source: string;
  readonly tlp: Tlp;
  readonly confidence: number;
  readonly validFromMs: number;
  /** First millisecond in which it does not hold any more; Infinity: until somebody withdraws it. */
  readonly validUntilMs: number;
  readonly tags: readonly string[];
  readonly reference: string | null;
};

export type NormalValue = { readonly ok: true; readonly type: IndicatorType; readonly value: string } | { readonly ok: false; readonly reason: string };

const HASH = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/;
const LONGEST = 2_048;
// RFC 3696, errata 1690.
const LONGEST_EMAIL = 254;
// Broader ranges would mark half of the Internet, and everybody's events with it.
const BROADEST = { v4: 96 + 16, v6: 32 };

/** The one way to write a value, by which events are compared with it, or why it cannot be matched. */
export function normalIndicator(type: string, text: string): NormalValue {
  const value = text.trim();
  if (value === "" || value.length > LONGEST) return no(value === "" ? "it has no value" : `its value is longer than ${LONGEST} characters`);
  switch (type) {
    case "ipv4-addr":
    case "ipv6-addr":
      return addressValue(value);
    case "domain-name":
      return domainValue(value);
    case "url": {
      const url = normalUrl(value);
      return url === undefined ? no("it is no URL with http, https or ftp") : { ok: true, type, value: url };
    }
    case "file": {
      const hash = value.toLowerCase();
      return HASH.test(hash) ? { ok: true, type, value: hash } : no("it is no MD5, SHA-1, SHA-256 or SHA-512 in hexadecimal digits");
    }
    case "email-addr":
      return value.length <= LONGEST_EMAIL && /^[^\s@]+@[^\s@]+$/.test(value) ? { ok: true, type, value: value.toLowerCase() } : no("it is no e-mail address");
    default:
      return no(`indicators of the type ${type.slice(0, 64)} are not matched`);
  }
}

const no = (reason: string): NormalValue => ({ ok: false, reason });

function addressValue(text: string): NormalValue {
  const cidr = parseCidr(text);
  if (cidr === undefined) return no("it is no IP address or range");
  const isFour = isV4(cidr.bytes);
  if (cidr.bits < (isFour ? BROADEST.v4 : BROADEST.v6)) return no("the range is broader than /16 (IPv6: /32)");
  if (!isPublicAddress(cidr.bytes)) return no("the address is private, reserved or for documentation: it is everybody's");
  const whole = cidr.bits === 128;
  const address = writtenAddress(cidr.bytes);
  return { ok: true, type: isFour ? "ipv4-addr" : "ipv6-addr", value: whole ? address : `${address}/${isFour ? cidr.bits - 96 : cidr.bits}` };
}

/** An address as RFC 5952 writes it. */
export function writtenAddress(bytes: Uint8Array): string {
  if (isV4(bytes)) return bytes.subarray(12).join(".");
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[i * 2]! << 8) | bytes[i * 2 + 1]!).toString(16));
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

const LABEL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?$/u;

function domainValue(text: string): NormalValue {
  // Lists that are read by people write evil[.]example, so that nobody clicks on it.
  const name = plainName(text.replaceAll("[.]", "."));
  const isAll = name?.startsWith("*.") === true;
  const bare = isAll ? name?.slice(2) : name;
  if (bare === undefined || readAddress(bare, new Uint8Array(16))) return no("it is no domain name");
  const labels = bare.split(".");
  if (labels.length < 2) return no("a name without a dot is everybody's");
  if (!labels.every((label) => label.length < 64 && LABEL.test(label))) return no("it is no domain name");
  const ascii = /^[\x21-\x7e]+$/.test(bare) ? bare : domainToAscii(bare);
  return ascii === undefined ? no("it is no domain name") : { ok: true, type: "domain-name", value: isAll ? `*.${ascii}` : ascii };
}

const domainToAscii = (name: string): string | undefined => URL.parse(`http://${name}`)?.hostname;

/** A URL as events are compared with it: scheme and host in lower case, without default port and fragment. */
export function normalUrl(text: string): string | undefined {
  const armed = /^h(?:xx|tt)ps?:/i.test(text) ? text.replace(/^hxxp/i, "http").replaceAll("[.]", ".") : text;
  const url = URL.parse(armed);
  if (url === null || !["http:", "https:", "ftp:"].includes(url.protocol)) return undefined;
  url.hash = "";
  return url.href.length > LONGEST ? undefined : url.href;
}
