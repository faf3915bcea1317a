// ECS fields that follow from others: names of files from their paths, parts of addresses, the DNS domain of a question.
// A mapping gives the field that all follow from; where it gives one of these itself, that goes before.
import type { Value } from "../../core/index.ts";
import { addressBytes, isPrivate, normalAddress } from "./address.ts";
import { communityId } from "./community-id.ts";
import { isoOf, type Converted } from "./convert.ts";
import { splitDomain } from "./domain.ts";
import { valueOf, type Derived, type Target } from "./target.ts";
import { PARTS } from "./text-parts.ts";
import { splitUrl, type UrlPart } from "./url.ts";

type Making = readonly [target: string, from: readonly string[], make: (values: readonly (Converted | undefined)[]) => Value, wanted?: string];

const text = (value: Converted | undefined): string | undefined => (typeof value === "string" ? value : undefined);
const part = (name: string) => ([value]: readonly (Converted | undefined)[]): Value => (typeof value === "string" ? PARTS[name]!(value) : undefined);
const url = (name: UrlPart) => ([full, original]: readonly (Converted | undefined)[]): Value => {
  const address = text(full) ?? text(original);
  return address === undefined ? undefined : splitUrl(address)[name];
};
const domain = (name: "registered" | "subdomain" | "top") => ([value]: readonly (Converted | undefined)[]): Value => (typeof value === "string" ? splitDomain(value)?.[name] : undefined);

const MAKINGS: readonly Making[] = [
  ["event.type", ["event.category"], ([categories]) => plainTypes(categories)],
  ["process.name", ["process.executable"], part("basename")],
  ["process.parent.name", ["process.parent.executable"], part("basename")],
  ["process.args_count", ["process.args"], ([list]) => (Array.isArray(list) ? list.length : undefined)],
  ["process.parent.args_count", ["process.parent.args"], ([list]) => (Array.isArray(list) ? list.length : undefined)],
  ["file.name", ["file.path"], part("basename")],
  ["file.directory", ["file.path"], part("directory")],
  ["file.extension", ["file.path"], part("extension")],
  ["dll.name", ["dll.path"], part("basename")],
  ["url.scheme", ["url.full", "url.original"], url("scheme")],
  ["url.domain", ["url.full", "url.original"], url("domain")],
  ["url.port", ["url.full", "url.original"], url("port")],
  ["url.path", ["url.full", "url.original"], url("path")],
  ["url.query", ["url.full", "url.original"], url("query")],
  ["url.fragment", ["url.full", "url.original"], url("fragment")],
  ["url.extension", ["url.path"], part("extension")],
  ["dns.resolved_ip", ["dns.answers"], addresses],
  ["dns.question.registered_domain", ["dns.question.name"], domain("registered")],
  ["dns.question.subdomain", ["dns.question.name"], domain("subdomain")],
  ["dns.question.top_level_domain", ["dns.question.name"], domain("top")],
];

// Of these categories ECS does not know info.
const PLAIN_TYPES: Readonly<Record<string, string>> = { web: "access", library: "start", registry: "change", threat: "indicator" };

/** The type of an event that says no more than its category. */
function plainTypes(categories: Converted | undefined): Value {
  if (!Array.isArray(categories)) return undefined;
  const types = (categories as readonly Converted[]).map((category) => (typeof category === "string" && Object.hasOwn(PLAIN_TYPES, category) ? PLAIN_TYPES[category]! : "info"));
  return [...new Set(types)];
}

const FLOW = ["source.ip", "source.port", "destination.ip", "destination.port", "network.iana_number", "network.transport", "icmp.type", "icmp.code"];

// Made only where a mapping asks for them in `derive`.
const ON_DEMAND: readonly Making[] = [
  ["network.type", ["source.ip", "destination.ip"], ([source, destination]) => networkType(text(source) ?? text(destination))],
  ["network.community_id", FLOW, flow],
  ["network.community_id", [...FLOW, "source.nat.ip", "source.nat.port", "destination.nat.ip", "destination.nat.port"], flows, "network.community_ids"],
  ["network.direction", ["source.ip", "destination.ip"], ([source, destination]) => direction(text(source), text(destination))],
  ["network.bytes", ["source.bytes", "destination.bytes"], sum],
  ["network.packets", ["source.packets", "destination.packets"], sum],
  ["url.registered_domain", ["url.domain"], domain("registered")],
  ["url.subdomain", ["url.domain"], domain("subdomain"), "url.registered_domain"],
  ["url.top_level_domain", ["url.domain"], domain("top"), "url.registered_domain"],
  ["event.duration", ["event.start", "event.end"], ([start, end]) => nanosecondsBetween(text(start), text(end))],
  ["event.start", ["event.end", "event.duration"], ([end, duration]) => before(text(end), duration)],
  ["event.end", ["event.start", "event.duration"], ([start, duration]) => (typeof duration === "number" ? before(text(start), -duration) : undefined)],
];

/** What `derive` may ask for. */
export const DERIVABLE: readonly string[] = [...new Set(ON_DEMAND.map(([target, , , wanted = target]) => wanted))];

/** The ECS fields of a plan that can be made of its others, each with how. */
export function* derivations(targets: ReadonlyMap<string, Target>, asked: ReadonlySet<string>): Iterable<readonly [string, Derived]> {
  for (const [name, from, make] of [...MAKINGS, ...ON_DEMAND.filter(([target, , , wanted = target]) => asked.has(wanted))]) {
    const sources = from.map((one) => targets.get(one));
    if (sources.every((source) => source === undefined)) continue;
    const derived: Derived = (scope, watch) => make(sources.map((source) => (source === undefined ? undefined : valueOf(source, scope, watch)))) as Converted | undefined;
    yield [name, derived];
  }
}

function addresses([answers]: readonly (Converted | undefined)[]): Value {
  if (!Array.isArray(answers)) return undefined;
  const found = (answers as readonly { readonly data?: Value }[]).map(({ data }) => (typeof data === "string" ? normalAddress(data) : undefined)).filter((data) => data !== undefined);
  return found.length === 0 ? undefined : [...new Set(found)];
}

/** Between two dates as the view writes them, to the millisecond; none where the end stands before the start. */
function nanosecondsBetween(start: string | undefined, end: string | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  const ms = Date.parse(end) - Date.parse(start);
  return ms >= 0 ? ms * 1_000_000 : undefined;
}

/** The date so many nanoseconds before, to the millisecond. */
function before(end: string | undefined, nanoseconds: Converted | undefined): string | undefined {
  if (end === undefined || typeof nanoseconds !== "number") return undefined;
  return isoOf(Date.parse(end) - Math.round(nanoseconds / 1_000_000));
}

function networkType(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  return address.includes(":") ? "ipv6" : "ipv4";
}

/** By which ends are in private networks: what is known of an event that tells no direction. A tenant's own networks are known later. */
function direction(source: string | undefined, destination: string | undefined): string | undefined {
  const [from, to] = [source, destination].map((address) => (address === undefined ? undefined : isPrivate(address)));
  if (from === undefined || to === undefined) return undefined;
  if (from) return to ? "internal" : "outbound";
  return to ? "inbound" : "external";
}

function flow([from, fromPort, to, toPort, number, name, type, code]: readonly (Converted | undefined)[]): string | undefined {
  const source = addressBytes(text(from) ?? "");
  const destination = addressBytes(text(to) ?? "");
  if (source === undefined || destination === undefined) return undefined;
  const protocol = typeof number === "string" ? Number(number) : protocolNumber(text(name));
  if (protocol === undefined || !Number.isInteger(protocol) || protocol < 0 || protocol > 255) return undefined;
  const isIcmp = protocol === 1 || protocol === 58;
  const ports = isIcmp ? [type, code] : [fromPort, toPort];
  return communityId({ source, destination, protocol, sourcePort: portOf(ports[0]), destinationPort: portOf(ports[1]) });
}

/** The flow on both sides of an address translation: each sensor knows it by the addresses that it sees. */
function flows(values: readonly (Converted | undefined)[]): Value {
  const [from, fromPort, to, toPort, ...others] = values;
  const [natFrom, natFromPort, natTo, natToPort] = values.slice(FLOW.length);
  const inner = flow(values);
  const outer = flow([natFrom ?? from, natFromPort ?? fromPort, natTo ?? to, natToPort ?? toPort, ...others]);
  return inner === undefined || outer === undefined || outer === inner ? inner : [inner, outer];
}

const portOf = (value: Converted | undefined): number | undefined => {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= 0 && number < 65536 ? number : undefined;
};

const PROTOCOLS: Readonly<Record<string, number>> = { icmp: 1, igmp: 2, tcp: 6, udp: 17, gre: 47, esp: 50, ah: 51, "ipv6-icmp": 58, icmp6: 58, ospf: 89, pim: 103, sctp: 132 };
const protocolNumber = (name: string | undefined): number | undefined => (name !== undefined && Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined);

function sum(values: readonly (Converted | undefined)[]): number | undefined {
  const numbers = values.filter((value) => typeof value === "number");
  return numbers.length === 0 ? undefined : numbers.reduce((total, number) => total + number, 0);
}
