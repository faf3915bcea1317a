import fc from "fast-check";
import { expect, test } from "vitest";
import type { Event, Fields, Value } from "../../../core/index.ts";
import { compile, loadRules, type LogSourceMap, type Matcher, type Rule } from "../index.ts";
import type { Route } from "../types.ts";

const MAPS: readonly LogSourceMap[] = [{ product: "p", codeField: "Code", routes: [] }];
const event = (fields: Fields, change: Partial<Event> = {}): Event => ({
  product: "p", channel: "", code: undefined, time: undefined, host: undefined, fields, text: undefined, json: undefined, source: { path: "", record: 1 }, ...change,
});
const load = (detections: readonly object[], logsource: object = { product: "p" }): readonly Rule[] => {
  const { rules, refused } = loadRules(detections.map((detection, i) => ({ path: `${i}.yml`, text: JSON.stringify({ title: `R${i}`, logsource, detection }) })));
  expect(refused).toEqual([]);
  return rules;
};
const names = (rules: readonly Rule[]): readonly string[] => rules.map(({ head }) => head.title);

// ── random rules: some literals are everywhere, most are rare, so that witnesses are worth a review ──────────────

const WORDS = ["usual", "usual", "common", "rare-one", "rare-two", "need", "é", "x"] as const;
const key = fc.constantFrom("F", "F", "F|contains", "F|contains", "F|endswith", "F|startswith", "G|contains", "G", "F|re", "G|contains|all", "H|exists", "H|gt", "a.b|contains", "|all", "F|neq", "G|fieldref");
const word = fc.constantFrom(...WORDS);
const item = key.chain((name): fc.Arbitrary<readonly [string, unknown]> => {
  if (name === "H|exists") return fc.tuple(fc.constant(name), fc.boolean());
  if (name === "H|gt") return fc.tuple(fc.constant(name), fc.nat(5));
  if (name === "G|fieldref") return fc.constant([name, "F"] as const);
  return fc.tuple(fc.constant(name), fc.oneof({ weight: 3, arbitrary: word }, { weight: 2, arbitrary: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }) }, { weight: name.includes("|") ? 0 : 1, arbitrary: fc.constantFrom(null, "", "*x", 1) }));
});
const selection = fc.oneof(
  { weight: 5, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => Object.fromEntries(items) as object) },
  { weight: 1, arbitrary: fc.array(word, { minLength: 1, maxLength: 2 }) },
);
const detection = fc.record({ a: selection, b: selection, c: selection, condition: fc.constantFrom("a", "a and b", "a or b", "a and not b", "not a", "a and (b or c)", "1 of them", "all of them", "a and not 1 of b*", "not a and not b or c") });
const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("the usual", "a usual text", "Usual", "usual common", "x") },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...WORDS, "RARE-ONE", "É", " "), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")) },
);
const value: fc.Arbitrary<Value> = fc.oneof({ weight: 12, arbitrary: text }, { weight: 1, arbitrary: fc.array(text, { maxLength: 3 }) }, { weight: 1, arbitrary: fc.constantFrom<Value>(null, 1, 4, true, "", "usual\n".repeat(80)) });
const someEvent = fc.record({ fields: fc.record({ F: value, G: value, H: value, a: fc.record({ b: value }) }, { requiredKeys: ["F"] }), line: fc.option(text, { freq: 5, nil: undefined }), isJson: fc.boolean() })
  .map(({ fields, line, isJson }) => event(fields, { text: line, json: isJson ? JSON.stringify(fields) : undefined }));

const [detections, events] = fc.sample(fc.tuple(fc.array(detection, { minLength: 60, maxLength: 60 }), fc.array(someEvent, { minLength: 3000, maxLength: 3000 })), { numRuns: 1, seed: 7 })[0]!;
const rules = load(detections);

/** What the rules match by the direct way, which has no index, no memory and no review. */
const direct = compile(rules, { logsources: MAPS });
const wants = events.map((one) => names(rules.filter((rule) => direct.explain(rule, one).matches)));

test("the random world is neither empty nor trivial", () => {
  const matches = wants.flat().length / (rules.length * events.length);
  expect(matches).toBeGreaterThan(0.02);
  expect(matches).toBeLessThan(0.6);
});

test.each([["plenty of memory", 16_000_000], ["little memory", 2000], ["no memory", 0]])("reviews of the witnesses change nothing that is found, with %s", (_, memoryChars) => {
  const matcher = compile(rules, { logsources: MAPS, memoryChars });
  // Reviews come after 500, 2,000 and 8,000 events.
  for (let round = 0; round < 3; round++) {
    const wrong = events.filter((one, i) => names(matcher.match(one)).join() !== wants[i]!.join());
    expect(wrong).toEqual([]);
  }
});

test("rules given in any order are found alike, and in the order in which they were given", () => {
  fc.assert(fc.property(fc.shuffledSubarray(rules.map((_, i) => i), { minLength: rules.length }), (order) => {
    const matcher = compile(order.map((i) => rules[i]!), { logsources: MAPS });
    for (let i = 0; i < events.length; i += 50) {
      const want = order.map((at) => rules[at]!.head.title).filter((title) => wants[i]!.includes(title));
      expect(names(matcher.match(events[i]!))).toEqual(want);
    }
  }), { numRuns: 10 });
});

test("a rule finds the same alone as among others", () => {
  for (let at = 0; at < rules.length; at += 10) {
    const matcher = compile([rules[at]!], { logsources: MAPS });
    const wrong = events.filter((one, i) => (matcher.match(one).length > 0) !== wants[i]!.includes(rules[at]!.head.title));
    expect(wrong).toEqual([]);
  }
});

test("where the explanation says that a rule matches, the fields that made it match are told", () => {
  for (let i = 0; i < events.length; i += 25) {
    for (const rule of direct.match(events[i]!)) {
      for (const name of Object.keys(direct.matchedFields(rule, events[i]!))) expect(direct.read(rule, events[i]!, name)).not.toBeUndefined();
    }
  }
});

// ── rules that change ────────────────────────────────────────────────────────────────────────────────────────────

/** Which rules there are after each of some changes, in which order; small changes mostly. */
const changes = fc.tuple(fc.subarray(rules.map((_, i) => i), { minLength: 20 }), fc.array(fc.oneof(
  { weight: 4, arbitrary: fc.uniqueArray(fc.nat(rules.length - 1), { maxLength: 4 }).map((toggled) => ({ toggled, turned: false })) },
  { weight: 1, arbitrary: fc.subarray(rules.map((_, i) => i)).map((toggled) => ({ toggled, turned: true })) },
), { minLength: 1, maxLength: 6 }));

test("a matcher for changed rules finds what a new one finds, in the same order, and so does the one before it", () => {
  let at = 0;
  const some = (): readonly number[] => Array.from({ length: 150 }, () => (at = (at + 7) % events.length));
  const wrong = (matcher: Matcher, order: readonly number[]): readonly number[] => some().filter((i) => {
    const want = order.filter((one) => wants[i]!.includes(rules[one]!.head.title)).map((one) => rules[one]!.head.title);
    return names(matcher.match(events[i]!)).join() !== want.join();
  });
  fc.assert(fc.property(changes, ([first, steps]) => {
    let order: readonly number[] = first;
    let matcher = compile(order.map((i) => rules[i]!), { logsources: MAPS });
    expect(wrong(matcher, order)).toEqual([]);
    for (const { toggled, turned } of steps) {
      const next = [...order.filter((i) => !toggled.includes(i)), ...toggled.filter((i) => !order.includes(i))];
      if (turned) next.reverse();
      const changed = matcher.withRules(next.map((i) => rules[i]!));
      expect(changed.rules).toEqual(next.map((i) => rules[i]!));
      expect(wrong(changed, next)).toEqual([]);
      expect(wrong(matcher, order)).toEqual([]);
      [matcher, order] = [changed, next];
    }
  }), { numRuns: 60 });
});

test("codes that changed rules name become constants, and those that none names any more do not stay", () => {
  const routes: readonly Route[] = [{ channel: ["one"], code: ["7"], service: "seven" }];
  const maps: readonly LogSourceMap[] = [{ product: "p", codeField: "Code", routes }, { product: "q", routes: [] }];
  const pool = [
    ...load([{ s: { Code: 5 }, condition: "s" }, { s: { Code: "Six" }, condition: "s" }, { s: { "Code|startswith": "s" }, condition: "s" }, { s: { "Code|gt": 6 }, condition: "s" }, { s: { F: "a" }, condition: "s" }, { s: { "F|contains": "a" }, condition: "s" }]),
    ...load([{ s: { F: "a" }, condition: "s" }], { product: "p", service: "seven" }),
    ...load([{ s: { F: "a" }, condition: "s" }], { product: "q", service: "one" }),
  ];
  const all = ["p", "q", "r"].flatMap((product) => ["one", "ONE", "two", ""].flatMap((channel) => [undefined, 5, 6, 7, "7", "six", "SIX", "8"].map((code) => event({ Code: code, F: "A" }, { product, channel, code }))));
  const subset = fc.shuffledSubarray(pool);
  fc.assert(fc.property(fc.array(subset, { minLength: 2, maxLength: 5 }), ([first, ...others]) => {
    let matcher = compile(first!, { logsources: maps });
    for (const one of all) matcher.match(one);
    for (const other of others) {
      matcher = matcher.withRules(other);
      const fresh = compile(other, { logsources: maps });
      for (const one of all) expect(matcher.match(one)).toEqual(fresh.match(one));
    }
  }), { numRuns: 100 });
});

test("one rule given twice is found twice, also when rules change", () => {
  const [one, other] = load([{ s: { F: "a" }, condition: "s" }, { s: { F: "a" }, condition: "s" }]);
  const matcher = compile([one!], { logsources: MAPS });
  expect(matcher.match(event({ F: "a" }))).toEqual([one]);
  expect(matcher.withRules([one!, other!, one!]).match(event({ F: "a" }))).toEqual([one, other, one]);
});

// ── channels and codes, whose names whoever writes the logs may choose ───────────────────────────────────────────

/** Maps that count how often a route's fields are read, once for each plan and group of rules, and how often a channel is looked up by name. */
function counted(routes: readonly Route[]): { readonly maps: readonly LogSourceMap[]; readonly plans: () => number; readonly lookUps: () => number } {
  let plans = 0;
  let lookUps = 0;
  const common: Route = { get fields() { plans++; return {}; } };
  const named: Route = { get channel() { lookUps++; return ["Nobody's"]; }, service: "nobody" };
  return { maps: [{ product: "p", codeField: "Code", routes: [common, named, ...routes] }], plans: () => plans, lookUps: () => lookUps };
}

test("five thousand channels of an attacker's naming make two thousand plans, and named channels are still found", () => {
  const { maps, plans, lookUps } = counted([{ channel: ["Late"], service: "late" }]);
  const anyRule = load([{ s: { F: "a" }, condition: "s" }])[0]!;
  const lateRule = load([{ s: { F: "a" }, condition: "s" }], { product: "p", service: "late" })[0]!;
  const matcher = compile([anyRule, lateRule], { logsources: maps });
  const matchAll = (): void => {
    for (let i = 0; i < 5000; i++) expect(matcher.match(event({ F: "a" }, { channel: `evil ${i}` }))).toEqual([anyRule]);
  };
  matchAll();
  expect(plans() / 2).toBeLessThanOrEqual(2001);
  const before = lookUps();
  matchAll();
  expect(plans() / 2).toBeLessThanOrEqual(2001);
  // Names past the limit are not kept, so they are looked up each time; the others are not.
  expect(lookUps() - before).toBeGreaterThanOrEqual(3000);
  matchAll();
  expect(matcher.match(event({ F: "a" }, { channel: "LATE" }))).toEqual([anyRule, lateRule]);
  expect(matcher.match(event({ F: "b" }, { channel: "evil 4999" }))).toEqual([]);
});

test("a channel written in every case is one", () => {
  const { maps, plans } = counted([]);
  const matcher = compile(load([{ s: { F: "a" }, condition: "s" }]), { logsources: maps });
  for (let i = 0; i < 4096; i++) matcher.match(event({ F: "a" }, { channel: [..."abcdefghijkl"].map((char, at) => ((i >> at) & 1 ? char.toUpperCase() : char)).join("") }));
  expect(plans()).toBe(1);
});

test("codes that nobody names share a plan", () => {
  const { maps, plans } = counted([{ code: ["7"], service: "seven" }]);
  const all = load([{ s: { Code: [5, "Six"] }, condition: "s" }]);
  const matcher = compile(all, { logsources: maps });
  const found = Array.from({ length: 5000 }, (_, code) => matcher.match(event({ Code: code }, { code })).length);
  expect(found.filter((count) => count > 0)).toHaveLength(1);
  expect(found[5]).toBe(1);
  expect(matcher.match(event({ Code: "SIX" }, { code: "SIX" }))).toEqual(all);
  expect(plans()).toBeLessThanOrEqual(4);
});

test("a code written in every case makes two plans: as rules spell it, and otherwise", () => {
  const { maps, plans } = counted([]);
  const all = load([{ s: { Code: "abcdefghijkl" }, condition: "s" }]);
  const matcher = compile(all, { logsources: maps });
  for (let i = 0; i < 4096; i++) {
    const code = [..."abcdefghijkl"].map((char, at) => ((i >> at) & 1 ? char.toUpperCase() : char)).join("");
    expect(matcher.match(event({ Code: code }, { code }))).toEqual(all);
  }
  expect(plans()).toBeLessThanOrEqual(3);
});

test("channels of a mapped product that no route names share their plans", () => {
  const routes: readonly Route[] = [{ channel: ["known"], service: "known" }];
  const all = load([{ s: { F: "a" }, condition: "s" }]);
  const { maps, plans } = counted(routes);
  const matcher = compile(all, { logsources: maps });
  for (let i = 0; i < 5000; i++) expect(matcher.match(event({ F: "a" }, { channel: `invented ${i}` }))).toEqual(all);
  expect(plans()).toBeLessThanOrEqual(2);
});

test("more codes than an estate has are forgotten and found again", () => {
  const codes = Array.from({ length: 2500 }, (_, i) => i);
  const all = load([{ s: { Code: codes, F: "a" }, condition: "s" }]);
  const matcher = compile(all, { logsources: MAPS });
  for (const code of [...codes, ...codes]) expect(matcher.match(event({ Code: code, F: "a" }, { code }))).toEqual(all);
});

test("a value nested twenty thousand deep is looked into as far as logs go, and ends nothing", () => {
  let nested: Value = "a";
  for (let i = 0; i < 20_000; i++) nested = [nested];
  const all = load([{ s: { F: "a" }, condition: "s" }, { s: { "F.b": "a" }, condition: "s" }, { s: { "F|exists": true }, condition: "s" }, { k: ["a"], condition: "k" }]);
  const matcher = compile(all, { logsources: MAPS });
  const deep = event({ F: nested });
  expect(names(matcher.match(deep))).toEqual(["R2"]);
  expect(names(all.filter((rule) => matcher.explain(rule, deep).matches))).toEqual(["R2"]);
  expect(names(matcher.match(event({ F: [[["a"]]] })))).toEqual(["R0", "R2", "R3"]);
});

test("a number as keyword is found however JSON spells it", () => {
  const all = load([{ k: [1000], condition: "k" }]);
  const matcher = compile(all, { logsources: MAPS });
  expect(["1000", "1e3", "1000.0"].map((number) => matcher.match(event(JSON.parse(`{"F":${number}}`) as Fields, { json: `{"F":${number}}` })).length)).toEqual([1, 1, 1]);
});

test("keeps no event: what it returns are the rules that it was given", () => {
  const all = load([{ s: { F: "a" }, condition: "s" }]);
  const matcher = compile(all, { logsources: MAPS });
  expect(matcher.match(event({ F: "a" }))[0]).toBe(all[0]);
  expect(matcher.rules).toEqual(all);
});

test("no rule, no match", () => {
  expect(compile([], { logsources: MAPS }).match(event({ F: "a" }))).toEqual([]);
  expect(compile([]).match(event({ F: "a" }))).toEqual([]);
});

test("ten thousand distinct values, a value of a megabyte, a list of five thousand: each is one pass", () => {
  const many = Array.from({ length: 5000 }, (_, i) => `needle${i}`);
  const matcher = compile(load([{ s: { "F|contains": many }, condition: "s" }, { s: { "F|re": "(a+)+b" }, condition: "s" }, { s: ["keyword"], condition: "s" }]), { logsources: MAPS, memoryChars: 100_000 });
  for (let i = 0; i < 10_000; i++) expect(matcher.match(event({ F: `distinct ${i}` }))).toEqual([]);
  expect(names(matcher.match(event({ F: `${"a".repeat(1_000_000)} NEEDLE17 keyword` })))).toEqual(["R0", "R2"]);
  expect(names(matcher.match(event({ F: Array.from({ length: 5000 }, (_, i) => `x${i}`).concat("needle4999") })))).toEqual(["R0"]);
});
