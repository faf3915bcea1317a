import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { compileTechnologies, type MappingFile, type MappingRefusal, type Technologies, type Technology } from "../normalise/index.ts";

const SHIPPED = join(import.meta.dirname, "../../content/technologies");

/** The technologies that are shipped with the program. A mapping among them that cannot be used is a mistake of ours, unless `refuse` takes it. */
export async function readShippedTechnologies(refuse: (refusal: MappingRefusal) => void = throwRefusal): Promise<readonly Technology[]> {
  const { technologies, refused } = await readTechnologies(SHIPPED);
  for (const one of refused) refuse(one);
  return technologies;
}

function throwRefusal(refusal: MappingRefusal): never {
  throw new Error(`content/technologies/${explainRefusal(refusal)}`);
}

/** A refusal in one line: where, why, and what to write instead. */
export const explainRefusal = ({ path, line, column, reason, hint }: MappingRefusal): string => `${path}:${line}:${column}: ${reason}. ${hint}`;

/** Reads and compiles the mappings of a folder of technologies; what cannot be used is in `refused`. */
export async function readTechnologies(folder: string): Promise<Technologies> {
  return compileTechnologies(await readMappingFiles(folder));
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
