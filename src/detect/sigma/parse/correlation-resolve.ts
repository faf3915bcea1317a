import type { CorrelationRule } from "./correlation-types.ts";
import { RuleProblem } from "./problem.ts";
import type { RuleHead } from "../types.ts";

/** A correlation whose references are found: `sources[i]` is what `rules[i]` names. */
export type ResolvedCorrelation = CorrelationRule & { readonly sources: readonly CorrelationSource[] };

/** What a reference turned out to be: a rule that matches events, or another correlation. */
export type CorrelationSource = { readonly key: string; readonly isCorrelation: boolean };

export type Resolution = {
  /** Every correlation stands behind those that it names. */
  readonly correlations: readonly ResolvedCorrelation[];
  readonly refused: readonly { readonly correlation: CorrelationRule; readonly problem: RuleProblem }[];
};

type Named = { readonly key: string; readonly head: Pick<RuleHead, "id" | "name"> };
type Outcome = { readonly depth: number } | RuleProblem;

// The specification sets no limit; the deepest chain of its examples has two.
const MAX_DEPTH = 8;

/** Finds what correlations refer to. One that cannot be used is refused together with those that stand on it; the others stay. */
export function resolveCorrelations(correlations: readonly CorrelationRule[], rules: readonly Named[]): Resolution {
  const inner = indexByReference(correlations);
  const base = indexByReference(rules);
  const sources = new Map(correlations.map((item) => [item.key, findSources(item, inner, base)]));
  const above = new Map<string, CorrelationRule[]>();
  for (const item of correlations) {
    const found = sources.get(item.key)!;
    for (const source of found instanceof RuleProblem ? [] : found) {
      if (!source.isCorrelation) continue;
      const others = above.get(source.key);
      if (others === undefined) above.set(source.key, [item]);
      else others.push(item);
    }
  }

  // From the bottom up and not by recursion: the chain's length is the author's choice.
  const outcomes = new Map<string, Outcome>();
  const resolved: ResolvedCorrelation[] = [];
  const queue = [...correlations];
  for (const item of queue) {
    if (outcomes.has(item.key)) continue;
    const found = sources.get(item.key)!;
    const outcome = found instanceof RuleProblem ? found : judge(item, found, outcomes);
    if (outcome === undefined) continue; // it comes back behind the last of those that it stands on
    outcomes.set(item.key, outcome);
    if (!(found instanceof RuleProblem) && !(outcome instanceof RuleProblem)) resolved.push({ ...item, sources: found });
    for (const outer of above.get(item.key) ?? []) queue.push(outer);
  }
  const refused = correlations.flatMap((item) => {
    const outcome = outcomes.get(item.key) ?? circle(item);
    return outcome instanceof RuleProblem ? [{ correlation: item, problem: outcome }] : [];
  });
  return { correlations: resolved, refused };
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

type LookUp = (reference: string) => readonly string[];

/** Ids are compared without case, as UUIDs are; names exactly. */
function indexByReference(rules: readonly Named[]): LookUp {
  const ids = new Map<string, Set<string>>();
  const names = new Map<string, Set<string>>();
  for (const { key, head } of rules) {
    if (head.id !== undefined) ids.set(head.id.toLowerCase(), (ids.get(head.id.toLowerCase()) ?? new Set()).add(key));
    if (head.name !== undefined) names.set(head.name, (names.get(head.name) ?? new Set()).add(key));
  }
  return (reference) => [...new Set([...(ids.get(reference.toLowerCase()) ?? []), ...(names.get(reference) ?? [])])];
}

function findSources(rule: CorrelationRule, inner: LookUp, base: LookUp): readonly CorrelationSource[] | RuleProblem {
  const sources: CorrelationSource[] = [];
  for (const [i, reference] of rule.rules.entries()) {
    const found = [
      ...inner(reference).map((key) => ({ key, isCorrelation: true })),
      ...base(reference).map((key) => ({ key, isCorrelation: false })),
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
export function silenced(correlations: readonly ResolvedCorrelation[]): ReadonlySet<string> {
  const named = (generate: boolean): string[] =>
    correlations.filter((item) => item.generate === generate).flatMap((item) => item.sources.map((source) => source.key));
  const heard = new Set(named(true));
  return new Set(named(false).filter((key) => !heard.has(key)));
}
