// From the texts of mapping files to technologies; what cannot be used is refused with its place.
import type { Value } from "../../core/index.ts";
import { MappingProblem, Problems } from "./problem.ts";
import { tableOf } from "./steps.ts";
import { addPart, compileTechnology, type OfFile } from "./compile-technology.ts";
import type { Technology } from "./technology.ts";
import { mapping, placeOf, readYaml } from "./yaml.ts";

/**
 * A mapping file: `<technology>/mapping.yml`, `<technology>/mapping-<part>.yml`, or `tables.yml` beside the folders. The
 * technology is that of the path where none is named, and "" of tables; tables are for the files of their layer and of higher ones.
 */
export type MappingFile = { readonly path: string; readonly text: string; readonly technology?: string; readonly layer?: number };

/** Why a mapping file cannot be used, where, and what to write instead. `layer` is the file's. */
export type MappingRefusal = { readonly path: string; readonly layer: number; readonly line: number; readonly column: number; readonly reason: string; readonly hint: string };

/** `doubts` are of mappings that can be used: values against the word of ECS, which `vigie technologies check` tells. */
export type Technologies = { readonly technologies: readonly Technology[]; readonly refused: readonly MappingRefusal[]; readonly doubts: readonly MappingRefusal[] };

type Tables = ReadonlyMap<string, ReadonlyMap<string, Value>>;

/** Compiles mapping files. A technology with a refused file is left out as a whole: half a mapping would mislead. */
export function compileTechnologies(files: readonly MappingFile[]): Technologies {
  const refused: MappingRefusal[] = [];
  const doubts: MappingRefusal[] = [];
  const attempt: Attempt = (file, make) => {
    const { path, text } = file;
    const problems = new Problems();
    try {
      return problems.attempt(() => make(readYaml(text), { path, problems }));
    } catch (error) {
      refused.push(refusal(error, file));
      return undefined;
    } finally {
      for (const problem of problems.found) refused.push(refusal(problem, file));
      for (const doubt of problems.doubts) doubts.push(refusal(doubt, file));
    }
  };
  const tables = files.filter((file) => folderOf(file) === "").map((file) => ({ layer: file.layer ?? 0, rows: attempt(file, sharedTables) ?? [] }));
  const shared = (of: number): Tables => new Map(tables.filter(({ layer }) => layer <= of).flatMap(({ rows }) => rows));
  const waiting = Map.groupBy(files.filter((file) => folderOf(file) !== ""), folderOf);
  const refusedFiles = (parts: readonly MappingFile[]): boolean => refused.some(({ path }) => parts.some((part) => part.path === path));
  const compiled = new Map<string, Technology>();
  // A technology is made when the first asks for it, so that those it extends are made before it.
  const compile = (folder: string): Technology | undefined => {
    const parts = waiting.get(folder);
    waiting.delete(folder);
    if (parts === undefined) return compiled.get(folder);
    const technology = compileFolder(folder, parts, { shared, attempt, base: compile });
    if (technology === undefined || refusedFiles(parts)) return undefined;
    compiled.set(folder, technology);
    return technology;
  };
  for (const folder of waiting.keys()) compile(folder);
  return { technologies: [...compiled.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)), refused, doubts };
}

/** What `make` gives of the file's value, with what is wrong in it kept as refusals. */
type Attempt = <Result>(file: MappingFile, make: (value: unknown, of: OfFile) => Result) => Result | undefined;

type Surroundings = {
  readonly shared: (layer: number) => Tables;
  readonly attempt: Attempt;
  readonly base: (name: string) => Technology | undefined;
};

function compileFolder(folder: string, files: readonly MappingFile[], { shared, attempt, base }: Surroundings): Technology | undefined {
  const main = files.find(({ path }) => path.endsWith("/mapping.yml"));
  if (main === undefined) return undefined;
  const made = attempt(main, (value, of) => {
    const one = compileTechnology(value, shared(main.layer ?? 0), base, of);
    if (one.technology.name !== folder) throw new MappingProblem(["technology"], `"${one.technology.name}" is not the folder's name`, `Write technology: ${folder}.`);
    return one;
  });
  if (made === undefined) return undefined;
  let { technology } = made;
  for (const part of files.filter((file) => file !== main)) {
    technology = attempt(part, (value, of) => addPart({ technology, language: made.language }, value, of)) ?? technology;
  }
  return technology;
}

const folderOf = ({ path, technology }: MappingFile): string => technology ?? path.slice(0, Math.max(path.lastIndexOf("/"), 0)).split("/").at(-1) ?? "";

function sharedTables(value: unknown): [string, ReadonlyMap<string, Value>][] {
  const named = mapping(value, [], "tables");
  return Object.keys(named).map((name) => [name, tableOf(named[name], [name])]);
}

function refusal(error: unknown, { path, text, layer = 0 }: MappingFile): MappingRefusal {
  const place = placeOf(error, text);
  if (error instanceof MappingProblem) return { path, layer, ...place, reason: `${error.at.join(".")}: ${error.reason}`, hint: error.hint };
  if (error instanceof Error && error.name === "YAMLException") return { path, layer, ...place, reason: `not valid YAML: ${error.message.split("\n")[0]}`, hint: "Mend the YAML at this place; quote values that hold : # { or &." };
  throw error;
}
