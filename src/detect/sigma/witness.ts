import type { IndexedTests, PlanExpression } from "./plan-expression.ts";

/**
 * Items of which at least one is true whenever the expression is: the signs that the rule is worth a look. Undefined if
 * there are none, because the expression can be true where no item is (`not …` alone).
 */
export function chooseWitness(expression: PlanExpression, cost: (item: number) => number): readonly number[] | undefined {
  return best(expression, cost)?.items;
}

type Witness = { readonly items: readonly number[]; readonly cost: number };

function best(expression: PlanExpression, cost: (item: number) => number): Witness | undefined {
  switch (expression.op) {
    case "item": return { items: [expression.item], cost: cost(expression.item) };
    case "and": {
      const found = expression.args.map((arg) => best(arg, cost)).filter((one) => one !== undefined);
      return found.reduce<Witness | undefined>((least, one) => (least === undefined || one.cost < least.cost ? one : least), undefined);
    }
    case "or": {
      const found = expression.args.map((arg) => best(arg, cost));
      if (found.some((one) => one === undefined)) return undefined;
      return { items: [...new Set(found.flatMap((one) => one!.items))], cost: found.reduce((sum, one) => sum + one!.cost, 0) };
    }
    case "not": case "live": case "constant": return undefined;
  }
}

/**
 * How often an item is expected to be true, about. Only the order counts: a literal is the rarer the longer it is, and
 * the more common the more rules ask for it, since rules ask for what exists. One or two characters are everywhere.
 */
export function estimateCost(tests: IndexedTests, popularity: (literal: string) => number): number {
  let cost = 0;
  for (const test of tests) {
    if (test.kind === "pattern") {
      const literals = test.pattern.filter((token) => typeof token === "string");
      const longest = literals.reduce((a, b) => (b.length > a.length ? b : a), "");
      cost += longest.length < 3 ? 1000 : popularity(longest.toLowerCase()) / (longest.length * longest.length);
    } else cost += test.kind === "regex" ? 5 : test.kind === "cidr" ? 10 : test.kind === "null" ? 50 : 500;
  }
  return cost;
}
