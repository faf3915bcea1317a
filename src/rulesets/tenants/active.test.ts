import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RuleDocument } from "../packs/documents.ts";
import type { PackFile } from "../packs/pack-file.ts";
import { activeFiles, listRules, nextDate, type PackAtWork, type Switch, switchesAt } from "./active.ts";

const document = (key: string, over: Partial<RuleDocument> = {}): RuleDocument => ({ key, kind: "rule", line: 1, id: key, name: null, title: key, level: "high", status: "test", needs: [], ...over });
const file = (path: string, documents: readonly RuleDocument[], refused = 0): PackFile => ({ path, digest: `digest of ${path}`, text: path, documents, refused });
const pack = (name: string, files: readonly PackFile[], over: Partial<PackAtWork> = {}): PackAtWork => ({ pack: name, version: 1, minimumStatus: null, minimumLevel: null, files, ...over });
const decided = (key: string, state: Switch["state"], from = 0, until?: number): Switch => ({ key, state, author: "a", reason: "r", validFrom: new Date(from), validUntil: until === undefined ? null : new Date(until), createdAt: new Date(0) });
const at = (...switches: readonly Switch[]) => new Map(switches.map((one) => [one.key, one]));
const pathsOf = (packs: readonly PackAtWork[], ...switches: readonly Switch[]) => activeFiles(packs, at(...switches)).files.map(({ path }) => path);

describe("why a rule is at work", () => {
  test.each([
    ["its pack has it", {}, {}, undefined, "pack"],
    ["it is as mature as asked", { status: "stable" }, { minimumStatus: "stable" }, undefined, "pack"],
    ["not: too young", { status: "experimental" }, { minimumStatus: "test" }, undefined, "status"],
    ["not: it does not say how mature it is", { status: null }, { minimumStatus: "test" }, undefined, "status"],
    ["though it does not say, where the least is asked", { status: null }, { minimumStatus: "experimental" }, undefined, "pack"],
    ["not: too low", { level: "low" }, { minimumLevel: "medium" }, undefined, "level"],
    ["not: no level", { level: null }, { minimumLevel: "low" }, undefined, "level"],
    ["a filter has no level to judge", { kind: "filter", level: null }, { minimumLevel: "critical" }, undefined, "pack"],
    ["switched on, whatever the minimum", { level: "low" }, { minimumLevel: "high" }, "on", "switched on"],
    ["not: switched off", {}, {}, "off", "switched off"],
    ["set back to what its pack says", { level: "low" }, { minimumLevel: "high" }, "default", "level"],
  ] as const)("%s", (_, over, minimum, state, why) => {
    const packs = [pack("p", [file("a.yml", [document("a", over)])], minimum)];
    const [rule] = listRules(packs, state === undefined ? new Map() : at(decided("a", state)));
    expect(rule).toMatchObject({ why, on: why === "pack" || why === "switched on" });
  });

  test("the first pack that has an id keeps it", () => {
    const packs = [pack("own", [file("x.yml", [document("a")])]), pack("builtin", [file("y.yml", [document("a")]), file("z.yml", [document("b")])])];
    expect(listRules(packs, new Map()).map(({ why }) => why)).toEqual(["pack", "twin", "pack"]);
    expect(pathsOf(packs)).toEqual(["own/x.yml", "builtin/z.yml"]);
    expect(activeFiles(packs, new Map()).off).toEqual([]);
    expect(pathsOf(packs, decided("a", "off"))).toEqual(["builtin/z.yml"]);
  });
});

describe("which files are loaded", () => {
  const correlated = [pack("p", [file("base.yml", [document("base")]), file("other.yml", [document("other")]), file("sum.yml", [document("sum", { kind: "correlation", needs: ["base"] })])])];
  test("one whose rules are off is not", () => {
    expect(pathsOf(correlated, decided("other", "off"))).toEqual(["p/base.yml", "p/sum.yml"]);
  });
  test("one that a correlation needs is, and its rule is quiet", () => {
    expect(activeFiles(correlated, at(decided("base", "off")))).toMatchObject({ off: ["base"], files: [{ path: "p/base.yml" }, { path: "p/other.yml" }, { path: "p/sum.yml" }] });
  });
  test("a correlation that is off is: without it the rules that it counts would raise alone", () => {
    expect(activeFiles(correlated, at(decided("sum", "off")))).toMatchObject({ off: ["sum"], files: [{ path: "p/base.yml" }, { path: "p/other.yml" }, { path: "p/sum.yml" }] });
  });
  test("one with several rules is while one of them is on", () => {
    const packs = [pack("p", [file("two.yml", [document("a"), document("b")])])];
    expect(activeFiles(packs, at(decided("a", "off")))).toMatchObject({ off: ["a"], files: [{ path: "p/two.yml" }] });
    expect(activeFiles(packs, at(decided("a", "off"), decided("b", "off")))).toMatchObject({ off: [], files: [] });
  });
  test("one with a document that could not be used is, for beside other packs it may be", () => {
    expect(pathsOf([pack("p", [file("broken.yml", [], 1), file("empty.yml", [])])])).toEqual(["p/broken.yml"]);
  });
  test("a filter that is off is not", () => {
    expect(pathsOf([pack("p", [file("f.yml", [document("f", { kind: "filter" })])])], decided("f", "off"))).toEqual([]);
  });
});

test("equal sets have one digest, others another", () => {
  const packs = [pack("p", [file("a.yml", [document("a"), document("b")])])];
  const digest = (...switches: readonly Switch[]) => activeFiles(packs, at(...switches)).digest;
  expect(digest()).toBe(activeFiles([pack("p", packs[0]!.files, { version: 2, minimumLevel: "low" })], new Map()).digest);
  expect(digest(decided("a", "off"))).not.toBe(digest());
  expect(digest(decided("a", "off"))).not.toBe(digest(decided("b", "off")));
  expect(digest(decided("a", "on"))).toBe(digest());
});

test("of several switches the newest whose dates hold decides, as looking at each says", () => {
  const moment = fc.integer({ min: 0, max: 20 });
  const one = fc.tuple(fc.constantFrom("a", "b"), fc.constantFrom("on", "off", "default"), moment, fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }));
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), moment, (list, now) => {
      const switches = list.map(([key, state, from, length]) => decided(key, state, from, length === undefined ? undefined : from + length));
      for (const key of ["a", "b"]) {
        const holding = switches.filter((s) => s.key === key && s.validFrom.getTime() <= now && (s.validUntil === null || s.validUntil.getTime() > now));
        expect(switchesAt(switches, new Date(now)).get(key)).toBe(holding[0]);
      }
      // Between now and the next date nothing changes.
      const next = nextDate(switches, new Date(now))?.getTime() ?? 40;
      for (let t = now; t < next; t++) expect(switchesAt(switches, new Date(t))).toEqual(switchesAt(switches, new Date(now)));
    }),
  );
});
