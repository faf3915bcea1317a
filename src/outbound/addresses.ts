// Which addresses are of the public internet, and connections that go to those alone.
import { lookup as resolve } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Resolves a name and refuses it if any of its addresses is not allowed: the connection goes to what was looked at. */
export const lookupOnly = (isAllowed: (address: string) => boolean, hint: string): LookupFunction => (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, "");
    const inside = addresses.find(({ address }) => !isAllowed(address));
    const [first] = addresses;
    if (inside !== undefined || first === undefined) return done(new Error(`${host} is not asked: its address ${inside?.address ?? ""} is inside the network; ${hint}`), "");
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
