// From the texts of mapping files to technologies; what cannot be used is refused with its place.
import type { Value } from "../../core/index.ts";
import { MappingProblem } from "./problem.ts";
import { tableOf } from "./steps.ts";
import { addPart, compileTechnology } from "./compile-technology.ts";
import type { Technology } from "./technology.ts";
import { mapping, placeOf, readYaml } from "./yaml.ts";

/** A mapping file: `<technology>/mapping.yml`, `<technology>/mapping-<part>.yml`, or `tables.yml` beside the folders. */
export type MappingFile = { readonly path: string; readonly text: string };

/** Why a mapping file cannot be used, where, and what to write instead. */
export type MappingRefusal = { readonly path: string; readonly line: number; readonly column: number; readonly reason: string; readonly hint: string };

export type Technologies = { readonly technologies: readonly Technology[]; readonly refused: readonly MappingRefusal[] };

type Tables = ReadonlyMap<string, ReadonlyMap<string, Value>>;

/** Compiles mapping files. A technology with a refused file is left out as a whole: half a mapping would mislead. */
export function compileTechnologies(files: readonly MappingFile[]): Technologies {
  const refused: MappingRefusal[] = [];
  const attempt = <Result>({ path, text }: MappingFile, make: (value: unknown) => Result): Result | undefined => {
    try {
      return make(readYaml(text));
    } catch (error) {
      refused.push(refusal(error, path, text));
      return undefined;
    }
  };
  const shared: Tables = new Map(files.filter(({ path }) => folderOf(path) === "").flatMap((file) => attempt(file, sharedTables) ?? []));
  const waiting = new Map<string, MappingFile[]>();
  for (const file of files.filter(({ path }) => folderOf(path) !== "")) waiting.set(folderOf(file.path), [...(waiting.get(folderOf(file.path)) ?? []), file]);
  const compiled = new Map<string, Technology>();
  // A technology is made when the first asks for it, so that those it extends are made before it.
  const compile = (folder: string): Technology | undefined => {
    const parts = waiting.get(folder);
    waiting.delete(folder);
    if (parts === undefined) return compiled.get(folder);
    const technology = compileFolder(folder, parts, { shared, attempt, base: compile });
    if (technology !== undefined) compiled.set(folder, technology);
    return technology;
  };
  for (const folder of waiting.keys()) compile(folder);
  return { technologies: [...compiled.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)), refused };
}

type Surroundings = {
  readonly shared: Tables;
  readonly attempt: <Result>(file: MappingFile, make: (value: unknown) => Result) => Result | undefined;
  readonly base: (name: string) => Technology | undefined;
};

function compileFolder(folder: string, files: readonly MappingFile[], { shared, attempt, base }: Surroundings): Technology | undefined {
  const main = files.find(({ path }) => path.endsWith("/mapping.yml"));
  if (main === undefined) return undefined;
  const made = attempt(main, (value) => {
    const one = compileTechnology(value, shared, base);
    if (one.technology.name !== folder) throw new MappingProblem(["technology"], `"${one.technology.name}" is not the folder's name`, `Write technology: ${folder}.`);
    return one;
  });
  if (made === undefined) return undefined;
  let { technology } = made;
  for (const part of files.filter((file) => file !== main)) {
    const wider = attempt(part, (value) => addPart({ technology, language: made.language }, value));
    if (wider === undefined) return undefined;
    technology = wider;
  }
  return technology;
}

const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 0)).split("/").at(-1) ?? "";

function sharedTables(value: unknown): [string, ReadonlyMap<string, Value>][] {
  const named = mapping(value, [], "tables");
  return Object.keys(named).map((name) => [name, tableOf(named[name], [name])]);
}

function refusal(error: unknown, path: string, text: string): MappingRefusal {
  const place = placeOf(error, text);
  if (error instanceof MappingProblem) return { path, ...place, reason: `${error.at.join(".")}: ${error.reason}`, hint: error.hint };
  if (error instanceof Error && error.name === "YAMLException") return { path, ...place, reason: `not valid YAML: ${error.message.split("\n")[0]}`, hint: "Mend the YAML at this place; quote values that hold : # { or &." };
  throw error;
}
