// Rule packs on disk: rule files, log-source maps and the values of placeholders.
import { join, relative } from "node:path";
import { loadRules, type LogSourceMap, type Refusal, type RuleSet } from "../detect/index.ts";
import { readLogSources } from "./read-log-sources.ts";
import { readRuleFiles, type RuleFiles } from "./read-rule-files.ts";
import { readVariables } from "./read-variables.ts";

/** The content that is shipped with the program. */
const CONTENT = join(import.meta.dirname, "../../content");
const SHIPPED_RULES = join(CONTENT, "rules");

export type PackOptions = {
  /** Files and folders of rules; none = the shipped ones. */
  readonly rules?: readonly string[];
  /** File with the values of placeholders. */
  readonly variables?: string | undefined;
  readonly deprecated?: boolean;
};

/** Rules with the log-source maps to compile them with. */
export type Pack = {
  /** `head.path` is as the paths were given; of a shipped rule it begins below `content/rules`. */
  readonly rules: RuleSet;
  /** Of the refused: paths and files that could not be read at all. */
  readonly unread: readonly Refusal[];
  readonly logsources: readonly LogSourceMap[];
};

/** Reads rules and all that goes with them. What cannot be used is in `rules.refused`; only unusable options throw. */
export async function readPack({ rules = [], variables, deprecated = false }: PackOptions): Promise<Pack> {
  const placeholders = variables === undefined ? new Map<string, readonly string[]>() : await readVariables(variables);
  const { files, unread } = rules.length > 0 ? await readRuleFiles(rules) : await readShipped();
  const loaded = loadRules(files, { placeholders, deprecated });
  return { rules: { ...loaded, refused: [...unread, ...loaded.refused] }, unread, logsources: await shippedLogSources() };
}

// Where the program is installed says nothing about a rule.
async function readShipped(): Promise<RuleFiles> {
  const { files, unread } = await readRuleFiles([SHIPPED_RULES]);
  return { files: files.map(({ path, text }) => ({ path: relative(SHIPPED_RULES, path), text })), unread };
}

const shippedLogSources = (): Promise<readonly LogSourceMap[]> => readLogSources(join(CONTENT, "logsources"));
