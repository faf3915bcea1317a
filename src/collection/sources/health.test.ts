import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LAG_CLASSES, lagClass } from "../lag.ts";
import type { KeptHour } from "../repo.ts";
import { type HealthKnown, SOURCE_STATES, sourceHealth } from "./health.ts";
import { healthSentence } from "./health-words.ts";

const NOW = Date.parse("2026-11-24T08:30:00Z");
const MINUTE = 60_000;
const HOUR = 3_600_000;
const at = (hoursAgo: number): Date => new Date(Date.parse("2026-11-24T08:00:00Z") - hoursAgo * HOUR);
const lagsOf = (ms: number, n: number): number[] => Array.from({ length: LAG_CLASSES }, (_, i) => (i === lagClass(ms) ? n : 0));
const hour = (hoursAgo: number, over: Partial<KeptHour> = {}): KeptHour => ({ source: "fw", hour: at(hoursAgo), received: 100, stored: 100, quarantined: 0, dropped: 0, duplicates: 0, events: 100, bytes: 1, lag: lagsOf(500, 100), droppedBy: {}, ...over });
const every = (from: number, to: number, over: Partial<KeptHour> = {}): KeptHour[] => Array.from({ length: from - to + 1 }, (_, i) => hour(from - i, over));
const health = (over: Partial<HealthKnown>) => sourceHealth({ hours: every(23, 0), heard: { firstHour: at(500), lastHour: at(0), lastAt: new Date(NOW - MINUTE) }, maintenanceUntil: undefined, nowMs: NOW, ...over });
const heard = (agoMs: number) => ({ firstHour: at(500), lastHour: new Date(NOW - agoMs - ((NOW - agoMs) % HOUR)), lastAt: new Date(NOW - agoMs) });

describe("the state", () => {
  test.each<readonly [string, Partial<HealthKnown>, string, string | null]>([
    ["all is well", {}, "healthy", null],
    ["it was never heard", { hours: [], heard: undefined }, "never", null],
    ["nothing for 59 minutes", { hours: every(23, 1), heard: heard(59 * MINUTE) }, "healthy", null],
    ["nothing for an hour", { hours: every(23, 1), heard: heard(HOUR) }, "silent", "2026-11-24T07:30:00.000Z"],
    ["nothing for days", { hours: [], heard: heard(72 * HOUR) }, "silent", "2026-11-21T08:30:00.000Z"],
    ["nothing for two hours, but it paused for three before", { hours: [...every(23, 8), ...every(4, 2)], heard: heard(2 * HOUR) }, "healthy", null],
    ["the moment is not known: the hour counts as heard to its end", { hours: every(23, 2), heard: { firstHour: at(500), lastHour: at(2), lastAt: null } }, "silent", "2026-11-24T07:00:00.000Z"],
    ["events come ten minutes late since 07:00", { hours: [...every(23, 2), ...every(1, 0, { lag: lagsOf(600_000, 100) })] }, "late", "2026-11-24T07:00:00.000Z"],
    ["a tenth is not understood since 06:00", { hours: [...every(23, 3), ...every(2, 0, { stored: 90, quarantined: 10 })] }, "unparsed", "2026-11-24T06:00:00.000Z"],
    ["it always was so, as far as one sees", { hours: every(23, 0, { stored: 90, quarantined: 10 }) }, "unparsed", null],
    ["a tenth is of the future", { hours: every(23, 0, { lag: lagsOf(-3_600_000, 100) }) }, "clock", null],
    ["sent again is not unread", { hours: every(2, 0, { received: 100, stored: 4, quarantined: 0, duplicates: 96, lag: [] }) }, "healthy", null],
    ["of ten lines nothing is concluded", { hours: [hour(0, { received: 10, stored: 5, quarantined: 5, lag: lagsOf(600_000, 5) })] }, "healthy", null],
    ["work is planned", { hours: [], maintenanceUntil: new Date(NOW + HOUR), heard: heard(72 * HOUR) }, "maintenance", null],
  ])("%s", (_, over, state, since) => expect(health(over)).toMatchObject({ state, since: since === null ? null : new Date(since) }));
});

test("what nobody knows is null, never 0", () => {
  const known = health({ hours: [hour(1)], heard: { firstHour: at(3), lastHour: at(1), lastAt: null } });
  expect(known.hours.map(({ counts }) => counts?.received ?? null)).toEqual([...Array.from({ length: 20 }, () => null), 0, 0, 100, 0]);
  expect(health({ hours: [], heard: undefined })).toMatchObject({ lastAt: null, perSecond: null, lagP95Ms: null, unparsed: null, ahead: null });
  expect(health({}).perSecond).toBeCloseTo(200 / 5_400);
});

test("sums add up, and every state has its sentence in both languages", () => {
  const counts = fc.record({ stored: fc.nat(1000), quarantined: fc.nat(1000), dropped: fc.nat(1000), duplicates: fc.nat(1000) });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(23), counts, fc.integer({ min: -1e8, max: 1e8 })), { maxLength: 24 }), fc.nat(100 * HOUR), (list, ago) => {
      const hours = [...new Map(list.map(([n, c, lag]) => [n, hour(n, { ...c, received: c.stored + c.quarantined + c.dropped + c.duplicates, lag: lagsOf(lag, c.stored) })])).values()];
      const found = health({ hours, heard: heard(ago) });
      const { received, stored, quarantined, dropped, duplicates } = found.total;
      expect(received).toBe(stored + quarantined + dropped + duplicates);
      expect(SOURCE_STATES).toContain(found.state);
      for (const language of ["en", "fr"] as const) expect(healthSentence(found, { blind: 3, maintenanceUntil: undefined, nowMs: NOW, language })).toMatch(/^[A-Z0-9].*\.$/);
    }),
  );
});

test.each([
  ["silent", health({ hours: [], heard: heard(42 * MINUTE + HOUR) }), "Silent for 1\u00a0h\u00a042. 38 rules are blind.", "Muette depuis 1\u00a0h\u00a042. 38 règles sont aveugles."],
  ["unparsed", health({ hours: every(23, 0, { stored: 69, quarantined: 31 }) }), "31\u00a0% of its lines are not understood; they are kept.", "31\u202f% de ses lignes ne sont pas comprises\u202f; elles sont conservées."],
] as const)("in words: %s", (_, found, en, fr) => {
  const words = (language: "en" | "fr") => healthSentence(found, { blind: 38, maintenanceUntil: undefined, nowMs: NOW, language });
  expect([words("en"), words("fr")]).toEqual([en, fr]);
});
