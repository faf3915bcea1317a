import fc from "fast-check";
import { expect, test } from "vitest";
import { hostnameOf } from "./header.ts";

test.each([
  ["RFC 5424", "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - text", "mymachine.example.com"],
  ["RFC 5424 without a host", "<34>1 2003-10-11T22:14:15.003Z - su - ID47 - text", undefined],
  ["RFC 5424 without a time", "<34>1 - gw-2 su - - - text", "gw-2"],
  ["RFC 3164", "<34>Oct 11 22:14:15 mymachine su: text", "mymachine"],
  ["RFC 3164, a day of one digit", "<34>Oct  1 22:14:15 mymachine su: text", "mymachine"],
  ["RFC 3164 without a host", "<34>Oct 11 22:14:15 su: text", undefined],
  ["RFC 3164 without a host, with a process", "<34>Oct 11 22:14:15 sshd[812]: text", undefined],
  ["RFC 3164 without a priority", "Oct 11 22:14:15 mymachine su: text", "mymachine"],
  ["a year before the time", "<189>Nov 24 2026 10:00:00 asa-1 : %ASA-5-1: text", "asa-1"],
  ["a year behind the time", "<189>Nov 24 10:00:00 2026 ap-7 stm[1]: text", "ap-7"],
  ["rsyslog's default", "<13>2026-11-24T10:00:00.123456+01:00 web01 app: text", "web01"],
  ["an IPv6 address", "<13>1 2026-11-24T10:00:00Z 2001:db8::7 app - - - text", "2001:db8::7"],
  ["no header", "date=2026-11-24 time=10:00:00 devname=fw", undefined],
  ["JSON", '{"host":"x"}', undefined],
  ["a number at the beginning", "2026 was a year", undefined],
  ["a priority without an end", "<12345>1 2026-11-24T10:00:00Z x y", undefined],
  ["nothing behind the host", "<34>1 2003-10-11T22:14:15.003Z mymachine", undefined],
  ["a host with control characters", "<34>1 2003-10-11T22:14:15.003Z my\x1bmachine su", undefined],
  ["a host that is too long", `<34>1 - ${"h".repeat(256)} su`, undefined],
  ["nothing", "", undefined],
])("%s", (_, line, hostname) => {
  expect(hostnameOf(Buffer.from(line))).toBe(hostname);
});

test("never throws, and gives printable names alone", () => {
  const begins = fc.constantFrom("", "<13>", "<13>1 ", "<13>Oct 11 ", "<13>Oct 11 22:14:15 ", "<13>2026-11-24T10:00:00Z ");
  fc.assert(
    fc.property(begins, fc.uint8Array({ maxLength: 700 }), (begin, bytes) => {
      const hostname = hostnameOf(Buffer.concat([Buffer.from(begin), bytes]));
      return hostname === undefined || /^[!-~]{1,255}$/.test(hostname);
    }),
  );
});
