// What a hostile or broken sender can do: too late, too early, too many, twice.
import { expect, test } from "vitest";
import { DomainError } from "../../core/index.ts";
import { parseCorrelation, resolveCorrelations, type ResolvedCorrelation, type RuleHead } from "../sigma/parse/correlation.ts";
import { createCorrelator, type Hit } from "./index.ts";

const head = (name: string): RuleHead => ({
  id: name, name: undefined, title: name, level: undefined, status: undefined, author: undefined, description: undefined, date: undefined, modified: undefined,
  references: [], tags: [], falsepositives: [], related: [], path: name, line: 1, column: 1,
});
const load = (correlation: object): readonly ResolvedCorrelation[] =>
  resolveCorrelations([parseCorrelation({ correlation }, head("it"))], [{ key: "a", head: head("a") }]).correlations;
const hit = (second: number, user = "bob", eventKey = `${second}${user}`): Hit => ({ rule: "a", timeMs: second * 1000, eventKey, values: [user], evidence: second });
const COUNT = { type: "event_count", rules: ["a"], "group-by": ["User"], timespan: "60s", condition: { gte: 2 } };

test("a hit within the lateness counts, one behind it is counted as late", () => {
  const correlator = createCorrelator(load(COUNT), { latenessMs: 16_000 });
  for (const second of [100, 84, 120, 83]) correlator.add(hit(second));
  expect(correlator.stats()).toMatchObject({ received: 4, late: 1, waiting: 1, used: 2 });
});

test("a hit from the future is refused, so the present is not late", () => {
  const correlator = createCorrelator(load(COUNT), { latenessMs: 1000 });
  correlator.add(hit(100), 100_000);
  correlator.add(hit(9_000_000), 100_000);
  correlator.add(hit(101), 101_000);
  expect(correlator.flush()).toHaveLength(1);
  expect(correlator.stats()).toMatchObject({ future: 1, late: 0, used: 2 });
});

test("the same hit counts once, at once or long after", () => {
  const correlator = createCorrelator(load(COUNT), { latenessMs: 1000 });
  const found = [hit(1), hit(1), hit(30, "eve"), hit(1), hit(90, "eve")].flatMap((one) => correlator.add(one));
  expect([...found, ...correlator.flush()]).toEqual([expect.objectContaining({ timeMs: 90_000, group: { User: "eve" } })]);
  expect(correlator.stats()).toMatchObject({ duplicate: 1, late: 1, used: 3 });
});

test("a replay gives the same ids", () => {
  const once = (): string[] => {
    const correlator = createCorrelator(load(COUNT));
    return [...[1, 2, 3, 70, 71].flatMap((second) => correlator.add(hit(second))), ...correlator.flush()].map(({ id }) => id);
  };
  expect(once()).toEqual(once());
  expect(new Set(once()).size).toBe(2);
});

test("time that moves on without hits closes windows", () => {
  const correlator = createCorrelator(load({ ...COUNT, condition: { lt: 2 } }), { latenessMs: 0 });
  expect(correlator.add(hit(10))).toEqual([]);
  expect(correlator.advance(70_000)).toEqual([]);
  expect(correlator.advance(70_001)).toMatchObject([{ timeMs: 10_000, figure: 1 }]);
});

test("waiting hits are bounded; what is taken early is counted, and order is kept where it can be", () => {
  const correlator = createCorrelator(load({ ...COUNT, timespan: "1s", condition: { gte: 1 } }), { latenessMs: Infinity, maxWaiting: 1000 });
  const times = Array.from({ length: 5000 }, (_, i) => ((i * 7) % 600) + i);
  const found = [...times.flatMap((second, i) => correlator.add(hit(second, `u${i}`))), ...correlator.flush()];
  const { forced, late, used, waiting } = correlator.stats();
  expect(forced).toBeGreaterThan(0);
  expect(waiting).toBe(0);
  expect(used + late).toBe(5000);
  expect(found).toHaveLength(used);
  expect(found.map(({ timeMs }) => timeMs)).toEqual(found.map(({ timeMs }) => timeMs).toSorted((a, b) => a - b));
});

test("a million hits of one time are released although no order tells them apart", () => {
  const correlator = createCorrelator(load(COUNT), { latenessMs: Infinity, maxWaiting: 10 });
  for (let i = 0; i < 100; i++) correlator.add(hit(1, "bob", `${i}`));
  expect(correlator.stats().waiting).toBeLessThanOrEqual(11);
});

test("a million groups need no more memory than the limit allows, and evictions are counted", () => {
  const correlator = createCorrelator(load({ ...COUNT, timespan: "1d", condition: { gte: 10 } }), { maxGroups: 1000, latenessMs: 0 });
  for (let i = 0; i < 1_000_000; i++) correlator.add({ rule: "a", timeMs: i, eventKey: `${i}`, values: [`u${i}`], evidence: null });
  correlator.flush();
  expect(correlator.stats().rules[0]).toMatchObject({ hits: 1_000_000, groups: 1000, evicted: 999_000 });
});

test.each([
  ["times", { type: "event_count", condition: { gte: 900 } }],
  ["values", { type: "value_count", condition: { gte: 900, field: "v" } }],
  ["numbers", { type: "value_sum", condition: { gte: 1e9, field: "v" } }],
  ["ranks", { type: "value_median", condition: { gte: 1e9, field: "v" } }],
])("what windows keep of %s is bounded together", (_, change) => {
  const correlator = createCorrelator(load({ ...COUNT, ...change, timespan: "1d" }), { maxEntries: 5000, latenessMs: 0 });
  for (let i = 0; i < 50_000; i++) correlator.add({ rule: "a", timeMs: i, eventKey: `${i}`, values: [`u${i % 20}`, i], evidence: null });
  correlator.flush();
  const [stats] = correlator.stats().rules;
  expect(stats!.entries).toBeLessThanOrEqual(5000);
  expect(stats!.evicted).toBeGreaterThan(0);
});

test("one window of too many numbers gives up its oldest and counts them", () => {
  const correlator = createCorrelator(load({ ...COUNT, type: "value_sum", "group-by": undefined, condition: { gte: 1e9, field: "v" } }), { maxEntries: 300, latenessMs: 0 });
  for (let i = 0; i < 1000; i++) correlator.add({ rule: "a", timeMs: i, eventKey: `${i}`, values: [1], evidence: null });
  correlator.flush();
  expect(correlator.stats().rules[0]).toMatchObject({ entries: 310, overflowed: 700, evicted: 0 });
});

test("a flood needs no more memory than the threshold and loses no answer", () => {
  const correlator = createCorrelator(load({ ...COUNT, condition: { gte: 5000 } }), { latenessMs: 0 });
  let found = 0;
  for (let i = 0; i < 200_000; i++) found += correlator.add({ rule: "a", timeMs: i, eventKey: `${i}`, values: ["bob"], evidence: null }).length;
  expect(found + correlator.flush().length).toBe(4);
  expect(correlator.stats().rules[0]).toMatchObject({ entries: 5011, overflowed: 0, evicted: 0 });
});

test("a megabyte of user name is kept as a thousand characters, and two that differ at the end stay two", () => {
  const correlator = createCorrelator(load(COUNT));
  const long = "x".repeat(1_000_000);
  for (const [second, user] of [[1, `${long}1`], [2, `${long}2`], [3, [`${long}2`, { x: long }]]] as const) correlator.add({ ...hit(second, "", `${second}`), values: [user] });
  expect(JSON.stringify(correlator.save()).length).toBeLessThan(5000);
  const found = correlator.flush();
  expect(found).toMatchObject([{ timeMs: 3000, figure: 2 }]);
  expect(correlator.stats().shortened).toBe(3);
  expect(found[0]!.group["User"]!.length).toBeLessThanOrEqual(1024);
});

test("a hit without time is a caller's mistake", () => {
  expect(() => createCorrelator(load(COUNT)).add(hit(NaN))).toThrow(DomainError);
});

test("state of another version is refused; of a changed correlation it is forgotten, and its hits that wait are not", () => {
  const before = createCorrelator(load(COUNT), { latenessMs: 5000 });
  for (const second of [1, 2, 20, 21]) before.add(hit(second));
  const after = createCorrelator(load({ ...COUNT, "group-by": ["Host", "User"] }), { latenessMs: 5000 });
  expect(() => after.restore({ version: 0 })).toThrow(DomainError);
  expect(after.restore(JSON.parse(JSON.stringify(before.save())))).toEqual(["it"]);
  expect(after.stats()).toMatchObject({ waiting: 2, received: 4 });
  expect(after.stats().rules[0]).toMatchObject({ groups: 0, hits: 0 });
  after.flush();
  expect(after.stats().rules[0]).toMatchObject({ hits: 2, ungrouped: 2 });
});
