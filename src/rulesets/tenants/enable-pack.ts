import { type Caller, DomainError } from "../../core/index.ts";
import { record, type State, withTenant } from "../../store/index.ts";
import { BUILTIN, OWN } from "../packs/import-pack.ts";
import { packsAt } from "../packs/repo.ts";
import { lockRulesets, newestVersion, nextVersion } from "../repo.ts";
import { insertPackSetting, type PackSetting, packExists, packSettings } from "./repo.ts";

export type PackChoice = Pick<PackSetting, "pack" | "enabled" | "minimumStatus" | "minimumLevel" | "reason">;

/** A pack as a tenant has it; `setting` is null while nobody decided, and the shipped rules alone are at work. */
export type TenantPack = { readonly pack: string; readonly version: number; readonly enabled: boolean; readonly setting: PackSetting | null };

/** Decides whether a tenant works with a pack, and the least that its rules must be. */
export function enablePack(state: State, caller: Caller, tenant: string, choice: PackChoice): Promise<PackSetting> {
  return withTenant(state, tenant, async (db) => {
    if (choice.pack === OWN) throw new DomainError("invalid", "A tenant's own rules are always at work: withdraw those that should not be.");
    await lockRulesets(db);
    if (!(await packExists(db, choice.pack))) throw new DomainError("not_found", `There is no pack ${choice.pack}: import it first.`);
    const setting: PackSetting = { ...choice, author: caller.who, createdAt: caller.now };
    await insertPackSetting(db, await nextVersion(db, caller.now), setting);
    const { pack, reason, ...details } = choice;
    await record(db, caller, { action: choice.enabled ? "rule-pack.enabled" : "rule-pack.disabled", subject: pack, reason, details });
    return setting;
  });
}

/** All packs as a tenant has them. */
export function tenantPacks(state: State, tenant: string): Promise<readonly TenantPack[]> {
  return withTenant(state, tenant, async (db) => {
    const version = await newestVersion(db);
    const settings = new Map((await packSettings(db, version)).map((setting) => [setting.pack, setting]));
    const packs = await packsAt(db, version);
    return packs.map(({ pack, version: packVersion }) => {
      const setting = settings.get(pack) ?? null;
      return { pack, version: packVersion, enabled: setting?.enabled ?? pack === BUILTIN, setting };
    });
  });
}
