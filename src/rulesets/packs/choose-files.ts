// Which files of an archive or a folder are rules.

/** A rule file's name as it was given, and its path in the pack. */
export type Chosen = { readonly name: string; readonly path: string };

const RULE_FILE = /\.ya?ml$/i;
const EVENTS_FILE = /\.events\.ya?ml$/i;
// SigmaHQ keeps rules in rules, rules-emerging-threats, rules-threat-hunting…; what lies beside them is tests and old rules.
const RULES_FOLDER = /^rules(?:-[a-z0-9-]+)?$/;

/**
 * Chooses the rule files among names: all of them, or those below `rules…` folders where there are such, at the top or
 * below one folder that holds everything (as archives of a repository have it).
 */
export function chooseFiles(names: readonly string[]): readonly Chosen[] {
  const files = names.filter((name) => RULE_FILE.test(name) && !EVENTS_FILE.test(name)).map((name) => ({ name, path: name.replaceAll("\\", "/").replace(/^\.\//, "") }));
  const inner = files.map(({ name, path }) => ({ name, path: path.slice(path.indexOf("/") + 1) }));
  const tops = new Set(files.map(({ path }) => topOf(path)));
  const inside = tops.size === 1 && !tops.has(undefined) ? inner.filter(isBelowRules) : [];
  const below = files.filter(isBelowRules);
  if (below.length > 0) return below;
  return inside.length > 0 ? inside : files;
}

const topOf = (path: string): string | undefined => (path.includes("/") ? path.slice(0, path.indexOf("/")) : undefined);
const isBelowRules = ({ path }: Chosen): boolean => RULES_FOLDER.test(topOf(path) ?? "");
