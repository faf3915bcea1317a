// The rules of a run: what was asked for, and what it stands on.
import { Detector, loadRules, type LogSourceMap, type ResolvedCorrelation, type Rule, type RuleSet } from "../detect/index.ts";
import type { RaisedBy } from "../detections/index.ts";
import type { ActiveFile } from "../rulesets/index.ts";

/** A rule that is asked for. */
export type WantedRule = { readonly key: string; readonly title: string; readonly kind: "rule" | "correlation" };

/** The rules of a run, compiled. */
export type RulesAtWork = {
  readonly detector: Detector;
  /** All rules whose matches count: those that are asked for, and those that correlations count. */
  readonly rules: readonly Rule[];
  readonly correlations: readonly ResolvedCorrelation[];
  readonly wanted: readonly WantedRule[];
  readonly raisedBy: Omit<RaisedBy, "tenant" | "rulesetVersion">;
};

/** Keys of the rules and correlations that are asked for, and of all that they stand on. */
export function standsOn({ correlations }: Pick<RuleSet, "correlations">, wanted: readonly string[]): ReadonlySet<string> {
  const needed = new Set(wanted);
  // Each stands behind those that it names.
  for (const { key, sources } of correlations.toReversed()) if (needed.has(key)) for (const source of sources) needed.add(source.key);
  return needed;
}

/** The files that hold what is needed, and the filters of the tenant, which narrow rules wherever they stand. */
export function filesNeeded(set: RuleSet, needed: ReadonlySet<string>, files: readonly ActiveFile[]): readonly ActiveFile[] {
  const paths = new Set([...[...set.rules, ...set.correlations].filter(({ key }) => needed.has(key)), ...set.filters].map(({ head }) => head.path));
  return files.filter(({ path }) => paths.has(path));
}

/** Loads and compiles the files of a run. They were usable when it was asked for, so they are now. */
export function setToWork(files: readonly ActiveFile[], wanted: readonly string[], logsources: readonly LogSourceMap[]): RulesAtWork {
  const set = loadRules(files);
  const needed = standsOn(set, wanted);
  const rules = set.rules.filter(({ key }) => needed.has(key));
  const correlations = set.correlations.filter(({ key }) => needed.has(key));
  const asked = new Set(wanted);
  const off = new Set([...needed].filter((key) => !asked.has(key)));
  const kept: RuleSet = { rules, correlations, filters: [], refused: [] };
  const all = [...rules.map(({ key, head }) => ({ key, title: head.title, kind: "rule" as const })), ...correlations.map(({ key, head }) => ({ key, title: head.title, kind: "correlation" as const }))];
  return {
    detector: new Detector(kept, { logsources, off }),
    rules,
    correlations,
    wanted: all.filter(({ key }) => asked.has(key)),
    raisedBy: { files: new Map(files.map((file) => [file.path, file])), titles: new Map(all.map(({ key, title }) => [key, title])), off, origin: "retro" },
  };
}
