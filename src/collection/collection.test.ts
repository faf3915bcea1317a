import fc from "fast-check";
import { expect, test } from "vitest";
import { ahead, LAG_CLASSES, lagClass, lagPercentile } from "./lag.ts";
import { shapeOf } from "./shape.ts";
import { Tally } from "./tally.ts";

test("a percentile never tells less than the true lag", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -200_000_000, max: 200_000_000 }), { minLength: 1, maxLength: 50 }), fc.constantFrom(0.5, 0.95, 1), (lags, share) => {
      const classes = Array.from({ length: LAG_CLASSES }, () => 0);
      for (const lag of lags) classes[lagClass(lag)]!++;
      const sorted = lags.toSorted((a, b) => a - b);
      const exact = sorted[Math.ceil(share * sorted.length) - 1]!;
      expect(lagPercentile(classes, share)).toBeGreaterThanOrEqual(exact);
      expect(ahead(classes)).toBe(lags.filter((lag) => lag <= -5000).length);
    }),
  );
});

test("no events, no percentile", () => {
  expect(lagPercentile(Array.from({ length: LAG_CLASSES }, () => 0), 0.5)).toBeUndefined();
});

test.each([
  ["user 4711 from 192.0.2.7 port 50022", "user 0 from 0.0.0.0 port 0"],
  ['{"id":"a1b2","n":12}', '{"id":"","n":0}'],
  ["session 9f8e7d6c5b4a begins", "session f begins"],
  ["face and added are words", "face and added are words"],
  ["\u0000\u0001\u0002 tls \u202E", "· tls ·"],
  ['an open "quote', 'an open ""'],
])("%j has the shape %j", (line, shape) => expect(shapeOf(line)).toBe(shape));

test("a shape is short, whatever the line", () => {
  fc.assert(fc.property(fc.string({ maxLength: 2000 }), (line) => shapeOf(line).length <= 120));
});

test("hours are counted apart", () => {
  const tally = new Tally();
  tally.of("acme", "dc", 3_600_000 * 5 + 1).received++;
  tally.of("acme", "dc", 3_600_000 * 6 - 1).received++;
  tally.of("acme", "dc", 3_600_000 * 6).received++;
  tally.of("acme", "fw", 3_600_000 * 6).received++;
  expect(tally.hours().map(({ source, hourMs, received }) => [source, hourMs / 3_600_000, received])).toEqual([["dc", 5, 2], ["dc", 6, 1], ["fw", 6, 1]]);
});
