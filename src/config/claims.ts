// Which source a sender's lines belong to.
import { createHash } from "node:crypto";
import { BlockList, isIP, isIPv6 } from "node:net";
import type { Config, SourceConfig } from "./schema.ts";

/** What is known of who sends lines. */
export type Sender = {
  readonly listener: string;
  /** IP address; "" where there is none. */
  readonly address: string;
  /** As the line's own header says. */
  readonly hostname?: string | undefined;
  /** Common name of the TLS client certificate. */
  readonly certificate?: string | undefined;
};

/** A source of a tenant, by name. */
export type Claimed = { readonly tenant: string; readonly source: string };

export type Claims = {
  /** Whose a sender is; undefined if nobody's. What names more goes before: a certificate, then a host name, then an address, then a listener alone. */
  readonly ofSender: (sender: Sender) => Claimed | undefined;
  /** Whose a token is. */
  readonly ofToken: (token: string) => Claimed | undefined;
};

type Candidate = Claimed & { readonly claim: SourceConfig["claim"]; readonly addresses: BlockList; readonly rank: number };

/** The claims of all sources; of those that were added while the platform ran only the hash of a token is known, SHA-256 in hexadecimal. */
export function claimsOf({ tenants }: Pick<Config, "tenants">, byTokenHash: ReadonlyMap<string, Claimed> = new Map()): Claims {
  const all = tenants.flatMap(({ id, sources }) => sources.map(({ name, claim }) => ({ tenant: id, source: name, claim, addresses: listOf(claim.addresses), rank: rankOf(claim) })));
  const candidates = all.filter(({ rank }) => rank > 0).toSorted((a, b) => b.rank - a.rank);
  const tokens = new Map(all.flatMap(({ tenant, source, claim }) => (claim.token === undefined ? [] : [[claim.token, { tenant, source }] as const])));
  return {
    ofSender: (sender) => {
      const found = candidates.find((candidate) => matches(candidate, sender));
      return found === undefined ? undefined : { tenant: found.tenant, source: found.source };
    },
    // What the configuration says goes before.
    ofToken: (token) => tokens.get(token) ?? (byTokenHash.size === 0 ? undefined : byTokenHash.get(createHash("sha256").update(token).digest("hex"))),
  };
}

const rankOf = ({ certificates, hostnames, addresses, listeners }: SourceConfig["claim"]): number =>
  (certificates.length > 0 ? 8 : 0) + (hostnames.length > 0 ? 4 : 0) + (addresses.length > 0 ? 2 : 0) + (listeners.length > 0 ? 1 : 0);

// Every kind that a claim names must fit; within one kind, one of the list.
function matches({ claim, addresses }: Candidate, sender: Sender): boolean {
  if (claim.listeners.length > 0 && !claim.listeners.includes(sender.listener)) return false;
  if (claim.certificates.length > 0 && !claim.certificates.some((name) => name === sender.certificate)) return false;
  if (claim.addresses.length > 0 && !contains(addresses, sender.address)) return false;
  const hostname = sender.hostname?.toLowerCase();
  return claim.hostnames.length === 0 || (hostname !== undefined && claim.hostnames.some((pattern) => fits(pattern.toLowerCase(), hostname)));
}

function contains(addresses: BlockList, address: string): boolean {
  // A socket that listens on :: gives IPv4 senders as ::ffff:192.0.2.1.
  const plain = address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
  return isIP(plain) !== 0 && addresses.check(plain, isIPv6(plain) ? "ipv6" : "ipv4");
}

function listOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) {
    const [net = "", bits] = address.split("/", 2);
    const family = isIPv6(net) ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(net, family);
    else list.addSubnet(net, Number(bits), family);
  }
  return list;
}

// `*` for any characters; each part takes the first place it fits, so there is no going back.
function fits(pattern: string, name: string): boolean {
  const [first = "", ...parts] = pattern.split("*");
  if (parts.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  const last = parts.pop() ?? "";
  let at = first.length;
  for (const part of parts) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
