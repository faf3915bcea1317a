import { DomainError } from "../../core/index.ts";
import { readTenant, type State, type TenantDb } from "../../store/index.ts";
import { BUILTIN, OWN } from "../packs/import-pack.ts";
import type { PackFile } from "../packs/pack-file.ts";
import { packsAt, readFiles } from "../packs/repo.ts";
import { adjust, type Decisions } from "../registry/adjust.ts";
import { overridesAt, placeholdersAt } from "../registry/repo.ts";
import { newestVersion, versionAt } from "../repo.ts";
import { type Active, activeFiles, type ListedRule, listRules, nextDate, type PackAtWork, type Switch, switchesAt } from "./active.ts";
import { asPackFile, ownRules, packSettings, switchHistory } from "./repo.ts";

/**
 * What is asked for: dates are judged at `at`; what was decided is that of now ("newest"), of the time `at` ("then"),
 * or of a version as a detection names it.
 */
export type Moment = { readonly at: Date; readonly version: "newest" | "then" | number };

export type ActiveRules = Active & {
  /** Grows with every change of any rule set. */
  readonly version: number;
  /** When dates will change this of themselves; ask again then. */
  readonly changesAt: Date | null;
};

/** What was decided for a tenant at a moment, all of one snapshot. */
export type Decided = { readonly version: number; readonly at: Date; readonly packs: readonly PackAtWork[]; readonly switches: readonly Switch[]; readonly decisions: Decisions };

/** The rules at work for a tenant, now or at an earlier time: as decided by then, with the packs of then. */
export async function activeRules(state: State, tenant: string, moment: Moment): Promise<ActiveRules> {
  const { version, at, packs, switches, decisions } = await decided(state, tenant, moment);
  return { version, changesAt: nextDate(switches, at), ...adjust(activeFiles(packs, switchesAt(switches, at)), decisions) };
}

/** All rules of the tenant's packs with whether they are at work and why. */
export async function tenantRules(state: State, tenant: string, moment: Moment): Promise<{ readonly version: number; readonly rules: readonly ListedRule[] }> {
  const { version, at, packs, switches } = await decided(state, tenant, moment);
  return { version, rules: listRules(packs, switchesAt(switches, at)) };
}

const decided = (state: State, tenant: string, moment: Moment): Promise<Decided> => readTenant(state, tenant, (db) => readDecided(state, db, moment));

/** As `decided`, within a transaction. */
export async function readDecided(state: State, db: TenantDb, moment: Moment): Promise<Decided> {
  const version = await versionOf(db, moment);
  const settings = new Map((await packSettings(db, version)).map((setting) => [setting.pack, setting]));
  const packs: PackAtWork[] = [];
  for (const { pack, version: packVersion } of await packsAt(db, version)) {
    const setting = settings.get(pack);
    if (!(setting?.enabled ?? pack === BUILTIN)) continue;
    const files = await cachedFiles(state, db, pack, packVersion);
    packs.push({ pack, version: packVersion, files, minimumStatus: setting?.minimumStatus ?? null, minimumLevel: setting?.minimumLevel ?? null });
  }
  const own = (await ownRules(db, version)).map(asPackFile).filter((file) => file !== undefined);
  const decisions = { placeholders: await placeholdersAt(db, version), overrides: await overridesAt(db, version) };
  return { version, at: moment.at, packs: [ownPack(own), ...packs.toSorted(importedFirst)], switches: await switchHistory(db, version), decisions };
}

async function versionOf(db: TenantDb, { at, version }: Moment): Promise<number> {
  if (version === "then") return versionAt(db, at);
  const newest = await newestVersion(db);
  if (version === "newest") return newest;
  if (version > newest) throw new DomainError("not_found", `There is no version ${version} of the rule sets; the newest is ${newest}.`);
  return version;
}

// Own rules replace those of packs, imported ones those that are shipped: who comes first keeps an id (see `listRules`).
const ownPack = (files: readonly PackFile[]): PackAtWork => ({ pack: OWN, version: 0, files, minimumStatus: null, minimumLevel: null });
const importedFirst = (a: PackAtWork, b: PackAtWork): number => Number(a.pack === BUILTIN) - Number(b.pack === BUILTIN) || (a.pack < b.pack ? -1 : 1);

const VERSIONS_KEPT = 8;
/** Versions of packs never change, and all tenants share them: SigmaHQ's has 10 MB. */
const cache = new WeakMap<State, Map<string, readonly PackFile[]>>();

async function cachedFiles(state: State, db: TenantDb, pack: string, version: number): Promise<readonly PackFile[]> {
  const kept = cache.get(state) ?? new Map<string, readonly PackFile[]>();
  cache.set(state, kept);
  const key = `${pack}@${version}`;
  const files = kept.get(key) ?? (await readFiles(db, pack, version));
  kept.delete(key); // the last one used goes behind the others
  kept.set(key, files);
  const [oldest] = kept.keys();
  if (kept.size > VERSIONS_KEPT && oldest !== undefined) kept.delete(oldest);
  return files;
}
