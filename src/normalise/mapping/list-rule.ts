// Lists of objects, as ECS wants dns.answers and email.attachments: from a native list of objects, from a text that holds
// several, or from lists that stand beside each other.
import type { Draft, Value } from "../../core/index.ts";
import { converter } from "./convert.ts";
import { ecsType, isList } from "./ecs-fields.ts";
import { MappingProblem, type At } from "./problem.ts";
import type { Rule } from "./rule.ts";
import { compileSource, type Sources } from "./source.ts";
import { compilePattern, type Match } from "./text-pattern.ts";
import type { Get, Scope } from "./scope.ts";
import { mapping, textAt, textsAt, type Mapping } from "./yaml.ts";

// A record may hold a list without end; nobody reads more of it.
const ITEMS_LIMIT = 1000;

/** Compiles the rules of an item's fields: they see the item in place of the event's fields. */
export type CompileRules = (target: string, value: unknown, at: At) => readonly Rule[];

type Origin = { readonly get: Get; readonly whole: readonly string[] };
type Member = readonly [name: string, convert: (value: Value) => Value];

/** `each: path` with `give: {name: rule}`, or `zip: {name: path of a list}`. */
export function listRule(target: string, rule: Mapping, at: At, language: Sources & { readonly compile: CompileRules }): Origin {
  return rule["zip"] === undefined ? each(target, rule, at, language) : zip(target, rule, at, language);
}

function each(target: string, rule: Mapping, at: At, language: Sources & { readonly compile: CompileRules }): Origin {
  const path = textAt(rule, "each", at) ?? "";
  const list = compileSource(path, [...at, "each"], language);
  if (rule["give"] === undefined) throw new MappingProblem(at, "each without give", "Say what each item gives: {data: rdata, type: rrtype}.");
  const give = mapping(rule["give"], [...at, "give"], "give");
  const members = Object.keys(give).map((name) => [member(target, name), language.compile(`${target}.${name}`, give[name], [...at, "give", name])] as const);
  const separator = textAt(rule, "split", at);
  const patterns = (textsAt(rule, "patterns", at) ?? []).map((pattern) => compilePattern(pattern, [...at, "patterns"]));
  return {
    get(scope) {
      const value = list(scope);
      const items: readonly Value[] = typeof value === "string" && separator !== undefined ? value.split(separator, ITEMS_LIMIT) : Array.isArray(value) ? (value as readonly Value[]) : [value];
      const outside = scope.fields;
      const rows = items.slice(0, ITEMS_LIMIT).map((item) => {
        const fields = itemFields(item, patterns);
        if (fields === undefined) return [];
        scope.fields = fields;
        return members.map(([to, rules]) => [to, first(rules, scope)] as const);
      });
      scope.fields = outside;
      return objects(rows);
    },
    // An item may hold more than the mapping takes of it.
    whole: [],
  };
}

function itemFields(item: Value, patterns: readonly Match[]): { readonly [name: string]: Value } | undefined {
  if (typeof item === "object" && item !== null) return Array.isArray(item) ? undefined : (item as { readonly [name: string]: Value });
  if (typeof item !== "string") return undefined;
  const text = item.trim();
  const fields: Draft = {};
  if (text === "") return undefined;
  return patterns.some((match) => match(text, (name, value) => (fields[name] = value))) ? fields : undefined;
}

function first(rules: readonly Rule[], scope: Scope): Value {
  for (const { get, when } of rules) {
    const value = when === undefined || when(scope) ? get(scope) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

function zip(target: string, rule: Mapping, at: At, sources: Sources): Origin {
  const lists = mapping(rule["zip"], [...at, "zip"], "zip");
  const columns = Object.keys(lists).map((name) => [member(target, name), compileSource(textAt(lists, name, [...at, "zip"]) ?? "", [...at, "zip", name], sources)] as const);
  return {
    get(scope) {
      const cells = columns.map(([to, get]) => {
        const value = get(scope);
        return [to, Array.isArray(value) ? (value as readonly Value[]) : [value]] as const;
      });
      const rows = Math.min(Math.max(...cells.map(([, values]) => values.length)), ITEMS_LIMIT);
      return objects(Array.from({ length: rows }, (_, row) => cells.map(([to, values]) => [to, values[row]] as const)));
    },
    whole: Object.keys(lists).flatMap((name) => textsAt(lists, name, at) ?? []),
  };
}

function member(target: string, name: string): Member {
  const full = `${target}.${name}`;
  const convert = converter(ecsType(full), isList(full));
  return [name, convert];
}

function objects(rows: readonly (readonly (readonly [Member, Value])[])[]): Value {
  const made = rows.map((row) => {
    const entries = row.flatMap(([[name, convert], value]) => {
      const converted = value === undefined ? undefined : convert(value);
      return converted === undefined ? [] : [[name, converted] as const];
    });
    return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Value);
  });
  const kept = made.filter((item) => item !== undefined);
  return kept.length === 0 ? undefined : kept;
}
