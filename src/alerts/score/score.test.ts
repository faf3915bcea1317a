import fc from "fast-check";
import { expect, test } from "vitest";
import { LEVELS } from "../level.ts";
import { saidParts, scoreSentence } from "../words/score-words.ts";
import { joinFacts, type ScoreFacts, scoreFactsOf } from "./facts.ts";
import { levelOfScore, partsOf, scoreOf } from "./score.ts";

const facts: fc.Arbitrary<ScoreFacts> = fc.record({
  level: fc.constantFrom(null, ...LEVELS), criticality: fc.integer({ min: 0, max: 4 }), place: fc.constantFrom(null, "server" as const, "domain-controller" as const, "machine" as const), isPrivileged: fc.boolean(), isExposed: fc.boolean(), isIndicator: fc.boolean(),
  weakness: fc.constantFrom(null, "obsolete", "unpatched"), isFirst: fc.boolean(),
});

test("joining facts is the same in any order, and never takes anything away", () => {
  fc.assert(fc.property(facts, facts, facts, (a, b, c) => {
    expect(joinFacts(a, b)).toEqual(joinFacts(b, a));
    expect(joinFacts(joinFacts(a, b), c)).toEqual(joinFacts(a, joinFacts(b, c)));
    expect(joinFacts(a, a)).toEqual(a);
    if (a.level !== null) expect(scoreOf(joinFacts(a, b), 2)).toBeGreaterThanOrEqual(scoreOf(a, 1));
  }));
});

test("the score is the sum of its parts, from 0 to 100, and each is said in both languages", () => {
  fc.assert(fc.property(facts, fc.integer({ min: 1, max: 5_000 }), (one, detections) => {
    const parts = partsOf(one, detections);
    expect(scoreOf(one, detections)).toBe(parts.reduce((sum, { points }) => sum + points, 0));
    expect(scoreOf(one, detections)).toBe(Math.min(100, parts.filter(({ points }) => points > 0).reduce((sum, { points }) => sum + points, 0)));
    for (const language of ["en", "fr"] as const) {
      expect(saidParts(one, detections, language).map(({ points }) => points)).toEqual(parts.map(({ points }) => points));
      expect(saidParts(one, detections, language).every(({ text }) => text.trim() !== "" && !text.includes("undefined"))).toBe(true);
      expect(scoreSentence(one, detections, language)).not.toMatch(/undefined| {2}/);
    }
  }));
});

test.each([[100, "critical"], [85, "critical"], [84, "high"], [65, "high"], [64, "medium"], [40, "medium"], [39, "low"], [20, "low"], [19, "informational"], [0, "informational"]])("%i is %s", (score, level) => expect(levelOfScore(score)).toBe(level));

test.each([
  ["nothing known", null, { criticality: 0, place: null }],
  ["a criticality out of range", { asset: { criticality: 9 } }, { criticality: 0 }],
  ["a name from Object.prototype", { host: { asset: "__proto__" }, constructor: 1 }, { criticality: 0, isPrivileged: false }],
  ["a tagged machine", { host: { asset: { criticality: 2, kind: ["workstation"], tags: ["Unpatched"], exposure: ["internet"] } }, asset: { criticality: 2 } }, { criticality: 2, place: "workstation", weakness: "unpatched", isExposed: true }],
  ["an indicator", { threat: { indicator: { name: ["evil.example"] } } }, { isIndicator: true }],
])("context: %s", (_, context, expected) => expect(scoreFactsOf({ level: "high", context })).toMatchObject(expected));
