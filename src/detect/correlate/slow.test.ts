// The correlator against a reference that knows all hits at once and looks at every window anew.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Value } from "../../core/index.ts";
import { CORRELATION_TYPES, type CorrelationType, parseCorrelation, resolveCorrelations, type ResolvedCorrelation, type RuleExpression, type RuleHead, RuleProblem, type Term, within } from "../sigma/parse/correlation.ts";
import { createCorrelator, fieldsNeeded, type CorrelationDetection, type Hit } from "./index.ts";

const head = (name: string): RuleHead => ({
  id: undefined, name, title: name, level: undefined, status: undefined, author: undefined, description: undefined, date: undefined, modified: undefined,
  references: [], tags: [], falsepositives: [], related: [], path: name, line: 1, column: 1,
});
const keyOf = (name: string): string => `${name}:1`;
const BASE = ["a", "b", "c"];

function load(documents: Readonly<Record<string, object>>): readonly ResolvedCorrelation[] {
  const parsed = Object.entries(documents).map(([name, correlation]) => parseCorrelation({ correlation }, head(name)));
  const { correlations, refused } = resolveCorrelations(parsed, BASE.map((name) => ({ key: keyOf(name), head: head(name) })));
  if (refused[0] !== undefined) throw refused[0].problem;
  return correlations;
}

// ── the reference ────────────────────────────────────────────────────────────────────────────────────────────────

type Event = { readonly timeMs: number; readonly rules: readonly string[]; readonly fields: Readonly<Record<string, Value>> };
/** A hit at its place in the order of things. */
type Placed = { readonly order: readonly number[]; readonly rule: string; readonly timeMs: number; readonly eventKey: string; readonly fields: Readonly<Record<string, Value>> };
type Entry = Placed & { readonly source: number; readonly shown: readonly string[]; readonly key: string; readonly items: readonly (string | number)[] };
type Told = Omit<CorrelationDetection, "evidence">;

const compare = (a: readonly number[], b: readonly number[]): number => {
  for (let i = 0; i < Math.max(a.length, b.length); i++) if (a[i] !== b[i]) return (a[i] ?? -1) - (b[i] ?? -1);
  return 0;
};

const texts = (value: Value): string[] => {
  if (Array.isArray(value)) {
    const all = (value as readonly Value[]).flatMap(texts);
    return all.filter((text, i) => all.findIndex((other) => other.toLowerCase() === text.toLowerCase()) === i);
  }
  return value === undefined || value === null || value === "" || typeof value === "object" ? [] : [String(value)];
};
const numbers = (value: Value): number[] => {
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(numbers);
  return typeof value === "number" ? [value] : typeof value === "string" && /^\d+$/.test(value) ? [Number(value)] : [];
};
// The first place varies fastest, as the correlator counts.
const product = (lists: readonly string[][]): string[][] =>
  lists.reduceRight<string[][]>((rest, list) => rest.flatMap((tail) => list.map((item) => [item, ...tail])), [[]]);
const joined = (shown: readonly string[]): string =>
  shown.length === 1 ? shown[0]!.toLowerCase() : shown.map((text) => `${text.length}:${text.toLowerCase()}`).join("");

const isMonotone = ({ condition: asked }: ResolvedCorrelation): boolean => {
  const plain = (expression: RuleExpression): boolean => expression.op === "rule" || (expression.op !== "not" && expression.args.every(plain));
  return asked.kind === "bounds" ? asked.bounds.every((bound) => bound.operator.startsWith("gt")) : plain(asked.expression);
};

function slow(correlations: readonly ResolvedCorrelation[], placed: readonly Placed[]): Told[] {
  const all = [...placed];
  const told: Told[] = [];
  const silent = new Set(correlations.flatMap(({ sources }) => sources.map(({ key }) => key)));
  correlations.forEach((rule, index) => {
    const entries = all.toSorted((x, y) => compare(x.order, y.order)).flatMap((hit) => entriesOf(rule, hit));
    for (const key of new Set(entries.map((entry) => entry.key))) {
      const mine = entries.filter((entry) => entry.key === key);
      const { detections, made } = isMonotone(rule) ? sliding(rule, index, mine) : closing(rule, index, mine);
      if (!silent.has(rule.key)) told.push(...detections);
      const outer = correlations.filter(({ sources }) => sources.some((source) => source.key === rule.key));
      for (const hit of made) if (hit.fires || outer.some(({ type }) => type.startsWith("temporal"))) all.push(hit);
    }
  });
  return told;
}

function entriesOf(rule: ResolvedCorrelation, hit: Placed & { fires?: boolean }): Entry[] {
  const source = rule.sources.findIndex(({ key }) => key === hit.rule);
  if (source < 0 || (hit.fires === false && !rule.type.startsWith("temporal"))) return [];
  const valueOf = (name: string): Value => hit.fields[rule.aliases.get(name)?.get(rule.rules[source]!) ?? name];
  let items: (string | number)[] = [0];
  if (rule.type === "value_count" && rule.condition.kind === "bounds") items = product(rule.condition.fields.map((name) => texts(valueOf(name)))).map(joined);
  else if (rule.type.startsWith("value_") && rule.condition.kind === "bounds") items = numbers(valueOf(rule.condition.fields[0]!));
  if (items.length === 0) return [];
  return product(rule.groupBy.map((name) => texts(valueOf(name)))).map((shown, i) => ({ ...hit, order: [...hit.order, i], source, items, shown, key: joined(shown) }));
}

type Made = Placed & { readonly fires: boolean };
type Outcome = { detections: Told[]; made: Made[] };

function sliding(rule: ResolvedCorrelation, index: number, entries: readonly Entry[]): Outcome {
  const out: Outcome = { detections: [], made: [] };
  let begun = 0;
  let since = 0;
  let firedMs = -Infinity;
  entries.forEach((entry, i) => {
    if (i > 0 && entry.timeMs - entries[i - 1]!.timeMs > rule.timespanMs) [begun, since] = [i, i];
    const window = entries.slice(0, i + 1).filter(({ timeMs }) => timeMs >= entry.timeMs - rule.timespanMs);
    const seen = look(rule, window);
    if (!seen.holds) return;
    const fires = entry.timeMs - firedMs > rule.timespanMs;
    const shown = entries[begun]!.shown;
    if (fires) {
      out.detections.push(tell(rule, shown, seen, { timeMs: entry.timeMs, by: entry, hits: i + 1 - since }));
      [firedMs, since] = [entry.timeMs, i + 1];
    }
    out.made.push({ ...make(rule, shown, entry), order: [...entry.order, index], fires });
  });
  return out;
}

function closing(rule: ResolvedCorrelation, index: number, entries: readonly Entry[]): Outcome {
  const out: Outcome = { detections: [], made: [] };
  for (let i = 0; i < entries.length; ) {
    const first = entries[i]!;
    const endMs = first.timeMs + rule.timespanMs;
    const window = entries.slice(i).filter(({ timeMs }) => timeMs <= endMs);
    i += window.length;
    const seen = look(rule, window);
    if (!seen.holds) continue;
    const last = window.at(-1)!;
    out.detections.push(tell(rule, first.shown, seen, { timeMs: last.timeMs, by: first, hits: window.length }));
    out.made.push({ ...make(rule, first.shown, last), order: [endMs, 1, index, ...first.order], timeMs: endMs, fires: true });
  }
  return out;
}

const named = (rule: ResolvedCorrelation, shown: readonly string[]): Record<string, string> => Object.fromEntries(rule.groupBy.map((name, i) => [name, shown[i]!]));
const make = (rule: ResolvedCorrelation, shown: readonly string[], { timeMs, eventKey, fields }: Entry): Omit<Placed, "order"> =>
  ({ rule: rule.key, timeMs, eventKey, fields: { ...fields, ...named(rule, shown) } });
const tell = (rule: ResolvedCorrelation, shown: readonly string[], seen: Seen, { by, ...rest }: { timeMs: number; by: Entry; hits: number }): Told =>
  ({ id: JSON.stringify([rule.key, by.key, by.timeMs, by.eventKey]), rule: rule.key, group: named(rule, shown), figure: seen.figure, firstMs: seen.firstMs, ...rest });

type Seen = { readonly holds: boolean; readonly figure: number; readonly firstMs: number };

function look(rule: ResolvedCorrelation, window: readonly Entry[]): Seen {
  const { condition, type } = rule;
  const rules = rule.sources.map((_, source) => window.filter((entry) => entry.source === source));
  const latest = rules.flatMap((list) => list.slice(-1)).map(({ timeMs }) => timeMs);
  if (condition.kind === "expression") {
    const figure = latest.length;
    if (condition.terms === undefined) return { holds: evaluate(condition.expression, rules), figure, firstMs: Math.min(...latest) };
    const term = condition.terms.find(({ all, none }) => none.every((i) => rules[i]!.length === 0) && starts(all.map((i) => rules[i]!)).length > 0);
    return { holds: term !== undefined, figure, firstMs: term === undefined || term.all.length === 0 ? Math.min(...latest) : latestStart(term, rules) };
  }
  const { figure, firstMs } = measure(type, condition.percentile ?? 50, window, rules, latest);
  return { holds: within(condition.bounds, figure), figure, firstMs };
}

const latestStart = ({ all }: Term, rules: readonly Entry[][]): number => Math.max(...starts(all.map((i) => rules[i]!)));

/** Times of the first hits of all ways to take one hit of each list without going back in time. */
const starts = (lists: readonly (readonly Entry[])[], fromMs = -Infinity, startMs?: number): number[] =>
  lists.length === 0 ? [startMs ?? fromMs] : lists[0]!.filter(({ timeMs }) => timeMs >= fromMs).flatMap(({ timeMs }) => starts(lists.slice(1), timeMs, startMs ?? timeMs));

const evaluate = (expression: RuleExpression, rules: readonly Entry[][]): boolean => {
  if (expression.op === "rule") return rules[expression.rule]!.length > 0;
  if (expression.op === "not") return !evaluate(expression.arg, rules);
  return expression.op === "and" ? expression.args.every((arg) => evaluate(arg, rules)) : expression.args.some((arg) => evaluate(arg, rules));
};

function measure(type: CorrelationType, percentile: number, window: readonly Entry[], rules: readonly Entry[][], latest: readonly number[]): { figure: number; firstMs: number } {
  const firstMs = window[0]!.timeMs;
  const values = window.flatMap(({ items }) => items);
  const sorted = (values as number[]).toSorted((a, b) => a - b);
  const sum = (values as number[]).reduce((total, value) => total + value, 0);
  const rank = ((type === "value_median" ? 50 : percentile) / 100) * (sorted.length - 1);
  switch (type) {
    case "event_count": return { figure: window.length, firstMs };
    case "value_count": {
      const last = new Map(window.flatMap(({ items, timeMs }) => items.map((item) => [item, timeMs] as const)));
      return { figure: last.size, firstMs: Math.min(...last.values()) };
    }
    case "value_sum": return { figure: sum, firstMs };
    case "value_avg": return { figure: sum / values.length, firstMs };
    case "value_median":
    case "value_percentile": {
      const [below, above] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!];
      return { figure: below + (rank - Math.floor(rank)) * (above - below), firstMs };
    }
    case "temporal": return { figure: latest.length, firstMs: Math.min(...latest) };
    case "temporal_ordered": {
      const subsets = Array.from({ length: 2 ** rules.length }, (_, bits) => rules.filter((_list, i) => (bits >> i) & 1));
      const possible = subsets.map((lists) => ({ figure: lists.length, starts: lists.length === 0 ? [] : starts(lists) })).filter((subset) => subset.starts.length > 0);
      const figure = Math.max(...possible.map((subset) => subset.figure));
      return { figure, firstMs: NaN };
    }
  }
}

// ── the cases ────────────────────────────────────────────────────────────────────────────────────────────────────

const TIMESPANS = ["1s", "2s", "3s", "5s"];
const oneOf = fc.constantFrom;
const operator = oneOf("gt", "gte", "gte", "gte", "lt", "lte", "eq", "neq");
const bounds = (limit: fc.Arbitrary<number>): fc.Arbitrary<object> =>
  fc.array(fc.tuple(operator, limit), { minLength: 1, maxLength: 2 }).map(Object.fromEntries as (entries: [string, number][]) => object);
const expression: fc.Arbitrary<string> = oneOf(
  "a and b", "a or b", "a and b and c", "a and (b or c)", "a and not b", "(a or b) and not c", "not (a and b)", "c and a", "1 of them", "all of *", "not a or (b and c)", "b and not (a or c)",
);

function conditionOf(type: CorrelationType): fc.Arbitrary<object> {
  const field = oneOf<object>({ field: "v" }, { field: "al" });
  const tuple = oneOf<object>({ field: "v" }, { field: ["v", "u"] }, { field: ["u", "g"] });
  const merge = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> => fc.tuple(...parts).map((all) => ({ condition: Object.assign({}, ...all) as object }));
  if (type === "event_count") return merge(bounds(fc.integer({ min: 1, max: 5 })));
  if (type === "value_count") return merge(bounds(fc.integer({ min: 1, max: 4 })), tuple);
  if (type === "value_percentile") return merge(bounds(fc.integer({ min: 0, max: 9 })), field, fc.integer({ min: 0, max: 4 }).map((n) => ({ percentile: n * 25 })));
  if (type.startsWith("value_")) return merge(bounds(fc.integer({ min: 0, max: 14 })), field);
  const counted = merge(bounds(fc.integer({ min: 1, max: 3 })));
  return fc.oneof(fc.constant({}), counted, expression.map((text) => ({ condition: text, rules: undefined })));
}

const correlation = (type: CorrelationType, among: readonly string[] = BASE): fc.Arbitrary<object> =>
  fc.tuple(
    fc.record({
      type: fc.constant(type),
      rules: fc.shuffledSubarray([...among], { minLength: 1 }),
      "group-by": oneOf<string[] | undefined>(undefined, ["g"], ["g"], ["al"], ["g", "u"]),
      timespan: oneOf(...TIMESPANS),
    }),
    conditionOf(type),
  ).map(([base, extra]) => {
    const merged: Record<string, unknown> = { ...base, ...extra };
    const text = merged["condition"];
    if (typeof text === "string") merged["rules"] = /of/.test(text) ? base.rules : BASE.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
    const first = (merged["rules"] as string[])[0]!;
    return { ...merged, aliases: { al: { [first]: "v" } } };
  });

const word = oneOf<Value>("x", "X", "y", "z", 7, "7", undefined, "", ["x", "y"]);
const numeric = oneOf<Value>(0, 1, 2, 3, 5, 8, "4", "n/a", undefined, [1, 2]);
const event = (value: fc.Arbitrary<Value>): fc.Arbitrary<Event> =>
  fc.record({
    timeMs: fc.integer({ min: 0, max: 24 }).map((n) => n * 500),
    rules: fc.subarray(BASE, { minLength: 1 }),
    fields: fc.record({ g: oneOf<Value>("h1", "h1", "H1", "h2", undefined, ["h1", "h2"]), u: word, v: value, al: word }),
  });

function hitsOf(correlations: readonly ResolvedCorrelation[], events: readonly Event[]): { hits: Hit[]; placed: Placed[] } {
  const needs = fieldsNeeded(correlations);
  const hits = events.flatMap(({ timeMs, rules, fields }, i) => rules.map((name): Hit => ({
    rule: keyOf(name), timeMs, eventKey: String(i).padStart(3, "0"), values: (needs.get(keyOf(name)) ?? []).map((field) => fields[field]), evidence: i,
  })));
  const order = hits.toSorted((a, b) => a.timeMs - b.timeMs || a.eventKey.localeCompare(b.eventKey) || a.rule.localeCompare(b.rule));
  const placed = order.map((hit, i): Placed => ({ ...hit, order: [hit.timeMs, 0, i], fields: events[Number(hit.eventKey)]!.fields }));
  return { hits: order, placed };
}

const told = (detections: readonly CorrelationDetection[]): Told[] => byId(detections.map(({ id, rule, timeMs, firstMs, group, figure, hits }) => ({ id, rule, timeMs, firstMs, group, figure, hits })));
const byId = (list: readonly Told[]): Told[] => list.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.rule < b.rule ? -1 : 1));

function legal<T>(build: () => T): T | undefined {
  try {
    return build();
  } catch (error) {
    if (error instanceof RuleProblem) return undefined;
    throw error;
  }
}

const RUNS = { numRuns: 2500 };
const events = (type: CorrelationType): fc.Arbitrary<Event[]> => fc.array(event(type.startsWith("value_") && type !== "value_count" ? numeric : word), { maxLength: 24 });
/** The reference does not say which of several equal chains starts a count of rules in order. */
const known = (list: readonly Told[], [rule]: readonly ResolvedCorrelation[]): Told[] =>
  list.map((one) => (rule?.type === "temporal_ordered" && rule.condition.kind === "bounds" ? { ...one, firstMs: NaN } : one));

describe.each(CORRELATION_TYPES)("%s", (type) => {
  test("finds what the reference finds, in whatever order hits come within the lateness, some of them twice", () => {
    fc.assert(fc.property(correlation(type), events(type), fc.array(fc.nat(3000), { minLength: 80, maxLength: 80 }), fc.nat(40), (document, list, jitter, cut) => {
      const rules = legal(() => load({ it: document }));
      if (rules === undefined) return;
      const { hits, placed } = hitsOf(rules, list);
      const want = byId(slow(rules, placed));
      const arrival = [...hits, ...hits.slice(0, cut)].map((hit, i) => ({ hit, at: hit.timeMs + jitter[i % jitter.length]! })).toSorted((a, b) => a.at - b.at);

      const patient = createCorrelator(rules, { latenessMs: Infinity });
      const first = [...hits.toReversed().flatMap((hit) => patient.add(hit)), ...patient.flush()];
      expect(known(told(first), rules)).toEqual(known(want, rules));

      let stream = createCorrelator(rules, { latenessMs: 3000 });
      const second = arrival.flatMap(({ hit }, i) => {
        if (i === cut) {
          const saved = JSON.stringify(stream.save());
          stream = createCorrelator(rules, { latenessMs: 3000 });
          expect(stream.restore(JSON.parse(saved))).toEqual([]);
        }
        return stream.add(hit);
      });
      second.push(...stream.flush());
      expect(known(told(second), rules)).toEqual(known(want, rules));
      const { received, used, late, duplicate, waiting, future, unrelated } = stream.stats();
      expect(used + late + duplicate + waiting + future + unrelated).toBe(received);
    }), RUNS);
  });
});

test("chains find what the reference finds", () => {
  const types = oneOf(...CORRELATION_TYPES);
  const inner = types.chain((type) => correlation(type));
  const outer = oneOf<CorrelationType>("event_count", "value_count", "temporal", "temporal_ordered").chain((type) =>
    correlation(type, ["inner", "a"]).map((document) => {
      const { condition: given, ...rest } = document as Record<string, unknown>;
      return typeof given === "string" ? { ...rest, rules: ["inner", "a"], condition: "inner and not a", aliases: {} } : document;
    }));
  fc.assert(fc.property(inner, outer, fc.array(event(fc.oneof(word, numeric)), { maxLength: 24 }), (low, high, list) => {
    const rules = legal(() => load({ outer: high, inner: low }));
    if (rules === undefined) return;
    const { hits, placed } = hitsOf(rules, list);
    const correlator = createCorrelator(rules, { latenessMs: 500 });
    const found = [...hits.flatMap((hit) => correlator.add(hit)), ...correlator.flush()];
    const blank = (all: readonly Told[]): Told[] => byId(all.map((one) => ({ ...one, firstMs: NaN })));
    expect(blank(told(found))).toEqual(blank(slow(rules, placed)));
  }), { numRuns: 5000 });
});
