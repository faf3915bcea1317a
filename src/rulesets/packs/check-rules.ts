import { loadRules, type Refusal, type RuleFile } from "../../detect/index.ts";
import { documentsByPath } from "./documents.ts";
import { digestOf, type PackFile } from "./pack-file.ts";

/** The files of a pack with what they hold, how much of it can be used, and what cannot. */
export type Checked = {
  readonly files: readonly PackFile[];
  readonly rules: number;
  readonly correlations: number;
  readonly filters: number;
  readonly refused: readonly Refusal[];
};

/** Reads rules as the workers will: under the pack's name, so that two packs may have a path in common. */
export function checkRules(pack: string, files: readonly RuleFile[]): Checked {
  const set = loadRules(files.map(({ path, text }) => ({ path: `${pack}/${path}`, text })));
  const documents = documentsByPath(set);
  const refused = Map.groupBy(set.refused, ({ path }) => path);
  const known = files.map(({ path, text }) => {
    const full = `${pack}/${path}`;
    return { path, text, digest: digestOf(text), documents: documents.get(full) ?? [], refused: refused.get(full)?.length ?? 0 };
  });
  return {
    files: known,
    rules: set.rules.length,
    correlations: set.correlations.length,
    filters: set.filters.length,
    refused: set.refused.map((one) => ({ ...one, path: one.path.slice(pack.length + 1) })),
  };
}
