import fc from "fast-check";
import { expect, test } from "vitest";
import type { Event } from "../core/index.ts";
import { createEventClock } from "./event-time.ts";
import { createTextNormaliser } from "./text.ts";
import { createZone } from "./time-zone.ts";

const event = (time: string | number, over: Partial<Event> = {}): Event => ({ product: "linux", channel: "", code: undefined, time, host: undefined, fields: {}, text: undefined, json: undefined, source: { path: "", record: 1 }, ...over });
const iso = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString());

test.each([
  ["local time in winter", "2026-01-10T08:00:00", "2026-01-10T07:00:00.000Z"],
  ["local time in summer", "2026-07-10 08:00:00", "2026-07-10T06:00:00.000Z"],
  ["a time that names its zone", "2026-07-10T08:00:00Z", "2026-07-10T08:00:00.000Z"],
  ["or an offset", "2026-07-10T08:00:00-0500", "2026-07-10T13:00:00.000Z"],
  ["a count of seconds", 1783670400, "2026-07-10T08:00:00.000Z"],
  ["or that as text", "1783670400.5", "2026-07-10T08:00:00.500Z"],
  ["a time that came twice is the first", "2026-10-25T02:30:00", "2026-10-25T00:30:00.000Z"],
  ["a time that never was is read by the offset behind the change", "2026-03-29T02:30:00", "2026-03-29T00:30:00.000Z"],
])("%s", (_about, time, wanted) => {
  expect(iso(createEventClock()(event(time), "Europe/Paris"))).toBe(wanted);
});

test("times that are UTC by definition stay so", () => {
  const clock = createEventClock();
  const time = "2026-07-10 08:00:00.000";
  expect(iso(clock(event(time, { product: "windows", fields: { UtcTime: time } }), "Europe/Paris"))).toBe("2026-07-10T08:00:00.000Z");
  expect(iso(clock(event(time, { product: "m365" }), "Europe/Paris"))).toBe("2026-07-10T08:00:00.000Z");
  expect(iso(clock(event(time)))).toBe("2026-07-10T08:00:00.000Z");
});

test("a zone shows the instant that it is asked for", () => {
  const zones = ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"];
  fc.assert(fc.property(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) }), (name, local) => {
    const utc = createZone(name).utcMs(local);
    const format = new Intl.DateTimeFormat("sv-SE", { timeZone: name, dateStyle: "short", timeStyle: "medium" });
    const shown = Date.parse(`${format.format(utc).replace(" ", "T")}Z`);
    const wanted = Math.floor(local / 1000) * 1000;
    // In the hour that is left out in spring no clock shows the time: then it is an hour beside.
    expect(Math.abs(shown - wanted)).toBeLessThanOrEqual(3_600_000);
    if (shown !== wanted) expect(format.format(utc - 7_200_000).slice(11, 13)).not.toBe(format.format(utc + 7_200_000).slice(11, 13));
  }), { numRuns: 3000 });
});

test.each([
  ["a line of 31 December that arrives on 1 January", "Dec 31 23:59:58 web-01 sshd[1]: x", "2026-01-01T00:00:05Z", "2025-12-31T23:59:58.000Z"],
  ["a clock that is some hours ahead at New Year", "Jan  1 03:00:00 web-01 sshd[1]: x", "2025-12-31T23:00:00Z", "2026-01-01T03:00:00.000Z"],
  ["an ordinary day", "Mar 10 08:00:00 web-01 sshd[1]: x", "2026-03-10T08:00:01Z", "2026-03-10T08:00:00.000Z"],
  ["29 February", "Feb 29 08:00:00 web-01 sshd[1]: x", "2026-03-10T08:00:01Z", "2024-02-29T08:00:00.000Z"],
])("%s", (_about, line, arrived, wanted) => {
  const [read] = createTextNormaliser().push(line, { path: "", record: 1 }, { latestMs: Date.parse(arrived) + 86_400_000 });
  expect(iso(createEventClock()(read!))).toBe(wanted);
});
