import { parse } from "yaml";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../config/index.ts";
import { onboardingOf } from "../quarantine/onboarding.ts";
import { LAG_CLASSES, lagClass } from "../lag.ts";
import { type Known, sourceStatuses } from "./status.ts";

const NOW = Date.parse("2026-11-24T08:30:00Z");
const lag = Array.from({ length: LAG_CLASSES }, (_, i) => (i === lagClass(0) ? 2 : 0));
const hour = { source: "fw", hour: new Date("2026-11-24T07:00:00Z"), received: 5, stored: 2, quarantined: 1, dropped: 1, duplicates: 1, events: 2, bytes: 99, lag, droppedBy: {} };
const day = (date: string, technology: string, labelled: string, events: number) => ({ source: "fw", day: date, technology, labelled, events });
const field = (date: string, name: string, events: number, clashes = 0) => ({ source: "fw", day: date, field: name, events, clashes });
const known = (over: Partial<Known>): Known => ({
  configured: [{ name: "fw", technology: "fortigate" }], hours: [], lastHours: new Map([["fw", hour.hour]]), days: { fields: [], technologies: [] }, today: "2026-11-24", yesterday: "2026-11-23", nowMs: NOW, ...over,
});
const only = (over: Partial<Known>) => sourceStatuses(known(over))[0]!;

describe("a source", () => {
  test("adds today's hours up", () => {
    expect(only({ hours: [hour, { ...hour, source: "dc" }, { ...hour, hour: new Date("2026-11-24T08:00:00Z") }] }).today).toMatchObject({ received: 10, stored: 4, quarantined: 2, dropped: 2, duplicates: 2, events: 4, bytes: 198, lag: lag.map((n) => n * 2) });
  });

  test.each([
    ["never heard", new Map<string, Date>(), true, null],
    ["heard in this hour", new Map([["fw", new Date("2026-11-24T08:00:00Z")]]), false, 0],
    ["heard in the hour before", new Map([["fw", new Date("2026-11-24T07:00:00Z")]]), false, 1_800_000],
    ["not heard for an hour and a half", new Map([["fw", new Date("2026-11-24T06:00:00Z")]]), true, 5_400_000],
  ])("%s", (_, lastHours, isSilent, silentMs) => expect(only({ lastHours })).toMatchObject({ isSilent, silentMs }));

  test("that the configuration does not name any more is told of", () => {
    expect(sourceStatuses(known({ lastHours: new Map([["old", hour.hour]]) })).map(({ source, isConfigured }) => [source, isConfigured])).toEqual([["fw", true], ["old", false]]);
  });

  test.each([
    ["of another technology for the most part", [day("2026-11-24", "fortigate", "", 10), day("2026-11-24", "sshd", "fortigate", 11)], true],
    ["of another technology now and then", [day("2026-11-24", "fortigate", "", 10), day("2026-11-23", "sshd", "fortigate", 9)], false],
    ["of no events", [], false],
  ])("%s", (_, technologies, isWrong) => expect(only({ days: { fields: [], technologies } }).technology).toMatchObject({ labelled: "fortigate", isWrong }));

  test.each([
    ["fell to nothing", [90, 100], [0, 100], true],
    ["fell by half and more", [50, 100], [40, 200], true],
    ["fell a little", [90, 100], [60, 100], false],
    ["was rare before", [9, 100], [0, 100], false],
    ["fell on a day that has just begun", [100, 100], [0, 5], false],
  ])("a field that %s", (_, yesterday, today, hasDropped) => {
    const [[had = 0, before = 0], [has = 0, now = 0]] = [yesterday, today];
    const fields = [field("2026-11-23", "user.name", had), ...(has === 0 ? [] : [field("2026-11-24", "user.name", has, 3)])];
    const technologies = [day("2026-11-23", "fortigate", "", before), day("2026-11-24", "fortigate", "", now)];
    expect(only({ days: { fields, technologies } }).fields).toEqual([{ field: "user.name", today: has / now, yesterday: had / before, clashesToday: has === 0 ? 0 : 3, hasDropped }]);
  });
});

describe("onboarding", () => {
  test.each([
    ["a host", { peer: "192.0.2.7", hostname: "FW-Paris.example.org" }, "FW-Paris.example.org", "fw-paris"],
    ["an address", { peer: "192.0.2.7", hostname: undefined }, "192.0.2.7", "192-0-2-7"],
    ["an address as a socket for both families tells it", { peer: "::ffff:192.0.2.7", hostname: undefined }, "192.0.2.7", "192-0-2-7"],
    ["a host name of which nothing can be written", { peer: "2001:db8::7", hostname: "…" }, "…", "2001-db8-7"],
  ])("%s", (_, sender, asset, name) => expect(onboardingOf({ collector: "syslog", technology: "fortigate", ...sender })).toMatchObject({ asset, name }));

  test("suggests what the configuration takes, whatever the sender calls itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.oneof(fc.ipV4(), fc.ipV6()), (hostname, peer) => {
        const { snippet } = onboardingOf({ collector: "syslog", peer, hostname, technology: "sshd" });
        const config = parseConfig(JSON.stringify({ listeners: [{ name: "syslog", protocol: "syslog-udp", port: 0 }], tenants: [{ id: "acme", name: "Acme", sources: parse(snippet) as unknown }] }), "test");
        expect(config.tenants[0]?.sources[0]?.claim.listeners).toEqual(["syslog"]);
      }),
    );
  });
});
