import { describe, expect, it } from "vitest";
import { SETTING_KINDS, type SettingDocument, type SettingKind } from "../../contract/settings.ts";
import { modeFor, onCallAt, termsFor } from "../index.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { fearedIncidentGaps } from "./gaps.ts";
import { checkReferences } from "./references.ts";
import { secondChannelDueOn } from "./second-channel.ts";
import { parseSetting } from "./setting.ts";

describe("the defaults", () => {
  it.each(SETTING_KINDS)("of %s are what its schema takes, and stay as they are", (kind) => {
    expect(parseSetting(kind, DEFAULT_SETTINGS[kind])).toEqual(DEFAULT_SETTINGS[kind]);
    expect(() => checkReferences(kind, DEFAULT_SETTINGS[kind], DEFAULT_SETTINGS)).not.toThrow();
  });
});

describe("a document that is refused", () => {
  const feared = DEFAULT_SETTINGS["feared-incidents"].incidents;
  const person = { key: "ann", name: "Ann", roles: ["security"], email: "ann@north.example" };
  it.each<[string, SettingKind, unknown, string]>([
    ["no object", "mode-matrix", null, "This is no mode-matrix"],
    ["an unknown mode", "mode-matrix", { default: "ignore", cells: [] }, "default"],
    ["a cell twice", "mode-matrix", { default: "handle", cells: [1, 2].map(() => ({ category: "other", severity: "low", mode: "handle" })) }, "other/low is there twice"],
    ["a key that is not ours", "mode-matrix", { default: "handle", cells: [], extra: 1 }, "extra"],
    ["a prototype as a key", "mode-matrix", JSON.parse('{"default":"handle","cells":[],"__proto__":{"x":1}}'), "__proto__"],
    ["a zone that is none", "service-hours", { timeZone: "Mars/Olympus", default: "always" }, "Europe/Paris"],
    ["hours over midnight", "service-hours", { timeZone: "UTC", default: [{ days: [1], from: "22:00", to: "06:00" }] }, "over midnight"],
    ["a day that does not exist", "holidays", { calendar: "fr", own: [{ day: "2026-02-30", name: "x" }] }, "own.0.day"],
    ["a substitute that is not there", "contacts", { people: [{ ...person, substitute: "bob" }], onCall: [] }, "no contact bob"],
    ["their own substitute", "contacts", { people: [{ ...person, substitute: "ann" }], onCall: [] }, "own substitute"],
    ["a stranger on call", "contacts", { people: [person], onCall: ["bob"] }, "no contact bob"],
    ["a phone without country", "contacts", { people: [{ ...person, phone: "0123456789" }], onCall: [] }, "country"],
    ["a category without entry", "feared-incidents", { incidents: feared.slice(1) }, "vulnerability-exploitation"],
    ["an objective twice", "objectives", { objectives: [1, 2].map((targetMinutes) => ({ severity: "low", phase: "qualify", targetMinutes, timing: "calendar", sharePercent: 90 })) }, "low/qualify is there twice"],
    ["a test every year", "notifications", { ...DEFAULT_SETTINGS.notifications, secondChannel: { channel: "sms", testedOn: null, testEveryMonths: 12 } }, "testEveryMonths"],
  ])("%s", (_, kind, document, words) => {
    expect(() => parseSetting(kind, document)).toThrow(expect.objectContaining({ code: "invalid", message: expect.stringContaining(words) as string }));
  });

  it("names what the other settings do not have", () => {
    const scale = { levels: DEFAULT_SETTINGS["severity-scale"].levels.filter(({ key }) => key !== "low") };
    expect(() => checkReferences("severity-scale", scale, DEFAULT_SETTINGS)).toThrow("objectives names the severity low");
    expect(() => checkReferences("mode-matrix", { default: "handle", cells: [{ category: "other", severity: "huge", mode: "handle" }] }, DEFAULT_SETTINGS)).toThrow("the severity huge");
    const entries = [{ fact: "incident-opened" as const, severities: null, to: [{ contact: "nobody" }], channel: "email" as const, withinMinutes: 5, timing: "calendar" as const }];
    expect(() => checkReferences("notifications", { ...DEFAULT_SETTINGS.notifications, entries }, DEFAULT_SETTINGS)).toThrow("the contact nobody");
  });
});

it("the mode is that of the cell, else the default", () => {
  const settings = { "mode-matrix": { default: "escalate" as const, cells: [{ category: "malware-spread" as const, severity: "high", mode: "handle" as const }] } };
  expect([modeFor(settings, "malware-spread", "high"), modeFor(settings, "malware-spread", "low"), modeFor(settings, "other", "high")]).toEqual(["handle", "escalate", "escalate"]);
});

it("the terms have one time for each objective of the severity, none before the incident begins", () => {
  const at = new Date("2026-12-24T16:30:00Z");
  const { due, mode, onCall } = termsFor(DEFAULT_SETTINGS, { category: "other", severity: "medium", at });
  expect(due.map(({ phase, dueAt }) => `${phase} ${dueAt?.toISOString() ?? "never"}`)).toEqual([
    "acknowledge 2026-12-28T09:30:00.000Z", "qualify 2026-12-28T15:30:00.000Z", "notify 2026-12-28T11:30:00.000Z", "contain-advice 2026-12-29T14:30:00.000Z",
  ]);
  expect([mode, onCall]).toEqual(["escalate", []]);
});

describe("who is called", () => {
  const contact = (key: string, more: Partial<SettingDocument<"contacts">["people"][number]> = {}) =>
    ({ key, name: key, roles: ["security" as const], email: `${key}@north.example`, phone: null, language: "fr" as const, hours: "always" as const, timeZone: "Europe/Paris", substitute: null, absences: [], ...more });
  const away = [{ from: "2026-11-20T00:00:00Z", until: "2026-11-30T00:00:00Z" }];
  const office = [{ days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" }];
  const noon = new Date("2026-11-24T12:00:00Z");
  const calledAt = (people: ReturnType<typeof contact>[], onCall: string[], at = noon) => onCallAt({ people, onCall }, at).map(({ contact: { key }, insteadOf }) => (insteadOf === null ? key : `${key} for ${insteadOf.key}`));

  it.each<[string, ReturnType<typeof contact>[], string[], string[]]>([
    ["everybody in their order", [contact("ann"), contact("bob")], ["bob", "ann"], ["bob", "ann"]],
    ["a substitute for whoever is away", [contact("ann", { absences: away, substitute: "bob" }), contact("bob")], ["ann"], ["bob for ann"]],
    ["the substitute's substitute", [contact("ann", { absences: away, substitute: "bob" }), contact("bob", { absences: away, substitute: "eve" }), contact("eve")], ["ann"], ["eve for ann"]],
    ["nobody twice", [contact("ann", { absences: away, substitute: "bob" }), contact("bob")], ["ann", "bob"], ["bob for ann"]],
    ["nobody, if substitutes stand in for each other and all are away", [contact("ann", { absences: away, substitute: "bob" }), contact("bob", { absences: away, substitute: "ann" })], ["ann"], []],
    ["nobody, if there is nobody", [], [], []],
  ])("%s", (_, people, onCall, called) => {
    expect(calledAt(people, onCall)).toEqual(called);
  });

  it("within their hours by their own clock, until the absence begins and from its end", () => {
    const people = [contact("ann", { hours: office, timeZone: "America/New_York" })];
    expect(calledAt(people, ["ann"], new Date("2026-11-24T13:59:59Z"))).toEqual([]);
    expect(calledAt(people, ["ann"], new Date("2026-11-24T14:00:00Z"))).toEqual(["ann"]);
    expect(calledAt([contact("bob", { absences: away })], ["bob"], new Date("2026-11-30T00:00:00Z"))).toEqual(["bob"]);
  });
});

it.each([
  ["never tested", null, "2026-03-01", "2026-03-01"],
  ["tested before it was changed", "2026-02-01", "2026-03-01", "2026-03-01"],
  ["tested since", "2026-03-02", "2026-03-01", "2026-09-02"],
  ["at the end of a long month", "2026-08-31", "2026-03-01", "2027-02-28"],
])("the second channel, %s, is tested by then", (_, testedOn, changedOn, due) => {
  expect(secondChannelDueOn({ ...DEFAULT_SETTINGS.notifications, secondChannel: { channel: "sms", testedOn, testEveryMonths: 6 } }, changedOn)).toBe(due);
});

describe("gaps of the feared incidents", () => {
  const now = new Date("2026-11-24T12:00:00Z");
  const atWork = new Map([["on", true], ["off", false]]);
  const register = (change: object) => ({ version: 1, document: { incidents: DEFAULT_SETTINGS["feared-incidents"].incidents.map((one) => ({ ...one, rules: ["on"], ...(one.category === "persistence" ? change : {}) })) } });
  const gap = { reason: "no logs of it", by: "the CISO", on: "2026-01-01" };

  it.each<[string, object, string[]]>([
    ["a rule at work", {}, []],
    ["no rule", { rules: [] }, ["category-without-rule persistence null", "no-link persistence null"]],
    ["an accepted gap", { rules: [], acceptedGap: gap }, []],
    ["a rule that is off", { rules: ["off"] }, ["category-without-rule persistence null", "rule-off persistence off"]],
    ["a rule that is off, and the gap is accepted", { rules: ["off"], acceptedGap: gap }, ["rule-off persistence off"]],
    ["one at work and one unknown", { rules: ["on", "gone"] }, ["rule-unknown persistence gone"]],
    ["a review that is due", { reviewOn: "2026-11-24" }, ["review-due persistence null"]],
    ["a review tomorrow", { reviewOn: "2026-11-25" }, []],
  ])("%s", (_, change, gaps) => {
    const found = fearedIncidentGaps(register(change), atWork, now);
    expect(found.gaps.map(({ type, category, rule }) => `${type} ${category} ${rule ?? "null"}`)).toEqual(gaps);
  });

  it("are nine categories at the beginning, and each incident counts once", () => {
    const { covered, accepted, gaps } = fearedIncidentGaps({ version: 0, document: DEFAULT_SETTINGS["feared-incidents"] }, atWork, now);
    expect([covered, accepted, gaps.filter(({ type }) => type === "category-without-rule").length, gaps.filter(({ type }) => type === "no-link").length]).toEqual([0, 0, 9, 9]);
  });
});
