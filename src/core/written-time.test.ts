import fc from "fast-check";
import { expect, test } from "vitest";
import { timeMs } from "./time.ts";
import { isoOfWritten } from "./written-time.ts";

const LATEST = Date.UTC(2026, 0, 15);

test.each([
  ["2026/01/02 03:04:05", "2026-01-02T03:04:05"],
  ["2026.1.2 03:04:05.678", "2026-01-02T03:04:05.678"],
  ["02/Jan/2026:03:04:05 +0100", "2026-01-02T03:04:05+0100"],
  ["2 January 2026 03:04:05", "2026-01-02T03:04:05"],
  ["Fri, 02 Jan 2026 03:04:05 GMT", "2026-01-02T03:04:05Z"],
  ["Fri Jan  2 03:04:05 2026", "2026-01-02T03:04:05"],
  ["Fri Jan  2 03:04:05 CET 2026", "2026-01-02T03:04:05+01:00"],
  ["Jan 02 2026 03:04:05", "2026-01-02T03:04:05"],
  ["Jan  2, 2026 3:04:05 PM", "2026-01-02T15:04:05"],
  ["1/2/2026 12:04:05 AM", "2026-01-02T00:04:05"],
  ["1/2/2026 12:04 PM", "2026-01-02T12:04:00"],
  ["13/02/2026 03:04:05", "2026-02-13T03:04:05"],
  ["01/02/26 03:04:05", "2026-01-02T03:04:05"],
  ["01/02-03:04:05.678901", "2026-01-02T03:04:05.678901"],
  ["01/02/26-03:04:05.678901", "2026-01-02T03:04:05.678901"],
  ["2026:01:02-03:04:05", "2026-01-02T03:04:05"],
  ["20260102 03:04:05", "2026-01-02T03:04:05"],
  ["20260102T030405Z", "2026-01-02T03:04:05Z"],
  ["2026-01-02 03:04:05 UTC+02:00", "2026-01-02T03:04:05+02:00"],
  ["Jan  2 03:04:05", "2026-01-02T03:04:05"],
  ["2 Jan 03:04:05.678", "2026-01-02T03:04:05.678"],
  ["Dec 30 03:04:05", "2025-12-30T03:04:05"],
  ["Feb 29 03:04:05", "2024-02-29T03:04:05"],
])("%s is %s", (text, iso) => {
  expect(isoOfWritten(text, { latestMs: LATEST })).toBe(iso);
  expect(timeMs(iso)).toBeDefined();
});

test("the day stands first where that is told", () => expect(isoOfWritten("01/02/2026 03:04:05", { dayFirst: true })).toBe("2026-02-01T03:04:05"));

test.each(["", "yesterday", "Jan  2 03:04:05", "2026/13/02 03:04:05", "2026/01/02 25:04:05", "Foo 02 2026 03:04:05", `${"9".repeat(40)}/01/02 03:04:05`])("%j is none", (text) => expect(isoOfWritten(text)).toBeUndefined());

test("any text is a time or none", () => {
  fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => {
    const iso = isoOfWritten(text, { latestMs: LATEST });
    expect(iso === undefined || /^\d{4}-\d\d-\d\dT/.test(iso)).toBe(true);
  }));
});
