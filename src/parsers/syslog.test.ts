import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSyslog } from "./syslog.ts";

test.each([
  // what                            line                                                               want
  ["CEF behind a host",              "<14>Jan  2 03:04:05 gw CEF: 0|A|B|1|2|n|3|",                      { priority: 14, host: "gw", program: "", message: "CEF: 0|A|B|1|2|n|3|" }],
  ["LEEF behind a time",             "Jan  2 03:04:05 LEEF:1.0|A|B|1|2|",                               { time: "2026-01-02T03:04:05", host: undefined, program: "", message: "LEEF:1.0|A|B|1|2|" }],
  ["CEF behind a priority",          "<14>CEF:0|A|B|1|2|n|3|",                                          { priority: 14, time: undefined, program: "", message: "CEF:0|A|B|1|2|n|3|" }],
  ["RFC 3164",                       "<38>Jan  2 03:04:05 web1 sshd[812]: Failed password",             { priority: 38, time: "2026-01-02T03:04:05", host: "web1", program: "sshd", pid: "812", message: "Failed password" }],
  ["a file's line without priority", "Dec 31 23:59:59 web1 CRON[9]: (root) CMD (true)",                 { time: "2026-12-31T23:59:59", program: "CRON", message: "(root) CMD (true)" }],
  ["an ISO time",                    "2026-01-02T03:04:05.678901+01:00 web1 sudo:   eve : TTY=pts/0",   { time: "2026-01-02T03:04:05.678901+01:00", host: "web1", program: "sudo", message: "  eve : TTY=pts/0" }],
  ["RFC 5424",                       '<165>1 2026-01-02T03:04:05Z web1 app 42 ID7 [a@1 k="v\\"x" l="2"] \uFEFFhello', { priority: 165, host: "web1", program: "app", pid: "42", message: "hello", data: { "a@1.k": 'v"x', "a@1.l": "2" } }],
  ["RFC 5424 data without an id",    '<14>1 2026-01-02T03:04:05Z fw1 RT_FLOW - TAG [a="x" b="y z"] hello', { program: "RT_FLOW", message: "hello", data: { a: "x", b: "y z" } }],
  ["RFC 5424 with an older tag",     "<14>1 2026-01-02T03:04:05Z esx1 localcli[7]: VsanUtil: done",      { priority: 14, host: "esx1", program: "localcli", pid: "7", message: "VsanUtil: done" }],
  ["RFC 5424 without data",          "<34>1 - - su - - - 'su root' failed",                             { time: undefined, host: undefined, program: "su", pid: undefined, message: "'su root' failed" }],
  ["a program's path",               "Jan  2 03:04:05 web1 /usr/sbin/cron[1]: x",                       { program: "cron" }],
  ["a program with a suffix",        "Jan  2 03:04:05 web1 su(pam_unix)[1]: x",                         { program: "su(pam_unix)" }],
  ["no host",                        "Jan  2 03:04:05 kernel: IN=eth0",                                 { host: undefined, program: "kernel", message: "IN=eth0" }],
  ["no program",                     "Jan  2 03:04:05 web1 last message repeated 2 times",              { program: "", message: "last message repeated 2 times" }],
  ["Cisco's year, clock and count",  "<189>29: *Mar  1 2026 18:46:11: %SYS-5-CONFIG_I: Configured",     { time: "2026-03-01T18:46:11", program: "%SYS-5-CONFIG_I", message: "Configured" }],
])("reads %s", (_, line, want) => {
  expect(parseSyslog(line, Date.UTC(2026, 11, 31, 23, 59, 59))).toMatchObject({ ok: true, ...want });
});

test.each([
  // what                                   line's time        written at the latest     want
  ["the same day",                          "Jan  2 03:04:05", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05"],
  ["a second after what was known",         "Jan  2 03:04:06", "2026-01-02T03:04:05Z", "2025-01-02T03:04:06"],
  ["December in a file of January",         "Dec 31 23:59:59", "2026-01-02T03:04:05Z", "2025-12-31T23:59:59"],
  ["29 February in a leap year",            "Feb 29 01:00:00", "2024-03-02T00:00:00Z", "2024-02-29T01:00:00"],
  ["29 February in a file of another year", "Feb 29 01:00:00", "2026-03-02T00:00:00Z", "2024-02-29T01:00:00"],
  ["a day that no year has",                "Feb 30 01:00:00", "2026-03-02T00:00:00Z", undefined],
  ["a year of its own",                     "Mar  1 2019 18:46:11", "2026-03-02T00:00:00Z", "2019-03-01T18:46:11"],
])("knows the year: %s", (_, time, latest, want) => {
  expect(parseSyslog(`${time} web1 sshd: x`, Date.parse(latest))).toMatchObject({ ok: true, time: want });
});

test("a row whose first cell is a time has no header", () => {
  expect(parseSyslog("2026-01-02T03:04:05.678Z,MBX01\\\\Default Frontend,08DC,0,,192.0.2.1:25").ok).toBe(false);
  expect(parseSyslog("2026-01-02T03:04:05,678+01:00 web1 sshd: x")).toMatchObject({ ok: true, host: "web1" });
});

test("a time without year stays unknown where none is given", () => {
  expect(parseSyslog("Jan  2 03:04:05 web1 sshd: x")).toMatchObject({ ok: true, time: undefined });
});

test.each([["a sentence", "hello world"], ["a bad priority", "<x>Jan  2 03:04:05 a b: c"], ["a short RFC 5424 header", "<1>1 - -"]])("refuses %s", (_, line) => {
  expect(parseSyslog(line).ok).toBe(false);
});

test("never throws, whatever the line", () => {
  const head = fc.constantFrom("", "<13>", "<13>1 ", "Jan  2 03:04:05 ", "<13>1 2026-01-02T03:04:05Z h a p m [");
  fc.assert(fc.property(head, fc.string({ maxLength: 200 }), (start, text) => void parseSyslog(start + text)));
});

test("a hostile line takes time in proportion", () => {
  const started = performance.now();
  parseSyslog(`<13>1 - h a p m [a ${'k="\\"'.repeat(100_000)}`);
  parseSyslog(`Jan  2 03:04:05 ${"[".repeat(400_000)}`);
  expect(performance.now() - started).toBeLessThan(1000);
});
