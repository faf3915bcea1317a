import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { RULE_FILE_LIMIT_BYTES, type Refusal, type RuleFile } from "../detect/index.ts";
import { explain } from "../sources/index.ts";

const AT_ONCE = 64;

/** Rule files under the paths, each once and in order of name, and why others could not be read. */
export type RuleFiles = { readonly files: readonly RuleFile[]; readonly unread: readonly Refusal[] };

/**
 * A reader of all `.yml` and `.yaml` files under the paths but those with events (`<rule>.events.yml`); a path that is a file is
 * read whatever its name. It remembers: at each further reading only files that were written since are opened.
 */
export function createRuleFileReader(paths: readonly string[]): () => Promise<RuleFiles> {
  let known: ReadonlyMap<string, Stamped> = new Map();
  return async () => {
    const unread: Refusal[] = [];
    const found = await listAll(paths, unread);
    const read = new Map<string, Stamped>();
    for (let i = 0; i < found.length; i += AT_ONCE) {
      for (const one of await Promise.all(found.slice(i, i + AT_ONCE).map((path) => readRuleFile(path, known.get(path))))) {
        if ("file" in one) read.set(one.file.path, one);
        else unread.push(one);
      }
    }
    known = read;
    return { files: Array.from(read.values(), ({ file }) => file), unread };
  };
}

/** A file, and what tells that it is still the same: every write changes it. */
type Stamped = { readonly file: RuleFile; readonly stamp: string };

/** The files under the paths, each once. */
async function listAll(paths: readonly string[], unread: Refusal[]): Promise<readonly string[]> {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const path of paths) {
    for (const one of await list(path, unread)) {
      if (!seen.has(resolve(one))) found.push(one);
      seen.add(resolve(one));
    }
  }
  return found;
}

async function list(path: string, unread: Refusal[]): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const rules = entries.filter((entry) => entry.isFile() && isRuleFile(entry.name)).map((entry) => join(entry.parentPath, entry.name));
    return rules.toSorted();
  } catch (error) {
    unread.push(refusal(path, explain(error), "Check the path and who may read it."));
    return [];
  }
}

const isRuleFile = (name: string): boolean => [".yml", ".yaml"].includes(extname(name)) && !/\.events\.ya?ml$/.test(name);

async function readRuleFile(path: string, known: Stamped | undefined): Promise<Stamped | Refusal> {
  try {
    const { size, ino, ctimeNs } = await stat(path, { bigint: true });
    // Refused before it is read, in the words of the loader.
    if (size > RULE_FILE_LIMIT_BYTES) return refusal(path, `the file has more than ${RULE_FILE_LIMIT_BYTES} bytes`, "Split it into several files.");
    const stamp = `${ino} ${ctimeNs} ${size}`;
    return known?.stamp === stamp ? known : { file: { path, text: await readFile(path, "utf8") }, stamp };
  } catch (error) {
    return refusal(path, explain(error), "Check who may read the file.");
  }
}

const refusal = (path: string, reason: string, hint: string): Refusal => ({ path, line: 1, column: 1, title: undefined, id: undefined, reason, hint });
