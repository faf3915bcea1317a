import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hours } from "../../contract/setting-parts.ts";
import { dueAt, isOpenAt, serviceHoursOf, serviceTimeBetween } from "../index.ts";
import type { Weekly } from "./weekly.ts";
import { holidayTest } from "./holidays.ts";
import { DEFAULT_SETTINGS } from "../settings/defaults.ts";

const MINUTE_MS = 60_000;
const WEEKDAYS = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** By the definition: each minute is looked up on the wall of the zone. */
function minuteByMinute({ timeZone, hours, isHoliday }: Weekly, from: Date, to: Date): number {
  const wall = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  let count = 0;
  for (let ms = from.getTime(); ms < to.getTime(); ms += MINUTE_MS) {
    const part = Object.fromEntries(wall.formatToParts(ms).map(({ type, value }) => [type, value]));
    const clock = `${part["hour"]}:${part["minute"]}`;
    const isOpen = hours.some((one) => one.days.some((day) => WEEKDAYS[day] === part["weekday"]) && one.from <= clock && clock < one.to);
    if (isOpen && !isHoliday(`${part["year"]}-${part["month"]}-${part["day"]}`)) count += 1;
  }
  return count;
}

const BUSINESS: Weekly = { timeZone: "Europe/Paris", hours: [{ days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" }], isHoliday: holidayTest({ calendar: "fr", own: [] }) };
const NIGHT: Weekly = { timeZone: "Europe/Paris", hours: [{ days: [7], from: "02:00", to: "03:00" }], isHoliday: () => false };
const at = (text: string): Date => new Date(text);

describe("minutes that count", () => {
  it.each([
    ["a working day", BUSINESS, "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", 540],
    ["a weekend", BUSINESS, "2026-11-27T17:00:00Z", "2026-11-30T08:00:00Z", 0],
    ["over a weekend", BUSINESS, "2026-11-27T16:30:00Z", "2026-11-30T08:15:00Z", 45],
    ["a holiday in the week (11 November)", BUSINESS, "2026-11-10T16:00:00Z", "2026-11-12T09:00:00Z", 120],
    ["Easter Monday", BUSINESS, "2026-04-06T00:00:00Z", "2026-04-07T00:00:00Z", 0],
    ["the hour that the clock leaves out", NIGHT, "2026-03-29T00:00:00Z", "2026-03-29T06:00:00Z", 0],
    ["the hour that the clock shows twice", NIGHT, "2026-10-24T22:00:00Z", "2026-10-25T06:00:00Z", 120],
    ["parts of a minute", BUSINESS, "2026-11-24T08:00:00Z", "2026-11-24T08:00:30Z", 0.5],
    ["an end before the beginning", BUSINESS, "2026-11-24T10:00:00Z", "2026-11-24T09:00:00Z", 0],
  ])("%s", (_, hours, from, to, minutes) => {
    expect(serviceTimeBetween(hours, at(from), at(to))).toBe(minutes);
  });

  it("are due when enough of them have passed", () => {
    expect(dueAt(BUSINESS, at("2026-11-27T16:30:00Z"), 60)).toEqual(at("2026-11-30T08:30:00Z"));
    expect(dueAt(BUSINESS, at("2026-11-27T16:30:00Z"), 30)).toEqual(at("2026-11-27T17:00:00Z"));
    expect(dueAt("always", at("2026-11-27T16:30:00Z"), 60)).toEqual(at("2026-11-27T17:30:00Z"));
    expect(dueAt(BUSINESS, at("2026-11-28T12:00:00Z"), 0)).toEqual(at("2026-11-28T12:00:00Z"));
    expect(dueAt({ ...BUSINESS, hours: [{ days: [1], from: "00:00", to: "00:01" }] }, at("2026-11-28T12:00:00Z"), 525_600)).toBeUndefined();
    expect(dueAt({ ...BUSINESS, isHoliday: () => true }, at("2026-11-28T12:00:00Z"), 1)).toBeUndefined();
  });

  it("are those of the severity, where it has its own", () => {
    expect(serviceHoursOf(DEFAULT_SETTINGS, "critical")).toBe("always");
    expect(serviceHoursOf(DEFAULT_SETTINGS, "low", "calendar")).toBe("always");
    const low = serviceHoursOf(DEFAULT_SETTINGS, "low");
    expect([isOpenAt(low, at("2026-11-24T08:00:00Z")), isOpenAt(low, at("2026-11-24T17:00:00Z")), isOpenAt(low, at("2026-12-25T10:00:00Z"))]).toEqual([true, false, false]);
  });
});

// Paris and New York change at night, Lord Howe by half an hour, Casablanca around Ramadan, Chatham has 45 minutes, Apia left out a day.
const zones = fc.constantFrom("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Chatham", "Asia/Kolkata", "UTC", "Pacific/Apia", "Atlantic/Azores");
const minute = fc.integer({ min: 0, max: 1440 });
const clockOf = (value: number): string => `${String(Math.floor(value / 60)).padStart(2, "0")}:${String(value % 60).padStart(2, "0")}`;
const hoursOnce: fc.Arbitrary<Hours> = fc
  .record({ days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), ends: fc.tuple(minute, minute).filter(([a, b]) => a !== b) })
  .map(({ days, ends }) => ({ days, from: clockOf(Math.min(...ends)), to: clockOf(Math.max(...ends)) }));
// Around the nights on which the clocks of Europe, America and Lord Howe change, and the day that Apia left out.
const starts = fc.constantFrom(...["2026-03-27", "2026-10-23", "2026-11-01", "2026-03-07", "2026-04-03", "2026-02-14", "2011-12-28", "2026-12-24", "2026-05-05"].map((day) => Date.parse(day)));
const weeklies = fc.record({ timeZone: zones, hours: fc.array(hoursOnce, { minLength: 1, maxLength: 4 }) }).map((one): Weekly => ({ ...one, isHoliday: holidayTest({ calendar: "fr", own: [{ day: "2026-10-25", name: "closed" }] }) }));
const lengths = fc.integer({ min: 0, max: 4 * 1440 });

describe("by the definition", () => {
  it("counts each minute that the wall clock shows as open", () => {
    fc.assert(fc.property(weeklies, starts, fc.nat(1440), lengths, (hours, startMs, later, length) => {
      const from = new Date(startMs + later * MINUTE_MS);
      const to = new Date(from.getTime() + length * MINUTE_MS);
      expect(serviceTimeBetween(hours, from, to)).toBe(minuteByMinute(hours, from, to));
    }), { numRuns: 60 });
  });

  it("adds up, wherever the time is cut", () => {
    fc.assert(fc.property(weeklies, starts, lengths, lengths, (hours, startMs, one, two) => {
      const [a, b, c] = [new Date(startMs), new Date(startMs + one * MINUTE_MS), new Date(startMs + (one + two) * MINUTE_MS)] as const;
      expect(serviceTimeBetween(hours, a, b) + serviceTimeBetween(hours, b, c)).toBe(serviceTimeBetween(hours, a, c));
    }), { numRuns: 300 });
  });

  it("is due at the first moment at which so many have counted", () => {
    fc.assert(fc.property(weeklies, starts, fc.integer({ min: 1, max: 500 }), (hours, startMs, minutes) => {
      const from = new Date(startMs);
      const due = dueAt(hours, from, minutes);
      expect(due).toBeDefined();
      if (due === undefined) return;
      expect(serviceTimeBetween(hours, from, due)).toBe(minutes);
      expect(serviceTimeBetween(hours, from, new Date(due.getTime() - 1))).toBeLessThan(minutes);
    }), { numRuns: 300 });
  });
});
