import { describe, expect, test } from "vitest";
import type { Value } from "../../core/index.ts";
import { parseCorrelation, resolveCorrelations, type ResolvedCorrelation, type RuleHead } from "../sigma/parse/correlation.ts";
import { createCorrelator, fieldsNeeded, type CorrelationDetection, type Correlator, type CorrelatorOptions } from "./index.ts";

const head = (name: string): RuleHead => ({
  id: name, name: undefined, title: name, level: undefined, status: undefined, author: undefined, description: undefined, date: undefined, modified: undefined,
  references: [], tags: [], falsepositives: [], related: [], path: name, line: 1, column: 1,
});

function load(documents: Readonly<Record<string, object>>): readonly ResolvedCorrelation[] {
  const parsed = Object.entries(documents).map(([name, correlation]) => parseCorrelation({ correlation }, head(name)));
  const { correlations, refused } = resolveCorrelations(parsed, ["a", "b", "c"].map((name) => ({ key: name, head: head(name) })));
  expect(refused).toEqual([]);
  return correlations;
}

/** What happened: second, rules, fields. */
type Row = readonly [number, string, Readonly<Record<string, Value>>?];

function feed(correlator: Correlator, rules: readonly ResolvedCorrelation[], rows: readonly Row[]): CorrelationDetection[] {
  const needs = fieldsNeeded(rules);
  return rows.flatMap(([second, names, fields = {}], i) => [...names].flatMap((rule) =>
    correlator.add({ rule, timeMs: second * 1000, eventKey: `${second}/${i}`, values: (needs.get(rule) ?? []).map((name) => fields[name]), evidence: { record: i } })));
}

function run(correlation: object, rows: readonly Row[], options: CorrelatorOptions = {}): readonly string[] {
  const rules = load({ it: correlation });
  const correlator = createCorrelator(rules, options);
  return [...feed(correlator, rules, rows), ...correlator.flush()].map(({ timeMs, figure, group }) => `${timeMs / 1000}s ${figure}${Object.values(group).map((value) => ` ${value}`).join("")}`);
}

const COUNT = { type: "event_count", rules: ["a"], timespan: "60s", condition: { gte: 3 } };
const at = (...seconds: number[]): Row[] => seconds.map((second) => [second, "a"]);

describe("event_count", () => {
  test.each<[string, object, Row[], string[]]>([
    ["fires at the hit that completes it",          {},                              at(0, 1, 2),                       ["2s 3"]],
    ["slides: no boundary splits a burst",          {},                              at(50, 59, 70),                    ["70s 3"]],
    ["takes a timespan's two ends in",              {},                              at(0, 30, 60),                     ["60s 3"]],
    ["takes nothing older in",                      {},                              at(0, 30, 61),                     []],
    ["stays silent for one timespan",               {},                              at(0, 1, 2, 3, 30, 62),            ["2s 3"]],
    ["both fires again, sharing no hit",            {},                              at(0, 1, 2, 61, 62, 63, 64),       ["2s 3", "63s 3"]],
    ["with gt needs one more",                      { condition: { gt: 3 } },        at(0, 1, 2, 3),                    ["3s 4"]],
    ["counts hits of all its rules",                { rules: ["a", "b"] },           [[0, "a"], [1, "b"], [2, "ab"]],   ["2s 3"]],
    ["judges lt when the window closes",            { condition: { lt: 3 } },        at(0, 1, 100, 101, 102),           ["1s 2"]],
    ["a burst's tail is no window of its own",      { condition: { lte: 2 } },       at(0, 10, 20, 30, 40, 60),         []],
    ["judges eq when the window closes",            { condition: { eq: 2 } },        at(0, 60, 61, 70, 80),             ["60s 2"]],
    ["judges a range when the window closes",       { condition: { gte: 2, lte: 3 } }, at(0, 1, 2, 3, 100, 101),        ["101s 2"]],
    ["judges neq when the window closes",           { condition: { neq: 1 } },       at(0, 100, 101),                   ["101s 2"]],
  ])("%s", (_, change, rows, want) => {
    expect(run({ ...COUNT, ...change }, rows)).toEqual(want);
  });
});

describe("groups", () => {
  const grouped = { ...COUNT, "group-by": ["User"], condition: { gte: 2 } };
  const user = (...users: Value[]): Row[] => users.map((User, i) => [i, "a", { User }]);
  test.each<[string, object, Row[], string[]]>([
    ["are counted apart",                   {},                                user("x", "y", "y", "z"),                 ["2s 2 y"]],
    ["ignore case and show the first",      {},                                user("Bob", "BOB"),                       ["1s 2 Bob"]],
    ["take a number for its text",          {},                                user(7, "7"),                             ["1s 2 7"]],
    ["are not made of missing values",      {},                                user(undefined, undefined, null, "", ""), []],
    ["are not made of objects",             {},                                user({ name: "x" }, { name: "x" }),       []],
    ["take each element of a list",         {},                                user(["x", "y", "X"], "y"),               ["1s 2 y"]],
    ["do not confuse values across fields", { "group-by": ["User", "Host"] },  [[0, "a", { User: "x1:y", Host: "z" }], [1, "a", { User: "x", Host: "y1:z" }]], []],
    ["need all fields",                     { "group-by": ["User", "Host"] },  [[0, "a", { User: "x" }], [1, "a", { User: "x" }]], []],
    ["keep a field named __proto__",        { "group-by": ["__proto__"] },     [[0, "a", JSON.parse('{"__proto__":"x"}')], [1, "a", JSON.parse('{"__proto__":"x"}')]], ["1s 2 x"]],
    ["follow aliases by rule",              { rules: ["a", "b"], "group-by": ["ip"], aliases: { ip: { a: "src", b: "dst" } } },
      [[0, "a", { src: "1", dst: "2" }], [1, "b", { src: "2", dst: "1" }]],                                               ["1s 2 1"]],
    ["take an alias for a field where it is not given", { rules: ["a", "b"], "group-by": ["ip"], aliases: { ip: { a: "src" } } },
      [[0, "a", { src: "1" }], [1, "b", { ip: "1" }]],                                                                    ["1s 2 1"]],
  ])("%s", (_, change, rows, want) => {
    expect(run({ ...grouped, ...change }, rows)).toEqual(want);
  });

  test("count what they could not use", () => {
    const rules = load({ it: { ...grouped, type: "value_count", condition: { gte: 2, field: "Host" } } });
    const correlator = createCorrelator(rules);
    feed(correlator, rules, [[0, "a", { User: "x", Host: "h" }], [1, "a", { Host: "h" }], [2, "a", { User: "x" }]]);
    correlator.flush();
    expect(correlator.stats().rules[0]).toMatchObject({ hits: 3, ungrouped: 1, unvalued: 1 });
  });

  test("of one event are limited, and the rest is counted", () => {
    const many = Array.from({ length: 1000 }, (_, i) => `u${i}`);
    const rules = load({ it: { ...grouped, "group-by": ["User", "Host"] } });
    const correlator = createCorrelator(rules);
    feed(correlator, rules, [[0, "a", { User: many, Host: many }]]);
    correlator.flush();
    expect(correlator.stats().rules[0]).toMatchObject({ groups: 64, cut: 1_000_000 - 64 });
  });
});

describe("values", () => {
  const values = (...list: Value[]): Row[] => list.map((n, i) => [i, "a", { n }]);
  test.each<[string, object, Row[], string[]]>([
    ["distinct, without case",         { type: "value_count", condition: { gte: 2, field: "n" } },        values("x", "X", "x", "y"),     ["3s 2"]],
    ["a value leaves with its last hit", { type: "value_count", condition: { gte: 2, field: "n" } },      [[0, "a", { n: "x" }], [50, "a", { n: "x" }], [100, "a", { n: "y" }]], ["100s 2"]],
    ["tuples",                         { type: "value_count", condition: { gte: 2, field: ["n", "m"] } }, [[0, "a", { n: 1, m: 1 }], [1, "a", { n: 1 }], [2, "a", { n: 1, m: 2 }]], ["2s 2"]],
    ["sum, text included",             { type: "value_sum", condition: { gte: 10, field: "n" } },         values(4, "5", "many", true, "0x99", " 1.5 "), ["5s 10.5"]],
    ["sum of a list",                  { type: "value_sum", condition: { gte: 10, field: "n" } },         values([4, "6"]),               ["0s 10"]],
    ["mean",                           { type: "value_avg", condition: { gt: 4, field: "n" } },           values(1, 3, 11),               ["2s 5"]],
    ["mean below, at the close",       { type: "value_avg", condition: { lt: 4, field: "n" } },           values(1, 3, 11),               []],
    ["median of an even number",       { type: "value_median", condition: { gte: 5, field: "n" } },       values(1, 1, 9, 9),             ["3s 5"]],
    ["percentile between two ranks",   { type: "value_percentile", condition: { gt: 3, field: "n", percentile: 75 } }, values(1, 2, 3, 4), ["3s 3.25"]],
    ["percentile 0 is the least",      { type: "value_percentile", condition: { gte: 2, field: "n", percentile: 0 } }, values(2, 9),  ["0s 2"]],
    ["percentile 100 is the greatest", { type: "value_percentile", condition: { gte: 9, field: "n", percentile: 100 } }, values(2, 9), ["1s 9"]],
  ])("%s", (_, change, rows, want) => {
    expect(run({ ...COUNT, ...change }, rows)).toEqual(want);
  });

  test("a huge number spoils no later sum", () => {
    const rows: Row[] = [[0, "a", { n: 1e300 }], ...[50, 51, 52].map((second): Row => [second, "a", { n: 0.1 }]), [100, "a", { n: 0.1 }]];
    const rules = load({ it: { ...COUNT, type: "value_sum", condition: { gte: 0, field: "n" } } });
    const correlator = createCorrelator(rules);
    const sums = [...feed(correlator, rules, rows), ...correlator.flush()].map(({ figure }) => figure);
    expect(sums).toEqual([1e300, 0.1 + (0.1 + 0.1) + 0.1]);
  });
});

describe("temporal", () => {
  const both = { type: "temporal", rules: ["a", "b", "c"], timespan: "60s" };
  const seen = (text: string): Row[] => text.split(" ").map((step): Row => [Number(/\d+/.exec(step)![0]), /[abc]+/.exec(step)![0]]);
  test.each<[string, object, string, string[]]>([
    ["all rules in any order",                  {},                                                  "b0 c1 a2",       ["2s 3"]],
    ["not all within the timespan",             {},                                                  "b0 c1 a62",      []],
    ["one event may be all of them",            {},                                                  "abc0",           ["0s 3"]],
    ["a number of rules",                       { condition: { gte: 2 } },                           "a0 a1 b2",       ["2s 2"]],
    ["an expression",                           { condition: "a and (b or c)" },                     "b0 c1 a2",       ["2s 3"]],
    ["absence, until the window closes",        { condition: "a and not (b or c)" },                 "a0 a100 b120",   ["0s 1"]],
    ["in order",                                { type: "temporal_ordered" },                        "a0 b1 c2",       ["2s 3"]],
    ["out of order",                            { type: "temporal_ordered" },                        "b0 a1 c2",       []],
    ["in order after a false start",            { type: "temporal_ordered" },                        "c0 b1 a2 b3 c4", ["4s 3"]],
    ["equal times are in order",                { type: "temporal_ordered" },                        "c5 b5 a5",       ["5s 3"]],
    ["in order within the timespan only",       { type: "temporal_ordered" },                        "a0 b50 c61",     []],
    ["a later start counts",                    { type: "temporal_ordered" },                        "a0 a10 b50 c61", ["61s 3"]],
    ["in order, two of three",                  { type: "temporal_ordered", condition: { gte: 2 } }, "c0 a1 c2",       ["2s 2"]],
    ["in order, with an alternative",           { type: "temporal_ordered", condition: "a and (b or c)" }, "c0 a1 c2", ["2s 2"]],
    ["in order and nothing between",            { type: "temporal_ordered", condition: "a and b and not c" }, "a0 b1 a100 c101 b102", ["1s 2"]],
  ])("%s", (_, change, text, want) => {
    expect(run({ ...both, ...change }, seen(text))).toEqual(want);
  });
});

describe("chains", () => {
  const documents = {
    both: { type: "temporal_ordered", rules: ["many", "b"], "group-by": ["User"], timespan: "10m" },
    many: { type: "event_count", rules: ["a"], "group-by": ["User"], timespan: "10m", condition: { gte: 3 } },
  };
  const bob = { User: "bob" };
  const told = (all: Readonly<Record<string, object>>, rows: readonly Row[]): string[] => {
    const rules = load(all);
    const correlator = createCorrelator(rules);
    return [...feed(correlator, rules, rows), ...correlator.flush()].map(({ rule, timeMs }) => `${rule} ${timeMs / 1000}`);
  };

  test("many failures, then a success", () => {
    expect(told(documents, [[0, "a", bob], [1, "a", bob], [2, "a", bob], [3, "b", bob]])).toEqual(["both 3"]);
    expect(told(documents, [[0, "a", bob], [1, "a", bob], [2, "b", bob], [3, "a", bob]])).toEqual([]);
  });
  test("an inner correlation is told of too with generate", () => {
    expect(told({ ...documents, both: { ...documents.both, generate: true } }, [[0, "a", bob], [1, "a", bob], [2, "a", bob]])).toEqual(["many 2"]);
  });
  test("the success counts although the failures were told of long before it", () => {
    const attack = Array.from({ length: 60 }, (_, i): Row => [i * 10, "a", bob]);
    expect(told(documents, [...attack, [1000, "b", bob]])).toEqual(["both 1000"]);
  });
  test("an outer count counts detections, not hits", () => {
    const outer = { type: "event_count", rules: ["many"], timespan: "1h", condition: { gte: 2 } };
    const attack = Array.from({ length: 70 }, (_, i): Row => [i * 10, "a", bob]);
    expect(told({ ...documents, both: outer }, attack.slice(0, 59))).toEqual([]);
    expect(told({ ...documents, both: outer }, attack)).toEqual(["both 630"]);
  });
  test("an outer group-by that the inner has not is read from the hit that completed it", () => {
    const many = { ...documents.many, "group-by": ["Host"] };
    const row = (User: string): Readonly<Record<string, Value>> => ({ Host: "h", User });
    expect(told({ ...documents, many }, [[0, "a", row("x")], [1, "a", row("y")], [2, "a", row("bob")], [3, "b", row("bob")]])).toEqual(["both 3"]);
    expect(fieldsNeeded(load({ ...documents, many }))).toEqual(new Map([["b", ["User"]], ["a", ["Host", "User"]]]));
  });
  test("three deep, with an inner one that is judged when its window closes", () => {
    const all = {
      top: { type: "temporal", rules: ["middle", "c"], timespan: "5m" },
      middle: { type: "temporal_ordered", rules: ["low", "b"], timespan: "5m" },
      low: { type: "event_count", rules: ["a"], timespan: "60s", condition: { lte: 1 } },
    };
    expect(told(all, [[0, "a"], [59, "c"], [70, "b"]])).toEqual(["top 70"]);
    expect(told(all, [[0, "a"], [50, "b"], [59, "c"], [70, "c"]])).toEqual([]);
  });
});

test("a detection tells what it is made of", () => {
  const rules = load({ it: { ...COUNT, "group-by": ["User"] } });
  const correlator = createCorrelator(rules, { maxEvidence: 2 });
  feed(correlator, rules, [0, 1, 2].map((second): Row => [second, "a", { User: "bob" }]));
  expect(correlator.flush()).toEqual([{
    id: '["it","bob",2000,"2/2"]', rule: "it", timeMs: 2000, firstMs: 0, group: { User: "bob" }, figure: 3, hits: 3,
    evidence: [{ rule: "a", timeMs: 1000, eventKey: "1/1", evidence: { record: 1 } }, { rule: "a", timeMs: 2000, eventKey: "2/2", evidence: { record: 2 } }],
  }]);
});
