import { DomainError } from "../../core/index.ts";
import { type State, withSystem } from "../../store/index.ts";
import { type Difference, difference } from "./difference.ts";
import { listFiles, listVersions, type PackVersion } from "./repo.ts";

export type PackSummary = { readonly origin: "builtin" | "imported"; readonly versions: number; readonly newest: PackVersion };

/** All packs with their newest versions. */
export async function listPacks(state: State): Promise<readonly PackSummary[]> {
  const byPack = Map.groupBy(await withSystem(state, (db) => listVersions(db)), ({ pack }) => pack);
  return [...byPack.values()].map(([newest, ...older]) => ({ origin: newest!.origin, versions: older.length + 1, newest: newest! }));
}

/** The versions of a pack, newest first. */
export async function packVersions(state: State, pack: string): Promise<readonly PackVersion[]> {
  const versions = await withSystem(state, (db) => listVersions(db, pack));
  if (versions.length === 0) throw new DomainError("not_found", `There is no pack ${pack}.`);
  return versions;
}

/** What changed between two versions of a pack. */
export async function comparePack(state: State, pack: string, from: number, to: number): Promise<Difference> {
  const known = new Set((await packVersions(state, pack)).map(({ version }) => version));
  const missing = [from, to].find((version) => !known.has(version));
  if (missing !== undefined) throw new DomainError("not_found", `Pack ${pack} has no version ${missing}.`);
  return withSystem(state, async (db) => difference(await listFiles(db, pack, from), await listFiles(db, pack, to)));
}
