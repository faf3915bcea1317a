import type { CorrelationRule } from "./correlation-types.ts";
import { RuleProblem } from "./problem.ts";

/** A correlation under the key that its loader gave it: unique over all rules of one set. */
export type KeyedCorrelation = { readonly key: string; readonly rule: CorrelationRule };

/** A correlation whose references are found: `sources[i]` is what `rule.rules[i]` names. */
export type ResolvedCorrelation = KeyedCorrelation & { readonly sources: readonly CorrelationSource[] };

/** What a reference turned out to be: a rule that matches events, or another correlation. */
export type CorrelationSource = { readonly key: string; readonly isCorrelation: boolean };

export type Resolution = {
  /** Every correlation stands behind those that it names. */
  readonly resolved: readonly ResolvedCorrelation[];
  readonly refused: readonly (KeyedCorrelation & { readonly problem: RuleProblem })[];
};

/** Gives the keys of the detection rules with this id or name: none, one, or several. */
export type FindRules = (reference: string) => readonly string[];

type Outcome = { readonly depth: number } | RuleProblem;

// The specification sets no limit; the deepest chain of its examples has two.
const MAX_DEPTH = 8;

/** Finds what correlations refer to. One that cannot be used is refused together with those that stand on it; the others stay. */
export function resolveCorrelations(correlations: readonly KeyedCorrelation[], find: FindRules): Resolution {
  const lookUp = indexByReference(correlations);
  const sources = new Map(correlations.map((item) => [item.key, findSources(item.rule, lookUp, find)]));
  const above = new Map<string, KeyedCorrelation[]>();
  for (const item of correlations) {
    const found = sources.get(item.key)!;
    for (const source of found instanceof RuleProblem ? [] : found) {
      if (source.isCorrelation) above.set(source.key, [...(above.get(source.key) ?? []), item]);
    }
  }

  // From the bottom up and not by recursion: the chain's length is the author's choice.
  const outcomes = new Map<string, Outcome>();
  const resolved: ResolvedCorrelation[] = [];
  const queue = [...correlations];
  for (const item of queue) {
    if (outcomes.has(item.key)) continue;
    const found = sources.get(item.key)!;
    const outcome = found instanceof RuleProblem ? found : judge(item.rule, found, outcomes);
    if (outcome === undefined) continue; // it comes back behind the last of those that it stands on
    outcomes.set(item.key, outcome);
    if (!(found instanceof RuleProblem) && !(outcome instanceof RuleProblem)) resolved.push({ ...item, sources: found });
    queue.push(...(above.get(item.key) ?? []));
  }
  const refused = correlations.flatMap((item) => {
    const outcome = outcomes.get(item.key) ?? circle(item.rule);
    return outcome instanceof RuleProblem ? [{ ...item, problem: outcome }] : [];
  });
  return { resolved, refused };
}

/** The outcome, once all that the correlation stands on has one. */
function judge(rule: CorrelationRule, sources: readonly CorrelationSource[], outcomes: ReadonlyMap<string, Outcome>): Outcome | undefined {
  let depth = 1;
  for (const [i, source] of sources.entries()) {
    if (!source.isCorrelation) continue;
    const below = outcomes.get(source.key);
    if (below === undefined) return undefined;
    if (below instanceof RuleProblem) return problem(rule, i, `"${rule.rules[i]}" was refused itself`, "Mend the correlation that it names.");
    depth = Math.max(depth, below.depth + 1);
  }
  return depth <= MAX_DEPTH ? { depth } : problem(rule, 0, `the chain of correlations is ${depth} deep`, `Chain at most ${MAX_DEPTH}.`);
}

const circle = (rule: CorrelationRule): RuleProblem =>
  problem(rule, 0, "the correlation stands on itself, directly or through others", "Take the reference that closes the circle out.");

type LookUp = (reference: string) => readonly KeyedCorrelation[];

function indexByReference(correlations: readonly KeyedCorrelation[]): LookUp {
  const index = new Map<string, Set<KeyedCorrelation>>();
  for (const item of correlations) {
    for (const reference of [item.rule.head.id?.toLowerCase(), item.rule.head.name]) {
      if (reference === undefined) continue;
      const found = index.get(reference) ?? new Set();
      index.set(reference, found.add(item));
    }
  }
  return (reference) => [...new Set([...(index.get(reference) ?? []), ...(index.get(reference.toLowerCase()) ?? [])])];
}

function findSources(rule: CorrelationRule, lookUp: LookUp, find: FindRules): readonly CorrelationSource[] | RuleProblem {
  const sources: CorrelationSource[] = [];
  for (const [i, reference] of rule.rules.entries()) {
    const found = [
      ...lookUp(reference).map(({ key }) => ({ key, isCorrelation: true })),
      ...find(reference).map((key) => ({ key, isCorrelation: false })),
    ];
    const name = `"${reference.slice(0, 80)}"`;
    if (found.length === 0) {
      return problem(rule, i, `no rule has the id or name ${name}`, "Load the rule that it names too, or correct the reference; a rule that was refused cannot be named.");
    }
    if (found.length > 1) {
      return problem(rule, i, `${found.length} rules have the id or name ${name}`, "Name the rule by its id, or give each rule a name of its own.");
    }
    if (sources.some(({ key }) => key === found[0]!.key)) {
      return problem(rule, i, `${name} is a rule that the list names already`, "Take one of the two references out.");
    }
    sources.push(found[0]!);
  }
  return sources;
}

const problem = (rule: CorrelationRule, i: number, reason: string, hint: string): RuleProblem =>
  new RuleProblem(["correlation", "rules", ...(rule.rules.length > 1 ? [i] : [])], reason, hint);

/** Keys of the rules and correlations that raise nothing by themselves: named by a correlation, and by none with `generate: true`. */
export function silenced(resolved: readonly ResolvedCorrelation[]): ReadonlySet<string> {
  const named = (generate: boolean): string[] =>
    resolved.filter((item) => item.rule.generate === generate).flatMap((item) => item.sources.map((source) => source.key));
  const heard = new Set(named(true));
  return new Set(named(false).filter((key) => !heard.has(key)));
}
