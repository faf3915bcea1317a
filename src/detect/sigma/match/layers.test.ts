import { expect, test } from "vitest";
import type { Event, Fields } from "../../../core/index.ts";
import { loadRules } from "../parse/load.ts";
import type { Rule } from "../parse/rule.ts";
import { MemoBudget } from "../search/memo.ts";
import { Layers, type Planned } from "./layers.ts";

const COUNT = 100;
const budget = new MemoBudget(1_000_000);
const { rules } = loadRules(Array.from({ length: 2 * COUNT }, (_, i) => ({ path: `${i}.yml`, text: `title: R${i}\nlogsource: {product: p}\ndetection: {s: {F: '${i}'}, condition: s}\n` })));
const planned = (some: readonly Rule[]): Planned => ({ rules: some.map((rule) => ({ rule, readings: [{ fields: {}, where: {} }] })), fixed: {}, budget });
const order = new Map(rules.map((rule, i) => [rule, i]));
const event = (fields: Fields): Event => ({ product: "p", channel: "", code: undefined, time: undefined, host: undefined, fields, text: undefined, json: undefined, source: { path: "", record: 1 } });
const found = (layers: Layers, ...values: readonly number[]): readonly string[] => layers.match(event({ F: values.map(String) })).map(({ head }) => head.title);

const first = rules.slice(0, COUNT);
const base = Layers.of(planned(first));

test("rules that are gone are not found, those that came are, and all in order", () => {
  const next = [rules[150]!, ...first.slice(3), rules[120]!];
  const layers = base.follow(planned(next), order)!;
  expect(found(layers, 150, 120, 50, 7, 2, 1)).toEqual(["R7", "R50", "R120", "R150"]);
  expect(found(base, 150, 50, 2)).toEqual(["R2", "R50"]);
  expect(found(layers, 1)).toEqual([]);
});

test("a rule that comes back is found once", () => {
  const without = base.follow(planned(first.slice(1)), order)!;
  expect(found(without, 0)).toEqual([]);
  expect(found(without.follow(planned(first), order)!, 0)).toEqual(["R0"]);
});

test.each<[what: string, next: readonly Rule[], goesOn: boolean]>([
  ["nothing changed",                   first,                                              true],
  ["an eighth is gone",                 first.slice(12),                                    true],
  ["more than an eighth is gone",       first.slice(13),                                    false],
  ["an eighth came",                    rules.slice(0, COUNT + 12),                         true],
  ["more than an eighth came",          rules.slice(0, COUNT + 13),                         false],
  ["as many came as are gone",          rules.slice(6, COUNT + 6),                          true],
  ["too many came and are gone",        rules.slice(7, COUNT + 7),                          false],
  ["a rule stands twice",               [...first, first[0]!],                              false],
  ["all are gone",                      [],                                                 false],
])("a plan that %s goes on: or is built anew", (_, next, goesOn) => {
  expect(base.follow(planned(next), order) !== undefined).toBe(goesOn);
});

test("of a small plan anything may change", () => {
  const small = Layers.of(planned(rules.slice(0, 4)));
  expect(found(small.follow(planned(rules.slice(4, 8)), order)!, 1, 5, 6)).toEqual(["R5", "R6"]);
});
