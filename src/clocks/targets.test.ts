import { describe, expect, it } from "vitest";
import type { SettingDocuments } from "../tenants/index.ts";
import { severityOf, targetOf } from "./targets.ts";

const name = { en: "x", fr: "x" };
const settings = {
  "severity-scale": { levels: ["critical", "major", "minor"].map((key) => ({ key, name, criteria: name })) },
  objectives: {
    objectives: [
      { severity: "major", phase: "acknowledge", targetMinutes: 30, timing: "calendar", sharePercent: 95 },
      { severity: "major", phase: "contain-advice", targetMinutes: 240, timing: "service-hours", sharePercent: 95 },
      { severity: "major", phase: "client-acknowledge", targetMinutes: 45, timing: "service-hours", sharePercent: 90 },
    ],
  },
} as Pick<SettingDocuments, "objectives" | "severity-scale">;

describe("what was agreed", () => {
  it.each([
    ["acknowledge", { minutes: 30, timing: "calendar" }],
    ["client-acknowledge", { minutes: 45, timing: "service-hours" }],
    ["request-acknowledge", { minutes: 30, timing: "calendar" }],
    ["request-done", { minutes: 240, timing: "service-hours" }],
    ["client-qualify", undefined],
    ["notify", undefined],
  ] as const)("for %s", (phase, target) => {
    expect(targetOf(settings, "major", phase)).toEqual(target);
    expect(targetOf(settings, "minor", phase)).toBeUndefined();
  });

  it.each([["major", "major"], ["critical", "critical"], ["high", "major"], ["medium", "minor"], ["informational", "minor"], ["purple", undefined]])("%s is %s on the organisation's scale", (asked, key) => {
    expect(severityOf(settings, asked)).toBe(key);
  });
});
