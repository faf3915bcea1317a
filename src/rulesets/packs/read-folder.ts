import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { DomainError } from "../../core/index.ts";
import type { Refusal, RuleFile } from "../../detect/index.ts";
import { refusal, type Unpacked } from "./archive.ts";
import { chooseFiles } from "./choose-files.ts";

/** Reads the rule files of a folder, chosen as those of an archive are; paths begin below the folder. */
export async function readFolder(folder: string): Promise<Unpacked> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: Error) => {
    throw new DomainError("invalid", `${folder} cannot be read: ${error.message}`, { cause: error });
  });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
  const chosen = chooseFiles(names.toSorted());
  const files: RuleFile[] = [];
  const unread: Refusal[] = [];
  for (const { name, path } of chosen) {
    await readFile(join(folder, name), "utf8").then(
      (text) => files.push({ path, text }),
      (error: Error) => unread.push(refusal(path, error.message, "Check who may read the file.")),
    );
  }
  return { files, unread, others: names.length - chosen.length };
}
