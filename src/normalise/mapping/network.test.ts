import { createHash } from "node:crypto";
import { isIP } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressBytes, isPrivate, normalAddress } from "./address.ts";
import { communityId } from "./community-id.ts";
import { compileTechnologies } from "./compile.ts";
import { splitDomain } from "./domain.ts";
import { createEcsView } from "./ecs-view.ts";
import { sha1 } from "./sha1.ts";
import { splitUrl } from "./url.ts";

test("what Node takes for an address is one, and nothing else", () => {
  const texts = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: fc.constantFrom(..."0123456789abcdef.:") }));
  fc.assert(fc.property(texts, (text) => {
    expect(addressBytes(text) !== undefined).toBe(isIP(text) !== 0);
  }), { numRuns: 5000 });
});

test.each([
  ["[2001:db8::1]", "2001:db8::1"], ["::ffff:192.0.2.1", "192.0.2.1"], ["fe80::1%eth0", "fe80::1"], ["192.0.2.256", undefined], ["192.0.2", undefined], ["1:2", undefined],
])("%s is the address %s", (text, wanted) => {
  expect(normalAddress(text)).toBe(wanted);
});

test.each([["10.1.2.3", true], ["172.31.0.1", true], ["172.32.0.1", false], ["192.168.0.1", true], ["198.51.100.1", false], ["fd00::1", true], ["2001:db8::1", false], ["100.64.0.1", true], ["::1", true]])("%s is private: %s", (address, wanted) => {
  expect(isPrivate(address)).toBe(wanted);
});

test("hashes as Node does", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
    expect(Buffer.from(sha1(bytes)).toString("hex")).toBe(createHash("sha1").update(bytes).digest("hex"));
  }));
});

// The specification's own baseline.
test.each([
  ["128.232.110.120 34855 66.35.250.204 80 6", "1:LQU9qZlK+B5F3KDmev6m5PMibrg="],
  ["66.35.250.204 80 128.232.110.120 34855 6", "1:LQU9qZlK+B5F3KDmev6m5PMibrg="],
  ["192.168.1.52 54585 8.8.8.8 53 17", "1:d/FP5EW3wiY1vCndhwleRRKHowQ="],
  ["192.168.0.89 8 192.168.0.1 0 1", "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="],
])("the flow %s is %s", (flow, wanted) => {
  const [from = "", sourcePort, to = "", destinationPort, protocol] = flow.split(" ");
  expect(communityId({ source: addressBytes(from)!, destination: addressBytes(to)!, protocol: Number(protocol), sourcePort: Number(sourcePort), destinationPort: Number(destinationPort) })).toBe(wanted);
});

test("a translated flow is known by its addresses on both sides", () => {
  const text = "technology: nat\nevents:\n  - {product: nat}\nsections:\n  - derive: [network.community_ids]\n    fields: {source.ip: a, source.port: b, destination.ip: c, destination.port: d, source.nat.ip: e, network.iana_number: p}\n";
  const { technologies, refused } = compileTechnologies([{ path: "nat/mapping.yml", text }]);
  expect(refused).toEqual([]);
  const ids = (translated: object) => {
    const event = { product: "nat", channel: "", code: undefined, time: undefined, host: undefined, fields: { a: "192.168.1.52", b: "54585", c: "8.8.8.8", d: "53", p: "17", ...translated }, text: undefined, json: undefined, source: { path: "", record: 1 } };
    return (createEcsView(technologies).document(event, undefined).fields["network"] as { community_id: unknown }).community_id;
  };
  expect(ids({})).toBe("1:d/FP5EW3wiY1vCndhwleRRKHowQ=");
  expect(ids({ e: "198.51.100.7" })).toEqual(["1:d/FP5EW3wiY1vCndhwleRRKHowQ=", expect.stringMatching(/^1:.{28}$/)]);
});

test.each([
  ["event.end", "event.start", "2026-01-02T03:04:07.500Z"],
  ["event.start", "event.end", "2026-01-02T03:04:02.500Z"],
])("%s follows from %s and the duration", (wanted, given, time) => {
  const text = `technology: flow\nevents:\n  - {product: flow}\nsections:\n  - derive: [${wanted}]\n    fields: {${given}: at, event.duration: ns}\n`;
  const { technologies, refused } = compileTechnologies([{ path: "flow/mapping.yml", text }]);
  expect(refused).toEqual([]);
  const event = { product: "flow", channel: "", code: undefined, time: undefined, host: undefined, fields: { at: "2026-01-02T03:04:05Z", ns: 2_500_000_000 }, text: undefined, json: undefined, source: { path: "", record: 1 } };
  expect(createEcsView(technologies).document(event, undefined).fields["event"]).toMatchObject({ [wanted.slice(6)]: time });
});

test.each([
  ["https://user@www.example.com:8443/a/b.php?x=1#top", { scheme: "https", domain: "www.example.com", port: 8443, path: "/a/b.php", query: "x=1", fragment: "top" }],
  ["/a?b=://c", { path: "/a", query: "b=://c" }],
  ["http://[2001:db8::1]/", { scheme: "http", domain: "[2001:db8::1]", path: "/" }],
  ["www.example.com:443", { path: "www.example.com:443" }],
])("%s is taken apart", (url, wanted) => {
  expect(splitUrl(url)).toEqual(wanted);
});

test.each([
  ["www.example.co.uk", { top: "co.uk", registered: "example.co.uk", subdomain: "www" }], ["example.com", { top: "com", registered: "example.com", subdomain: undefined }],
  ["a.b.example.fr.", { top: "fr", registered: "example.fr", subdomain: "a.b" }], ["192.0.2.1", undefined], ["localhost", undefined], ["a..com", undefined],
])("the parts of %s", (name, wanted) => {
  expect(splitDomain(name)).toEqual(wanted);
});

test.each([
  ["2026-03-10T08:00:00Z", "2026-03-10T08:00:02.5Z", 2_500_000_000], ["2026-03-10T08:00:00Z", "2026-03-10T08:00:00Z", 0], ["2026-03-10T08:00:02Z", "2026-03-10T08:00:00Z", undefined], ["2026-03-10T08:00:00Z", undefined, undefined],
])("from %s to %s an event takes %s ns", (start, end, wanted) => {
  const text = "technology: span\nevents:\n  - {product: span}\nsections:\n  - derive: [event.duration]\n    fields: {event.start: from, event.end: to}\n";
  const { technologies } = compileTechnologies([{ path: "span/mapping.yml", text }]);
  const fields = { from: start, to: end };
  const document = createEcsView(technologies).document({ product: "span", channel: "", code: undefined, time: undefined, host: undefined, fields, text: undefined, json: undefined, source: { path: "", record: 0 } }, undefined);
  expect((document.fields["event"] as { duration?: number } | undefined)?.duration).toBe(wanted);
});

test.each([["0:00:30", "2026-03-10T07:59:30.000Z"], ["0h:01m:05s", "2026-03-10T07:58:55.000Z"], ["1d 2h", "2026-03-09T06:00:00.000Z"], ["90", "2026-03-10T07:58:30.000Z"], ["soon", undefined]])("what took %s began at %s", (span, wanted) => {
  const text = "technology: span\nevents:\n  - {product: span}\nsections:\n  - derive: [event.start]\n    fields: {event.end: to, event.duration: {from: span, take: seconds, times: 1000000000}}\n";
  const { technologies } = compileTechnologies([{ path: "span/mapping.yml", text }]);
  const fields = { span, to: "2026-03-10T08:00:00Z" };
  const document = createEcsView(technologies).document({ product: "span", channel: "", code: undefined, time: undefined, host: undefined, fields, text: undefined, json: undefined, source: { path: "", record: 0 } }, undefined);
  expect((document.fields["event"] as { start?: string } | undefined)?.start).toBe(wanted);
});
