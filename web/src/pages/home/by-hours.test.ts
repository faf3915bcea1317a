import fc from "fast-check";
import { expect, test } from "vitest";
import { byHours } from "./by-hours.ts";

const counts = fc.record({ high: fc.nat(50), low: fc.nat(50) });
const bar = fc.record({ at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()), alerts: counts, suppressed: fc.record({ exception: fc.nat(50) }) });
const sum = (of: readonly Readonly<Record<string, number | undefined>>[]): number => of.flatMap((one) => Object.values(one)).reduce<number>((total, count) => total + (count ?? 0), 0);

test("bars put together lose nothing", () => {
  fc.assert(fc.property(fc.array(bar, { maxLength: 700 }), fc.integer({ min: 1, max: 24 }), (bars, hours) => {
    const wide = byHours(bars, hours);
    expect(wide).toHaveLength(Math.ceil(bars.length / (hours * 4)));
    expect(sum(wide.map(({ alerts }) => alerts))).toBe(sum(bars.map(({ alerts }) => alerts)));
    expect(sum(wide.map(({ suppressed }) => suppressed))).toBe(sum(bars.map(({ suppressed }) => suppressed)));
    expect(wide.map(({ at }) => at)).toEqual(bars.filter((_bar, index) => index % (hours * 4) === 0).map(({ at }) => at));
  }), { numRuns: 50 });
});
