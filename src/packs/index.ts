// Rule packs on disk: rule files, log-source maps and the values of placeholders.
import { join } from "node:path";
import { loadRules, type LogSourceMap, type RuleSet } from "../detect/index.ts";
import { readLogSources } from "./read-log-sources.ts";
import { readRuleFiles } from "./read-rule-files.ts";
import { readVariables } from "./read-variables.ts";

export { readRuleFiles, type RuleFiles } from "./read-rule-files.ts";

/** The content that is shipped with the program. */
const CONTENT = join(import.meta.dirname, "../../content");
export const SHIPPED_RULES = join(CONTENT, "rules");

export type PackOptions = {
  /** Files and folders of rules; none = the shipped ones. */
  readonly rules?: readonly string[];
  /** File with the values of placeholders. */
  readonly variables?: string | undefined;
  readonly deprecated?: boolean;
};

/** Rules with the log-source maps to compile them with. */
export type Pack = { readonly rules: RuleSet; readonly logsources: readonly LogSourceMap[] };

/** Reads rules and all that goes with them. What cannot be used is in `rules.refused`; only unusable options throw. */
export async function readPack({ rules = [], variables, deprecated = false }: PackOptions): Promise<Pack> {
  const placeholders = variables === undefined ? new Map<string, readonly string[]>() : await readVariables(variables);
  const read = await readRuleFiles(rules.length > 0 ? rules : [SHIPPED_RULES]);
  const loaded = loadRules(read.files, { placeholders, deprecated });
  return { rules: { ...loaded, refused: [...read.refused, ...loaded.refused] }, logsources: await shippedLogSources() };
}

export const shippedLogSources = (): Promise<readonly LogSourceMap[]> => readLogSources(join(CONTENT, "logsources"));
