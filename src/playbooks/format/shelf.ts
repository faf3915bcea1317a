// The playbooks on disk.
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { DomainError } from "../../core/index.ts";
import { type PlaybookProblem, readPlaybook } from "./read.ts";
import type { Playbook } from "./schema.ts";

export const SHIPPED_PLAYBOOKS = join(import.meta.dirname, "../../../content/playbooks");

export type Shelf = { readonly playbooks: readonly Playbook[]; readonly problems: readonly PlaybookProblem[] };

/** Reads all playbooks of a folder, by name. */
export async function readPlaybooks(folder: string): Promise<Shelf> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yml")).toSorted();
  const read = await Promise.all(names.map(async (name) => readPlaybook(folder === SHIPPED_PLAYBOOKS ? `content/playbooks/${name}` : join(folder, basename(name)), await readFile(join(folder, name), "utf8"))));
  return { playbooks: read.flatMap(({ playbook }) => (playbook === undefined ? [] : [playbook])), problems: read.flatMap(({ problems }) => problems) };
}

let shipped: Promise<readonly Playbook[]> | undefined;

/** Those that are shipped, read once: they change with the program alone. */
export const shippedPlaybooks = (): Promise<readonly Playbook[]> => (shipped ??= readShipped());

async function readShipped(): Promise<readonly Playbook[]> {
  const { playbooks, problems } = await readPlaybooks(SHIPPED_PLAYBOOKS);
  const [first] = problems;
  if (first !== undefined) throw new Error(`${first.file}:${first.line}: ${first.message}`);
  return playbooks;
}

/**
 * The shipped ones with the provider's own, read once; one of the same name stands in the place of a shipped one. Refuses a
 * folder in which one cannot be used, with file and line.
 */
export function createShelf(folder: string | undefined): () => Promise<readonly Playbook[]> {
  if (folder === undefined) return shippedPlaybooks;
  let all: Promise<readonly Playbook[]> | undefined;
  return () => (all ??= readBoth(folder));
}

async function readBoth(folder: string): Promise<readonly Playbook[]> {
  const { playbooks: own, problems: [first] } = await readPlaybooks(folder).catch((error: unknown) => {
    throw new DomainError("invalid", `playbooks: the folder ${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (first !== undefined) throw new DomainError("invalid", `playbooks: ${first.file}:${first.line}: ${first.message}`);
  const names = new Set(own.map(({ name }) => name));
  return [...(await shippedPlaybooks()).filter(({ name }) => !names.has(name)), ...own].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** One by its name. */
export function playbookNamed(playbooks: readonly Playbook[], name: string): Playbook {
  const found = playbooks.find((playbook) => playbook.name === name);
  if (found === undefined) throw new DomainError("not_found", `There is no playbook ${name.slice(0, 60)}: there are ${playbooks.map((playbook) => playbook.name).join(", ")}.`);
  return found;
}
