import fc from "fast-check";
import { expect, test } from "vitest";
import { normalIndicator } from "./indicator.ts";
import { readIndicators } from "./read.ts";
import { readPattern } from "./stix-pattern.ts";
import { dateIn, tlpIn } from "./words.ts";

test.each([
  ["ipv4-addr", "45.9.148.1", "ipv4-addr 45.9.148.1"], ["ipv4-addr", "::FFFF:45.9.148.1", "ipv4-addr 45.9.148.1"], ["ipv4-addr", "45.9.148.0/24", "ipv4-addr 45.9.148.0/24"], ["ipv4-addr", "2A00:0::1", "ipv6-addr 2a00::1"],
  ["domain-name", "Evil.Example.NET.", "domain-name evil.example.net"], ["domain-name", "*.evil.example", "domain-name *.evil.example"], ["domain-name", "müller.example", "domain-name xn--mller-kva.example"], ["domain-name", "evil[.]example", "domain-name evil.example"],
  ["url", "HXXP://Evil[.]example/A?b#c", "url http://evil.example/A?b"], ["url", "https://evil.example:443", "url https://evil.example/"],
  ["file", "D41D8CD98F00B204E9800998ECF8427E", "file d41d8cd98f00b204e9800998ecf8427e"], ["email-addr", "A@Evil.Example", "email-addr a@evil.example"],
])("the %s %s is %s", (type, value, normal) => {
  const read = normalIndicator(type, value);
  expect(read.ok ? `${read.type} ${read.value}` : read.reason).toBe(normal);
});

test.each([
  ["ipv4-addr", "10.0.0.1", "everybody's"], ["ipv4-addr", "127.0.0.1", "everybody's"], ["ipv4-addr", "0.0.0.0/0", "broader"], ["ipv6-addr", "::/0", "broader"], ["ipv4-addr", "45.9.148", "no IP"], ["domain-name", "localhost", "without a dot"], ["domain-name", "45.9.148.1", "no domain"],
  ["domain-name", "a..b", "no domain"], ["url", "javascript:alert(1)", "no URL"], ["url", "/a", "no URL"], ["file", "abc", "hexadecimal"], ["email-addr", "a", "e-mail"], ["mutex", "x", "not matched"], ["constructor", "x", "not matched"], ["file", "", "no value"], ["url", "http://a/".padEnd(3000, "a"), "longer"],
])("the %s %s is refused: %s", (type, value, reason) => {
  const read = normalIndicator(type, value);
  expect(read.ok ? "" : read.reason).toContain(reason);
});

test("what is normal stays, and nothing fails", () => {
  fc.assert(fc.property(fc.constantFrom("ipv4-addr", "ipv6-addr", "domain-name", "url", "file", "email-addr"), fc.oneof(fc.string({ unit: "binary" }), fc.ipV4(), fc.ipV6(), fc.domain(), fc.webUrl(), fc.emailAddress()), (type, value) => {
    const once = normalIndicator(type, value);
    if (once.ok) expect(normalIndicator(once.type, once.value)).toEqual(once);
  }));
});

test.each([
  ["[ipv4-addr:value = '45.9.148.1']", ["ipv4-addr 45.9.148.1"]],
  ["[ipv4-addr:value='1.2.3.4' OR domain-name:value = 'evil.example']", ["ipv4-addr 1.2.3.4", "domain-name evil.example"]],
  ["[url:value = 'http://a/b']\n or [file:hashes.'SHA-256' = 'ab'] OR [file:hashes.MD5 = 'cd']", ["url http://a/b", "file ab", "file cd"]],
  ["[domain-name:value IN ('a.b', 'c.d')]", ["domain-name a.b", "domain-name c.d"]],
  ["[email-message:from_ref.value = 'it\\'s@\\\\b']", ["email-addr it's@\\b"]],
  ["[network-traffic:dst_ref.value = '1.2.3.4']", ["ipv4-addr 1.2.3.4"]],
])("the pattern %s asks for %j", (pattern, values) => expect(readPattern(pattern)?.map(({ type, value }) => `${type} ${value}`)).toEqual(values));

test.each([
  "", "[]", "ipv4-addr:value = '1.2.3.4'", "[ipv4-addr:value = '1.2.3.4' AND domain-name:value = 'a.b']", "[ipv4-addr:value = '1'] FOLLOWEDBY [url:value = 'b']", "[ipv4-addr:value = '1'] WITHIN 5 SECONDS", "[ipv4-addr:value != '1']",
  "[NOT ipv4-addr:value = '1']", "[ipv4-addr:value LIKE '1%']", "[ipv4-addr:value ISSUBSET '1.0.0.0/8']", "[file:name = 'a.exe']", "[ipv4-addr:value = '1'", "[ipv4-addr:value = '1", "[ipv4-addr:value = 1]", "([ipv4-addr:value = '1'])", "[domain-name:value IN ('a.b'", "[domain-name:value IN 'a.b']", "[constructor = 'a']",
])("the pattern %s is not read by half", (pattern) => expect(readPattern(pattern)).toBeUndefined());

test("reading a pattern does not fail, and takes time by its length", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom("[", "]", "(", ")", "=", ",", "'", "\\", " OR ", "IN", "ipv4-addr:value", "x")).map((all) => all.join("")), (pattern) => void readPattern(pattern)));
  expect(readPattern(`[${"url:value = 'a' OR ".repeat(100_000)}`)).toBeUndefined();
});

const misp = (event: object) => readIndicators({ format: "misp", file: JSON.stringify({ Event: { Tag: [{ name: "tlp:green" }, { name: "apt" }], ...event } }), mapping: undefined });

test("MISP: attributes and those of objects, tags of all they stand in, the stricter TLP, two in one", () => {
  const attribute = (type: string, value: string, over: object = {}) => ({ type, value, to_ids: true, uuid: "u", timestamp: "1764000000", ...over });
  const read = misp({
    Attribute: [attribute("ip-dst|port", "45.9.148.1|443"), attribute("domain|ip", "evil.example|45.9.148.2"), attribute("filename|sha256", "a.exe|00ff", { Tag: [{ name: "tlp:red" }] }), attribute("ip-src", "1.1.1.1", { to_ids: false }), attribute("ip-src", "1.1.1.2", { deleted: true })],
    Object: [{ Tag: [{ name: "dropper" }], Attribute: [attribute("md5", "d41d8cd98f00b204e9800998ecf8427e", { first_seen: "2026-01-01T00:00:00+00:00" })] }, { deleted: true, Attribute: [attribute("md5", "x")] }],
  });
  expect(read.given.map(({ type, value, tlp, tags }) => `${type} ${value} ${tlp} ${tags?.join()}`)).toEqual([
    "ipv4-addr 45.9.148.1 GREEN tlp:green,apt", "domain-name evil.example GREEN tlp:green,apt", "ipv4-addr 45.9.148.2 GREEN tlp:green,apt", "file 00ff RED tlp:green,apt,tlp:red", "file d41d8cd98f00b204e9800998ecf8427e GREEN tlp:green,apt,dropper",
  ]);
  expect(read.given[4]?.validFrom).toEqual(new Date("2026-01-01T00:00:00Z"));
  expect(read.refused.map(({ reason }) => reason)).toEqual([expect.stringContaining("to_ids"), expect.stringContaining("deleted")]);
});

test("MISP: a list of events, and what a search answers", () => {
  const event = { Event: { Attribute: [{ type: "ip-dst", value: "1.1.1.1", to_ids: "1" }] } };
  for (const file of [[event, event], { response: [event, event] }, { response: event }, event.Event]) expect(readIndicators({ format: "misp", file: JSON.stringify(file), mapping: undefined }).given.length).toBeGreaterThan(0);
});

const stix = (...objects: object[]) => readIndicators({ format: "stix", file: `\ufeff${JSON.stringify({ type: "bundle", id: "bundle--1", objects })}`, mapping: undefined });

test("STIX: indicators with their times, confidence, labels and marking; others are told", () => {
  const one = (over: object = {}) => ({ type: "indicator", id: "indicator--1", pattern: "[ipv4-addr:value = '45.9.148.1']", pattern_type: "stix", valid_from: "2026-01-01T00:00:00Z", ...over });
  const read = stix(
    { type: "malware", id: "malware--1" }, { type: "marking-definition", id: "marking-definition--own", definition_type: "tlp", definition: { tlp: "amber" } },
    one({ valid_until: "2027-01-01T00:00:00.5Z", confidence: 80, labels: ["c2"], indicator_types: ["malicious-activity"], object_marking_refs: ["marking-definition--own", "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"] }),
    one({ object_marking_refs: ["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "constructor"] }), one({ revoked: true }), one({ pattern_type: "sigma" }), one({ pattern: "[a:b LIKE 'c']" }), one({ pattern: { evil: true } }), one({ confidence: 1000 }),
  );
  expect(read.given[0]).toEqual({ type: "ipv4-addr", value: "45.9.148.1", tlp: "AMBER", confidence: 80, validFrom: new Date("2026-01-01T00:00:00Z"), validUntil: new Date("2027-01-01T00:00:00.500Z"), tags: ["c2", "malicious-activity"], reference: "indicator--1" });
  expect(read.given.map(({ tlp, confidence }) => [tlp, confidence])).toEqual([["AMBER", 80], ["RED", undefined], [undefined, undefined]]);
  expect(read.refused.map(({ reason }) => reason)).toEqual(["its source revoked it", expect.stringContaining("language"), expect.stringContaining("more than"), expect.stringContaining("more than")]);
});

test("CSV: what a value looks like decides where no column does", () => {
  const read = readIndicators({ format: "csv", mapping: { delimiter: ";", value: "IOC", confidence: "sure", tlp: "colour" }, file: "ioc;sure;colour\r\n45.9.148.1;80;TLP:white\r\n2a00::1;;\r\nd41d8cd98f00b204e9800998ecf8427e;;\r\nhxxps://a.b/c;;\r\na@b.c;;\r\nevil.example;;\r\n;;\r\nx.y;200;\r\nx.y;;pink\r\n" });
  expect(read.given.map(({ type }) => type)).toEqual(["ipv4-addr", "ipv6-addr", "file", "url", "email-addr", "domain-name"]);
  expect(read.given[0]).toMatchObject({ tlp: "CLEAR", confidence: 80 });
  expect(read.refused.map(({ reason }) => reason)).toEqual(["it has no value", "its confidence is no number from 0 to 100", "its TLP is none of version 2.0"]);
});

test("any JSON is read or refused", () => {
  fc.assert(fc.property(fc.constantFrom("misp" as const, "stix" as const), fc.json(), (format, file) => {
    try {
      readIndicators({ format, file, mapping: undefined });
    } catch (error) {
      expect((error as Error).name).toBe("DomainError");
    }
  }));
  const hostile = '{"type":"bundle","__proto__":{"a":1},"objects":[{"type":"indicator","pattern":"[url:value=\'http://a.b/\']","labels":[1,{}],"object_marking_refs":"x","__proto__":{"revoked":true}}]}';
  expect(readIndicators({ format: "stix", file: hostile, mapping: undefined }).given).toHaveLength(1);
});

test.each([["TLP:AMBER+STRICT", "AMBER+STRICT"], ["white", "CLEAR"], ["tlp:clear", "CLEAR"], ["TLP-RED", "RED"], ["pink", undefined], ["", undefined]])("the colour %s", (text, tlp) => expect(tlpIn(text)).toBe(tlp));

test.each([["2026-01-02", "2026-01-02T00:00:00.000Z"], ["2026-01-02 03:04:05", "2026-01-02T03:04:05.000Z"], ["2026-01-02T03:04:05+02:00", "2026-01-02T01:04:05.000Z"], ["1764000000", "2025-11-24T16:00:00.000Z"], ["tomorrow", undefined], ["01/02/2026", undefined], ["9999-12-31", undefined], ["0", undefined]])("the time %s", (text, iso) => expect(dateIn(text)?.toISOString()).toBe(iso));
