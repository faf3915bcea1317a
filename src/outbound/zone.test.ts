import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantIn, isZone, leastTextIn, textIn } from "./zone.ts";

describe("times on the wall of a zone", () => {
  it.each([
    ["winter", "2026-11-24 03:48:00", "2026-11-24T02:48:00.000Z"],
    ["summer", "2026-07-01 12:00:00", "2026-07-01T10:00:00.000Z"],
    ["without seconds, with a T", "2026-07-01T12:00", "2026-07-01T10:00:00.000Z"],
    ["an hour that comes twice is the first", "2026-10-25 02:30:00", "2026-10-25T00:30:00.000Z"],
    ["just after the clock was set back", "2026-10-25 03:00:00", "2026-10-25T02:00:00.000Z"],
    ["an hour that is left out is what it would have been", "2026-03-29 02:30:00", "2026-03-29T01:30:00.000Z"],
    ["just after the clock was set forward", "2026-03-29 03:00:00", "2026-03-29T01:00:00.000Z"],
  ])("reads %s", (_, text, instant) => {
    expect(instantIn("Europe/Paris", text)?.toISOString()).toBe(instant);
  });

  it.each(["", "0000-00-00 00:00:00", "2026-02-31 10:00:00", "2026-11-24", "24/11/2026 10:00:00", "2026-11-24 25:00:00"])("reads nothing from %j", (text) => {
    expect(instantIn("Europe/Paris", text)).toBeUndefined();
  });

  it("gives back what it wrote, but for the second of two same hours", () => {
    fc.assert(fc.property(fc.date({ min: new Date("2000-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }), fc.constantFrom("Europe/Paris", "America/New_York", "Asia/Kolkata", "UTC", "Australia/Lord_Howe"), (date, zone) => {
      const whole = Math.floor(date.getTime() / 1000) * 1000;
      const read = instantIn(zone, textIn(zone, date))?.getTime() ?? Number.NaN;
      expect([0, 1_800_000, 3_600_000]).toContain(whole - read);
    }));
  });

  it("asks from no later than anything that comes is dated", () => {
    const start = Date.parse("2026-10-24T23:00:00Z");
    for (let minute = 0; minute < 240; minute += 7) {
      const from = leastTextIn("Europe/Paris", new Date(start + minute * 60_000));
      for (let later = minute; later < 300; later += 3) expect(textIn("Europe/Paris", new Date(start + later * 60_000)) >= from).toBe(true);
    }
    expect(leastTextIn("Europe/Paris", new Date("2026-11-24T02:48:00Z"))).toBe("2026-11-24 03:48:00");
  });

  it("knows zones", () => {
    expect([isZone("Europe/Paris"), isZone("UTC"), isZone("Mars/Olympus")]).toEqual([true, true, false]);
  });
});
