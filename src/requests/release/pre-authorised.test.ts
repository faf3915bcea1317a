import fc from "fast-check";
import { expect, test } from "vitest";
import type { AssetOwners } from "../routing/choose.ts";
import { barredBy } from "../routing/barred.ts";
import { heldBy } from "./guard.ts";
import { type AutonomySettings, preAuthorised } from "./pre-authorised.ts";

const AT = new Date("2026-11-24T12:00:00Z");
const entry = { key: "workstations", action: "isolate-host" as const, assets: { tags: ["workstation"], services: [], environments: [] }, except: ["PC-DIR-1"], conditions: "Malware is confirmed.", tell: [{ onCall: true as const }], agreedBy: "A. Martin", since: "2026-01-01", until: "2026-12-31" };
const settings = (over: object = {}): AutonomySettings => ({ "pre-authorised-actions": { actions: [{ ...entry, ...over }] }, "service-hours": { timeZone: "Europe/Paris" } });
const asset = (over: Partial<AssetOwners> = {}): AssetOwners => ({ id: "a1", name: "PC-RAD-102", criticality: 2, environment: "production", location: null, isRetired: false, tags: ["Workstation"], services: ["Radiology"], team: null, unknownTeam: null, ofServices: [], ofNetworks: [], ofZones: [], read: null, ...over });
const asked = (over: Partial<AssetOwners> = {}, s = settings(), at = AT) => {
  const target = { kind: "asset" as const, name: asset(over).name };
  const meant = { machines: [asset(over)], accounts: [], hasAccounts: true, isInside: false };
  return preAuthorised(s, "isolate-host", { target, asset: asset(over), barred: barredBy({ action: "isolate-host", target }, meant) }, at);
};

test("allowed, with whose word and under which condition", () => expect(asked()).toMatchObject({ allowed: true, entry: { conditions: "Malware is confirmed." }, why: '"workstations", agreed by A. Martin since 2026-01-01.' }));

test.each<[string, () => ReturnType<typeof asked>, string]>([
  ["critical", () => asked({ criticality: 4 }), "nothing is done to it without a person"],
  ["retired", () => asked({ isRetired: true }), "is retired"],
  ["excepted by name", () => asked({ name: "PC-DIR-1" }), 'is excepted from "workstations"'],
  ["excepted by its short name", () => asked({ name: "pc-dir-1.corp.example" }), 'is excepted from "workstations"'],
  ["of another group", () => asked({ tags: ["server"] }), "is for the tags workstation only"],
  ["of another service", () => asked({}, settings({ assets: { tags: [], services: ["Billing"], environments: [] } })), "is for the services Billing only"],
  ["of no environment where one is asked for", () => asked({ environment: null }, settings({ assets: { tags: [], services: [], environments: ["production"] } })), "is for the environments production only"],
  ["before it begins", () => asked({}, settings({ since: "2026-11-25" })), "begins on 2026-11-25"],
  ["after it ended", () => asked({}, settings({ until: "2026-11-23" })), "ended on 2026-11-23"],
  ["by the calendar there", () => asked({}, settings({ until: "2026-11-24" }), new Date("2026-11-24T23:30:00Z")), "ended on 2026-11-24"],
  ["another action", () => preAuthorised(settings(), "restore", { target: { kind: "asset", name: "x" }, asset: asset(), barred: undefined }, AT), 'nothing of the kind "restore"'],
  ["what needs a person, whatever else", () => preAuthorised(settings({ assets: { tags: [], services: [], environments: [] } }), "isolate-host", { target: { kind: "asset", name: "ghost" }, asset: undefined, barred: "The CMDB does not know ghost" }, AT), "The CMDB does not know ghost: nothing is done to it without a person."],
  ["an account excepted by its bare name", () => preAuthorised(settings({ action: "disable-account", assets: { tags: [], services: [], environments: [] }, except: ["j.martin"] }), "disable-account", { target: { kind: "account", name: "CORP\\J.Martin" }, asset: undefined, barred: undefined }, AT), "is excepted from"],
  ["an account outside of the group", () => preAuthorised(settings({ action: "disable-account" }), "disable-account", { target: { kind: "account", name: "alice" }, asset: undefined, barred: undefined }, AT), "is for the tags workstation only"],
])("not allowed: %s", (_, ask, why) => expect(ask()).toMatchObject({ allowed: false, entry: null, why: expect.stringContaining(why) as string }));

test("the last day counts to its end there", () => expect(asked({}, settings({ until: "2026-11-24" }), new Date("2026-11-24T22:30:00Z")).allowed).toBe(true));

test("what one agreement excepts, another does not catch", () => {
  const both: AutonomySettings = { "pre-authorised-actions": { actions: [entry, { ...entry, key: "all", assets: { tags: [], services: [], environments: [] }, except: [] }] }, "service-hours": { timeZone: "Europe/Paris" } };
  expect(asked({ name: "PC-DIR-1" }, both)).toMatchObject({ allowed: false });
});

test("a critical asset is never touched, whatever is agreed", () => {
  const words = fc.constantFrom("workstation", "server", "production", "Radiology", "Billing");
  fc.assert(fc.property(fc.array(words), fc.array(words), fc.array(words), (tags, services, environments) => {
    expect(asked({ criticality: 4, tags, services }, settings({ assets: { tags, services, environments }, except: [] })).allowed).toBe(false);
  }));
});

test("a guard holds once the cap is reached, or somebody stopped it", () => {
  const stop = { at: AT, by: "Ann", reason: "enough" };
  const stops = fc.constantFrom(null, stop);
  fc.assert(fc.property(fc.record({ isDryRun: fc.boolean(), sentLastHour: fc.nat(20), sentLastDay: fc.nat(60), perHour: fc.nat(20), perDay: fc.nat(60), stopped: stops, stoppedForAll: stops }), (guard) => {
    const isFree = guard.stopped === null && guard.stoppedForAll === null && guard.sentLastHour < guard.perHour && guard.sentLastDay < guard.perDay;
    expect(heldBy(guard) === undefined).toBe(isFree);
  }));
});
