import fc from "fast-check";
import { expect, test } from "vitest";
import { contains, mask, parseAddress, parseNetwork, showNetwork } from "./ip.ts";

test.each([
  ["an IPv4 address",                         "10.0.0.1",            32, 0x0a000001n],
  ["the highest IPv4 address",                "255.255.255.255",     32, 0xffffffffn],
  ["the shortest IPv6 address",               "::",                  128, 0n],
  ["the same address written out",            "0:0:0:0:0:0:0:1",     128, 1n],
  ["the same address with zeros",             "0000:0000:0000:0000:0000:0000:0000:0001", 128, 1n],
  ["capitals",                                "FE80::A",             128, (0xfe80n << 112n) | 10n],
  ["a run of zeros at the end",               "1::",                 128, 1n << 112n],
  ["a run of one group",                      "1:2:3:4:5:6::8",      128, 0x00010002000300040005000600000008n],
  ["IPv4 inside IPv6",                        "::ffff:10.0.0.1",     128, 0xffff0a000001n],
  ["IPv4 at the end of groups",               "1:2:3:4:5:6:1.2.3.4", 128, 0x00010002000300040005000601020304n],
  ["a zone, which is left out",               "fe80::1%eth0",        128, (0xfe80n << 112n) | 1n],
])("reads %s", (_, text, bits, value) => {
  expect(parseAddress(text)).toEqual({ bits, value });
});

test.each([
  "", " ", "10.0.0", "10.0.0.0.1", "10.0.0.256", "010.0.0.1", "10.0.0.1:80", " 10.0.0.1", "10.0.0.1 ", "10.0.0.1%eth0", "0x0a.0.0.1", "1e1.0.0.1", "-1.0.0.1", "10.0.0.", "host",
  ":", ":1", "1:", "1:2", "1::2::3", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::", "g::", "1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "٣.0.0.1", "1".repeat(65),
])("takes %j for no address", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test.each([
  ["a prefix",                         "10.0.0.0/8",        8],
  ["everything",                       "0.0.0.0/0",         0],
  ["one address with its prefix",      "10.0.0.1/32",       32],
  ["one address without",              "10.0.0.1",          32],
  ["one IPv6 address without",         "::1",               128],
  ["an odd prefix",                    "2001:db8::/33",     33],
])("reads %s as a network", (_, text, prefix) => {
  expect(parseNetwork(text)).toMatchObject({ prefix });
});

test.each(["10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8.0", "10.0.0.0/255.0.0.0", "/8", "10.0.0.0/8/8", "10.0.0.0/ 8", "10.*"])(
  "takes %j for no network", (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  },
);

test.each([
  ["10.0.0.1/8",         "10.0.0.0/8"],
  ["10.1.2.3/32",        "10.1.2.3/32"],
  ["10.1.2.3",           "10.1.2.3/32"],
  ["255.255.255.255/0",  "0.0.0.0/0"],
  ["2001:db8::1/32",     "2001:db8:0:0:0:0:0:0/32"],
])("%s without what stands behind its prefix is %s", (text, want) => {
  expect(showNetwork(mask(parseNetwork(text)!))).toBe(want);
});

const address6 = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 });

test("every spelling of an IPv6 address is the same number", () => {
  const spelling = fc.record({ groups: address6, from: fc.nat(7), length: fc.nat(8), capitals: fc.boolean(), zeros: fc.boolean(), dotted: fc.boolean() });
  fc.assert(fc.property(spelling, ({ groups, from, length, capitals, zeros, dotted }) => {
    const value = groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
    const shown = groups.map((group) => group.toString(16).padStart(zeros ? 4 : 1, "0"));
    if (dotted) shown.splice(6, 2, [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join("."));
    const run = groups.slice(from, from + length).findIndex((group) => group !== 0);
    const to = Math.min(from + (run < 0 ? length : run), dotted ? 6 : 8);
    const text = to > from ? `${shown.slice(0, from).join(":")}::${shown.slice(to).join(":")}` : shown.join(":");
    expect(parseAddress(capitals ? text.toUpperCase() : text)).toEqual({ bits: 128, value });
  }), { numRuns: 5000 });
});

test("a network holds an address exactly where their first bits are the same", () => {
  const bits = fc.constantFrom<32 | 128>(32, 128);
  const pair = bits.chain((width) => fc.tuple(fc.constant(width), fc.bigInt(0n, 2n ** BigInt(width) - 1n), fc.nat(width), fc.oneof(fc.nat(width), fc.constant(width))));
  fc.assert(fc.property(pair, ([width, value, prefix, flipped]) => {
    const shown = value.toString(2).padStart(width, "0");
    const first = BigInt(`0b${shown.slice(0, prefix).padEnd(width, "0")}`);
    const other = flipped === width ? value : value ^ (1n << BigInt(width - 1 - flipped));
    const network = { bits: width, value: first, prefix };
    expect(contains(network, { bits: network.bits, value: other })).toBe(other.toString(2).padStart(width, "0").slice(0, prefix) === shown.slice(0, prefix));
  }), { numRuns: 5000 });
});

test.each([
  ["an IPv4 address written as IPv6 lies in IPv4 networks", "10.0.0.0/8",   "::ffff:10.1.2.3",  true],
  ["and in that of IPv6",                                   "::ffff:0:0/96", "::ffff:10.1.2.3", true],
  ["an IPv4 address lies in no IPv6 network",               "::/0",         "10.0.0.1",         false],
  ["an IPv6 address lies in no IPv4 network",               "0.0.0.0/0",    "::1",              false],
  ["the old way to write IPv4 in IPv6 is not taken",        "10.0.0.0/8",   "::10.0.0.1",       false],
])("%s", (_, network, address, want) => {
  expect(contains(parseNetwork(network)!, parseAddress(address)!)).toBe(want);
});
