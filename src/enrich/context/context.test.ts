import fc from "fast-check";
import { expect, test } from "vitest";
import type { AccountFacts, AssetFacts, Inventory, NetworkFacts } from "../../cmdb/index.ts";
import { HOT_FIELDS, type HotValues } from "../../normalise/index.ts";
import { IndicatorIndex } from "../indicators/indicator-index.ts";
import type { Indicator } from "../indicators/indicator.ts";
import { createContext } from "./context.ts";
import type { EndContext } from "./event-context.ts";
import { contextFields, contextHotValues } from "./fields.ts";

const NOON = Date.UTC(2026, 10, 24, 12);
const at = (ms: number): Date => new Date(NOON + ms);

const asset = (id: string, over: Partial<AssetFacts> = {}): AssetFacts => ({ id, name: id, kind: "server", criticality: 2, environment: null, team: null, exposure: null, lifecycle: "in_service", tags: [], services: [], names: [], addresses: [], ...over });
const holds = (ip: string, zone: string | null = null, from: Date | null = null, until: Date | null = null) => ({ ip, zone, from, until });
const network = (cidr: string, zone: string, isInternal = true): NetworkFacts => ({ cidr, zone, meaning: "", isInternal });
const indicator = (type: Indicator["type"], value: string, over: Partial<Indicator> = {}): Indicator => ({ type, value, list: "l", source: "s", tlp: "GREEN", confidence: 50, validFromMs: -Infinity, validUntilMs: Infinity, tags: [], reference: null, ...over });
const hotOf = (values: Readonly<Record<string, string | readonly string[]>>): HotValues => HOT_FIELDS.map(({ name }) => values[name]);

type Parts = { readonly assets?: readonly AssetFacts[]; readonly networks?: readonly NetworkFacts[]; readonly accounts?: readonly AccountFacts[]; readonly indicators?: readonly Indicator[] };

function contextOf({ assets = [], networks = [], accounts = [], indicators = [] }: Parts) {
  const context = createContext({ inventory: { version: 1, assets, networks, accounts }, indicators: [new IndicatorIndex(indicators)], placeOf: (address) => (address.startsWith("45.") ? { country: "FR", asNumber: 64500, asOrganisation: "A" } : undefined) });
  return (values: Readonly<Record<string, string | readonly string[]>>, { zone, timeMs = NOON, arrivedMs = NOON }: { readonly zone?: string; readonly timeMs?: number; readonly arrivedMs?: number } = {}) => context.of(hotOf(values), { timeMs, arrivedMs, zone });
}

const told = (end: EndContext | undefined): string => (end?.match === undefined ? "" : end.match.assets.map(({ id }) => id).toSorted().join() + (end.match.isAmbiguous ? "?" : ""));

test.each([
  ["SRV1.acme.example", "long"], ["srv1.acme.example.", "long"], ["srv1", "long"], ["SRV1.", "long"], ["srv1.other.example", ""],
  ["srv2", "bare"], ["srv2.acme.example", "bare"], ["srv3", "a,b?"], ["srv3.a.example", "a"], ["srv3.c.example", ""], ["", ""], [".", ""], ["constructor", ""], ["__proto__", ""], ["10.0.0.9", "numbered"], ["fe80::9", "numbered"],
])("the host %j is %j", (name, ids) => {
  const ask = contextOf({ assets: [
    asset("long", { names: ["srv1.acme.example"] }), asset("bare", { names: ["srv2"] }), asset("a", { names: ["srv3.a.example"] }), asset("b", { names: ["srv3.b.example", "srv3"] }), asset("numbered", { addresses: [holds("10.0.0.9"), holds("fe80::9")] }),
  ] });
  expect(told(ask({ "host.name": name })?.ends.host)).toBe(ids);
});

test("name and address of one end: both where they agree, all where they do not", () => {
  const ask = contextOf({ assets: [asset("a", { names: ["a", "twin"], addresses: [holds("10.0.0.1")] }), asset("b", { names: ["b", "twin"], addresses: [holds("10.0.0.2")] })] });
  expect(told(ask({ "host.name": "a", "host.ip": "10.0.0.1" })?.ends.host)).toBe("a");
  expect(told(ask({ "host.name": "twin" })?.ends.host)).toBe("a,b?");
  expect(told(ask({ "host.name": "twin", "host.ip": "10.0.0.2" })?.ends.host)).toBe("b");
  expect(told(ask({ "host.name": "a", "host.ip": "10.0.0.2" })?.ends.host)).toBe("a,b?");
  expect(told(ask({ "host.name": "unknown", "host.ip": "10.0.0.2" })?.ends.host)).toBe("b");
});

test("overlapping ranges: the zone of the source decides, and without it nobody picks", () => {
  const ask = contextOf({
    assets: [asset("paris", { addresses: [holds("10.0.0.5", "Paris")] }), asset("lyon", { addresses: [holds("10.0.0.5", "Lyon")] }), asset("lonely", { addresses: [holds("10.0.0.6", "Paris")] }), asset("inner", { addresses: [holds("10.0.9.1", "Lyon")] })],
    networks: [network("10.0.0.0/24", "Paris"), network("10.0.0.0/24", "Lyon"), network("10.0.0.0/8", "Paris"), network("10.0.9.0/24", "Lyon")],
  });
  expect(told(ask({ "source.ip": "10.0.0.5" }, { zone: "paris" })?.ends.source)).toBe("paris");
  expect(told(ask({ "source.ip": "10.0.0.5" }, { zone: "lyon" })?.ends.source)).toBe("lyon");
  expect(ask({ "source.ip": "10.0.0.5" })?.ends.source).toMatchObject({ zones: ["Paris", "Lyon"], match: { isAmbiguous: true } });
  expect(told(ask({ "source.ip": "10.0.0.5" }, { zone: "elsewhere" })?.ends.source)).toBe("lyon,paris?");
  // One candidate of two possible places is a guess, too.
  expect(told(ask({ "source.ip": "10.0.0.6" })?.ends.source)).toBe("lonely?");
  expect(told(ask({ "source.ip": "10.0.0.6" }, { zone: "lyon" })?.ends.source)).toBe("");
  // The most specific range tells the place, unless the source stands in a wider one.
  expect(told(ask({ "source.ip": "10.0.9.1" })?.ends.source)).toBe("inner");
  expect(told(ask({ "source.ip": "10.0.9.1" }, { zone: "paris" })?.ends.source)).toBe("");
});

test("DHCP: an address is whose it was then; two at one time are both told", () => {
  const ask = contextOf({ assets: [asset("first", { addresses: [holds("10.0.0.7", null, at(-100), at(0))] }), asset("second", { addresses: [holds("10.0.0.7", null, at(0), at(100))] }), asset("third", { addresses: [holds("10.0.0.7", null, at(50), null)] })] });
  for (const [ms, ids] of [[-101, ""], [-100, "first"], [-1, "first"], [0, "second"], [49, "second"], [50, "second,third?"], [99, "second,third?"], [100, "third"]] as const) {
    expect([ms, told(ask({ "source.ip": "10.0.0.7" }, { timeMs: NOON + ms })?.ends.source)]).toEqual([ms, ids]);
  }
});

test("IPv6: one address in all its spellings, IPv4 within IPv6, ranges", () => {
  const ask = contextOf({ assets: [asset("six", { addresses: [holds("2001:db8::1")] }), asset("four", { addresses: [holds("10.0.0.8")] })], networks: [network("2001:db8::/32", "v6"), network("::/0", "world", false), network("10.0.0.0/8", "v4")] });
  for (const ip of ["2001:DB8::1", "2001:db8:0:0:0:0:0:1", "2001:0db8::0001", "2001:db8::1%eth0"]) expect([ip, told(ask({ "source.ip": ip })?.ends.source)]).toEqual([ip, "six"]);
  expect(ask({ "source.ip": "::ffff:10.0.0.8" })?.ends.source).toMatchObject({ zones: ["v4"], match: { isAmbiguous: false } });
  expect(ask({ "source.ip": "2001:db8::1", "destination.ip": "2600::1" })).toMatchObject({ direction: "outbound", ends: { destination: { zones: ["world"] } } });
});

test.each([
  ["10.1.0.1", "10.2.0.1", "internal"], ["10.1.0.1", "45.9.148.1", "outbound"], ["45.9.148.1", "10.1.0.1", "inbound"], ["45.9.148.1", "45.9.148.2", "external"],
  ["10.1.0.1", "192.168.0.1", undefined], ["10.1.0.1", "10.3.0.1", "outbound"], ["10.1.0.1", "not an address", undefined],
])("from %s to %s is %s", (source, destination, direction) => {
  const ask = contextOf({ networks: [network("10.1.0.0/16", "a"), network("10.2.0.0/16", "b"), network("10.3.0.0/16", "partner", false)] });
  expect(ask({ "source.ip": source, "destination.ip": destination })?.direction).toBe(direction);
});

test("public addresses alone have a place", () => {
  const ask = contextOf({});
  expect(ask({ "source.ip": "45.9.148.1" })?.ends.source?.place).toEqual({ country: "FR", asNumber: 64500, asOrganisation: "A" });
  expect(ask({ "source.ip": "10.0.0.1", "destination.ip": "fe80::1" })).toBeUndefined();
});

test("users of interest in all forms; a local account on its own machine alone", () => {
  const ask = contextOf({ assets: [asset("dc1", { names: ["dc1"] })], accounts: [{ name: "acme\\svc_backup", kind: "service", asset: null }, { name: "admin@acme.example", kind: "privileged", asset: null }, { name: "s-1-5-21-1-500", kind: "privileged", asset: null }, { name: "root", kind: "privileged", asset: "dc1" }] });
  expect(ask({ "user.name": "SVC_backup", "user.domain": "ACME" })?.accounts).toEqual(["service"]);
  expect(ask({ "user.name": "svc_backup" })).toBeUndefined();
  expect(ask({ "user.name": "Admin", "user.domain": "acme.example" })?.accounts).toEqual(["privileged"]);
  expect(ask({ "user.id": "S-1-5-21-1-500" })?.accounts).toEqual(["privileged"]);
  expect(ask({ "user.name": "root", "host.name": "dc1" })?.accounts).toEqual(["privileged"]);
  expect(ask({ "user.name": "root", "host.name": "web1" })).toBeUndefined();
});

test.each([
  ["destination.ip", "45.9.148.1", "45.9.148.1"], ["destination.ip", "::ffff:45.9.148.1", "45.9.148.1"], ["source.ip", "45.9.200.77", "45.9.200.0/24"], ["dns.resolved_ip", ["8.8.8.8", "45.9.148.1"], "45.9.148.1"],
  ["dns.question.name", "WWW.Evil.example.net.", "*.evil.example.net"], ["dns.question.name", "evil.example.net", ""], ["url.domain", "bad.example.org", "bad.example.org"], ["url.domain", "www.bad.example.org", ""],
  ["url.original", "HTTP://Bad.example.org:80/a#b", "http://bad.example.org/a"], ["url.original", "/a", ""], ["file.hash.md5", "D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e"], ["email.from.address", ["A@evil.example"], "a@evil.example"],
  ["url.domain", "constructor", ""], ["url.domain", "__proto__", ""],
])("%s %j hits %j", (field, value, hit) => {
  const ask = contextOf({ indicators: [
    indicator("ipv4-addr", "45.9.148.1"), indicator("ipv4-addr", "45.9.200.0/24"), indicator("domain-name", "*.evil.example.net"), indicator("domain-name", "bad.example.org"), indicator("url", "http://bad.example.org/a"),
    indicator("file", "d41d8cd98f00b204e9800998ecf8427e"), indicator("email-addr", "a@evil.example"),
  ] });
  expect(ask({ [field]: value })?.hits.map((one) => one.indicator.value).join() ?? "").toBe(hit);
});

test("an indicator holds from its beginning until its end, by when the line arrived", () => {
  const ask = contextOf({ indicators: [indicator("domain-name", "bad.example.org", { validFromMs: NOON, validUntilMs: NOON + 10 })] });
  for (const [ms, hits] of [[-1, 0], [0, 1], [9, 1], [10, 0]] as const) expect([ms, ask({ "url.domain": "bad.example.org" }, { arrivedMs: NOON + ms })?.hits.length ?? 0]).toEqual([ms, hits]);
  // What happened before it was known counts all the same.
  expect(ask({ "url.domain": "bad.example.org" }, { timeMs: NOON - 86_400_000 })?.hits).toHaveLength(1);
});

test("ten thousand machines of one name and one address are told as ambiguous, event after event", () => {
  const many = Array.from({ length: 10_000 }, (_, n) => asset(`a${n}`, { names: ["localhost", "localhost.localdomain"], criticality: n === 9_999 ? 4 : 1, addresses: [holds("192.168.1.10")] }));
  const ask = contextOf({ assets: [...many, asset("one", { names: ["only"], addresses: [holds("192.168.1.10")] })] });
  for (let n = 0; n < 2_000; n++) {
    const known = ask({ "host.name": n % 2 === 0 ? "localhost" : "only", "host.ip": "192.168.1.10", "source.domain": `localhost.${n}` });
    const hot = hotOf({});
    contextHotValues(known!, hot);
    expect(hot[HOT_FIELDS.findIndex(({ name }) => name === "asset.criticality")]).toBe(n % 2 === 0 ? 4 : 2);
    expect(known?.ends.host?.match?.isAmbiguous).toBe(n % 2 === 0);
    if (n < 2) expect(JSON.stringify(contextFields(known!)).length).toBeLessThan(3_000);
  }
});

test("a hostile event costs what its fields cost", () => {
  const ask = contextOf({ assets: [asset("a", { names: ["a"] })], networks: [network("10.0.0.0/8", "a")], indicators: [indicator("domain-name", "*.evil.example"), indicator("email-addr", "a@b")] });
  const long = "a.".repeat(100_000);
  expect(ask({ "host.name": long, "source.ip": long, "dns.question.name": long, "url.original": `http://${long}`, "email.to.address": Array.from({ length: 10_000 }, () => "a@b") })?.hits).toHaveLength(100);
});

// Small worlds, so that everything meets.
const ip = fc.oneof(fc.integer({ min: 0, max: 15 }).map((n) => `10.0.0.${n}`), fc.integer({ min: 0, max: 15 }).map((n) => `2001:db8::${n.toString(16)}`));
const zoneName = fc.constantFrom("a", "b", "C");
const span = fc.record({ from: fc.option(fc.integer({ min: -3, max: 3 })), until: fc.option(fc.integer({ min: -3, max: 3 })) });
const held = fc.tuple(ip, fc.option(zoneName), span).map(([address, zone, { from, until }]) => holds(address, zone, from === null ? null : at(from), until === null ? null : at(until)));
const anyAsset = fc.array(held, { maxLength: 3 }).map((addresses) => ({ addresses }));
const anyNetwork = fc.record({ ip, zone: zoneName, host: fc.integer({ min: 0, max: 5 }), isInternal: fc.boolean() }).map(({ ip: base, zone, host, isInternal }) => network(`${base}/${(base.includes(":") ? 128 : 32) - host}`, zone, isInternal));

const number = (text: string): bigint => (text.includes(":") ? (0x20010db8n << 96n) | BigInt(Number.parseInt(text.split("::")[1]!, 16)) : (0xffffn << 32n) | text.split(".").reduce((all, part) => all * 256n + BigInt(part), 0n));

/** The definition, by looking at everything. */
function defined({ assets, networks }: Pick<Inventory, "assets" | "networks">, address: string, zone: string | undefined, timeMs: number): string {
  const prefix = ({ cidr }: NetworkFacts): number => Number(cidr.split("/")[1]) + (cidr.includes(":") ? 0 : 96);
  const covers = (one: NetworkFacts): boolean => address.includes(":") === one.cidr.includes(":") && number(address) >> BigInt(128 - prefix(one)) === number(one.cidr.split("/")[0]!) >> BigInt(128 - prefix(one));
  const all = networks.filter(covers);
  const own = all.filter((one) => one.zone.toLowerCase() === zone);
  const among = own.length > 0 ? own : all;
  const level = among.filter((one) => prefix(one) === Math.max(...among.map(prefix)));
  const zones = new Set(level.map((one) => one.zone.toLowerCase()));
  const holders = assets.flatMap((one) => one.addresses.filter((record) => number(record.ip) === number(address)).map((record) => ({ id: one.id, ...record })));
  const here = zones.size === 0 && zone !== undefined && holders.some((one) => one.zone?.toLowerCase() === zone) ? new Set([zone]) : zones;
  const found = holders.filter((one) => (one.from === null || one.from.getTime() <= timeMs) && (one.until === null || timeMs < one.until.getTime()) && (one.zone === null || here.size === 0 || here.has(one.zone.toLowerCase())));
  const ids = [...new Set(found.map(({ id }) => id))].toSorted();
  return ids.join() + (ids.length > 1 || (ids.length === 1 && zones.size > 1) ? "?" : "");
}

test("addresses, zones and times mean what the definition says", () => {
  fc.assert(
    fc.property(fc.array(anyAsset, { maxLength: 6 }), fc.array(anyNetwork, { maxLength: 6 }), fc.array(fc.tuple(ip, fc.option(fc.constantFrom("a", "b", "c", "d")), fc.integer({ min: -4, max: 4 })), { minLength: 1, maxLength: 8 }), (given, networks, asked) => {
      const assets = given.map((one, i) => asset(`asset-${i}`, one));
      const ask = contextOf({ assets, networks });
      for (const [address, zone, ms] of asked) {
        const end = ask({ "source.ip": address }, { ...(zone === null ? {} : { zone }), timeMs: NOON + ms })?.ends.source;
        const ids = end?.match?.assets.map(({ id }) => id).toSorted().join() ?? "";
        expect(ids + (end?.match?.isAmbiguous === true ? "?" : "")).toBe(defined({ assets, networks }, address, zone ?? undefined, NOON + ms));
      }
    }),
    { numRuns: 500 },
  );
});

test("whatever an event holds, asking does not fail", () => {
  const ask = contextOf({ assets: [asset("a", { names: ["a", "a.b"], addresses: [holds("10.0.0.1")] })], networks: [network("10.0.0.0/8", "a")], accounts: [{ name: "root", kind: "privileged", asset: null }], indicators: [indicator("domain-name", "*.b.c"), indicator("url", "http://b.c/")] });
  fc.assert(fc.property(fc.dictionary(fc.constantFrom(...HOT_FIELDS.map(({ name }) => name)), fc.oneof(fc.string({ unit: "binary" }), fc.ipV4(), fc.ipV6(), fc.webUrl(), fc.domain(), fc.array(fc.string(), { maxLength: 3 }))), (values) => void ask(values)));
});
