import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { RULE_FILE_LIMIT_BYTES, type Refusal, type RuleFile } from "../detect/index.ts";
import { explain } from "../sources/index.ts";

const AT_ONCE = 64;

/** Rule files under the paths, each once and in order of name, and why others could not be read. */
export type RuleFiles = { readonly files: readonly RuleFile[]; readonly unread: readonly Refusal[] };

/** Reads all `.yml` and `.yaml` files under the paths but those with events (`<rule>.events.yml`). A path that is a file is read whatever its name. */
export async function readRuleFiles(paths: readonly string[]): Promise<RuleFiles> {
  const files: RuleFile[] = [];
  const unread: Refusal[] = [];
  const seen = new Set<string>();
  const found: string[] = [];
  for (const path of paths) {
    for (const one of await list(path, unread)) {
      if (!seen.has(resolve(one))) found.push(one);
      seen.add(resolve(one));
    }
  }
  for (let i = 0; i < found.length; i += AT_ONCE) {
    const read = await Promise.all(found.slice(i, i + AT_ONCE).map(readRuleFile));
    for (const one of read) {
      if ("text" in one) files.push(one);
      else unread.push(one);
    }
  }
  return { files, unread };
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

async function readRuleFile(path: string): Promise<RuleFile | Refusal> {
  try {
    const { size } = await stat(path);
    // Refused before it is read, in the words of the loader.
    if (size > RULE_FILE_LIMIT_BYTES) return refusal(path, `the file has more than ${RULE_FILE_LIMIT_BYTES} bytes`, "Split it into several files.");
    return { path, text: await readFile(path, "utf8") };
  } catch (error) {
    return refusal(path, explain(error), "Check who may read the file.");
  }
}

const refusal = (path: string, reason: string, hint: string): Refusal => ({ path, line: 1, column: 1, title: undefined, id: undefined, reason, hint });
