import { expect, test } from "vitest";
import { claimsOf } from "./claims.ts";
import { parseConfig } from "./read.ts";

const claims = claimsOf(
  parseConfig(
    `
listeners: [{name: udp, protocol: syslog-udp, port: 514}, {name: dmz, protocol: syslog-tcp, port: 515}]
tenants:
  - id: acme
    name: Acme
    sources:
      - {name: all-of-net, claim: {addresses: [192.0.2.0/24, "2001:db8::/32"]}}
      - {name: firewalls, claim: {addresses: [192.0.2.0/24], hostnames: ["fw-*", "*.edge.example.com"]}}
      - {name: one, claim: {addresses: [198.51.100.7]}}
      - {name: web, claim: {token: 0123456789abcdef}}
  - id: globex
    name: Globex
    sources:
      - {name: dmz, claim: {listeners: [dmz]}}
      - {name: tls, claim: {certificates: [collector.globex.example]}}
      - {name: nobody}
`,
    "test",
  ),
);

test.each([
  ["an address of the network", { address: "192.0.2.9" }, "acme all-of-net"],
  ["an IPv4 address on a dual socket", { address: "::ffff:192.0.2.9" }, "acme all-of-net"],
  ["an IPv6 address of the network", { address: "2001:db8::1" }, "acme all-of-net"],
  ["a host name goes before the address alone", { address: "192.0.2.9", hostname: "FW-paris" }, "acme firewalls"],
  ["a pattern with its star in front", { address: "192.0.2.9", hostname: "a.edge.example.com" }, "acme firewalls"],
  ["a host name that nobody claims", { address: "192.0.2.9", hostname: "paris-fw" }, "acme all-of-net"],
  ["a single address", { address: "198.51.100.7" }, "acme one"],
  ["its neighbour", { address: "198.51.100.8" }, undefined],
  ["a listener alone", { address: "203.0.113.1", listener: "dmz" }, "globex dmz"],
  ["an address goes before a listener", { address: "192.0.2.1", listener: "dmz" }, "acme all-of-net"],
  ["a certificate goes before all", { address: "192.0.2.1", listener: "dmz", certificate: "collector.globex.example" }, "globex tls"],
  ["no address", { address: "" }, undefined],
])("%s", (_, sender, want) => {
  const found = claims.ofSender({ listener: "udp", ...sender });
  expect(found === undefined ? undefined : `${found.tenant} ${found.source}`).toBe(want);
});

test("a token is of one source", () => {
  expect(claims.ofToken("0123456789abcdef")).toEqual({ tenant: "acme", source: "web" });
  expect(claims.ofToken("0123456789abcdeF")).toBeUndefined();
});
