import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { compileTechnologies, type MappingFile, type MappingRefusal, type Technologies, type Technology } from "../normalise/index.ts";

/** Where the technologies are that are shipped with the program. */
export const SHIPPED_TECHNOLOGIES = join(import.meta.dirname, "../../content/technologies");

/** The technologies that are shipped with the program. A mapping among them that cannot be used is a mistake of ours, unless `refuse` takes it. */
export async function readShippedTechnologies(refuse: (refusal: MappingRefusal) => void = throwRefusal): Promise<readonly Technology[]> {
  const { technologies, refused } = await readTechnologies(SHIPPED_TECHNOLOGIES);
  for (const one of refused) refuse(one);
  return technologies;
}

function throwRefusal(refusal: MappingRefusal): never {
  throw new Error(`content/technologies/${explainRefusal(refusal)}`);
}

/** A refusal in one line: where, why, and what to write instead. */
export const explainRefusal = ({ path, line, column, reason, hint }: MappingRefusal): string => `${path}:${line}:${column}: ${reason}. ${hint}`;

/** Reads and compiles the mappings of a folder of technologies, on top of those of `base`; what cannot be used is in `refused`. */
export async function readTechnologies(folder: string, base?: string): Promise<Technologies> {
  const own = await readMappingFiles(folder);
  if (base === undefined) return compileTechnologies(own);
  const names = new Set(own.map(({ path }) => path.split("/", 1)[0]));
  // A folder of the same name stands in the place of the one below it.
  return compileTechnologies([...(await readMappingFiles(base)).filter(({ path }) => !names.has(path.split("/", 1)[0])), ...own]);
}

/** The sample records of a technology, by the name of their file, in their order. */
export async function readSamples(folder: string, technology: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const at = join(folder, technology, "samples");
  const names = await readdir(at).catch((): string[] => []);
  const files = await Promise.all(names.toSorted().map(async (name) => [name, (await readFile(join(at, name), "utf8")).split("\n").filter((line) => line !== "")] as const));
  return new Map(files);
}

async function readMappingFiles(folder: string): Promise<readonly MappingFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const shared = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".yml")).map((entry) => entry.name);
  const parts = await Promise.all(entries.filter((entry) => entry.isDirectory()).map((entry) => partsOf(folder, entry.name)));
  const paths = [...shared, ...parts.flat()].toSorted();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(folder, path), "utf8") })));
}

async function partsOf(folder: string, technology: string): Promise<string[]> {
  const names = await readdir(join(folder, technology));
  return names.filter((name) => /^mapping(?:-[\w-]+)?\.yml$/.test(name)).map((name) => `${technology}/${name}`);
}
