import fc from "fast-check";
import { expect, test } from "vitest";
import { SOURCE_KINDS } from "../../contract/cmdb.ts";
import { DEFAULTS } from "../weighing.ts";
import { type AssetValues, type Claim, restate } from "./asset.ts";
import { changesBetween, merge, saidOf, withheldOf } from "./merge.ts";

const T = (day: number): Date => new Date(Date.UTC(2026, 0, day));
const claim = (source: string, sourceKind: Claim["sourceKind"], values: AssetValues, more: Partial<Claim> = {}): Claim => ({ source, sourceKind, key: source, values, changed: {}, givenAt: T(1), staleSince: null, ...more });

test.each([
  ["a person counts more than a file", [claim("inv", "csv", { os: "b" }), claim("manual", "manual", { os: "a" })], "a"],
  ["the ITSM counts more than a table, whatever came last", [claim("inv", "csv", { os: "b" }, { givenAt: T(9) }), claim("snow", "itsm", { os: "a" })], "a"],
  ["of two tables the newer value", [claim("one", "csv", { os: "a" }, { changed: { os: T(5).toISOString() } }), claim("two", "csv", { os: "b" }, { givenAt: T(4) })], "a"],
  ["of two of one time, the same one always", [claim("two", "csv", { os: "b" }), claim("one", "csv", { os: "a" })], "a"],
  ["what is stale counts behind all that is not", [claim("snow", "itsm", { os: "b" }, { staleSince: T(3) }), claim("logs", "logs", { os: "a" })], "a"],
  ["what is stale still counts where nobody says otherwise", [claim("snow", "itsm", { os: "a" }, { staleSince: T(3) }), claim("logs", "logs", { kind: "server" })], "a"],
] as const)("%s", (_, claims, os) => {
  expect(merge(claims, DEFAULTS).values.os).toBe(os);
  expect(merge(claims.toReversed(), DEFAULTS).values.os).toBe(os);
});

test("a tenant may weigh its sources otherwise", () => {
  expect(merge([claim("inv", "csv", { os: "table" }), claim("manual", "manual", { os: "hand" })], { ...DEFAULTS, precedence: ["csv", "manual", "itsm", "logs"] }).values.os).toBe("table");
});

test.each([
  ["its owner's, though another kind counts more", [claim("netbox", "csv", { os: "a" }), claim("snow", "itsm", { os: "b" })], "a"],
  ["the first owner's that says anything", [claim("glpi", "csv", { os: "a" }), claim("netbox", "csv", { kind: "server" }), claim("snow", "itsm", { os: "b" })], "a"],
  ["a person's all the same", [claim("netbox", "csv", { os: "b" }), claim("manual", "manual", { os: "a" })], "a"],
  ["another's, where the owner names it no more", [claim("netbox", "csv", { os: "b" }, { staleSince: T(3) }), claim("snow", "itsm", { os: "a" })], "a"],
  ["a person's before other sources, where the owner says nothing", [claim("logs", "logs", { os: "b" }), claim("manual", "manual", { os: "a" })], "a"],
] as const)("of a field that sources own, what counts is %s", (_, claims, os) => {
  const weighing = { ...DEFAULTS, owners: { os: ["netbox", "glpi"] } };
  expect(merge(claims, weighing).values.os).toBe(os);
  expect(merge(claims.toReversed(), weighing).values.os).toBe(os);
});

test("entries of lists are united; those of stale sources only where no other has any", () => {
  const claims = [claim("inv", "csv", { tags: ["b", "c"] }), claim("manual", "manual", { tags: ["a", "b"] }), claim("snow", "itsm", { tags: ["old"], macs: ["00:00:00:00:00:01"] }, { staleSince: T(2) })];
  expect(merge(claims, DEFAULTS).values).toMatchObject({ tags: ["a", "b", "c"], macs: ["00:00:00:00:00:01"] });
});

test("an asset is stale once all that is imported is; what people entered keeps nothing alive", () => {
  const manual = claim("manual", "manual", { os: "x" });
  expect(merge([manual], DEFAULTS).staleSince).toBeNull();
  expect(merge([manual, claim("a", "csv", {}, { staleSince: T(3) }), claim("b", "itsm", {})], DEFAULTS).staleSince).toBeNull();
  expect(merge([manual, claim("a", "csv", {}, { staleSince: T(3) }), claim("b", "itsm", {}, { staleSince: T(2) })], DEFAULTS).staleSince).toEqual(T(3));
});

test("values that do not count are told with what does", () => {
  const claims = [claim("inv", "csv", { os: "b", team: "x" }), claim("manual", "manual", { os: "a", team: "x" })];
  expect(withheldOf(claims, "inv", DEFAULTS)).toEqual({ os: { given: "b", kept: "a", by: "manual" } });
  expect(withheldOf(claims, "manual", DEFAULTS)).toEqual({});
});

test("a value that stays keeps its time, one that changed takes the new one", () => {
  const before = claim("inv", "csv", { os: "a", team: "x" });
  const after = restate(before, { os: "b", team: "x" }, T(7));
  expect(saidOf([after], "os", DEFAULTS)).toEqual([{ source: "inv", at: T(7), value: "b" }]);
  expect(saidOf([after], "team", DEFAULTS)).toEqual([{ source: "inv", at: T(1), value: "x" }]);
  expect(restate(after, after.values, T(9))).toEqual(after);
});

const claims = fc.uniqueArray(
  fc.record({
    source: fc.constantFrom("a", "b", "c", "d"), sourceKind: fc.constantFrom(...SOURCE_KINDS), stale: fc.boolean(), day: fc.integer({ min: 1, max: 4 }),
    os: fc.option(fc.constantFrom("x", "y", "z"), { nil: undefined }), tags: fc.option(fc.uniqueArray(fc.constantFrom("p", "q", "r"), { minLength: 1 }), { nil: undefined }),
  }),
  { selector: ({ source }) => source, minLength: 1 },
).map((list) => list.map(({ source, sourceKind, stale, day, os, tags }) => claim(source, sourceKind, { ...(os === undefined ? {} : { os }), ...(tags === undefined ? {} : { tags: tags.toSorted() }) }, { givenAt: T(day), staleSince: stale && sourceKind !== "manual" ? T(9) : null })));

test("what counts is what no other claim beats, whatever the order they come in", () => {
  fc.assert(fc.property(claims, fc.shuffledSubarray([...SOURCE_KINDS], { minLength: 4 }), (list, precedence) => {
    // By the definition: a beats b if it is fresh and b is not, else by kind, else by time, else by name.
    const beats = (a: Claim, b: Claim): boolean => {
      if ((a.staleSince === null) !== (b.staleSince === null)) return a.staleSince === null;
      if (a.sourceKind !== b.sourceKind) return precedence.indexOf(a.sourceKind) < precedence.indexOf(b.sourceKind);
      return a.givenAt.getTime() === b.givenAt.getTime() ? a.source < b.source : a.givenAt > b.givenAt;
    };
    const saying = list.filter(({ values }) => values.os !== undefined);
    const best = saying.find((one) => saying.every((other) => other === one || beats(one, other)));
    const merged = merge(list, { precedence, owners: {} });
    expect(merged.values.os).toBe(best?.values.os);
    const tagged = list.filter(({ values }) => values.tags !== undefined);
    const counted = tagged.some(({ staleSince }) => staleSince === null) ? tagged.filter(({ staleSince }) => staleSince === null) : tagged;
    expect(merged.values.tags).toEqual([...new Set(counted.flatMap(({ values }) => values.tags ?? []))].toSorted());
    expect(merge(list.toReversed(), { precedence, owners: {} })).toEqual(merged);
    expect(changesBetween(merged, merged)).toEqual({});
  }));
});
