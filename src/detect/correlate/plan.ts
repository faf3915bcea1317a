import type { CorrelationRule, ResolvedCorrelation } from "../sigma/index.ts";

/** The way of one rule's hits into one correlation that names it. All numbers index the hit's `values`, but where said. */
export type Target = {
  /** Index of the correlation in the plan. */
  readonly correlation: number;
  /** Which of the correlation's rules the hit belongs to. */
  readonly source: number;
  readonly group: readonly number[];
  readonly fields: readonly number[];
  /** Where a hit of the correlation itself takes its values from. */
  readonly carry: Carry;
};

/** For each value, its position in the correlation's own group-by or in the hit that completed it. */
export type Carry = readonly ({ readonly group: number } | { readonly value: number })[];

/** Correlations with every name turned into a position. */
export type Plan = {
  /** Each stands behind those that it names. */
  readonly correlations: readonly ResolvedCorrelation[];
  /** Key of a rule or correlation → the fields its hits must bring. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  /** Key of a rule or correlation → where its hits go. */
  readonly targets: ReadonlyMap<string, readonly Target[]>;
};

/** Turns names into positions. A field that an outer correlation asks for is asked of every rule below it. */
export function planOf(correlations: readonly ResolvedCorrelation[]): Plan {
  const needs = new Map<string, string[]>();
  const place = (key: string, field: string): number => {
    const list = needs.get(key) ?? [];
    needs.set(key, list);
    const found = list.indexOf(field);
    return found >= 0 ? found : list.push(field) - 1;
  };
  const targets = new Map<string, Target[]>();
  // Outermost first: by the time that a correlation's turn comes, all who stand on it have said what they need.
  for (let correlation = correlations.length - 1; correlation >= 0; correlation--) {
    const rule = correlations[correlation]!;
    const asked = needs.get(rule.key) ?? [];
    rule.sources.forEach(({ key }, source) => {
      const at = (name: string): number => place(key, fieldOf(rule, source, name));
      const target: Target = {
        correlation,
        source,
        group: rule.groupBy.map(at),
        fields: rule.condition.kind === "bounds" ? rule.condition.fields.map(at) : [],
        carry: asked.map((field) => {
          const group = rule.groupBy.indexOf(field);
          return group >= 0 ? { group } : { value: place(key, field) };
        }),
      };
      targets.set(key, [target, ...(targets.get(key) ?? [])]);
    });
  }
  return { correlations, needs, targets };
}

/** The field that a name of the correlation stands for in one of its rules: the alias's, or the name's own. */
function fieldOf(rule: CorrelationRule, source: number, name: string): string {
  return rule.aliases.get(name)?.get(rule.rules[source] ?? "") ?? name;
}

/** Which fields a hit of each detection rule must bring, by the rule's key; rules without an entry are not correlated. */
export function fieldsNeeded(correlations: readonly ResolvedCorrelation[]): ReadonlyMap<string, readonly string[]> {
  const { needs, targets } = planOf(correlations);
  const own = new Set(correlations.map(({ key }) => key));
  return new Map([...targets.keys()].filter((key) => !own.has(key)).map((key) => [key, needs.get(key) ?? []]));
}
