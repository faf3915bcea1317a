// The condition under which the store gives an event to a run. It only narrows: every event that a rule matches passes,
// and of those that pass the matcher decides.
import type { Rule } from "../../detect/index.ts";
import { ALL, type Filter } from "../../events/filter/index.ts";
import { reachOf, type Estate } from "./reach.ts";
import { COPIED, ESCAPES } from "./technologies.ts";
import { inLine, neededWords } from "./words.ts";

// So many texts to look for in each line cost more than they spare.
const MAX_TEXTS = 400;

/** The filter for events that at least one of the rules may match. */
export function narrow(rules: readonly Rule[], estate: Estate): Filter {
  const whole = any(rules.map((rule) => narrowOne(rule, estate, true)));
  return textsIn(whole) <= MAX_TEXTS ? whole : any(rules.map((rule) => narrowOne(rule, estate, false)));
}

function narrowOne(rule: Rule, estate: Estate, withWords: boolean): Filter {
  const reach = reachOf(rule, estate);
  // By what it cannot be: a technology that was known under another name when the event was stored is looked at.
  const others = estate.technologies.map(({ name }) => name).filter((name) => !reach.has(name));
  const parts: Filter[] = others.length === 0 ? [] : [not(technology(others))];
  for (const [name, { codes }] of reach) {
    if (codes !== undefined) parts.push(any([not(technology([name])), not({ kind: "field", field: "event.code", test: { op: "exists" } }), ...(codes.size === 0 ? [] : [texts("event.code", [...codes])])]));
  }
  const words = withWords ? neededWords(rule, estate.logsources) : ALL;
  if (words !== ALL) parts.push(any([not(technology([...reach.keys()].filter((name) => COPIED.has(name)))), words, ...ESCAPES.map(inLine)]));
  return parts.length === 0 ? ALL : parts.length === 1 ? parts[0]! : { kind: "and", of: parts };
}

const texts = (field: string, values: readonly string[]): Filter => ({ kind: "field", field, test: { op: "texts", values } });
const technology = (names: readonly string[]): Filter => texts("vigie.technology", names);
const not = (of: Filter): Filter => ({ kind: "not", of });

function any(parts: readonly Filter[]): Filter {
  if (parts.includes(ALL)) return ALL;
  return parts.length === 1 ? parts[0]! : { kind: "or", of: parts };
}

function textsIn(filter: Filter): number {
  switch (filter.kind) {
    case "all": case "line": return 0;
    case "field": return filter.test.op === "like" ? 1 : 0;
    case "not": return textsIn(filter.of);
    case "and": case "or": return filter.of.reduce((sum, one) => sum + textsIn(one), 0);
  }
}
