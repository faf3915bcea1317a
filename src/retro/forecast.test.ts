import { expect, test } from "vitest";
import { Tally } from "./tally.ts";

const DAY_MS = 86_400_000;
const at = (day: number, hour = 12) => Date.UTC(2026, 0, day, hour);

/** `hosts`: by day of January, the hosts that matched. */
function tallyOf(hosts: Readonly<Record<number, readonly (string | null)[]>>): Tally {
  const tally = new Tally();
  for (const [day, all] of Object.entries(hosts)) for (const host of all) tally.add({ ruleKey: "r", timeMs: at(Number(day)), host, source: "s" });
  return tally;
}

test.each([
  ["of whole days, empty ones too", { 2: ["a"], 4: ["a", "a", "b"] }, at(1, 0), at(6, 0), { wholeDays: 5, median: 0, maximum: 3, withoutNoisiest: { host: "a", median: 0, maximum: 1 } }],
  ["of an even number of days", { 1: ["a"], 2: ["b", "b"] }, at(1, 0), at(3, 0), { wholeDays: 2, median: 1.5, maximum: 2, withoutNoisiest: { host: "b", median: 0.5, maximum: 1 } }],
  ["without parts of days at the ends", { 1: ["a", "a", "a"], 2: ["b"], 3: ["a", "a"] }, at(1, 6), at(3, 18), { wholeDays: 1, median: 1, maximum: 1, withoutNoisiest: { host: "a", median: 1, maximum: 1 } }],
  ["of a part of one day, as much of a whole one", { 1: ["a", "b", "a"] }, at(1, 6), at(1, 18), { wholeDays: 0, median: 6, maximum: 6, withoutNoisiest: { host: "a", median: 2, maximum: 2 } }],
  ["without hosts", { 1: [null, null] }, at(1, 0), at(2, 0), { wholeDays: 1, median: 2, maximum: 2, withoutNoisiest: null }],
  ["of nothing", {}, at(1, 0), at(3, 0), { wholeDays: 2, median: 0, maximum: 0, withoutNoisiest: null }],
])("a forecast %s", (_, hosts, since, until, want) => {
  expect(tallyOf(hosts).figures(since, until).forecast).toEqual(want);
});

test("more hosts than are told apart are counted all the same", () => {
  const tally = new Tally();
  for (let i = 0; i < 6_000; i++) tally.add({ ruleKey: "r", timeMs: at(1) + (i % 2) * DAY_MS, host: `h${i}`, source: "s" });
  const { days, hosts, areHostsCut, firstAt, lastAt } = tally.figures(at(1, 0), at(3, 0));
  expect(tally.matched).toBe(6_000);
  expect(days).toEqual([{ day: "2026-01-01", matched: 3_000, isWhole: true }, { day: "2026-01-02", matched: 3_000, isWhole: true }]);
  expect([hosts.length, areHostsCut, firstAt, lastAt]).toEqual([50, true, "2026-01-01T12:00:00.000Z", "2026-01-02T12:00:00.000Z"]);
});
