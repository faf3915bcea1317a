// How the sources of a tenant's inventory are weighed.
import { SOURCE_KINDS } from "../contract/cmdb.ts";
import { DomainError, type Caller } from "../core/index.ts";
import { readTenant, record, type State, type TenantDb, withTenant } from "../store/index.ts";
import { changesBetween, merge } from "./assets/merge.ts";
import { claimsOf } from "./assets/repo.ts";
import { settle, writeAssets } from "./assets/store.ts";
import { contestedAssets, lockInventory, raiseVersion, selectSettings, upsertSettings } from "./repo.ts";
import { type CmdbSettings, DEFAULTS } from "./weighing.ts";

/** How a tenant's sources are weighed, within a transaction. */
export const settingsIn = async (db: TenantDb): Promise<CmdbSettings> => (await selectSettings(db)) ?? DEFAULTS;

/** How a tenant's sources are weighed. */
export const cmdbSettings = (state: State, tenant: string): Promise<CmdbSettings> => readTenant(state, tenant, settingsIn);

// Of so many assets at once the claims are read.
const AT_ONCE = 5_000;

/** Changes how sources are weighed; what counts of assets that several sources tell of follows at once. */
export function changeCmdbSettings(state: State, caller: Caller, tenant: string, settings: CmdbSettings): Promise<CmdbSettings> {
  if (new Set(settings.precedence).size !== SOURCE_KINDS.length) throw new DomainError("invalid", `Name each kind of source once, the one that counts most first: ${SOURCE_KINDS.join(", ")}.`);
  return withTenant(state, tenant, async (db) => {
    await lockInventory(db);
    const before = await settingsIn(db);
    await upsertSettings(db, settings, caller.now);
    const isSame = before.precedence.join() === settings.precedence.join() && JSON.stringify(before.owners) === JSON.stringify(settings.owners);
    const contested = isSame ? [] : await contestedAssets(db);
    let changed = 0;
    for (let from = 0; from < contested.length; from += AT_ONCE) {
      const claims = await claimsOf(db, contested.slice(from, from + AT_ONCE));
      const others = [...claims].filter(([, list]) => Object.keys(changesBetween(merge(list, before), merge(list, settings))).length > 0);
      changed += others.length;
      await writeAssets(db, others.map(([id, list]) => settle({ id, before: list, after: list }, "", settings)), "", caller.now);
    }
    await raiseVersion(db);
    await record(db, caller, { action: "cmdb-settings.changed", subject: tenant, details: { before, after: settings, assetsChanged: changed } });
    return settings;
  });
}
