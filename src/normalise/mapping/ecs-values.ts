// The fields of ECS whose values are a closed list, with the types that are expected of each category, so that a mapping
// with another value is refused. Source: Elastic Common Schema 9.4, categorisation fields.
import { MappingProblem, type At, type Problems } from "./problem.ts";
import type { Value } from "../../core/index.ts";
import { isMapping, type Mapping } from "./yaml.ts";

const TYPES = "access admin allowed change connection creation deletion denied device end error group indicator info installation protocol start user";

const CATEGORIES: Readonly<Record<string, string>> = {
  api: "access admin allowed change creation deletion denied end info start user",
  authentication: "start end info",
  configuration: "access change creation deletion info",
  database: "access change info error",
  driver: "change end info start",
  email: "info",
  file: "access change creation deletion info",
  host: "access change end info start",
  iam: "admin change creation deletion group info user",
  intrusion_detection: "allowed denied info",
  library: "start",
  malware: "info",
  network: "access allowed connection denied end info protocol start",
  package: "access change deletion info installation start",
  process: "access change end info start",
  registry: "access change creation deletion",
  session: "start end info",
  threat: "indicator",
  vulnerability: "info",
  web: "access error info",
};

const ALLOWED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["event.kind", new Set("alert asset enrichment event metric state pipeline_error signal".split(" "))],
  ["event.category", new Set(Object.keys(CATEGORIES))],
  ["event.type", new Set(TYPES.split(" "))],
  ["event.outcome", new Set(["failure", "success", "unknown"])],
]);

const EXPECTED: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(CATEGORIES).map(([category, types]) => [category, new Set(types.split(" "))]));

/** The types that ECS expects of none of the categories; none where there is no category to go by. */
export function unexpectedTypes(categories: readonly string[], types: readonly string[]): readonly string[] {
  const expected = categories.map((category) => EXPECTED.get(category));
  return expected.length === 0 || expected.includes(undefined) ? [] : types.filter((type) => !expected.some((of) => of?.has(type)));
}

/** What to write where a type is not expected of the categories. */
export function hintForTypes(categories: readonly string[]): string {
  return `${categories.map((category) => `Of ${category} ECS expects ${(CATEGORIES[category] ?? "").replaceAll(" ", ", ")}.`).join(" ")} Take one of them, or add the category that is meant.`;
}

type Constant = { readonly value: string; readonly at: At };
type Tables = ReadonlyMap<string, ReadonlyMap<string, Value>>;

/** Tells the problems of the values that a section writes, whatever the event, to fields that have a list of them; a type that ECS does not expect of the category is a doubt. */
export function checkValues(section: Mapping, at: At, tables: Tables, problems: Problems): void {
  for (const [name, allowed] of ALLOWED) {
    for (const { value, at: place } of written(section, name, at, tables)) {
      if (!allowed.has(value)) problems.found.push(new MappingProblem(place, `${name} is never "${value}" in ECS`, `Write one of ${[...allowed].join(", ")}.`));
    }
  }
  const categories = [...new Set(written(section, "event.category", at, tables).map(({ value }) => value))];
  for (const [value, { at: place }] of new Map(written(section, "event.type", at, tables).toReversed().map((one) => [one.value, one]))) {
    if (ALLOWED.get("event.type")?.has(value) === true && unexpectedTypes(categories, [value]).length > 0) {
      problems.doubts.push(new MappingProblem(place, `ECS does not expect event.type ${value} of ${categories.join(", ")}`, hintForTypes(categories)));
    }
  }
}

/** The constants of a field: under `set` and `add`, and of its rules the values, the tables, and what stands in for them. */
function written(section: Mapping, name: string, at: At, tables: Tables): readonly Constant[] {
  const of = (key: string): unknown => (isMapping(section[key]) ? section[key][name] : undefined);
  const given = of("fields");
  const rules: readonly unknown[] = Array.isArray(given) ? given : [given];
  return [
    ...["set", "add"].flatMap((key) => texts(of(key), [...at, key, name])),
    ...rules.flatMap((rule, i) => (isMapping(rule) ? ofRule(rule, Array.isArray(given) ? [...at, "fields", name, i] : [...at, "fields", name], tables) : [])),
  ];
}

function ofRule(rule: Mapping, at: At, tables: Tables): readonly Constant[] {
  const { value, table, else: other } = rule;
  const rows = typeof table === "string" ? [...(tables.get(table)?.values() ?? [])].flatMap((row) => texts(row, [...at, "table"])) : isMapping(table) ? Object.keys(table).flatMap((key) => texts(table[key], [...at, "table", key])) : [];
  return [...texts(value, [...at, "value"]), ...rows, ...texts(other, [...at, "else"])];
}

const texts = (value: unknown, at: At): readonly Constant[] => (Array.isArray(value) ? (value as readonly unknown[]) : [value]).flatMap((one) => (one === undefined ? [] : [{ value: typeof one === "string" ? one : JSON.stringify(one), at }]));
