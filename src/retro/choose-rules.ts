// What a run is about: a rule as text, or one that the tenant knows.
import { createHash } from "node:crypto";
import { DomainError } from "../core/index.ts";
import { loadRules, silenced, type Refusal, type RuleSet } from "../detect/index.ts";
import { type ActiveFile, activeRules, listOwnRules, type ListedRule, OVERRIDES, tenantRules } from "../rulesets/index.ts";
import { withTenant, type State } from "../store/index.ts";
import { packFileText } from "./repo.ts";
import { filesNeeded, standsOn } from "./rules.ts";

/** A rule as YAML, with what else its file holds; or keys of rules of the tenant's packs, as its list of rules tells them. */
export type RetroRule = { readonly text: string; readonly path?: string | undefined } | { readonly keys: readonly string[]; readonly pack?: string | undefined };

/** Rules that can be run, with all that they need. */
export type ChosenRules = {
  readonly title: string;
  /** The text that was asked for, for people. */
  readonly text: string;
  readonly files: readonly ActiveFile[];
  readonly wanted: readonly string[];
  readonly rulesetVersion: number;
};

const MAX_CHARS = 1_000_000;
const DEFAULT_PATH = "rule.yml";

/** Finds the rules and what they stand on: filters of the tenant narrow them, correlations may name the tenant's rules. */
export async function chooseRules(state: State, tenant: string, asked: RetroRule, at: Date): Promise<ChosenRules> {
  const active = await activeRules(state, tenant, { at, version: "newest" });
  const { rules: listed } = await tenantRules(state, tenant, { at, version: active.version });
  const { files, keys } = "text" in asked ? { files: [fileOfText(asked)], keys: undefined } : await knownFiles(state, tenant, asked, { listed, active: active.files });
  const others = active.files.filter(({ path }) => !files.some((file) => file.path === path));
  const { set, loaded } = load(files, keys, others, listed);
  const quiet = silenced(set.correlations);
  const wanted = keys ?? [...set.rules, ...set.correlations].filter(({ key, head }) => head.path === files[0]!.path && !quiet.has(key)).map(({ key }) => key);
  const documents = [...set.rules, ...set.correlations].filter(({ key }) => wanted.includes(key));
  if (documents.length === 0) throw new DomainError("invalid", `${files[0]!.path} holds no rule that could match: a filter only narrows others.`);
  const [first] = documents;
  const title = documents.length === 1 ? first!.head.title : `${first!.head.title} and ${documents.length - 1} more`;
  return { title, text: files.map(({ text }) => text).join("\n---\n"), files: filesNeeded(set, standsOn(set, wanted), loaded), wanted, rulesetVersion: active.version };
}

function fileOfText({ text, path = DEFAULT_PATH }: { readonly text: string; readonly path?: string | undefined }): ActiveFile {
  if (text.length > MAX_CHARS) throw new DomainError("invalid", `${path} has ${text.length} characters: a rule file may have ${MAX_CHARS}.`);
  if (text.includes("\0") || path.includes("\0")) throw new DomainError("invalid", `${path} holds a NUL character: save it as UTF-8 text.`);
  return { path, text, pack: "retro", packVersion: 0, digest: digestOf(text) };
}

type Known = { readonly listed: readonly ListedRule[]; readonly active: readonly ActiveFile[] };

async function knownFiles(state: State, tenant: string, { keys, pack }: { readonly keys: readonly string[]; readonly pack?: string | undefined }, { listed, active }: Known) {
  const found = keys.map((key) => {
    const rule = listed.find(({ document, why, ...one }) => document.key === key && document.kind !== "filter" && (pack === undefined ? why !== "twin" : one.pack === pack));
    if (rule === undefined) throw new DomainError("not_found", `There is no rule ${key}${pack === undefined ? "" : ` in the pack ${pack}`}: the list of the tenant's rules has the keys, of packs that are enabled.`);
    return rule;
  });
  const files: ActiveFile[] = [];
  for (const { pack: of, packVersion, path } of found) {
    const whole = `${of}/${path}`;
    if (files.some((file) => file.path === whole)) continue;
    files.push(active.find((file) => file.path === whole) ?? (await fileAtRest(state, tenant, { pack: of, packVersion, path })));
  }
  return { files, keys: [...new Set(keys)] };
}

/** A file of which nothing is at work: its text is where packs and own rules are kept. */
async function fileAtRest(state: State, tenant: string, { pack, packVersion, path }: { readonly pack: string; readonly packVersion: number; readonly path: string }): Promise<ActiveFile> {
  const own = pack === "own" ? (await listOwnRules(state, tenant)).find((file) => file.path === path) : undefined;
  const text = own?.text ?? (await withTenant(state, tenant, (db) => packFileText(db, pack, packVersion, path)));
  if (text === undefined) throw new DomainError("not_found", `The file ${pack}/${path} is gone: look at the list of the tenant's rules again.`);
  return { path: `${pack}/${path}`, text, pack, packVersion, digest: digestOf(text) };
}

/**
 * Loads the files beside the tenant's filters, and beside all its rules where they name others. Refuses them with the first
 * mistake that keeps what is asked for from being used.
 */
function load(files: readonly ActiveFile[], keys: readonly string[] | undefined, others: readonly ActiveFile[], listed: readonly ListedRule[]): { readonly set: RuleSet; readonly loaded: readonly ActiveFile[] } {
  const filters = new Set(listed.filter(({ document, on }) => document.kind === "filter" && on).map(({ pack, path }) => `${pack}/${path}`));
  const alone = loadBeside(files, others.filter(({ path }) => filters.has(path) || path.startsWith(OVERRIDES)));
  if (problemOf(alone.set, files, keys) === undefined) return alone;
  const mayNameOthers = files.some(({ text }) => /^(?:correlation|filter):/m.test(text));
  const last = mayNameOthers ? loadBeside(files, others) : alone;
  const problem = problemOf(last.set, files, keys);
  if (problem !== undefined) throw new DomainError("invalid", problem);
  return last;
}

/** In front of the others, so that an id that both have is theirs. */
function loadBeside(files: readonly ActiveFile[], beside: readonly ActiveFile[]): { readonly set: RuleSet; readonly loaded: readonly ActiveFile[] } {
  const loaded = [...files, ...beside];
  return { set: loadRules(loaded), loaded };
}

function problemOf(set: RuleSet, files: readonly ActiveFile[], keys: readonly string[] | undefined): string | undefined {
  const usable = new Set([...set.rules, ...set.correlations].map(({ key }) => key));
  if (keys?.every((key) => usable.has(key)) === true) return undefined;
  const refused = set.refused.find(({ path, id }) => files.some((file) => file.path === path) && (keys === undefined || id === undefined || keys.includes(id)));
  if (refused !== undefined) return sentence(refused);
  return keys === undefined ? undefined : `${keys.find((key) => !usable.has(key))} cannot be used beside the tenant's other rules: "vigie rules check" says why.`;
}

const sentence = ({ path, line, column, reason, hint }: Refusal): string => `${path}:${line}:${column}: ${reason}. ${hint}`;

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");
