// Sigma correlation rules specification 2.x; where it is silent, docs/correlations.md.
import { parseBounds } from "./correlation-condition.ts";
import { parseExpression, termsOf } from "./correlation-expression.ts";
import { CORRELATION_KEYS } from "./correlation-keys.ts";
import { CORRELATION_TYPES, type CorrelationCondition, type CorrelationRule, type CorrelationType } from "./correlation-types.ts";
import { kind, mapping, type Mapping } from "./document.ts";
import { RuleProblem, type At } from "./problem.ts";
import { keyOf } from "./rule.ts";
import type { RuleHead } from "../types.ts";

// What src/detect/correlate needs of this folder; the door hands it on.
export { within } from "./correlation-condition.ts";
export type { RuleExpression, Term } from "./correlation-expression.ts";
export { resolveCorrelations, silenced, type ResolvedCorrelation } from "./correlation-resolve.ts";
export { CORRELATION_TYPES, type Bound, type CorrelationRule, type CorrelationType } from "./correlation-types.ts";
export { fold } from "../values/fold.ts";
export { RuleProblem } from "./problem.ts";
export type { RuleHead } from "../types.ts";

const AT: At = ["correlation"];

/** Parses a document with a `correlation:` part, or throws a `RuleProblem`. */
export function parseCorrelation(doc: Mapping, head: RuleHead): CorrelationRule {
  if (Object.hasOwn(doc, "detection")) {
    throw new RuleProblem(["detection"], "a document is either a correlation or a detection", "Move the detection to a document of its own, behind a line of ---.");
  }
  const map = mapping(doc["correlation"], AT, "correlation");
  CORRELATION_KEYS.correlation.check(map, AT);
  const type = parseType(map["type"]);
  const listed = map["rules"] === undefined ? undefined : names(map["rules"], [...AT, "rules"], "rules");
  const { rules, condition } = parseCondition(map["condition"], type, listed);
  const groupBy = map["group-by"] === undefined || map["group-by"] === null ? [] : names(map["group-by"], [...AT, "group-by"], "group-by");
  const aliases = parseAliases(map["aliases"], rules);
  const timespanMs = parseTimespan(map["timespan"]);
  return { key: keyOf(head), head, type, rules, groupBy, timespanMs, aliases, condition, generate: parseGenerate(doc, map) };
}

function parseType(value: unknown): CorrelationType {
  const found = CORRELATION_TYPES.find((type) => type === value);
  if (found !== undefined) return found;
  const reason = value === undefined ? "the correlation has no type" : `there is no correlation type ${kind(value).replace("the string ", "")}`;
  throw new RuleProblem([...AT, "type"], reason, `Use one of ${CORRELATION_TYPES.join(", ")}.`);
}

/** A name or a list of names, none empty and none twice. */
function names(value: unknown, at: At, what: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new RuleProblem(at, `${what} is an empty list`, `Name at least one, or take "${what}" out.`);
  list.forEach((name, i) => {
    const place = Array.isArray(value) ? [...at, i] : at;
    if (typeof name !== "string" || name === "") throw new RuleProblem(place, `${what} must hold names, not ${kind(name)}`, "Write a name; quote it if it looks like a number.");
    if (list.indexOf(name) < i) throw new RuleProblem(place, `${what} names "${name}" twice`, "Take one of them out.");
  });
  return list as readonly string[];
}

function parseCondition(value: unknown, type: CorrelationType, listed: readonly string[] | undefined): { rules: readonly string[]; condition: CorrelationCondition } {
  const at = [...AT, "condition"];
  const temporal = type === "temporal" || type === "temporal_ordered";
  if (typeof value === "string") {
    if (!temporal) throw new RuleProblem(at, `${type} takes no expression`, 'Write "condition:" as a mapping, as in "gte: 10"; expressions belong to temporal and temporal_ordered.');
    const { rules, expression } = parseExpression(value, listed, at);
    return { rules, condition: { kind: "expression", expression, terms: type === "temporal_ordered" ? termsOf(expression, at) : undefined } };
  }
  if (listed === undefined) throw new RuleProblem([...AT, "rules"], "the correlation names no rules", 'Add "rules:" with the ids or names of the rules it correlates.');
  if (value === undefined || value === null) {
    if (!temporal) throw new RuleProblem(AT, `${type} needs a condition`, 'Add "condition:" with "gte: 10" or the like.');
    const expression = { op: "and", args: listed.map((_, rule) => ({ op: "rule", rule }) as const) } as const;
    return { rules: listed, condition: { kind: "expression", expression, terms: type === "temporal_ordered" ? termsOf(expression, at) : undefined } };
  }
  return { rules: listed, condition: parseBounds(value, type, listed.length, at) };
}

// Months and years have the mean length that pySigma gives them.
const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, M: 2_629_746_000, y: 31_556_952_000,
};
const MAX_YEARS = 100;

function parseTimespan(value: unknown): number {
  const at = [...AT, "timespan"];
  if (value === undefined) throw new RuleProblem(AT, "the correlation has no timespan", 'Add "timespan: 5m" or the like.');
  const [, count, unit] = (typeof value === "string" && /^(\d{1,12})([smhdwMy])$/.exec(value)) || [];
  if (count === undefined) throw new RuleProblem(at, `timespan is ${kind(value)}`, "Write a whole number and one of s, m, h, d, w, M (months), y, as in 90m.");
  const ms = Number(count) * UNIT_MS[unit!]!;
  if (ms > 0 && ms <= MAX_YEARS * UNIT_MS["y"]!) return ms;
  throw new RuleProblem(at, `timespan ${count}${unit} is ${ms === 0 ? "empty" : "too long"}`, `Write one between 1s and ${MAX_YEARS}y.`);
}

function parseAliases(value: unknown, rules: readonly string[]): CorrelationRule["aliases"] {
  const at = [...AT, "aliases"];
  const aliases = new Map<string, ReadonlyMap<string, string>>();
  if (value === undefined || value === null) return aliases;
  for (const [alias, perRule] of Object.entries(mapping(value, at, "aliases"))) {
    const place = [...at, alias];
    const entries = Object.entries(mapping(perRule, place, `alias ${alias}`)).map(([rule, field]): [string, string] => {
      if (!rules.includes(rule)) throw new RuleProblem([...place, rule], `alias ${alias} is for "${rule}", which is not in rules`, "Write the rule as it is written in rules.");
      if (typeof field === "string" && field !== "") return [rule, field];
      throw new RuleProblem([...place, rule], `alias ${alias} must name a field, not ${kind(field)}`, "Write the field's name.");
    });
    aliases.set(alias, new Map(entries));
  }
  return aliases;
}

/** The specification's schema has `generate` beside `correlation:`, pySigma inside it; both are read. */
function parseGenerate(doc: Mapping, map: Mapping): boolean {
  const inside = map["generate"];
  const outside = doc["generate"];
  const at = inside === undefined ? ["generate"] : [...AT, "generate"];
  const value = inside ?? outside ?? false;
  if (typeof value !== "boolean") throw new RuleProblem(at, `generate must be true or false, not ${kind(value)}`, 'Write "generate: true" or take it out.');
  if (typeof inside === "boolean" && typeof outside === "boolean" && inside !== outside) {
    throw new RuleProblem(at, "generate is given twice and differs", "Keep one of them.");
  }
  return value;
}
