import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { systemCaller } from "../core/index.ts";
import { freshState } from "../../test/postgres.ts";
import { correlationText, ruleText, uuid } from "../../test/rule-text.ts";
import { describeShared } from "../../test/shared.ts";
import { loadRules } from "../detect/index.ts";
import { listen, readJournal, type State, withSystem, withTenant } from "../store/index.ts";
import {
  activeDropRules, activeRules, comparePack, dropRuleVersions, enablePack, importShippedRules, importPack, listDropRules, listOwnRules, listPacks, ownRuleVersions, packVersions,
  readFolder, readList, retireDropRule, ruleSwitches, saveDropRule, saveOwnRule, switchRule, tenantPacks, tenantRules, withdrawOwnRule,
} from "./index.ts";

let state: State;
let clock = Date.parse("2026-11-24T08:00:00Z");
const tick = () => systemCaller("administrator", new Date((clock += 1000)));
const now = () => ({ at: new Date(clock), version: "newest" as const });
const imported = (pack: string, files: Readonly<Record<string, string>>) =>
  importPack(state, tick(), { pack, source: "a list", unpacked: readList(Object.entries(files).map(([path, text]) => ({ path, text }))) });
const enable = (tenant: string, pack: string, over = {}) => enablePack(state, tick(), tenant, { pack, enabled: true, minimumStatus: null, minimumLevel: null, reason: "wanted", ...over });
const paths = async (tenant: string, moment: Parameters<typeof activeRules>[2] = now()) => (await activeRules(state, tenant, moment)).files.map(({ path }) => path);
const lastOf = async (tenant: string) => (await withTenant(state, tenant, (db) => readJournal(db, { limit: 1 })))[0];

beforeAll(async () => {
  state = await freshState("north", "south", "east", "west", "past");
});

describe("packs", () => {
  test("an import is a version; the same files again are none", async () => {
    const first = await imported("versions", { "a.yml": ruleText({ id: uuid(1) }), "b.yml": ruleText({ id: uuid(2) }), "bad.yml": "title: bad\ndetection: 1\n" });
    expect(first).toMatchObject({ created: true, others: 0, version: { version: 1, rules: 2, correlations: 0, filters: 0 }, difference: { added: ["a.yml", "b.yml", "bad.yml"], removed: [], changed: [] } });
    expect(first.version.refused).toMatchObject([{ path: "bad.yml", line: 1, reason: expect.stringContaining("logsource") as unknown }]);
    const again = await imported("versions", { "b.yml": ruleText({ id: uuid(2) }), "a.yml": ruleText({ id: uuid(1) }), "bad.yml": "title: bad\ndetection: 1\n" });
    expect(again).toMatchObject({ created: false, version: { version: 1, rulesetVersion: first.version.rulesetVersion } });
    const second = await imported("versions", { "a.yml": ruleText({ id: uuid(1), title: "Mended" }), "c.yml": ruleText({ id: uuid(3) }) });
    expect(second).toMatchObject({ version: { version: 2 }, difference: { added: ["c.yml"], removed: ["b.yml", "bad.yml"], changed: ["a.yml"] } });
    expect(await comparePack(state, "versions", 2, 1)).toEqual({ added: ["b.yml", "bad.yml"], removed: ["c.yml"], changed: ["a.yml"] });
    expect((await packVersions(state, "versions")).map(({ version }) => version)).toEqual([2, 1]);
    expect(await listPacks(state)).toMatchObject([{ origin: "imported", versions: 2, newest: { pack: "versions", version: 2 } }]);
    const [entry] = await withSystem(state, (db) => readJournal(db, { limit: 1 }));
    expect(entry).toMatchObject({ who: "administrator", action: "rule-pack.imported", subject: "versions", details: { version: 2, rules: 2, refused: 0 } });
  });

  test.each([
    ["of a name that is none", "No Name", { "a.yml": ruleText({ id: uuid(1) }) }, /no name for a pack/],
    ["of the shipped pack's name", "builtin", { "a.yml": ruleText({ id: uuid(1) }) }, /kept for the rules that are shipped/],
    ["of the own rules' name", "own", { "a.yml": ruleText({ id: uuid(1) }) }, /kept for the tenants' own rules/],
    ["without a rule file", "empty", { "a.txt": "" }, /no rule in it/],
    ["without a rule that can be used", "broken", { "a.yml": "title: x" }, /None of its 1 files holds a rule that can be used; the first: a\.yml: /],
  ])("refuses one %s", async (_, pack, files, message) => {
    await expect(imported(pack, files as Readonly<Record<string, string>>)).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(message) as unknown });
  });

  test("takes what PostgreSQL cannot hold, and says so", async () => {
    const { version } = await imported("hostile", { "a.yml": ruleText({ id: uuid(4), title: String.raw`"a\0b\ud83dc"` }), "nul.yml": "title: a\0b", "bad.yml": String.raw`"\0": 1` });
    expect(version.refused.map(({ path }) => path).toSorted()).toEqual(["bad.yml", "nul.yml"]);
  });

  test("the shipped rules are one, and all can be used", async () => {
    const { version, created } = await importShippedRules(state, tick());
    expect(created).toBe(true);
    expect(version).toMatchObject({ pack: "builtin", version: 1, refused: [] });
    expect(version.rules).toBeGreaterThan(50);
    expect((await importShippedRules(state, tick())).created).toBe(false);
    expect(loadRules((await activeRules(state, "south", now())).files)).toMatchObject({ refused: [], rules: { length: version.rules } });
  });

  test.each([
    ["an unknown pack", () => packVersions(state, "nothing"), "There is no pack nothing."],
    ["an unknown version", () => comparePack(state, "versions", 1, 9), "Pack versions has no version 9."],
  ])("%s is not found", async (_, ask, message) => {
    await expect(ask()).rejects.toMatchObject({ code: "not_found", message });
  });

  test("imports at the same time become versions one after the other", async () => {
    const reports = await Promise.all([1, 2, 3, 4].map((n) => imported("rush", { "a.yml": ruleText({ id: uuid(5), title: `Take ${n}` }) })));
    expect(reports.map(({ version }) => version.version).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    const versions = reports.toSorted((a, b) => a.version.version - b.version.version).map(({ version }) => version.rulesetVersion);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });
});

describe("what is at work for a tenant", () => {
  const files = { "a.yml": ruleText({ id: uuid(11), level: "low" }), "b.yml": ruleText({ id: uuid(12), status: "stable" }), "sum.yml": correlationText(uuid(13), [uuid(11)]) };
  beforeAll(async () => {
    await imported("mixed", files);
    await enable("north", "builtin", { enabled: false });
  });

  test("nothing of a pack that nobody enabled, and all of it once somebody has", async () => {
    expect(await paths("north")).toEqual([]);
    const before = await activeRules(state, "north", now());
    await enable("north", "mixed");
    const after = await activeRules(state, "north", now());
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.files.map(({ path, pack, packVersion }) => [path, pack, packVersion])).toEqual([["mixed/a.yml", "mixed", 1], ["mixed/b.yml", "mixed", 1], ["mixed/sum.yml", "mixed", 1]]);
    expect(loadRules(after.files)).toMatchObject({ refused: [], rules: [{ key: uuid(11) }, { key: uuid(12) }], correlations: [{ key: uuid(13) }] });
    expect(await lastOf("north")).toMatchObject({ action: "rule-pack.enabled", subject: "mixed", reason: "wanted", details: { enabled: true } });
    expect(await tenantPacks(state, "north")).toContainEqual({ pack: "mixed", version: 1, enabled: true, setting: expect.objectContaining({ author: "administrator" }) as unknown });
    expect(await tenantPacks(state, "east")).toContainEqual({ pack: "mixed", version: 1, enabled: false, setting: null });
  });

  test("a minimum keeps quiet what is below, but loads what a correlation counts", async () => {
    await enable("north", "mixed", { minimumLevel: "high", minimumStatus: "test" });
    expect(await activeRules(state, "north", now())).toMatchObject({ off: [uuid(11)], files: [{ path: "mixed/a.yml" }, { path: "mixed/b.yml" }, { path: "mixed/sum.yml" }] });
    await enable("north", "mixed");
  });

  test("a rule that is switched off for a while comes back of itself", async () => {
    const validUntil = new Date(clock + 3_600_000);
    await switchRule(state, tick(), "north", { key: uuid(12), state: "off", reason: "too loud", validUntil });
    const off = await activeRules(state, "north", now());
    expect(off.files.map(({ path }) => path)).toEqual(["mixed/a.yml", "mixed/sum.yml"]);
    expect(off.changesAt).toEqual(validUntil);
    const later = await activeRules(state, "north", { at: validUntil, version: "newest" });
    expect(later).toMatchObject({ changesAt: null, version: off.version });
    expect(later.files).toHaveLength(3);
    const { rules } = await tenantRules(state, "north", now());
    expect(rules.find(({ document }) => document.key === uuid(12))).toMatchObject({ on: false, why: "switched off", switch: { author: "administrator", reason: "too loud", validUntil } });
    expect(await ruleSwitches(state, "north", uuid(12))).toHaveLength(1);
    expect(await ruleSwitches(state, "south", uuid(12))).toEqual([]);
    expect(await lastOf("north")).toMatchObject({ action: "rule.switched-off", subject: uuid(12), reason: "too loud" });
  });

  test.each([
    ["a rule of no pack of the tenant", "not_found", () => switchRule(state, tick(), "north", { key: uuid(999), state: "off", reason: "x" })],
    ["another tenant's rule", "not_found", () => switchRule(state, tick(), "east", { key: uuid(12), state: "off", reason: "x" })],
    ["a switch that ends before it begins", "invalid", () => switchRule(state, tick(), "north", { key: uuid(12), state: "off", reason: "x", validUntil: new Date(0) })],
    ["an unknown pack", "not_found", () => enable("north", "nothing")],
    ["the own rules as a pack", "invalid", () => enable("north", "own", { enabled: false })],
    ["a version that is not there yet", "not_found", () => activeRules(state, "north", { at: new Date(clock), version: 1e6 })],
  ])("refuses %s", async (_, code, ask) => {
    await expect(ask()).rejects.toMatchObject({ code });
  });

  test("tenants with equal sets share a digest, though decided otherwise", async () => {
    await enable("east", "mixed");
    await enable("west", "mixed");
    for (const tenant of ["east", "west"]) await enable(tenant, "builtin", { enabled: false });
    const [east, west] = await Promise.all(["east", "west"].map((tenant) => activeRules(state, tenant, now())));
    expect(east!.digest).toBe(west!.digest);
    await switchRule(state, tick(), "east", { key: uuid(11), state: "off", reason: "x" });
    expect((await activeRules(state, "east", now())).digest).not.toBe(west!.digest);
    expect((await activeRules(state, "west", now())).digest).toBe(west!.digest);
  });

  test("which rules were at work at an earlier time is what was asked then, for every time", async () => {
    const asked: { at: Date; version: number; digest: string }[] = [];
    const keep = async () => asked.push({ at: new Date(clock), ...(await activeRules(state, "past", now())) });
    await enable("past", "builtin", { enabled: false });
    await keep();
    await enable("past", "mixed");
    await keep();
    await switchRule(state, tick(), "past", { key: uuid(12), state: "off", reason: "x", validUntil: new Date(clock + 2500) });
    await keep();
    await saveOwnRule(state, tick(), "past", { path: "mine.yml", text: ruleText({ id: uuid(20) }), reason: "x" });
    await keep();
    await imported("mixed", { ...files, "new.yml": ruleText({ id: uuid(14) }) });
    await keep();
    await withdrawOwnRule(state, tick(), "past", "mine.yml", "x");
    await keep();
    await imported("mixed", files);
    for (const { at, version, digest } of asked) {
      expect(await activeRules(state, "past", { at, version: "then" })).toMatchObject({ version, digest });
      expect(await activeRules(state, "past", { at, version })).toMatchObject({ version, digest });
    }
    expect(new Set(asked.map(({ digest }) => digest)).size).toBe(6);
    expect(await activeRules(state, "past", { at: new Date(0), version: "then" })).toMatchObject({ version: 0, files: [] });
  });

  test("a change reaches who listens, with the tenant that it is for", async () => {
    const heard: (string | undefined)[] = [];
    const listening = listen(state, "vigie_ruleset", (payload) => heard.push(payload));
    await vi.waitFor(() => expect(heard).toEqual([undefined]), 10_000);
    await switchRule(state, tick(), "north", { key: uuid(12), state: "default", reason: "x" });
    await imported("told", { "a.yml": ruleText({ id: uuid(15) }) });
    await vi.waitFor(() => expect(heard).toEqual([undefined, "north", "*"]), 10_000);
    await listening.stop();
  });
});

describe("a tenant's own rules", () => {
  const save = (path: string, text: string, tenant = "west") => saveOwnRule(state, tick(), tenant, { path, text, reason: "asked for" });

  test("are at work at once, have versions, and can be withdrawn", async () => {
    expect(await save("area/mine.yml", ruleText({ id: uuid(30) }))).toMatchObject({ version: 1, author: "administrator" });
    expect(await save("area/mine.yml", ruleText({ id: uuid(30), title: "Better" }))).toMatchObject({ version: 2 });
    expect((await activeRules(state, "west", now())).files[0]).toMatchObject({ path: "own/area/mine.yml", pack: "own", packVersion: 2 });
    expect(await listOwnRules(state, "west")).toMatchObject([{ path: "area/mine.yml", version: 2, documents: [{ title: "Better" }] }]);
    expect(await lastOf("west")).toMatchObject({ action: "own-rule.saved", subject: "area/mine.yml", details: { version: 2, titles: ["Better"] } });
    await withdrawOwnRule(state, tick(), "west", "area/mine.yml", "not needed");
    expect(await paths("west")).not.toContain("own/area/mine.yml");
    expect(await listOwnRules(state, "west")).toEqual([]);
    expect((await ownRuleVersions(state, "west", "area/mine.yml")).map(({ version, text }) => [version, text === null])).toEqual([[3, true], [2, false], [1, false]]);
    await expect(withdrawOwnRule(state, tick(), "west", "area/mine.yml", "again")).rejects.toMatchObject({ code: "conflict" });
    await save("area/mine.yml", ruleText({ id: uuid(30) }));
    await withdrawOwnRule(state, tick(), "west", "area/mine.yml", "again");
  });

  test("may count rules of a pack that is at work", async () => {
    await save("sum.yml", correlationText(uuid(31), [uuid(12)]));
    expect(loadRules((await activeRules(state, "west", now())).files)).toMatchObject({ refused: [], correlations: [{ key: uuid(31) }, { key: uuid(13) }] });
    await expect(save("sum2.yml", correlationText(uuid(32), [uuid(404)]))).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(/^sum2\.yml:\d+:\d+: /) as unknown });
  });

  test("replace a pack's rule of the same id, but not one another's", async () => {
    await save("instead.yml", ruleText({ id: uuid(12), title: "Instead" }));
    const set = loadRules((await activeRules(state, "west", now())).files);
    expect(set.refused).toEqual([]);
    expect(set.rules.find(({ key }) => key === uuid(12))?.head.title).toBe("Instead");
    await expect(save("third.yml", ruleText({ id: uuid(12) }))).rejects.toThrow("the id is taken by own/instead.yml:1");
    await withdrawOwnRule(state, tick(), "west", "instead.yml", "x");
  });

  test.each([
    ["a path that climbs", "../a.yml", ruleText({ id: uuid(33) }), /no path for a rule/],
    ["a path of another kind", "a.txt", ruleText({ id: uuid(33) }), /no path for a rule/],
    ["a long path", `${"a".repeat(200)}.yml`, ruleText({ id: uuid(33) }), /at most 120/],
    ["a rule that is wrong", "a.yml", ruleText({ id: uuid(33), level: "hihg" }), /^a\.yml:4:1: /],
    ["a NUL", "a.yml", "title: \0", /NUL/],
    ["too much", "a.yml", "#".repeat(1_000_001), /may have 1000000/],
  ])("refuse %s", async (_, path, text, message) => {
    await expect(save(path, text)).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(message) as unknown });
  });

  test("are nobody else's", async () => {
    await save("secret.yml", ruleText({ id: uuid(34) }));
    expect(await listOwnRules(state, "east")).toEqual([]);
    await expect(ownRuleVersions(state, "east", "secret.yml")).rejects.toMatchObject({ code: "not_found" });
    await expect(withdrawOwnRule(state, tick(), "east", "secret.yml", "x")).rejects.toMatchObject({ code: "not_found" });
    expect(await paths("east")).not.toContain("own/secret.yml");
  });
});

describe("drop rules", () => {
  const save = (id: string, over = {}) => saveDropRule(state, tick(), "east", { id, source: null, rule: ruleText({ id: uuid(40), title: "Noise" }), reason: "too much", ...over });

  test("have versions, dates and an end", async () => {
    const validUntil = new Date(clock + 7_200_000);
    expect(await save("d1")).toMatchObject({ version: 1, title: "Noise", author: "administrator", retired: false });
    expect(await save("d1", { source: "dc1", validUntil })).toMatchObject({ version: 2, source: "dc1" });
    const then = new Date(clock);
    expect(await activeDropRules(state, "east", now())).toMatchObject({ changesAt: validUntil, rules: [{ id: "d1", version: 2 }] });
    expect(await activeDropRules(state, "east", { at: validUntil, version: "newest" })).toMatchObject({ changesAt: null, rules: [] });
    expect(await lastOf("east")).toMatchObject({ action: "drop-rule.saved", subject: "d1", reason: "too much", details: { version: 2, source: "dc1" } });
    expect(await retireDropRule(state, tick(), "east", "d1", "mended at the source")).toMatchObject({ version: 3, retired: true });
    expect(await activeDropRules(state, "east", now())).toMatchObject({ rules: [] });
    expect(await activeDropRules(state, "east", { at: then, version: "then" })).toMatchObject({ rules: [{ id: "d1", version: 2 }] });
    expect(await listDropRules(state, "east")).toMatchObject([{ id: "d1", version: 3, retired: true, reason: "mended at the source" }]);
    expect((await dropRuleVersions(state, "east", "d1")).map(({ version }) => version)).toEqual([3, 2, 1]);
    await expect(retireDropRule(state, tick(), "east", "d1", "x")).rejects.toMatchObject({ code: "conflict" });
  });

  test.each([
    ["a text that is no rule", "title: x", /^line 1, column 1: /],
    ["a correlation", correlationText(uuid(41), [uuid(40)]), /no rule has the id or name/],
    ["two rules", `${ruleText({ id: uuid(42) })}---\n${ruleText({ id: uuid(43) })}`, /exactly one Sigma rule/],
    ["nothing", "", /empty/],
  ])("refuse %s", async (_, rule, message) => {
    await expect(save("d2", { rule })).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(message) as unknown });
  });

  test("have Sigma ids of their own, for workers load them together", async () => {
    await save("d4", { rule: ruleText({ id: uuid(44) }) });
    await expect(save("d5", { rule: ruleText({ id: uuid(44) }) })).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("The drop rule d4 has") as unknown });
    await save("d4", { rule: ruleText({ id: uuid(44), title: "Changed" }) });
    await retireDropRule(state, tick(), "east", "d4", "x");
    expect(await save("d5", { rule: ruleText({ id: uuid(44) }) })).toMatchObject({ version: 1 });
  });

  test("are nobody else's", async () => {
    await save("d3");
    expect(await listDropRules(state, "west")).toEqual([]);
    await expect(dropRuleVersions(state, "west", "d3")).rejects.toMatchObject({ code: "not_found" });
    await expect(retireDropRule(state, tick(), "west", "d3", "x")).rejects.toMatchObject({ code: "not_found" });
  });
});

describeShared("SigmaHQ", (shared) => {
  test("is imported with every rule accounted for", async () => {
    const unpacked = await readFolder(join(shared, "data/sigma"));
    const { version } = await importPack(state, tick(), { pack: "sigmahq", source: "data/sigma", unpacked });
    const texts = await Promise.all(unpacked.files.map(({ path }) => readFile(join(shared, "data/sigma", path), "utf8")));
    const documents = texts.reduce((sum, text) => sum + text.split(/^---$/m).filter((part) => /^title:/m.test(part)).length, 0);
    expect(version.rules + version.correlations + version.filters + version.refused.length).toBe(documents);
    expect(version.refused.length).toBeLessThan(100);
    await enable("south", "sigmahq");
    const { files } = await activeRules(state, "south", now());
    expect(loadRules(files.filter(({ pack }) => pack === "sigmahq")).rules.length).toBe(version.rules);
  });
});
