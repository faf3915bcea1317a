// The registry: every rule of an organisation at a time, with version, digest, marking and what is changed of it.
import { loadRules, type RuleHead } from "../../detect/index.ts";
import { readTenant, type State } from "../../store/index.ts";
import type { PackFile } from "../packs/pack-file.ts";
import { type ListedRule, listRules, switchesAt } from "../tenants/active.ts";
import { type Moment, readDecided } from "../tenants/active-rules.ts";
import { type Marked, markedOf } from "./marking.ts";
import { markingsAt, type PlaceholderValues, type RuleOverride } from "./repo.ts";

export type RegisteredRule = Omit<ListedRule, "switch"> & {
  /** SHA-256 of the text of its file. */
  readonly digest: string;
  readonly marking: Marked;
  readonly override: RuleOverride | null;
  /** What the placeholders of its file stand for here. */
  readonly values: readonly (readonly [name: string, values: readonly string[]])[];
};

/** All rules of the packs that were enabled, at work or not; the past is as it was decided then, and never changes. */
export async function ruleRegistry(state: State, tenant: string, moment: Moment): Promise<{ readonly version: number; readonly rules: readonly RegisteredRule[] }> {
  const { decided, markings } = await readTenant(state, tenant, async (db) => {
    const found = await readDecided(state, db, moment);
    return { decided: found, markings: new Map((await markingsAt(db, found.version)).map((one) => [one.rule, one.marking])) };
  });
  const overrides = new Map(decided.decisions.overrides.filter(({ change }) => change !== null).map((one) => [one.rule, one]));
  const files = new Map(decided.packs.flatMap(({ pack, files: of }) => of.map((file) => [`${pack}/${file.path}`, file] as const)));
  const rules = listRules(decided.packs, switchesAt(decided.switches, decided.at)).map(({ document, pack, packVersion, path, on, why }) => {
    const file = files.get(`${pack}/${path}`);
    return { document, pack, packVersion, path, on, why, digest: file?.digest ?? "", marking: markedOf(file === undefined ? undefined : headsOf(file).get(document.line), document.kind, pack, markings.get(document.key)), override: overrides.get(document.key) ?? null, values: valuesIn(file, decided.decisions.placeholders) };
  });
  return { version: decided.version, rules };
}

const valuesIn = (file: PackFile | undefined, placeholders: readonly PlaceholderValues[]): RegisteredRule["values"] =>
  file?.text.includes("expand") === true ? placeholders.flatMap(({ name, values }) => (values !== null && file.text.includes(`%${name}%`) ? [[name, values] as const] : [])) : [];

// The files of packs are shared and kept; their heads are read once.
const heads = new WeakMap<PackFile, ReadonlyMap<number, RuleHead>>();

function headsOf(file: PackFile): ReadonlyMap<number, RuleHead> {
  const known = heads.get(file);
  if (known !== undefined) return known;
  const { rules, correlations, filters } = loadRules([{ path: file.path, text: file.text }]);
  const read = new Map([...rules, ...correlations, ...filters].map(({ head }) => [head.line, head]));
  heads.set(file, read);
  return read;
}
