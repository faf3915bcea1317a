// Some settings of several organisations at once: lists show rows of all of them.
import type { SettingKind } from "../../contract/settings.ts";
import type { SystemDb, TenantDb } from "../../store/index.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { inForceOfSeveral } from "./repo.ts";
import { type SettingDocuments, storedSetting } from "./setting.ts";

/** By organisation, the documents of these kinds in force at a time: one question, whatever the number of organisations. */
export async function settingsOfSeveral<Kind extends SettingKind>(db: TenantDb | SystemDb, tenants: readonly string[], kinds: readonly Kind[], at: Date): Promise<ReadonlyMap<string, Pick<SettingDocuments, Kind>>> {
  const defaults = Object.fromEntries(kinds.map((kind) => [kind, DEFAULT_SETTINGS[kind]])) as unknown as Pick<SettingDocuments, Kind>;
  const found = new Map(tenants.map((tenant) => [tenant, { ...defaults }]));
  for (const { tenant, kind, ...version } of await inForceOfSeveral(db, tenants, kinds, at)) {
    const documents = found.get(tenant);
    if (documents !== undefined) documents[kind as Kind] = storedSetting(kind, version) as SettingDocuments[Kind];
  }
  return found;
}
