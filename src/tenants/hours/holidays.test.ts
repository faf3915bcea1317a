import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { easterOf, holidaysOf, holidayTest } from "./holidays.ts";

describe("Easter", () => {
  // The earliest, the latest, and years in which simpler rules are wrong.
  it.each([
    [1818, "1818-03-22"], [1943, "1943-04-25"], [1954, "1954-04-18"], [1981, "1981-04-19"], [2000, "2000-04-23"], [2008, "2008-03-23"],
    [2024, "2024-03-31"], [2025, "2025-04-20"], [2026, "2026-04-05"], [2027, "2027-03-28"], [2038, "2038-04-25"], [2049, "2049-04-18"], [2076, "2076-04-19"],
  ])("of %i", (year, day) => {
    expect(easterOf(year)).toBe(day);
  });

  it("is a Sunday between 22 March and 25 April", () => {
    fc.assert(fc.property(fc.integer({ min: 1583, max: 9999 }), (year) => {
      const day = easterOf(year);
      expect(new Date(day).getUTCDay()).toBe(0);
      expect(day.slice(5) >= "03-22" && day.slice(5) <= "04-25").toBe(true);
    }));
  });
});

describe("holidays", () => {
  it("are those of France", () => {
    expect([...holidaysOf("fr", 2026)].toSorted()).toEqual(["01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"].map((day) => `2026-${day}`));
    expect([...holidaysOf("fr-alsace-moselle", 2026)].filter((day) => !holidaysOf("fr", 2026).has(day)).toSorted()).toEqual(["2026-04-03", "2026-12-26"]);
    expect(holidaysOf("none", 2026).size).toBe(0);
  });

  it("are joined by days of the organisation's own", () => {
    const isHoliday = holidayTest({ calendar: "none", own: [{ day: "2026-12-24", name: "fermeture annuelle" }] });
    expect(["2026-12-24", "2026-12-25"].map(isHoliday)).toEqual([true, false]);
  });
});
