// Under which settings the service works, now or at an earlier time.
import { SETTING_KINDS, type SettingKind } from "../../contract/settings.ts";
import type { SystemDb, TenantDb } from "../../store/index.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { inForceAt, versionOf } from "./repo.ts";
import { type SettingDocuments, storedSetting } from "./setting.ts";

/** Which version of each kind; an incident keeps them. 0 is the platform's default. */
export type SettingVersions = Readonly<Record<SettingKind, number>>;

export type Settings = { readonly versions: SettingVersions; readonly documents: SettingDocuments };

/** The settings in force at a time. The past never changes: the same time gives the same versions for ever. */
export async function settingsAt(db: TenantDb | (SystemDb & { readonly of: string }), at: Date): Promise<Settings> {
  const found = new Map((await inForceAt(db, at)).map((one) => [one.kind, one]));
  const versions = Object.fromEntries(SETTING_KINDS.map((kind) => [kind, found.get(kind)?.version ?? 0])) as SettingVersions;
  const documents = Object.fromEntries(
    SETTING_KINDS.map((kind) => {
      const version = found.get(kind);
      return [kind, version === undefined ? DEFAULT_SETTINGS[kind] : storedSetting(kind, version)];
    }),
  ) as unknown as SettingDocuments;
  return { versions, documents };
}

/** The documents alone. */
export const documentsAt = async (db: TenantDb, at: Date): Promise<SettingDocuments> => (await settingsAt(db, at)).documents;

/** One document by its version, as what is kept beside an incident names it; 0 is the platform's default. */
export async function settingOfVersion<Kind extends SettingKind>(db: TenantDb | (SystemDb & { readonly of: string }), kind: Kind, version: number): Promise<SettingDocuments[Kind]> {
  if (version === 0) return DEFAULT_SETTINGS[kind];
  const found = await versionOf(db, kind, version);
  if (found === undefined) throw new Error(`there is no version ${version} of ${kind}, and something was kept with it`);
  return storedSetting(kind, found) as SettingDocuments[Kind];
}
