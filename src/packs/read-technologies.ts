import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { DomainError } from "../core/index.ts";
import { compileTechnologies, type MappingFile, type MappingRefusal, type Technologies, type Technology } from "../normalise/index.ts";

/** Where the technologies are that are shipped with the program. */
export const SHIPPED_TECHNOLOGIES = join(import.meta.dirname, "../../content/technologies");

/** The technologies that are shipped with the program. A mapping among them that cannot be used is a mistake of ours, unless `refuse` takes it. */
export async function readShippedTechnologies(refuse: (refusal: MappingRefusal) => void = throwRefusal): Promise<readonly Technology[]> {
  const { technologies, refused } = await readTechnologies([SHIPPED_TECHNOLOGIES]);
  for (const one of refused) refuse(one);
  return technologies;
}

/**
 * The shipped technologies with those of the organisation's own folders over them. A shipped mapping that cannot be used is
 * told to `refuse`; throws, in as many lines as there are problems, where one of an own folder cannot be.
 */
export async function readOwnTechnologies(folders: readonly string[], refuse: (refusal: MappingRefusal) => void = () => {}): Promise<readonly Technology[]> {
  if (folders.length === 0) return readShippedTechnologies(refuse);
  const { technologies, refused } = await readTechnologies([SHIPPED_TECHNOLOGIES, ...folders]);
  const own = refused.filter(({ layer }) => layer > 0);
  if (own.length > 0) throw new DomainError("invalid", `${own.length === 1 ? "a mapping cannot be used" : "mappings cannot be used"}:\n${own.map(explainRefusal).join("\n")}`);
  for (const one of refused) refuse(one);
  return technologies;
}

function throwRefusal(refusal: MappingRefusal): never {
  throw new Error(explainRefusal(refusal));
}

/** A refusal in one line: where, why, and what to write instead. */
export const explainRefusal = ({ path, line, column, reason, hint }: MappingRefusal): string => `${path}:${line}:${column}: ${reason}. ${hint}`;

/**
 * Reads and compiles the mappings of folders, each over those before it: a technology stands in the place of one of the same
 * name. A folder holds one folder a technology, or is that of one. What cannot be used is in `refused`.
 */
export async function readTechnologies(folders: readonly string[]): Promise<Technologies> {
  const files = new Map<string, readonly MappingFile[]>();
  for (const [layer, folder] of folders.entries()) {
    for (const [technology, parts] of Map.groupBy(await readMappingFiles(folder, layer), ({ technology: name = "" }) => name)) {
      files.set(technology, technology === "" ? [...(files.get("") ?? []), ...parts] : parts);
    }
  }
  return compileTechnologies([...files.values()].flat());
}

/** The sample records of a technology, by the name of their file, in their order; `folder` holds its folder. */
export async function readSamples(folder: string, technology: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const at = join(folder, technology, "samples");
  const names = await readdir(at).catch((): string[] => []);
  const files = await Promise.all(names.toSorted().map(async (name) => [name, (await readFile(join(at, name), "utf8")).split("\n").filter((line) => line !== "")] as const));
  return new Map(files);
}

/** The folder that holds a technology's, and the name of the one that is meant, where it is that of one. */
export async function technologyFolder(folder: string): Promise<{ readonly parent: string; readonly name: string | undefined }> {
  const isOne = await isFile(join(folder, "mapping.yml"));
  return isOne ? { parent: dirname(resolve(folder)), name: basename(resolve(folder)) } : { parent: folder, name: undefined };
}

async function readMappingFiles(folder: string, layer: number): Promise<readonly MappingFile[]> {
  const { parent, name } = await technologyFolder(folder);
  const names = name === undefined ? await foldersOf(folder) : [name];
  const shared = (await isFile(join(parent, "tables.yml"))) ? [{ technology: "", file: "tables.yml" }] : [];
  const parts = await Promise.all(names.map(async (technology) => (await partsOf(parent, technology)).map((file) => ({ technology, file: `${technology}/${file}` }))));
  // Where the program is installed says nothing about a mapping.
  const shown = resolve(parent) === SHIPPED_TECHNOLOGIES ? "content/technologies/" : name === undefined ? `${folder}/` : `${dirname(folder)}/`;
  return Promise.all([...shared, ...parts.flat()].map(async ({ technology, file }) => ({ technology, layer, path: `${shown}${file}`.replace(/^\.\//, "").replace(/\/{2,}/g, "/"), text: await readFile(join(parent, file), "utf8") })));
}

async function foldersOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new DomainError("not_found", `${folder} cannot be read as a folder of technologies: ${error instanceof Error ? error.message : String(error)}. Name a folder that holds one folder a technology, each with a mapping.yml.`);
  });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).toSorted();
}

async function partsOf(folder: string, technology: string): Promise<string[]> {
  const names = await readdir(join(folder, technology));
  return names.filter((name) => /^mapping(?:-[\w-]+)?\.yml$/.test(name)).toSorted();
}

const isFile = (path: string): Promise<boolean> => stat(path).then((found) => found.isFile(), () => false);
