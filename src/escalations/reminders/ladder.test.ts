import { describe, expect, it } from "vitest";
import type { SettingDocuments } from "../../tenants/index.ts";
import { ladderOf, nextReminderAt } from "./ladder.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const contact = (key: string, over: object = {}) => ({ key, name: key, roles: ["security" as const], email: `${key}@x.example`, phone: null, language: "fr" as const, hours: "always" as const, timeZone: "Europe/Paris", substitute: null, absences: [], ...over });
const settings = (onCall: readonly string[], second: string | null, channel = "email"): Pick<SettingDocuments, "contacts" | "notifications"> => ({
  contacts: { people: [contact("a"), contact("b", { absences: [{ from: "2026-11-24T00:00:00Z", until: "2026-11-25T00:00:00Z" }], substitute: "c" }), contact("c")], onCall: [...onCall] },
  notifications: { entries: [{ fact: "alert-escalated", severities: null, to: [{ onCall: true }], channel, withinMinutes: 30, timing: "calendar" }], disclosure: "reference", secondChannel: second === null ? null : { channel: second, testedOn: null, testEveryMonths: 6 } } as SettingDocuments["notifications"],
});
const told = (...who: readonly string[]) => who.map((one) => ({ contact: one.split(" ")[0] ?? "", channel: one.split(" ")[1] ?? "", name: "", language: "fr" as const }));
const rungs = (...args: Parameters<typeof ladderOf>) => ladderOf(...args).map((rung) => (rung.to === "client" ? `${rung.contact.contact} ${rung.contact.channel}` : rung.to));

describe("the ladder", () => {
  it.each([
    ["the order, the second channel, the service manager", ["a", "b"], "phone", [], ["a email", "c email", "a phone", "c phone", "service-manager"]],
    ["leaves out who was told", ["a", "b"], "phone", ["a email", "a phone"], ["c email", "c phone", "service-manager"]],
    ["has no second channel", ["a", "b"], null, [], ["a email", "c email", "service-manager"]],
    ["a second channel that is the first tells nobody twice", ["a"], "email", ["a email"], ["service-manager"]],
    ["nobody is on call", [], "phone", [], ["service-manager"]],
  ] as const)("%s", (_, onCall, second, before, expected) => {
    expect(rungs(settings(onCall, second), told(...before), NOW)).toEqual(expected);
  });

  it.each([[15, 7.5], [4, 5], [480, 60]])("of %i minutes the next rung comes after %d", (target, minutes) => {
    expect(nextReminderAt(target, NOW).getTime() - NOW.getTime()).toBe(minutes * 60_000);
  });
});
