import { isIP, isIPv6 } from "node:net";
import { stringify } from "yaml";
import type { Sighting } from "../unclaimed.ts";

/** What to write to make a sender a source. */
export type Onboarding = {
  /** What sends: its host name where the lines tell one, else its address. */
  readonly asset: string;
  /** A name that the configuration takes. */
  readonly name: string;
  /** YAML for the `sources` of a tenant. */
  readonly snippet: string;
};

const NAME_CHARS = 63;

/** Suggests the source that a sender would be. */
export function onboardingOf({ collector, peer, hostname, technology }: Pick<Sighting, "collector" | "peer" | "hostname" | "technology">): Onboarding {
  const address = plainAddress(peer);
  const asset = hostname ?? address;
  const name = nameOf(asset) || nameOf(address) || "source";
  const claim = isIP(address) === 0 ? { listeners: [collector] } : { addresses: [address], listeners: [collector] };
  return { asset, name, snippet: stringify([{ name, ...(technology === undefined ? {} : { technology }), claim }]) };
}

// A socket that listens on :: gives IPv4 senders as ::ffff:192.0.2.1.
const plainAddress = (peer: string): string => (isIPv6(peer) && /^::ffff:\d/i.test(peer) ? peer.slice("::ffff:".length) : peer);

/** Lower-case letters, digits and hyphens, of the first label of a host name or of an address. */
function nameOf(text: string): string {
  const label = isIP(text) === 0 ? (text.split(".", 1)[0] ?? "") : text;
  const words = label.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, NAME_CHARS).replace(/-$/, "");
}
