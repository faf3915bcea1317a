// The rules of each tenant, compiled. Tenants with the same rules share a detector; each has correlations of its own.
import { compile, createRuleLoader, Detector, loadRules, type LogSourceMap, type Matcher, type Refusal, type RuleSet } from "../detect/index.ts";
import type { ActiveRule, ActiveRules, DropRule } from "./active-rules.ts";
import { LiveCorrelations } from "./correlations.ts";

/** What finds attacks for tenants that have the same rules. */
export type Compiled = {
  readonly digest: string;
  readonly detector: Detector;
  readonly rules: RuleSet;
  readonly files: ReadonlyMap<string, ActiveRule>;
  /** Titles of rules and correlations by key. */
  readonly titles: ReadonlyMap<string, string>;
  /** Keys of rules and correlations that raise nothing. */
  readonly off: ReadonlySet<string>;
  readonly load: ReturnType<typeof createRuleLoader>;
};

/** A tenant's rules at work. */
export type TenantAtWork = {
  readonly tenant: string;
  readonly rulesetVersion: number;
  readonly compiled: Compiled;
  readonly correlations: LiveCorrelations;
  readonly drops: Drops | undefined;
};

/** The drop rules in force. */
export type Drops = { readonly matcher: Matcher; readonly idByKey: ReadonlyMap<string, string>; readonly sourceByKey: ReadonlyMap<string, string | undefined> };

/** Loads and compiles the rules of one digest, going on with what others had learnt. What cannot be used is in `rules.refused`: whoever enabled it was told. */
export function compileRules({ digest, files, off }: ActiveRules, logsources: readonly LogSourceMap[], before: Compiled | undefined): Compiled {
  const load = before?.load ?? createRuleLoader();
  const rules = load(files);
  const silent = new Set(off);
  const detector = before?.detector.withRules(rules, silent) ?? new Detector(rules, { logsources, off: silent });
  const titles = new Map([...rules.rules, ...rules.correlations].map(({ key, head }) => [key, head.title]));
  return { digest, detector, rules, off: silent, files: new Map(files.map((file) => [file.path, file])), titles, load };
}

/** Sets the correlations of a tenant to work, with what the ones before remember. */
export function correlationsOf({ rules }: Compiled, before: LiveCorrelations | undefined, nowMs: number): LiveCorrelations {
  const correlations = new LiveCorrelations(rules.correlations);
  if (before !== undefined) correlations.restore(before.save(), nowMs);
  return correlations;
}

/** Compiles drop rules; those that cannot be used are given back, and drop nothing. */
export function compileDrops(drops: readonly DropRule[], logsources: readonly LogSourceMap[]): { readonly drops: Drops | undefined; readonly refused: readonly Refusal[] } {
  if (drops.length === 0) return { drops: undefined, refused: [] };
  const rules = loadRules(drops.map(({ id, rule }) => ({ path: id, text: rule })));
  const byId = new Map(drops.map((drop) => [drop.id, drop]));
  return {
    drops: {
      matcher: compile(rules.rules, { logsources }),
      idByKey: new Map(rules.rules.map(({ key, head }) => [key, head.path])),
      sourceByKey: new Map(rules.rules.map(({ key, head }) => [key, byId.get(head.path)?.source ?? undefined])),
    },
    refused: rules.refused,
  };
}
