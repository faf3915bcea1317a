// Rule packs on disk: rule files, log-source maps and the values of placeholders.
import { join, relative } from "node:path";
import { createRuleLoader, type LogSourceMap, type Refusal, type RuleSet } from "../detect/index.ts";
import { createReadFurther, type ReadFurther } from "../normalise/index.ts";
import { readShippedLogSources } from "./read-log-sources.ts";
import { createRuleFileReader } from "./read-rule-files.ts";
import { readShippedTechnologies } from "./read-technologies.ts";
import { readVariables } from "./read-variables.ts";

export { readShippedLogSources } from "./read-log-sources.ts";
/** What reads records further, as the shipped technologies declare. A mapping that cannot be used takes nothing from the others; `vigie technologies check` names it. */
export const readFurther = async (): Promise<ReadFurther> => createReadFurther(await readShippedTechnologies(() => {}));

export { readTechnologyFigures, type TechnologyFigures } from "./read-figures.ts";
export { explainRefusal, readOwnTechnologies, readSamples, readShippedTechnologies, readTechnologies, SHIPPED_TECHNOLOGIES, technologyFolder } from "./read-technologies.ts";

const SHIPPED_RULES = join(import.meta.dirname, "../../content/rules");

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
export const readPack = async (options: PackOptions): Promise<Pack> => (await createPackReader(options))();

/**
 * A reader of one pack that remembers: at each further reading only files that were written since are read and parsed, and
 * rules that did not change are the same objects (see `Detector.withRules`). Variables and log sources are read once.
 */
export async function createPackReader({ rules = [], variables, deprecated = false }: PackOptions): Promise<() => Promise<Pack>> {
  const placeholders = variables === undefined ? new Map<string, readonly string[]>() : await readVariables(variables);
  const logsources = await readShippedLogSources();
  const isShipped = rules.length === 0;
  const read = createRuleFileReader(isShipped ? [SHIPPED_RULES] : rules);
  const load = createRuleLoader({ placeholders, deprecated });
  return async () => {
    const { files, unread } = await read();
    // Where the program is installed says nothing about a rule.
    const loaded = load(isShipped ? files.map(({ path, text }) => ({ path: relative(SHIPPED_RULES, path), text })) : files);
    return { rules: { ...loaded, refused: [...unread, ...loaded.refused] }, unread, logsources };
  };
}
