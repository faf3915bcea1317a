// Proofs against a real event store: the events say it, or they do not.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startHunting, type Given, type HuntStore } from "../../../test/hunting.ts";
import type { Proof } from "../../contract/request-proofs.ts";
import { checkProof } from "./check.ts";
import { lookBy } from "./look.ts";
import { summary } from "./verify.ts";

const CLAIMED = new Date("2026-11-24T12:00:00Z");
const minute = (n: number): Date => new Date(CLAIMED.getTime() + n * 60_000);

const event = (atMinute: number, document: object, source = "dc"): Given => ({ tenant: "north", timeMs: minute(atMinute).getTime(), source, document: document as Given["document"] });
const ofHost = (name: string, at: number, source?: string): Given => event(at, { host: { name }, event: { category: ["process"] }, process: { name: "svchost.exe" } }, source);
const signIn = (name: string, at: number, outcome = "success"): Given => event(at, { event: { category: ["authentication"], outcome }, user: { name } });
const changed = (name: string, at: number, code: string, action: string, domain?: string): Given => event(at, { event: { code, action, category: ["iam"] }, user: { target: { name, ...(domain === undefined ? {} : { domain }) } } });
const off = (name: string, domain?: string): Given => changed(name, -2, "4725", "disabled-user-account", domain);
const signInOf = (name: string, domain: string, at: number): Given => event(at, { event: { category: ["authentication"], outcome: "success" }, user: { name, domain } });
const connection = (ip: string, at: number, type: string): Given => event(at, { event: { category: ["network"], type: [type] }, destination: { ip } }, "fw");

const GIVEN: readonly Given[] = [
  // The source "dc" goes on sending; "lone" falls silent with its host.
  ...[-60, -5, 1, 5, 11, 13, 15, 25, 59, 61, 70].map((at) => ofHost("SRV-OTHER", at)),
  ofHost("pc-quiet.corp.example", -30), ofHost("PC-QUIET", 1),
  ofHost("PC-LOUD", -30), ofHost("PC-LOUD", 7),
  ofHost("PC-LONE", -30, "lone"),
  signIn("quiet", -100), signIn("loud", -100), signIn("loud", 9), signIn("loud2", -3, "failure"),
  changed("alice", -2, "4725", "disabled-user-account"), signIn("alice", 20, "failure"),
  changed("bob", -2, "4725", "disabled-user-account"), changed("bob", 6, "4722", "enabled-user-account"),
  changed("carol", -2, "0", "Disable account"), signIn("carol", 8),
  off("erin", "CORP"), off("frank", "OTHER"), off("CORP\\gina"), off("henri@a.example"), off("ines", "corp.example"),
  off("jo", "CORP"), signInOf("jo", "OTHER", 8), off("kim", "CORP"), signIn("kim", 8), off("lea", "CORP"), signInOf("lea", "corp.example", 8),
  signInOf("max", "CORP", -100), signInOf("max", "OTHER", 8), signIn("nora", -100), signIn("nora", 8),
  connection("203.0.113.1", 4, "denied"), connection("203.0.113.2", 4, "denied"), connection("203.0.113.2", 8, "allowed"), connection("203.0.113.3", -4, "allowed"), connection("203.0.113.4", 1, "allowed"),
  ...[-40, 3, 30, 55].map((at) => connection("198.51.100.1", at, "allowed")),
  event(4, { event: { category: ["network"], type: ["denied"] }, dns: { question: { name: "a.evil.example" } } }, "fw"),
  event(-20, { event: { category: ["process"], type: ["start"] }, host: { name: "SRV-OTHER" }, process: { name: "miner.exe" } }),
  event(5, { event: { category: ["process"], type: ["end"] }, host: { name: "SRV-OTHER" }, process: { name: "miner.exe" } }),
  event(9, { event: { category: ["process"], type: ["start"] }, host: { name: "SRV-OTHER" }, process: { name: 'a" or not b: "' } }),
];

let at: HuntStore;
beforeAll(async () => {
  at = await startHunting(GIVEN, () => minute(240).getTime());
}, 60_000);
afterAll(() => at.stop());

const check = (proof: Proof, now: number) => checkProof(lookBy(at.hunting), proof, { tenant: "north", sentAt: minute(-10), claimedAt: CLAIMED, now: minute(now) });
const silent = (host: string): Proof => ({ check: "host-silent", host, minutes: 10 });

describe("a host that is silent", () => {
  test("too early", async () => expect(await check(silent("PC-QUIET"), 1)).toMatchObject({ outcome: "not-yet" }));
  test("not for so long yet", async () => expect(await check(silent("PC-QUIET"), 6)).toMatchObject({ outcome: "not-yet", words: "No event of PC-QUIET since 2026-11-24 12:02 UTC; looked at until 2026-11-24 12:12 UTC." }));
  test("is proven while its source goes on", async () => expect(await check(silent("PC-QUIET"), 14)).toMatchObject({ outcome: "proven", words: "No event of PC-QUIET for 12 minutes, while dc went on sending." }));
  test("one event speaks against it, and is named", async () => {
    const found = await check(silent("PC-LOUD"), 14);
    expect(found).toMatchObject({ outcome: "contradicted", words: "There was an event of PC-LOUD at 2026-11-24 12:07 UTC, after it was said to be done." });
    expect(found.events).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });
  test("nothing is proven where the source is silent itself", async () => expect(await check(silent("PC-LONE"), 30)).toMatchObject({ outcome: "cannot-tell", words: "Cannot tell: the source lone has sent nothing since 2026-11-24 11:30 UTC." }));
  test("nor where nobody ever saw the host", async () => expect(await check(silent("PC-GHOST"), 30)).toMatchObject({ outcome: "cannot-tell", words: "No source would show it: there was no event of PC-GHOST in the 24 hours before either." }));
  test("nor after the source itself stopped", async () => expect((await check(silent("PC-QUIET"), 200)).outcome).toBe("cannot-tell"));
});

describe("an account", () => {
  const disabled = (account: string): Proof => ({ check: "account-disabled", account });
  test("that was disabled, by any way to write it", async () => {
    for (const name of ["alice", "CORP\\erin", "erin@corp.example", "CORP\\gina", "gina@corp.example", "henri@a.example", "A\\henri", "CORP\\ines", "ines@corp.example"]) expect([name, await check(disabled(name), 30)]).toMatchObject([name, { outcome: "proven", events: [expect.any(String)] }]);
  });
  test.each([
    ["CORP\\frank", "not-yet"], ["frank@corp.example", "not-yet"], ["henri@b.example", "not-yet"], ["CORP\\henri", "not-yet"], ["ines@corp.other", "not-yet"],
    ["CORP\\alice", "cannot-tell"], ["alice@corp.example", "cannot-tell"], ["erin", "cannot-tell"], ["henri", "cannot-tell"], ["gina", "cannot-tell"],
    ["CORP\\jo", "proven"], ["CORP\\kim", "cannot-tell"], ["CORP\\lea", "contradicted"], ['x" or user.name: "*', "not-yet"], ["*\\*", "not-yet"],
  ])("%s of which domain: %s", async (name, outcome) => expect(await check(disabled(name), 30)).toMatchObject({ outcome }));
  test("says what it cannot tell", async () => expect((await check(disabled("CORP\\alice"), 30)).words).toBe("Cannot tell: an account of this name was disabled at 2026-11-24 11:58 UTC, as dc says, and nobody can see whether its domain is that of CORP\\alice."));
  test.each([["CORP\\max", "proven"], ["OTHER\\max", "contradicted"], ["CORP\\nora", "cannot-tell"], ["nora", "contradicted"]])("no sign-in of %s: %s", async (account, outcome) => expect(await check({ check: "no-sign-in", account, minutes: 10 }, 14)).toMatchObject({ outcome }));
  test("enabled again", async () => expect(await check(disabled("bob"), 30)).toMatchObject({ outcome: "contradicted", words: "There was a new enabling of bob at 2026-11-24 12:06 UTC, after it was said to be done." }));
  test("that signed in afterwards", async () => expect(await check(disabled("carol"), 30)).toMatchObject({ outcome: "contradicted" }));
  test("of which nothing is seen", async () => expect(await check(disabled("dave"), 30)).toMatchObject({ outcome: "not-yet", words: "No event says that dave was disabled." }));
  test("without sign-in", async () => expect(await check({ check: "no-sign-in", account: "quiet", minutes: 10 }, 14)).toMatchObject({ outcome: "proven" }));
  test("with one", async () => expect(await check({ check: "no-sign-in", account: "loud", minutes: 10 }, 14)).toMatchObject({ outcome: "contradicted" }));
});

describe("a block", () => {
  const block = (value: string): Proof => ({ check: "block-seen", value });
  test.each([["203.0.113.1", "proven"], ["203.0.113.2", "contradicted"], ["203.0.113.3", "not-yet"], ["203.0.113.4", "not-yet"], ["evil.example", "proven"], ["good.example", "not-yet"], ['x" or host.name: "*', "cannot-tell"]])("of %s: %s", async (value, outcome) => expect((await check(block(value), 30)).outcome).toBe(outcome));
});

test("a process that ended is gone, one that starts is not; hostile names are names", async () => {
  expect(await check({ check: "process-gone", process: "miner.exe", host: "SRV-OTHER", minutes: 10 }, 14)).toMatchObject({ outcome: "proven" });
  expect(await check({ check: "process-gone", process: 'a" or not b: "', host: null, minutes: 10 }, 14)).toMatchObject({ outcome: "contradicted" });
  expect(await check({ check: "process-gone", process: "x\\", host: 'a" or *', minutes: 10 }, 14)).toMatchObject({ outcome: "cannot-tell" });
});

test("an indicator that is refused is gone, one that gets through is not", async () => {
  expect((await check({ check: "indicator-gone", value: "203.0.113.3", minutes: 10 }, 14)).outcome).toBe("cannot-tell");
  expect((await check({ check: "indicator-gone", value: "203.0.113.3", minutes: 50 }, 56)).outcome).toBe("proven");
  expect((await check({ check: "indicator-gone", value: "203.0.113.2", minutes: 10 }, 14)).outcome).toBe("contradicted");
});

test("another organisation's events prove nothing", async () => {
  const found = await checkProof(lookBy(at.hunting), silent("PC-QUIET"), { tenant: "south", sentAt: minute(-10), claimedAt: CLAIMED, now: minute(14) });
  expect(found.outcome).toBe("cannot-tell");
});

test("of several checks one that speaks against it is enough, and all have to prove it", () => {
  const checked = (outcome: "proven" | "not-yet" | "contradicted" | "cannot-tell") => ({ proof: { check: "manual" as const, how: "look" }, outcome, words: outcome, events: [] });
  const of = (...outcomes: Parameters<typeof checked>[0][]) => summary(outcomes.map(checked), { who: "x", now: CLAIMED }).outcome;
  expect([of("proven"), of("proven", "not-yet"), of("proven", "cannot-tell", "not-yet"), of("cannot-tell", "contradicted", "proven"), of()]).toEqual(["verified", "not-yet", "cannot-tell", "contradicted", "not-yet"]);
});
