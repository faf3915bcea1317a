// From the texts of mapping files to technologies; what cannot be used is refused with its place.
import type { Value } from "../../core/index.ts";
import { MappingProblem } from "./problem.ts";
import type { Language } from "./rule.ts";
import { tableOf } from "./steps.ts";
import { addPart, compileTechnology, type Technology } from "./technology.ts";
import { mapping, placeOf, readYaml } from "./yaml.ts";

/** A mapping file: `<technology>/mapping.yml`, `<technology>/mapping-<part>.yml`, or `tables.yml` beside the folders. */
export type MappingFile = { readonly path: string; readonly text: string };

/** Why a mapping file cannot be used, where, and what to write instead. */
export type MappingRefusal = { readonly path: string; readonly line: number; readonly column: number; readonly reason: string; readonly hint: string };

export type Technologies = { readonly technologies: readonly Technology[]; readonly refused: readonly MappingRefusal[] };

type Compiled = { technology: Technology; readonly language: Language };
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
  const mains = new Map(files.filter(({ path }) => path.endsWith("/mapping.yml")).map((file) => [folderOf(file.path), file]));
  const compiled = new Map<string, Compiled>();
  const compile = (folder: string, waiting: readonly string[]): Technology | undefined => {
    const known = compiled.get(folder);
    const file = mains.get(folder);
    if (known !== undefined || file === undefined || waiting.includes(folder)) return known?.technology;
    const made = attempt(file, (value) => {
      const one = compileTechnology(value, shared, (name) => compile(name, [...waiting, folder]));
      if (one.technology.name !== folder) throw new MappingProblem(["technology"], `"${one.technology.name}" is not the folder's name`, `Write technology: ${folder}.`);
      return one;
    });
    if (made !== undefined) compiled.set(folder, made);
    mains.delete(folder);
    return made?.technology;
  };
  for (const folder of [...mains.keys()]) compile(folder, []);
  for (const file of files.filter(({ path }) => /\/mapping-[\w-]+\.yml$/.test(path))) {
    const main = compiled.get(folderOf(file.path));
    if (main === undefined) continue;
    const wider = attempt(file, (value) => addPart(main, value));
    if (wider === undefined) compiled.delete(folderOf(file.path));
    else main.technology = wider;
  }
  return { technologies: [...compiled.values()].map(({ technology }) => technology), refused };
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
