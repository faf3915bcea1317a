import { itemsOf, type Bound, type PlanExpression } from "./plan-expression.ts";
import { signOf } from "../search/sign.ts";
import type { ValueTest } from "../values/value-test.ts";

// A rule that is evaluated for more than this part of the events, and matches few of them, is evaluated for nothing.
const OFTEN = 0.01;
// What a witness that is true of every event costs, beside the estimates of `estimate`.
const CERTAIN = 1000;

/**
 * Which items are looked for in every event: the witnesses. A witness of a rule is a set of items of which one is true
 * whenever the rule matches; estimates choose it at first, and what the events show corrects the estimates.
 */
export class Watch {
  readonly #bound: Bound;
  readonly #costs: number[];
  readonly #witnesses: (readonly number[])[];
  readonly #evaluated: Uint32Array;
  readonly #matched: Uint32Array;
  /** Witness → the rules that it calls for. */
  rulesOf: ReadonlyMap<number, readonly number[]> = new Map();
  /** Rules that no witness calls for: they can match where no item is true. */
  unconditional: readonly number[] = [];
  keywordRules: ReadonlyMap<number, readonly number[]> = new Map();
  /** Items to look for in every event: the witnesses, and all that rules which are often evaluated ask for. */
  hot: ReadonlySet<number> = new Set();

  constructor(bound: Bound) {
    this.#bound = bound;
    this.#evaluated = new Uint32Array(bound.rules.length);
    this.#matched = new Uint32Array(bound.rules.length);
    const popularity = countLiterals(bound);
    this.#costs = bound.items.map(({ tests }) => estimate(tests, popularity));
    this.#witnesses = bound.rules.map(() => []);
    this.#choose(new Set());
  }

  count(rule: number, matches: boolean): void {
    this.#evaluated[rule]!++;
    if (matches) this.#matched[rule]!++;
  }

  /** Chooses anew after `events` events; false if everything was well chosen. */
  review(events: number): boolean {
    const often = new Set<number>();
    for (const [rule, witness] of this.#witnesses.entries()) {
      const evaluated = this.#evaluated[rule]!;
      if (evaluated < events * OFTEN || this.#matched[rule]! * 4 > evaluated) continue;
      often.add(rule);
      // Of several items the blame is shared; the next review sees which of them it was.
      for (const item of witness) this.#costs[item] = Math.max(this.#costs[item]!, (CERTAIN * evaluated) / events / witness.length);
    }
    this.#evaluated.fill(0);
    this.#matched.fill(0);
    if (often.size > 0) this.#choose(often);
    return often.size > 0;
  }

  /** Expressions in the order in which their being false is likeliest. */
  rarestFirst(expressions: readonly PlanExpression[]): readonly PlanExpression[] {
    const cost = new Map(expressions.map((expression) => [expression, best(expression, this.#costs)?.cost ?? Infinity]));
    return expressions.toSorted((a, b) => cost.get(a)! - cost.get(b)!);
  }

  #choose(often: ReadonlySet<number>): void {
    const rulesOf = new Map<number, number[]>();
    const unconditional: number[] = [];
    const hot = new Set<number>();
    for (const [rule, { expression }] of this.#bound.rules.entries()) {
      const witness = best(expression, this.#costs);
      this.#witnesses[rule] = witness?.items ?? [];
      if (witness === undefined) unconditional.push(rule);
      for (const item of this.#witnesses[rule]) {
        hot.add(item);
        const rules = rulesOf.get(item);
        if (rules === undefined) rulesOf.set(item, [rule]);
        else rules.push(rule);
      }
      if (witness === undefined || often.has(rule)) for (const item of itemsOf(expression)) hot.add(item);
    }
    this.rulesOf = rulesOf;
    this.unconditional = unconditional;
    this.hot = hot;
    this.keywordRules = new Map(this.#bound.keywords.filter((item) => rulesOf.has(item)).map((item) => [item, rulesOf.get(item)!]));
  }
}

type Witness = { readonly items: readonly number[]; readonly cost: number };

/** The cheapest set of items of which one is true whenever the expression is; none if it can be true where no item is. */
function best(expression: PlanExpression, costs: readonly number[]): Witness | undefined {
  switch (expression.op) {
    case "item": return { items: [expression.item], cost: costs[expression.item]! };
    case "and": {
      let least: Witness | undefined;
      for (const arg of expression.args) {
        const one = best(arg, costs);
        if (one !== undefined && (least === undefined || one.cost < least.cost)) least = one;
      }
      return least;
    }
    case "or": {
      const found = expression.args.map((arg) => best(arg, costs));
      if (found.some((one) => one === undefined)) return undefined;
      return { items: [...new Set(found.flatMap((one) => one!.items))], cost: found.reduce((sum, one) => sum + one!.cost, 0) };
    }
    case "not": case "live": case "constant": return undefined;
  }
}

/**
 * How often an item is true, about. Only the order counts: a literal is the rarer the longer it is, and the more common
 * the more items ask for it, since rules ask for what exists. One or two characters are everywhere.
 */
function estimate(tests: readonly ValueTest[], popularity: ReadonlyMap<string, number>): number {
  let cost = 0;
  for (const test of tests) cost += estimateTest(test, popularity);
  return cost;
}

function estimateTest(test: ValueTest, popularity: ReadonlyMap<string, number>): number {
  switch (test.kind) {
    case "pattern": {
      const longest = longestOf(test);
      return longest.length < 3 ? CERTAIN : (popularity.get(longest) ?? 1) / (longest.length * longest.length);
    }
    // Without a literal it would have to be tried on every value.
    case "regex": return signOf(test) === undefined ? CERTAIN : 5;
    case "cidr": return 10;
    case "null": return 50;
    default: return CERTAIN / 2;
  }
}

function longestOf(test: Extract<ValueTest, { kind: "pattern" }>): string {
  let longest = "";
  for (const token of test.pattern) if (typeof token === "string" && token.length > longest.length) longest = token;
  return longest.toLowerCase();
}

function countLiterals(bound: Bound): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { items } of bound.fields) {
    for (const item of items) {
      for (const test of bound.items[item]!.tests) {
        const literal = test.kind === "pattern" ? longestOf(test) : "";
        counts.set(literal, (counts.get(literal) ?? 0) + 1);
      }
    }
  }
  return counts;
}
