// Addresses that belong to nobody in particular: IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890), as far as they are not
// globally reachable, and multicast (RFC 5771, RFC 4291).
import { CidrIndex, parseCidr } from "./cidr-index.ts";

const NOT_PUBLIC = [
  "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
  "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
  "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "ff00::/8",
];

const index = new CidrIndex(NOT_PUBLIC.flatMap((range) => {
  const cidr = parseCidr(range);
  return cidr === undefined ? [] : [[cidr, range] as const];
}));

/** Whether an address is of the Internet: only those have a country, and a network that announces them. */
export const isPublicAddress = (bytes: Uint8Array): boolean => index.covering(bytes).length === 0;
