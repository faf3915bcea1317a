// From the YAML of a mapping to a technology. A problem says where it is and what to write instead.
import type { Value } from "../../core/index.ts";
import { HOT_FIELDS } from "../hot-fields.ts";
import { compileTest, type Condition } from "./condition.ts";
import { DERIVABLE } from "./derive.ts";
import { compileExtract } from "./extract.ts";
import { ecsNeighbours, isEcsField, isEcsRoot } from "./ecs-names.ts";
import { checkValues } from "./ecs-values.ts";
import { MappingProblem, type At, type Problems } from "./problem.ts";
import { compileRules, constantRule } from "./compile-rule.ts";
import { compileRead } from "./read.ts";
import { UNSET, type Language, type Rule } from "./rule.ts";
import { tableOf } from "./steps.ts";
import type { Claim, Related, Section, Technology } from "./technology.ts";
import { flagAt, mapping, onlyKeys, textAt, textsAt, type Mapping } from "./yaml.ts";

const KEYS = ["technology", "title", "root", "aka", "hint", "extends", "keep", "passthrough", "ignore", "empty", "related", "beyond_ecs", "formats", "events", "reads", "tables", "sections"];
const SECTION_KEYS = ["about", "channel", "code", "when", "extract", "set", "add", "fields", "unset", "derive"];

/** What compiling a technology keeps for its further files: its tables and marks, and the number of the next condition. */
export type Numbering = Language & OfFile & { next: number; readonly beyond: ReadonlySet<string> };

/** A file that is compiled, and what is wrong in it: the technology is of use only if that is nothing. */
export type OfFile = { readonly path: string; readonly problems: Problems };

/** Compiles a technology's mapping; `shared` are the tables that all may use, `base` the technology that it extends. */
export function compileTechnology(value: unknown, shared: ReadonlyMap<string, ReadonlyMap<string, Value>>, base: (name: string) => Technology | undefined, file: OfFile): { readonly technology: Technology; readonly language: Numbering } {
  const top = mapping(value, [], "a mapping file");
  file.problems.attempt(() => onlyKeys(top, [], KEYS));
  const name = needed(top, "technology");
  const parentName = textAt(top, "extends", []);
  const parent = parentName === undefined ? undefined : base(parentName);
  if (parentName !== undefined && parent === undefined) throw new MappingProblem(["extends"], `there is no technology "${parentName}"`, "Name one whose folder stands beside this one.");
  const empty = textsAt(top, "empty", []) ?? [];
  const marks = { texts: empty, longest: Math.max(0, ...empty.map((text) => text.length)) };
  const language: Numbering = { ...file, constants: new Set(parent?.constants), mentioned: new Set(parent?.mentioned), beyond: new Set(textsAt(top, "beyond_ecs", []) ?? []), marks, tables: new Map([...shared, ...tables(top)]), next: parent?.conditions ?? 0 };
  const told = hint(top);
  const product = told.product?.toLowerCase() ?? name;
  const reads = each(top, "reads", language, (item, at) => compileRead(item, at, product, language));
  const claims = each(top, "events", language, (item, at) => claim(item, at, language));
  const own = each(top, "sections", language, (item, at) => section(item, at, language));
  const isEcs = flagAt(top, "passthrough", []);
  if (top["keep"] !== undefined && top["keep"] !== "all") throw new MappingProblem(["keep"], "keep knows all alone", "Write keep: all, or leave it out.");
  const root = isEcs ? [] : (textAt(top, "root", []) ?? name).split(".");
  const technology: Technology = {
    name, title: textAt(top, "title", []) ?? name, root,
    aka: textsAt(top, "aka", []) ?? [],
    formats: [...new Set([...(textsAt(top, "formats", []) ?? []), ...reads.map(({ format }) => format)])],
    constants: language.constants,
    mentioned: language.mentioned,
    hint: reads.length === 0 ? told : { product, ...told },
    // What it reads itself is its own.
    claims: claims.length === 0 && reads.length > 0 ? [...new Set([product, ...reads.map((read) => read.product)])].map((one) => ({ ...ANY_OF, product: one })) : claims,
    reads,
    sections: [...(parent?.sections ?? []), ...(isEcs ? [sameNames(language)] : []), ...own],
    ignore: new Set([...(parent?.ignore ?? []), ...(textsAt(top, "ignore", []) ?? [])]),
    keepAll: top["keep"] === "all",
    related: { ...parent?.related, ...related(top) },
    conditions: language.next,
  };
  return { technology, language };
}

/** The technology with the sections and tables of one more file of its folder. */
export function addPart({ technology, language }: { readonly technology: Technology; readonly language: Numbering }, value: unknown, file: OfFile): Technology {
  const top = mapping(value, [], "a mapping file");
  file.problems.attempt(() => onlyKeys(top, [], ["technology", "reads", "tables", "sections"]));
  if (textAt(top, "technology", []) !== technology.name) throw new MappingProblem(["technology"], `is not "${technology.name}"`, "A part names the technology of its folder.");
  const wider: Numbering = { ...file, constants: language.constants, mentioned: language.mentioned, beyond: language.beyond, marks: language.marks, tables: new Map([...language.tables, ...tables(top)]), next: technology.conditions };
  const more = each(top, "sections", wider, (item, at) => section(item, at, wider));
  const reads = each(top, "reads", wider, (item, at) => compileRead(item, at, technology.hint.product ?? technology.name, wider));
  const formats = [...new Set([...technology.formats, ...reads.map(({ format }) => format)])];
  return { ...technology, formats, reads: [...technology.reads, ...reads], sections: [...technology.sections, ...more], conditions: wider.next };
}

/** The section of a technology whose records are ECS already: fields that have columns are read under their own names. */
function sameNames(language: Language): Section {
  const fields = new Map(HOT_FIELDS.map(({ name }) => [name, compileRules(name, name, [], language)]));
  return { place: undefined, channels: undefined, codes: undefined, when: undefined, extract: [], derive: [], fields };
}

/** Refuses a field that ECS does not have, which is a slip more often than meant. */
function checkTarget(name: string, at: At, { beyond }: Numbering): void {
  if (isEcsField(name) || beyond.has(name) || !isEcsRoot(name.split(".", 1)[0]!)) return;
  const near = ecsNeighbours(name).slice(0, 8).join(", ");
  throw new MappingProblem(at, `ECS has no field ${name}`, `Beside it are ${near}. If it is meant all the same, name it under beyond_ecs.`);
}

function needed(top: Mapping, key: string): string {
  const text = textAt(top, key, []);
  if (text === undefined) throw new MappingProblem([], `there is no ${key}`, `Write "${key}: …".`);
  return text;
}

function list(top: Mapping, key: string): readonly unknown[] {
  const value = top[key];
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new MappingProblem([key], `${key} is no list`, `Write one "- " for each item of ${key}.`);
}

/** What `make` gives for each item of the list; those with a problem are left out, and the problems kept. */
function each<Result>(top: Mapping, key: string, { problems }: OfFile, make: (item: unknown, at: At) => Result): readonly Result[] {
  return (problems.attempt(() => list(top, key)) ?? []).flatMap((item, i) => problems.attempt(() => make(item, [key, i])) ?? []);
}

function tables(top: Mapping): [string, ReadonlyMap<string, Value>][] {
  if (top["tables"] === undefined) return [];
  const named = mapping(top["tables"], ["tables"], "tables");
  return Object.keys(named).map((name) => [name, tableOf(named[name], ["tables", name])]);
}

function hint(top: Mapping): Technology["hint"] {
  if (top["hint"] === undefined) return {};
  const given = mapping(top["hint"], ["hint"], "hint");
  onlyKeys(given, ["hint"], ["product", "channel"]);
  const product = textAt(given, "product", ["hint"]);
  const channel = textAt(given, "channel", ["hint"]);
  return { ...(product === undefined ? {} : { product }), ...(channel === undefined ? {} : { channel }) };
}

function related(top: Mapping): Related {
  if (top["related"] === undefined) return {};
  const given = mapping(top["related"], ["related"], "related");
  onlyKeys(given, ["related"], ["hosts", "user", "ip", "hash"]);
  return Object.fromEntries(Object.keys(given).map((kind) => [kind, textsAt(given, kind, ["related"]) ?? []]));
}

const ANY_OF = { channels: undefined, codes: undefined, when: undefined, confidence: 1 } as const;

const lowerSet = (texts: readonly string[] | undefined): ReadonlySet<string> | undefined => (texts === undefined ? undefined : new Set(texts.map((text) => text.toLowerCase())));

function condition(value: unknown, at: At, language: Numbering): Condition | undefined {
  if (value === undefined) return undefined;
  const number = language.next;
  language.next += 1;
  return { number, test: compileTest(value, at, language) };
}

function claim(value: unknown, at: At, language: Numbering): Claim {
  const given = mapping(value, at, "events");
  onlyKeys(given, at, ["product", "channel", "code", "when", "confidence"]);
  const confidence = Number(textAt(given, "confidence", at) ?? 1);
  if (!(confidence >= 0 && confidence <= 1)) throw new MappingProblem([...at, "confidence"], "confidence is not between 0 and 1", "Write 1 where no other product writes such events.");
  return {
    product: (textAt(given, "product", at) ?? "").toLowerCase(),
    channels: lowerSet(textsAt(given, "channel", at)),
    codes: lowerSet(textsAt(given, "code", at)),
    when: condition(given["when"], [...at, "when"], language),
    confidence,
  };
}

function section(value: unknown, at: At, language: Numbering): Section {
  const { problems } = language;
  const given = mapping(value, at, "a section");
  problems.attempt(() => onlyKeys(given, at, SECTION_KEYS));
  const extract: readonly unknown[] = given["extract"] === undefined ? [] : Array.isArray(given["extract"]) ? given["extract"] : [given["extract"]];
  const derive = problems.attempt(() => textsAt(given, "derive", at)) ?? [];
  problems.attempt(() => onlyDerivable(derive, [...at, "derive"]));
  const fields = fieldsOf(given, at, language);
  checkValues(given, at, language.tables, problems);
  return {
    place: { path: language.path, at },
    channels: lowerSet(problems.attempt(() => textsAt(given, "channel", at))),
    codes: lowerSet(problems.attempt(() => textsAt(given, "code", at))),
    when: problems.attempt(() => condition(given["when"], [...at, "when"], language)),
    extract: extract.flatMap((one, i) => problems.attempt(() => compileExtract(one, Array.isArray(given["extract"]) ? [...at, "extract", i] : [...at, "extract"], language)) ?? []),
    derive,
    fields,
  };
}

function fieldsOf(given: Mapping, at: At, language: Numbering): Section["fields"] {
  const { problems } = language;
  const fields = new Map<string, readonly Rule[]>();
  const add = (key: string, target: string, make: () => readonly Rule[]): void =>
    problems.attempt(() => {
      checkTarget(target, [...at, key, target], language);
      fields.set(target, [...(fields.get(target) ?? []), ...make()]);
    });
  const namesOf = (key: string): Mapping => (given[key] === undefined ? {} : (problems.attempt(() => mapping(given[key], [...at, key], key)) ?? {}));
  const rules = namesOf("fields");
  for (const target of Object.keys(rules)) add("fields", target, () => compileRules(target, rules[target], [...at, "fields", target], language));
  // A constant stands in where the section's rules give nothing.
  for (const key of ["set", "add"]) {
    const constants = namesOf(key);
    for (const target of Object.keys(constants)) add(key, target, () => [constantRule(constants[target], [...at, key, target], key === "add")]);
  }
  for (const target of problems.attempt(() => textsAt(given, "unset", at)) ?? []) add("unset", target, () => [UNSET]);
  return fields;
}

/** A misspelt name under `derive` would be silently without effect. */
function onlyDerivable(names: readonly string[], at: At): void {
  const [first, ...others] = names.flatMap((name, i) => (DERIVABLE.includes(name) ? [] : [[[...at, i], `nothing is known to make ${name} of`, `Use one of ${DERIVABLE.join(", ")}.`] as const]));
  if (first !== undefined) throw new MappingProblem(...first, others.map((one) => new MappingProblem(...one)));
}
