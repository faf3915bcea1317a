// Sigma filters specification v2.1: a document with `filter:` narrows rules that somebody else wrote.
import { parseDetection } from "./detection.ts";
import { kind, mapping, type Mapping } from "./document.ts";
import { and, type Expression } from "./expression.ts";
import type { Placeholders } from "./placeholders.ts";
import { RuleProblem } from "./problem.ts";
import { parseLogSource, type Rule } from "./rule.ts";
import type { LogSource, RuleHead } from "../types.ts";

/** A filter: rules of its log source that it names match only where its expression holds as well. */
export type Filter = {
  readonly head: RuleHead;
  readonly logsource: LogSource;
  /** Ids or names of rules; undefined = every rule of the log source. */
  readonly rules: readonly string[] | undefined;
  readonly expression: Expression;
};

/** Parses a filter. Throws `RuleProblem` where it cannot be used. */
export function parseFilter(document: Mapping, head: RuleHead, placeholders: Placeholders): Filter {
  const filter = mapping(document["filter"], ["filter"], "filter");
  return {
    head,
    logsource: parseLogSource(document),
    rules: parseTargets(filter["rules"]),
    expression: { op: "named", name: `filter: ${head.title}`, arg: parseDetection(filter, ["filter"], placeholders, ["rules"]) },
  };
}

function parseTargets(value: unknown): readonly string[] | undefined {
  if (value === "any" || value === "*") return undefined;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every((one) => typeof one === "string" && one !== "")) return list as string[];
  throw new RuleProblem(["filter", "rules"], `rules is ${kind(value)}`, 'List the ids or names of the rules to filter, or write "rules: any".');
}

/** Whether the filter is meant for a rule: each part of its log source equals the rule's, and the rule is named. */
export function concerns(filter: Filter, rule: Rule): boolean {
  const { category, product, service } = filter.logsource;
  if (category !== undefined && category !== rule.logsource.category) return false;
  if (product !== undefined && product !== rule.logsource.product) return false;
  if (service !== undefined && service !== rule.logsource.service) return false;
  return filter.rules?.some((name) => name === rule.head.id || name === rule.head.name) ?? true;
}

/**
 * The rule with its filters. As in pySigma the conditions are joined by `and`, so a filter that excludes must say
 * `condition: not selection`; the specification's only example leaves the `not` out (see docs/sigma.md).
 */
export function applyFilters(rule: Rule, filters: readonly Filter[]): Rule {
  const meant = filters.filter((filter) => concerns(filter, rule));
  if (meant.length === 0) return rule;
  return { ...rule, expression: and([rule.expression, ...meant.map((filter) => filter.expression)]) };
}
