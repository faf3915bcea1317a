import { type Caller, DomainError } from "../../core/index.ts";
import { loadRules, type Refusal, type RuleSet } from "../../detect/index.ts";
import { record, type State, type TenantDb, withTenant } from "../../store/index.ts";
import { documentsByPath, type RuleDocument } from "../packs/documents.ts";
import { OWN } from "../packs/import-pack.ts";
import { digestOf } from "../packs/pack-file.ts";
import { placeholdersAt } from "../registry/repo.ts";
import { lockRulesets, newestVersion, nextVersion } from "../repo.ts";
import { activeFiles } from "./active.ts";
import { readDecided } from "./active-rules.ts";
import { insertOwnRule, type OwnRule, ownRuleHistory, ownRules } from "./repo.ts";

const PATH = /^[a-z0-9_-]+(?:\/[a-z0-9_-]+)*\.yml$/;
const MAX_PATH = 120;
// Only these documents may be wrong alone and right beside others.
const NAMES_OTHERS = /^(?:correlation|filter):/m;
const MAX_CHARS = 1_000_000;

export type OwnRuleText = { readonly path: string; readonly text: string; readonly reason: string };

/** Saves a file of the tenant's own rules as its next version. All its documents must be usable beside the rules at work. */
export async function saveOwnRule(state: State, caller: Caller, tenant: string, { path, text, reason }: OwnRuleText): Promise<OwnRule> {
  checkForm(path, text);
  return withTenant(state, tenant, async (db) => {
    await lockRulesets(db);
    const [last] = await ownRuleHistory(db, path);
    const set = await check(state, db, caller.now, path, text);
    const documents = documentsByPath(set).get(`${OWN}/${path}`) ?? [];
    const saved: OwnRule = { path, version: (last?.version ?? 0) + 1, text, digest: digestOf(text), documents, author: caller.who, reason, createdAt: caller.now };
    await insertOwnRule(db, await nextVersion(db, caller.now), saved);
    await record(db, caller, { action: "own-rule.saved", subject: path, reason, details: { version: saved.version, titles: documents.map(({ title }) => title) } });
    return saved;
  });
}

/** Takes a file of own rules out of work; its versions stay. */
export function withdrawOwnRule(state: State, caller: Caller, tenant: string, path: string, reason: string): Promise<OwnRule> {
  return withTenant(state, tenant, async (db) => {
    await lockRulesets(db);
    const [last] = await ownRuleHistory(db, path);
    if (last === undefined) throw new DomainError("not_found", `The tenant has no rule file ${path}.`);
    if (last.text === null) throw new DomainError("conflict", `${path} was withdrawn already, by ${last.author}.`);
    const withdrawn: OwnRule = { ...last, version: last.version + 1, text: null, documents: [], author: caller.who, reason, createdAt: caller.now };
    await insertOwnRule(db, await nextVersion(db, caller.now), withdrawn);
    await record(db, caller, { action: "own-rule.withdrawn", subject: path, reason, details: { version: withdrawn.version } });
    return withdrawn;
  });
}

/** The newest versions of the tenant's own rule files. */
export function listOwnRules(state: State, tenant: string): Promise<readonly OwnRule[]> {
  return withTenant(state, tenant, async (db) => (await ownRules(db, await newestVersion(db))).filter(({ text }) => text !== null));
}

/** All versions of one of the tenant's own rule files, newest first. */
export async function ownRuleVersions(state: State, tenant: string, path: string): Promise<readonly OwnRule[]> {
  const versions = await withTenant(state, tenant, (db) => ownRuleHistory(db, path));
  if (versions.length === 0) throw new DomainError("not_found", `The tenant has no rule file ${path}.`);
  return versions;
}

/** A text as it stands: what of it can be used beside the rules at work, and what cannot. */
export type CheckedText = { readonly rules: RuleSet; readonly documents: readonly RuleDocument[]; readonly refused: readonly Refusal[] };

/** What would be refused of a text if it were saved; nothing is kept. A path that no file may have is refused at once. */
export async function checkOwnRule(state: State, now: Date, tenant: string, { path, text }: Omit<OwnRuleText, "reason">): Promise<CheckedText> {
  checkForm(path, text);
  const { set, refused } = await withTenant(state, tenant, (db) => loadBeside(state, db, { now, path, text }));
  return { rules: set, documents: documentsByPath(set).get(`${OWN}/${path}`) ?? [], refused };
}

function checkForm(path: string, text: string): void {
  if (!PATH.test(path) || path.length > MAX_PATH) {
    const form = `lower-case letters, digits, - and _ in folders and a name that ends in .yml, at most ${MAX_PATH} characters`;
    throw new DomainError("invalid", `${JSON.stringify(path)} is no path for a rule: use ${form}.`);
  }
  if (text.length > MAX_CHARS) throw new DomainError("invalid", `The text has ${text.length} characters: a file of own rules may have ${MAX_CHARS}.`);
  if (text.includes("\0")) throw new DomainError("invalid", "The text holds a NUL character: save it as UTF-8 text.");
}

/** Loads the text; refuses it with its first mistake. */
async function check(state: State, db: TenantDb, now: Date, path: string, text: string): Promise<RuleSet> {
  const { set, refused: [refused] } = await loadBeside(state, db, { now, path, text });
  if (refused !== undefined) throw new DomainError("invalid", sentence(path, refused));
  return set;
}

/** Loads the text alone, and beside the rules at work where it names others. */
async function loadBeside(state: State, db: TenantDb, { now, path, text }: { readonly now: Date; readonly path: string; readonly text: string }): Promise<{ readonly set: RuleSet; readonly refused: readonly Refusal[] }> {
  const values = Object.fromEntries((await placeholdersAt(db, await newestVersion(db))).flatMap(({ name, values: of }) => (of === null ? [] : [[name, of] as const])));
  const file = { path: `${OWN}/${path}`, text, adjusted: { values } };
  const alone = loadRules([file]);
  const [wrong] = alone.refused;
  if (wrong !== undefined && !NAMES_OTHERS.test(text)) return { set: alone, refused: alone.refused };
  if (wrong === undefined && (await isNew(db, path, alone))) return { set: alone, refused: [] };
  const { packs } = await readDecided(state, db, { at: now, version: "newest" });
  const { files } = activeFiles(packs, new Map());
  // Behind the other own rules, so that an id that they have is refused here; before the packs, so that it replaces theirs.
  const others = files.filter((other) => other.path !== file.path);
  const set = loadRules([...others.filter(({ pack }) => pack === OWN), file, ...others.filter(({ pack }) => pack !== OWN)]);
  return { set, refused: set.refused.filter((one) => one.path === file.path) };
}

/** Whether none of the tenant's other files has an id of these documents. */
async function isNew(db: TenantDb, path: string, { rules, correlations }: RuleSet): Promise<boolean> {
  const taken = new Set((await ownRules(db, await newestVersion(db))).filter((other) => other.path !== path).flatMap(({ documents }) => documents.map(({ key }) => key)));
  return ![...rules, ...correlations].some(({ key }) => taken.has(key));
}

const sentence = (path: string, { line, column, reason, hint }: Refusal): string =>
  `${path}:${line}:${column}: ${reason}. ${reason.startsWith("placeholders without value") ? "Give the organisation's values first: PUT placeholders/NAME." : hint}`;
