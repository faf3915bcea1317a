// One line of `fields`: where an ECS field's value comes from and what is done to it on the way.
import type { Value } from "../../core/index.ts";
import { compileTest } from "./condition.ts";
import { listRule } from "./list-rule.ts";
import { MappingProblem, type At } from "./problem.ts";
import { PLAIN, type Language, type Rule } from "./rule.ts";
import type { Get } from "./scope.ts";
import { compileSource } from "./source.ts";
import { step, STEP_KEYS } from "./steps.ts";
import { flagAt, mapping, onlyKeys, textAt, textsAt, type Mapping } from "./yaml.ts";

const KEYS = ["from", "value", "text", "when", "add", "each", "patterns", "give", "zip", ...STEP_KEYS];

/** Compiles what stands behind an ECS field's name: a native name, rules in order of preference, or one rule in full. */
export function compileRules(target: string, value: unknown, at: At, language: Language): readonly Rule[] {
  if (!Array.isArray(value)) return [compileRule(target, value, at, language)];
  return value.map((item, i) => compileRule(target, item, [...at, i], language));
}

function compileRule(target: string, value: unknown, at: At, language: Language): Rule {
  if (typeof value === "string") return { ...PLAIN, get: compileSource(value, at, language), whole: value.startsWith("$") ? [] : [value] };
  const rule = mapping(value, at, target);
  onlyKeys(rule, at, KEYS);
  const { get, whole } = origin(target, rule, at, language);
  // What splits the text of `each` is no step.
  const steps = STEP_KEYS.filter((key) => rule[key] !== undefined && !(key === "split" && rule["each"] !== undefined)).map((key) => step(key, rule, at, language.tables));
  const when = rule["when"] === undefined ? undefined : compileTest(rule["when"], [...at, "when"], language);
  const adds = flagAt(rule, "add", at);
  if (steps.length === 0) return { ...PLAIN, get, whole, when, adds, constant: rule["value"] as Value };
  return { ...PLAIN, get: through(get, steps), whole: [], when, adds };
}

function through(get: Get, steps: readonly ((value: Value) => Value)[]): Get {
  const [first, second] = steps;
  if (first !== undefined && second === undefined) return (scope) => first(get(scope));
  return (scope) => {
    let value = get(scope);
    for (const one of steps) value = one(value);
    return value;
  };
}

type Origin = { readonly get: Get; readonly whole: readonly string[] };

function origin(target: string, rule: Mapping, at: At, language: Language): Origin {
  const ways = ["from", "value", "text", "each", "zip"].filter((key) => rule[key] !== undefined);
  if (ways.length !== 1) throw new MappingProblem(at, `${target} takes its value from ${ways.length === 0 ? "nowhere" : ways.join(" and ")}`, "Write one of from, value, text, each, zip.");
  if (rule["value"] !== undefined) return { get: constant(rule["value"], [...at, "value"]), whole: [] };
  if (rule["text"] !== undefined) return { get: template(textAt(rule, "text", at) ?? "", [...at, "text"], language), whole: [] };
  if (rule["from"] === undefined) return listRule(target, rule, at, { ...language, compile: (name, value, place) => compileRules(name, value, place, language) });
  const names = textsAt(rule, "from", at) ?? [];
  const gets = names.map((name) => compileSource(name, [...at, "from"], language));
  const [first] = names;
  if (gets.length === 1 && first !== undefined) return { get: gets[0]!, whole: first.startsWith("$") ? [] : [first] };
  return {
    get(scope) {
      for (const one of gets) {
        const value = one(scope);
        if (value !== undefined) return value;
      }
      return undefined;
    },
    // Which of them gave it is not known afterwards: all are kept.
    whole: [],
  };
}

/** The rule of a constant under `set` or `add`. */
export function constantRule(value: unknown, at: At, adds: boolean): Rule {
  return { ...PLAIN, get: constant(value, at), whole: [], adds, constant: value as Value };
}

/** A constant of the mapping: a scalar or a list of them. */
function constant(value: unknown, at: At): Get {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!items.every((item) => typeof item === "string" || typeof item === "number" || typeof item === "boolean")) {
    throw new MappingProblem(at, "a constant is a text, a number, true, false or a list of them", "Write such a value.");
  }
  return () => value as Value;
}

/** `{a}\{b}`: a text of several values; without value if one is missing. */
function template(text: string, at: At, language: Language): Get {
  const parts = text.split(/[{}]/);
  if (parts.length % 2 === 0 || parts.length < 3) throw new MappingProblem(at, `"${text}" names no value`, 'Write names in braces: "{domain}/{user}".');
  const gets = parts.map((part, i) => (i % 2 === 0 ? part : compileSource(part, at, language)));
  return (scope) => {
    let result = "";
    for (const part of gets) {
      if (typeof part === "string") result += part;
      else {
        const value = part(scope);
        if (typeof value !== "string" && typeof value !== "number") return undefined;
        result += value;
      }
    }
    return result;
  };
}
