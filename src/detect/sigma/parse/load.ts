import { resolveCorrelations, type ResolvedCorrelation } from "./correlation-resolve.ts";
import { applyFilters, concerns, type Filter } from "./filter.ts";
import { parseFile, refusalAt, type FileOptions, type Parsed } from "./file.ts";
import { RuleProblem } from "./problem.ts";
import type { Rule } from "./rule.ts";
import type { Level, Refusal, RuleHead } from "../types.ts";

/** A file of rules as text; `path` is only for people. */
export type RuleFile = { readonly path: string; readonly text: string; readonly adjusted?: Adjustment | undefined };

/** What its user changes of a file without touching its text. Plain JSON. */
export type Adjustment = {
  /** Values of placeholders, in place of those of the loader. */
  readonly values?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Levels by key of the rule. */
  readonly levels?: Readonly<Record<string, Level>> | undefined;
};

export type LoadOptions = FileOptions;

/** All that could be used, and for every document that could not, why. Documents = rules + correlations + filters + refused. */
export type RuleSet = {
  readonly rules: readonly Rule[];
  /** Each behind those that it names. */
  readonly correlations: readonly ResolvedCorrelation[];
  readonly filters: readonly Filter[];
  readonly refused: readonly Refusal[];
};

/** Reads rules, correlations and filters from YAML files. Never throws for what a file holds. */
export const loadRules = (files: Iterable<RuleFile>, options: LoadOptions = {}): RuleSet => createRuleLoader(options)(files);

/**
 * A loader that remembers: a file whose path and text are those of the last load is not parsed again, and what came of it is
 * the same object, so that a matcher sees which rules changed. What it gives equals a fresh load of the same files.
 */
export function createRuleLoader(options: LoadOptions = {}): (files: Iterable<RuleFile>) => RuleSet {
  let known = new Map<string, Read>();
  const narrow = createNarrowing();
  return (files) => {
    const read = new Map<string, Read>();
    const all: Parsed[] = [];
    for (const { path, text, adjusted } of files) {
      const before = known.get(path);
      const adjustment = adjusted === undefined ? "" : JSON.stringify(adjusted);
      const file = before?.text === text && before.adjustment === adjustment ? before : { text, adjustment, parsed: parse(path, text, adjusted, options) };
      read.set(path, file);
      for (const one of file.parsed) all.push(one);
    }
    known = read;
    return join(all, narrow);
  };
}

type Read = { readonly text: string; readonly adjustment: string; readonly parsed: readonly Parsed[] };

function parse(path: string, text: string, adjusted: Adjustment | undefined, options: LoadOptions): readonly Parsed[] {
  const { values, levels } = adjusted ?? {};
  const parsed = parseFile(path, text, values === undefined ? options : { ...options, placeholders: new Map([...(options.placeholders ?? []), ...Object.entries(values)]) });
  return levels === undefined ? parsed : parsed.map((one) => withLevel(one, levels));
}

function withLevel(one: Parsed, levels: NonNullable<Adjustment["levels"]>): Parsed {
  if (one.kind !== "rule" && one.kind !== "correlation") return one;
  const { key } = one.kind === "rule" ? one.rule : one.correlation;
  const level = Object.hasOwn(levels, key) ? levels[key] : undefined;
  if (level === undefined) return one;
  const head = { ...one.head, level };
  return one.kind === "rule" ? { ...one, head, rule: { ...one.rule, head } } : { ...one, head, correlation: { ...one.correlation, head } };
}

type Kept = Exclude<Parsed, { readonly kind: "refused" }>;
type OfKind<Kind extends Kept["kind"]> = Extract<Kept, { readonly kind: Kind }>;
type Narrow = (rule: Rule, filters: readonly Filter[]) => Rule;

/** Joins what refers to other documents: ids to each other, filters to rules, correlations to rules and to each other. */
function join(all: readonly Parsed[], narrow: Narrow): RuleSet {
  const [kept, refused] = refuseTwins(all);
  const ofKind = <Kind extends Kept["kind"]>(kind: Kind) => kept.filter((one): one is OfKind<Kind> => one.kind === kind);
  const plain = ofKind("rule").map(({ rule }) => rule);
  const [filters, idle] = partFilters(ofKind("filter"), plain);
  const rules = filters.length === 0 ? plain : plain.map((rule) => narrow(rule, filters));
  const correlations = ofKind("correlation");
  const places = new Map(correlations.map(({ correlation, place }) => [correlation.key, place]));
  const resolved = resolveCorrelations(correlations.map(({ correlation }) => correlation), rules);
  const unresolved = resolved.refused.map(({ correlation: { key, head }, problem }) => refusalAt(problem, head.path, places.get(key), head));
  return { rules, correlations: resolved.correlations, filters, refused: [...refused, ...idle, ...unresolved] };
}

/** An id belongs to the first document that has it. */
function refuseTwins(all: readonly Parsed[]): [readonly Kept[], readonly Refusal[]] {
  const owners = new Map<string, RuleHead>();
  const kept: Kept[] = [];
  const refused: Refusal[] = [];
  for (const one of all) {
    if (one.kind === "refused") {
      refused.push(one.refusal);
      continue;
    }
    const { head, place } = one;
    const owner = head.id === undefined ? undefined : owners.get(head.id);
    if (owner === undefined) {
      kept.push(one);
      if (head.id !== undefined) owners.set(head.id, head);
    } else {
      const problem = new RuleProblem(["id"], `the id is taken by ${owner.path}:${owner.line}`, "Give one of the two rules a new UUID, or load only one of them.");
      refused.push(refusalAt(problem, head.path, place, head));
    }
  }
  return [kept, refused];
}

/** The filters that narrow some rule, and refusals of those that narrow none: the author meant one. */
function partFilters(filters: readonly OfKind<"filter">[], rules: readonly Rule[]): [readonly Filter[], readonly Refusal[]] {
  const isUsed = ({ filter }: OfKind<"filter">): boolean => rules.some((rule) => concerns(filter, rule));
  const idle = filters.filter((one) => !isUsed(one)).map(({ head, place }) => {
    const problem = new RuleProblem(["filter", "rules"], "the filter concerns no loaded rule", "Name rules by id or name that are loaded, and give the filter a log source that contains theirs.");
    return refusalAt(problem, head.path, place, head);
  });
  return [filters.filter(isUsed).map(({ filter }) => filter), idle];
}

/** Applies filters; a rule whose filters are those of the last time stays the same object. */
function createNarrowing(): Narrow {
  const known = new WeakMap<Rule, { readonly filters: readonly Filter[]; readonly narrowed: Rule }>();
  return (rule, all) => {
    const filters = all.filter((filter) => concerns(filter, rule));
    if (filters.length === 0) return rule;
    const before = known.get(rule);
    if (before !== undefined && before.filters.length === filters.length && filters.every((filter, i) => filter === before.filters[i])) return before.narrowed;
    const narrowed = applyFilters(rule, filters);
    known.set(rule, { filters, narrowed });
    return narrowed;
  };
}
