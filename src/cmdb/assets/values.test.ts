import { isIP } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hostName, ipAddress, macAddress, normalValues } from "./values.ts";

test.each([
  ["SRV-A.Corp.Acme.test.", "srv-a.corp.acme.test"],
  ["  dc_01 ", "dc_01"],
  ["10.0.0.1", undefined],
  ["a..b", undefined],
  ["-a", undefined],
  ["srv 1", undefined],
  ["", undefined],
  ["é", undefined],
  ["a".repeat(254), undefined],
])("host name %j is %j", (text, name) => expect(hostName(text)).toBe(name));

test.each([
  ["10.0.0.1", "10.0.0.1"],
  [" 2001:DB8:0:0::1 ", "2001:db8::1"],
  ["::ffff:10.1.2.3", "10.1.2.3"],
  ["::FFFF:0a01:0203", "10.1.2.3"],
  ["fe80::1%eth0", undefined],
  ["010.0.0.1", undefined],
  ["10.0.0", undefined],
  ["10.0.0.1/24", undefined],
])("address %j is %j", (text, address) => expect(ipAddress(text)).toBe(address));

test.each([
  ["00-1A-2B-3C-4D-5E", "00:1a:2b:3c:4d:5e"],
  ["001a.2b3c.4d5e", "00:1a:2b:3c:4d:5e"],
  ["001A2B3C4D5E", "00:1a:2b:3c:4d:5e"],
  ["00:1a:2b", undefined],
  ["zz:1a:2b:3c:4d:5e", undefined],
])("MAC address %j is %j", (text, mac) => expect(macAddress(text)).toBe(mac));

test("an address in normal form stays as it is", () => {
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
    const address = ipAddress(text);
    if (address === undefined) return;
    expect(isIP(address)).not.toBe(0);
    expect(ipAddress(address)).toBe(address);
  }));
});

test("lists are sorted without doubles, empty ones say nothing, and what is wrong is told", () => {
  const { values, wrong } = normalValues({ tags: ["b", "a", "b"], macs: [], names: ["B.x", "a", "no name"], addresses: [{ ip: "10.0.0.300", zone: null, from: null, until: null }] });
  expect(values).toEqual({ tags: ["a", "b"], names: ["a", "b.x"] });
  expect(wrong).toEqual(['"no name" is no host name', '"10.0.0.300" is no IP address']);
});

test("what PostgreSQL cannot hold is replaced", () => expect(normalValues({ os: "a\0b\ud800" }).values).toEqual({ os: "a\ufffdb\ufffd" }));

test("an address that ends before it begins is wrong", () => {
  expect(normalValues({ addresses: [{ ip: "10.0.0.1", zone: null, from: "2026-02-01T00:00:00Z", until: "2026-01-01T00:00:00Z" }] }).wrong).toHaveLength(1);
});
