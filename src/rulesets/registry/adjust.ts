// The rules at work with what the organisation gives them: values, levels, filters. No text is touched.
import { loadRules, type Level, type Rule } from "../../detect/index.ts";
import { digestOf } from "../packs/pack-file.ts";
import type { Active, ActiveFile } from "../tenants/active.ts";
import { filterText } from "./change.ts";
import type { PlaceholderValues, RuleOverride } from "./repo.ts";

export type Decisions = { readonly placeholders: readonly PlaceholderValues[]; readonly overrides: readonly RuleOverride[] };

/** Where the filters of overrides stand: no file of an organisation has such a path. */
export const OVERRIDES = "own/~overrides/";

/** Puts values and overrides to the files that they concern, and adds the filters. Without any, what it got. */
export function adjust(active: Active, { placeholders, overrides }: Decisions): Active {
  const values = Object.fromEntries(placeholders.flatMap(({ name, values: of }) => (of === null ? [] : [[name, of] as const])));
  const changes = overrides.filter(({ change }) => change?.level !== undefined || change?.filter !== undefined);
  if (Object.keys(values).length === 0 && changes.length === 0) return active;
  const keys = new Map(changes.map(({ rule, change }) => [rule, change]));
  const filters: ActiveFile[] = [];
  const files = active.files.map((file) => {
    const expands = Object.keys(values).length > 0 && file.text.includes("expand");
    const rules = [...keys.keys()].some((key) => file.text.includes(key) || key.startsWith(`${file.path}:`)) ? rulesOf(file) : [];
    const levels: Record<string, Level> = {};
    for (const { key, rule } of rules) {
      const change = keys.get(key);
      if (change?.level !== undefined) levels[key] = change.level;
      if (change?.filter !== undefined && rule?.head.id !== undefined) filters.push(fileOf(key, filterText(rule, change.filter)));
    }
    if (!expands && Object.keys(levels).length === 0) return file;
    return { ...file, adjusted: { ...(expands ? { values } : {}), ...(Object.keys(levels).length > 0 ? { levels } : {}) } };
  });
  const all = [...files, ...filters];
  const adjusted = all.flatMap(({ path, adjusted: of }) => (of === undefined ? [] : [[path, of]]));
  return { ...active, files: all, digest: digestOf(JSON.stringify([active.digest, adjusted, filters.map(({ path, digest }) => [path, digest])])) };
}

type KeyedRule = { readonly key: string; readonly rule: Rule | undefined };
function rulesOf({ path, text }: ActiveFile): readonly KeyedRule[] {
  const { rules, correlations } = loadRules([{ path, text }]);
  return [...rules.map((rule) => ({ key: rule.key, rule })), ...correlations.map(({ key }) => ({ key, rule: undefined }))];
}

const fileOf = (key: string, text: string): ActiveFile => ({ path: `${OVERRIDES}${digestOf(key).slice(0, 16)}.yml`, text, pack: "own", packVersion: 0, digest: digestOf(text) });
