import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hours } from "../contract/setting-parts.ts";
import type { ServiceHours } from "../tenants/index.ts";
import type { Clock, Pause } from "./clock.ts";
import { duesOf, readClock } from "./reading.ts";

const MINUTE_MS = 60_000;
const at = (text: string): Date => new Date(text);
const PARIS: ServiceHours = { timeZone: "Europe/Paris", hours: [{ days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" }], isHoliday: (day) => day === "2026-11-25" };

const clock = (over: Partial<Clock> = {}): Clock => ({
  tenant: "north", subject: { kind: "alert", id: "a" }, phase: "qualify", round: 1, severity: "high", targetMinutes: 60, timing: "service-hours",
  versions: { objectives: 0, hours: 0, holidays: 0 }, startedAt: at("2026-11-24T08:00:00Z"), startedBy: "alert.raised",
  stoppedAt: null, stoppedBy: null, isCancelled: false, warnedAt: null, breachedAt: null, pauses: [], ...over,
});
const pause = (from: string, until: string | null): Pause => ({ from: at(from), until: until === null ? null : at(until), reason: "asked", side: "client", evidence: "entry 1", by: "A.", resumedBy: null });

describe("a clock", () => {
  it.each([
    ["runs", {}, "2026-11-24T08:26:00Z", { state: "running", usedMinutes: 26, leftMinutes: 34, forecast: "in-time", dueAt: at("2026-11-24T09:00:00Z") }],
    ["is near its end with a quarter left", {}, "2026-11-24T08:45:00Z", { state: "running", forecast: "near", leftMinutes: 15 }],
    ["is not late at the very moment", {}, "2026-11-24T09:00:00Z", { state: "running", leftMinutes: 0, lateMinutes: 0 }],
    ["is late behind it", {}, "2026-11-24T09:06:00Z", { state: "late", leftMinutes: 0, lateMinutes: 6, forecast: "late" }],
    ["was met", { stoppedAt: at("2026-11-24T08:26:00Z") }, "2026-11-24T12:00:00Z", { state: "met", usedMinutes: 26, forecast: null }],
    ["was late", { stoppedAt: at("2026-11-24T09:06:00Z") }, "2026-11-24T12:00:00Z", { state: "stopped-late", lateMinutes: 6 }],
    ["was neither", { stoppedAt: at("2026-11-24T10:06:00Z"), isCancelled: true }, "2026-11-24T12:00:00Z", { state: "cancelled", lateMinutes: 0, isLateWithPauses: false }],
    ["stands while it is paused, and what is left of it is due later", { pauses: [pause("2026-11-24T08:10:00Z", null)] }, "2026-11-24T08:40:00Z", { state: "paused", usedMinutes: 10, usedWithPausesMinutes: 40, dueAt: at("2026-11-24T09:30:00Z") }],
    ["goes on behind a pause, late only if the pause counts", { pauses: [pause("2026-11-24T08:10:00Z", "2026-11-24T08:40:00Z")] }, "2026-11-24T09:20:00Z", { state: "running", usedMinutes: 50, usedWithPausesMinutes: 80, isLateWithPauses: true, dueAt: at("2026-11-24T09:30:00Z") }],
    ["was late before the pause, and stays so", { pauses: [pause("2026-11-24T09:10:00Z", null)] }, "2026-11-24T12:00:00Z", { state: "late", lateMinutes: 10 }],
    ["rests over night and a holiday", { startedAt: at("2026-11-24T16:30:00Z") }, "2026-11-26T08:10:00Z", { state: "running", usedMinutes: 40, dueAt: at("2026-11-26T08:30:00Z") }],
    ["loses nothing by a pause in the night", { startedAt: at("2026-11-24T16:30:00Z"), pauses: [pause("2026-11-24T18:00:00Z", "2026-11-26T04:00:00Z")] }, "2026-11-26T08:10:00Z", { usedMinutes: 40, dueAt: at("2026-11-26T08:30:00Z"), isLateWithPauses: false }],
    ["has not begun, if machines differ in their time", {}, "2026-11-24T07:59:00Z", { state: "running", usedMinutes: 0, leftMinutes: 60 }],
  ] as const)("%s", (_, over, now, shown) => {
    expect(readClock(clock(over as Partial<Clock>), PARIS, at(now))).toMatchObject(shown);
  });

  it("whose hours never come is due never", () => {
    const never: ServiceHours = { ...PARIS, isHoliday: () => true };
    expect(readClock(clock(), never, at("2027-01-01T00:00:00Z"))).toMatchObject({ state: "running", dueAt: null, usedMinutes: 0, forecast: "in-time" });
  });
});

// The definition: minute after minute, each counts if the wall clock shows it as open and nobody waits.
function minuteByMinute({ startedAt, targetMinutes, pauses }: Clock, hours: ServiceHours, now: Date) {
  const { timeZone, hours: open, isHoliday } = hours as Exclude<ServiceHours, "always">;
  const wall = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const days = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const isOpen = (ms: number): boolean => {
    const part = Object.fromEntries(wall.formatToParts(ms).map(({ type, value }) => [type, value]));
    const time = `${part["hour"]}:${part["minute"]}`;
    return open.some((one) => one.days.some((day) => days[day] === part["weekday"]) && one.from <= time && time < one.to) && !isHoliday(`${part["year"]}-${part["month"]}-${part["day"]}`);
  };
  let used = 0;
  let usedWithPauses = 0;
  let due: Date | null = null;
  for (let ms = startedAt.getTime(); ms < now.getTime(); ms += MINUTE_MS) {
    if (!isOpen(ms)) continue;
    usedWithPauses += 1;
    if (pauses.some(({ from, until }) => from.getTime() <= ms && (until === null || ms < until.getTime()))) continue;
    used += 1;
    if (used === targetMinutes) due = new Date(ms + MINUTE_MS);
  }
  return { used, usedWithPauses, due };
}

const minutes = fc.integer({ min: 0, max: 3 * 1440 });
// Around the nights on which the clocks change in Europe and in America, and a plain week.
const starts = fc.constantFrom(...["2026-03-28", "2026-10-24", "2026-10-31", "2026-03-07", "2026-11-24"].map((day) => Date.parse(day)));
const zones = fc.constantFrom("Europe/Paris", "America/New_York", "Asia/Kolkata", "UTC");
const weeks = fc.constantFrom<Hours[][]>(
  [{ days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" }], [{ days: [6, 7], from: "00:00", to: "24:00" }, { days: [1], from: "07:30", to: "12:00" }], [{ days: [1, 2, 3, 4, 5, 6, 7], from: "01:00", to: "04:00" }],
);
const cases = fc.record({ startMs: starts, after: fc.nat(1440), length: minutes, target: fc.integer({ min: 1, max: 900 }), ends: fc.uniqueArray(minutes, { maxLength: 6 }), timeZone: zones, hours: weeks, isOpen: fc.boolean() }).map(({ startMs, after, length, target, ends, timeZone, hours, isOpen }) => {
  const startedAt = new Date(startMs + after * MINUTE_MS);
  const now = new Date(startedAt.getTime() + length * MINUTE_MS);
  const times = ends.toSorted((a, b) => a - b).map((end) => new Date(startedAt.getTime() + end * MINUTE_MS)).filter((time) => time <= now);
  const pauses: Pause[] = [];
  for (let i = 0; i < times.length; i += 2) {
    const until = times[i + 1] ?? null;
    if (until === null && !isOpen) break;
    pauses.push({ ...pause("2026-01-01T00:00:00Z", null), from: times[i]!, until });
  }
  const service: ServiceHours = { timeZone, hours, isHoliday: (day) => day === "2026-10-25" };
  return { one: clock({ startedAt, targetMinutes: target, pauses }), now, service };
});

describe("by the definition", () => {
  it("uses the minutes that count, once with and once without the pauses, and is due when enough of them have passed", () => {
    fc.assert(fc.property(cases, ({ one, now, service }) => {
      const { used, usedWithPauses, due } = minuteByMinute(one, service, now);
      const shown = readClock(one, service, now);
      expect([shown.usedMinutes, shown.usedWithPausesMinutes]).toEqual([used, usedWithPauses]);
      if (due !== null) expect(shown.dueAt).toEqual(due);
      else if (shown.dueAt !== null) expect(shown.dueAt.getTime()).toBeGreaterThan(now.getTime() - MINUTE_MS);
    }), { numRuns: 120 });
  });

  it("never shows less than nothing, nor two things at once", () => {
    fc.assert(fc.property(cases, fc.boolean(), ({ one, now, service }, isStopped) => {
      const closed = isStopped ? { ...one, stoppedAt: now, pauses: one.pauses.map((each) => ({ ...each, until: each.until ?? now })) } : one;
      const shown = readClock(closed, service, new Date(now.getTime() + (isStopped ? 999 * MINUTE_MS : 0)));
      for (const value of [shown.usedMinutes, shown.leftMinutes, shown.lateMinutes, shown.usedWithPausesMinutes - shown.usedMinutes]) expect(value).toBeGreaterThanOrEqual(0);
      expect(shown.usedMinutes > shown.targetMinutes).toBe(shown.lateMinutes > 0);
      if (shown.lateMinutes > 0) expect(["late", "stopped-late"]).toContain(shown.state);
      if (shown.state === "met" || shown.state === "running" || shown.state === "paused") expect(shown.usedMinutes + shown.leftMinutes).toBe(shown.targetMinutes);
      if (shown.state === "late" || shown.state === "stopped-late") expect(shown.isLateWithPauses).toBe(true);
    }), { numRuns: 200 });
  });

  it("is due later, never earlier, the longer a pause lasts", () => {
    fc.assert(fc.property(cases, fc.nat(600), ({ one, now, service }, longer) => {
      const before = duesOf(one, service, now).dueAt;
      const after = duesOf(one, service, new Date(now.getTime() + longer * MINUTE_MS)).dueAt;
      if (before !== null && after !== null) expect(after.getTime()).toBeGreaterThanOrEqual(before.getTime());
    }), { numRuns: 100 });
  });
});
