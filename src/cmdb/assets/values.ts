// One way to write each value, so that two of the same meaning are equal.
import { isIPv4, isIPv6 } from "node:net";
import type { AssetValues as Given } from "../../contract/cmdb.ts";
import { storableText } from "../../store/index.ts";
import { type Address, type AssetValues, entryKey } from "./asset.ts";

export type Normal = { readonly values: AssetValues; readonly wrong: readonly string[] };

/** Values as they are kept; lists are sorted, empty ones say nothing. What is wrong with others is told, not guessed. */
export function normalValues(given: Given): Normal {
  const wrong: string[] = [];
  const { names, addresses, macs, tags, services, externalIds, ...single } = given;
  const values: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(single)) if (value !== undefined) values[field] = typeof value === "string" ? storableText(value) : value;
  const lists = {
    names: each(names, hostName, wrong, "is no host name"),
    addresses: addresses?.flatMap((address) => addressOf(address, wrong)),
    macs: each(macs, macAddress, wrong, "is no MAC address"),
    tags: tags?.map(storableText),
    services: services?.map(storableText),
    externalIds: externalIds?.map(storableText),
  };
  for (const [field, list] of Object.entries(lists)) if (list !== undefined && list.length > 0) values[field] = inOrder(list);
  return { values, wrong };
}

function each(texts: readonly string[] | undefined, read: (text: string) => string | undefined, wrong: string[], what: string): readonly string[] | undefined {
  return texts?.flatMap((text) => {
    const value = read(text);
    if (value === undefined) wrong.push(`"${text}" ${what}`);
    return value === undefined ? [] : [value];
  });
}

function inOrder(list: readonly unknown[]): readonly unknown[] {
  if (list.length === 1) return list;
  return [...new Map(list.map((entry) => [entryKey(entry), entry]))].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function addressOf({ ip, zone, from, until }: NonNullable<Given["addresses"]>[number], wrong: string[]): readonly Address[] {
  const address = ipAddress(ip);
  if (address === undefined) wrong.push(`"${ip}" is no IP address`);
  const [since, end] = [isoOf(from), isoOf(until)];
  if (since !== null && end !== null && since >= end) wrong.push(`${ip}: it is held until ${end}, which is not after ${since}`);
  return address === undefined ? [] : [{ ip: address, zone: zone === null ? null : storableText(zone), from: since, until: end }];
}

const isoOf = (time: string | null): string | null => (time === null ? null : new Date(time).toISOString());

const HOST_NAME = /^[a-z0-9_](?:[a-z0-9_.-]{0,252})$/;

/** A host name or FQDN in lower case without a dot at its end (RFC 1123, and _ as Windows allows it); undefined if it is none. */
export function hostName(text: string): string | undefined {
  const name = text.trim().toLowerCase().replace(/\.$/, "");
  return HOST_NAME.test(name) && !name.includes("..") && !isIPv4(name) ? name : undefined;
}

/** An address as PostgreSQL and RFC 5952 write it; an IPv4 one within IPv6 is the IPv4 one. */
export function ipAddress(text: string): string | undefined {
  const address = text.trim();
  if (isIPv4(address)) return address;
  if (!isIPv6(address) || address.includes("%")) return undefined;
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(written);
  if (mapped === null) return written;
  const [high, low] = [mapped[1], mapped[2]].map((part) => Number.parseInt(part ?? "", 16));
  return [high! >> 8, high! & 255, low! >> 8, low! & 255].join(".");
}

/** A MAC address as 00:1a:2b:3c:4d:5e, from the ways in which Windows, Cisco and Linux write it. */
export function macAddress(text: string): string | undefined {
  const digits = text.trim().toLowerCase().replace(/[:.-]/g, "");
  return /^[\da-f]{12}$/.test(digits) ? (digits.match(/../g) ?? []).join(":") : undefined;
}
