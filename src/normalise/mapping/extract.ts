// Takes a text of an event apart, where the readers left it whole: patterns with places, key=value, columns, JSON, or a
// regular expression, which runs in linear time. All of them read the text once from left to right.
import { RE2JS } from "re2js";
import { type Draft, type Fields, put, type Value } from "../../core/index.ts";
import { compileTest } from "./condition.ts";
import { parseCef, parseColumns, parseLeef, parsePairs, type PairSigns, type Parsed } from "../../parsers/index.ts";
import { MappingProblem, type At } from "./problem.ts";
import { compilePattern } from "./text-pattern.ts";
import { compileSource, type Sources } from "./source.ts";
import type { Scope } from "./scope.ts";
import { flagAt, mapping, onlyKeys, textAt, textsAt } from "./yaml.ts";

/** Adds what it finds to the fields of the scope, but for names that the record itself has: a text is often of somebody else's making. Says whether the text was of that form. */
export type Extract = (scope: Scope, into: Draft, native: Fields) => boolean;

type Reader = (text: string, put: (name: string, value: Value) => void) => boolean;

// More pairs than any vendor writes; a hostile line must not make an object of a million names.
const NAMES_LIMIT = 2000;

/** Compiles one step of `extract`. */
export function compileExtract(value: unknown, at: At, sources: Sources): Extract {
  const given = mapping(value, at, "extract");
  onlyKeys(given, at, ["from", "when", "prefix", "strip", "patterns", "pairs", "columns", "delimiter", "json", "cef", "leef", "regex"]);
  const from = textAt(given, "from", at);
  if (from === undefined) throw new MappingProblem(at, "extract without from", "Name the field whose text is taken apart, such as from: message.");
  const get = compileSource(from, [...at, "from"], sources);
  const when = given["when"] === undefined ? undefined : compileTest(given["when"], [...at, "when"], sources);
  const prefix = textAt(given, "prefix", at) ?? "";
  const strip = textAt(given, "strip", at) ?? "";
  const read = reader(given, at);
  for (const name of constantsOf(given["patterns"])) sources.constants.add(`${prefix}${name}`);
  return (scope, into, native) => {
    if (when !== undefined && !when(scope)) return false;
    const text = get(scope);
    if (typeof text !== "string") return false;
    let names = 0;
    return read(text, (found, one) => {
      const name = `${prefix}${strip !== "" && found.startsWith(strip) ? found.slice(strip.length) : found}`;
      names += 1;
      if (names <= NAMES_LIMIT && !Object.hasOwn(native, name)) put(into, name, one);
    });
  };
}

function reader(given: { readonly [key: string]: unknown }, at: At): Reader {
  if (given["patterns"] !== undefined) return patterns(given["patterns"], [...at, "patterns"]);
  if (flagAt(given, "cef", at)) return ofFormat(parseCef);
  if (flagAt(given, "leef", at)) return ofFormat(parseLeef);
  if (given["pairs"] !== undefined) {
    const dialect = signs(given["pairs"], [...at, "pairs"]);
    return ofFormat((text) => parsePairs(text, dialect));
  }
  if (given["columns"] !== undefined) {
    const names = textsAt(given, "columns", at) ?? [];
    const delimiter = textAt(given, "delimiter", at);
    return ofFormat((text) => parseColumns(text, names, delimiter));
  }
  if (flagAt(given, "json", at)) return json;
  const regex = textAt(given, "regex", at);
  if (regex === undefined) throw new MappingProblem(at, "extract does not say how", "Write patterns, pairs, columns, json: true, cef: true, leef: true or regex.");
  return expression(regex, [...at, "regex"]);
}

/** Names that patterns give constants to. */
function constantsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => (typeof one === "object" && one !== null && "as" in one && typeof one.as === "object" && one.as !== null ? Object.keys(one.as) : []));
}

// The first pattern that fits the whole text; `as` adds constants that say which it was.
function patterns(value: unknown, at: At): Reader {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const compiled = list.map((one, i) => {
    const place = [...at, i];
    if (typeof one === "string") return { match: compilePattern(one, place), as: [] };
    const full = mapping(one, place, "pattern");
    onlyKeys(full, place, ["pattern", "as"]);
    const as = full["as"] === undefined ? {} : mapping(full["as"], [...place, "as"], "as");
    return { match: compilePattern(textAt(full, "pattern", place) ?? "", [...place, "pattern"]), as: Object.entries(as) as [string, Value][] };
  });
  return (text, add) => {
    for (const { match, as } of compiled) {
      if (!match(text, add)) continue;
      for (const [name, constant] of as) add(name, constant);
      return true;
    }
    return false;
  };
}

/** A reader of a format that a parser knows. */
function ofFormat(parse: (text: string) => Parsed): Reader {
  return (text, add) => {
    const parsed = parse(text);
    if (!parsed.ok) return false;
    for (const name of Object.keys(parsed.fields)) add(name, parsed.fields[name]);
    return true;
  };
}

function signs(value: unknown, at: At): PairSigns {
  const given = typeof value === "object" && value !== null ? mapping(value, at, "pairs") : {};
  onlyKeys(given, at, ["between", "equals", "wide"]);
  return { between: textAt(given, "between", at), equals: textAt(given, "equals", at), wide: flagAt(given, "wide", at) };
}

// An object, also one of an array that is written an object a line: behind it stands a comma.
const json: Reader = (text, add) => {
  const whole = text.trimEnd();
  try {
    const value: unknown = JSON.parse(whole.endsWith(",") ? whole.slice(0, -1) : whole);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    for (const name of Object.keys(value)) add(name, (value as { readonly [key: string]: Value })[name]);
    return true;
  } catch {
    return false;
  }
};

function expression(pattern: string, at: At): Reader {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    throw new MappingProblem(at, `is no RE2 expression: ${error instanceof Error ? error.message : String(error)}`, "Write RE2 syntax with (?P<name>…) for what it finds.");
  }
  const names = Object.keys(compiled.namedGroups());
  return (text, add) => {
    const matcher = compiled.matcher(text);
    if (!matcher.find()) return false;
    for (const name of names) add(name, matcher.group(name) ?? undefined);
    return true;
  };
}
