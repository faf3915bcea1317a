// What was imported, and what each import changed.
import { DomainError } from "../../core/index.ts";
import { readTenant, type State } from "../../store/index.ts";
import type { StoredChange } from "../assets/repo.ts";
import type { AssetImport } from "./asset-import.ts";
import { selectImportRows, selectImports } from "./repo.ts";

/** Imports and the last dry run of each source, the newest first. */
export const listAssetImports = (state: State, tenant: string, page: { readonly after?: string | undefined; readonly limit: number }): Promise<readonly AssetImport[]> => readTenant(state, tenant, (db) => selectImports(db, page));

/** One import. */
export async function assetImport(state: State, tenant: string, id: string): Promise<AssetImport> {
  const [found] = await readTenant(state, tenant, (db) => selectImports(db, { id, limit: 1 }));
  if (found === undefined) throw new DomainError("not_found", `There is no import ${id} here; a dry run goes with the next one of its source.`);
  return found;
}

/** Its difference, in pages. */
export async function assetImportRows(state: State, tenant: string, id: string, page: { readonly kind?: StoredChange["kind"] | undefined; readonly after?: number | undefined; readonly limit: number }): Promise<readonly StoredChange[]> {
  await assetImport(state, tenant, id);
  return readTenant(state, tenant, (db) => selectImportRows(db, id, page));
}
