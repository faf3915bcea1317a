import type { Level, RuleSet } from "../../detect/index.ts";

/** What a list of rules shows of one document, and what switching it needs to know. Kept with each file of a pack. */
export type RuleDocument = {
  /** What detections and switches call it: its id, or pack, path and line where it has none. */
  readonly key: string;
  readonly kind: "rule" | "correlation" | "filter";
  readonly line: number;
  readonly id: string | null;
  readonly name: string | null;
  readonly title: string;
  readonly level: Level | null;
  readonly status: string | null;
  /** Keys of the rules that a correlation counts: they must be loaded, though they may raise nothing themselves. */
  readonly needs: readonly string[];
};

type Head = RuleSet["rules"][number]["head"];

/** The documents of a rule set that can be used, by the path of their file and in order of line. */
export function documentsByPath({ rules, correlations, filters }: RuleSet): ReadonlyMap<string, readonly RuleDocument[]> {
  const all = [
    ...rules.map(({ head }) => ({ head, document: documentOf(head, "rule", []) })),
    ...correlations.map((correlation) => ({ head: correlation.head, document: documentOf(correlation.head, "correlation", correlation.sources.map(({ key }) => key)) })),
    ...filters.map(({ head }) => ({ head, document: documentOf(head, "filter", []) })),
  ].toSorted((a, b) => a.head.line - b.head.line);
  const byPath = Map.groupBy(all, ({ head }) => head.path);
  return new Map([...byPath].map(([path, ones]) => [path, ones.map(({ document }) => document)]));
}

function documentOf(head: Head, kind: RuleDocument["kind"], needs: readonly string[]): RuleDocument {
  const { id = null, name = null, title, level = null, status = null, line } = head;
  return { key: id ?? `${head.path}:${line}`, kind, line, id, name, title, level, status, needs };
}
