import { SETTING_KINDS, type SettingKind } from "../../contract/settings.ts";
import { DomainError } from "../../core/index.ts";
import { readTenant, type State } from "../../store/index.ts";
import { DEFAULT_SETTINGS } from "./defaults.ts";
import { beginningAfter, inForceAt, latestVersions, versionOf, versionsOf } from "./repo.ts";
import type { SettingVersion } from "./setting.ts";

/** What holds of one kind, and what will or may hold next. */
export type Setting = { readonly kind: SettingKind; readonly inForce: SettingVersion; readonly latest: number; readonly planned: SettingVersion | null; readonly proposal: SettingVersion | null };

/** The settings in force at a time, with what waits for a decision now. */
export function showSettings(state: State, tenant: string, at: Date): Promise<readonly Setting[]> {
  return readTenant(state, tenant, async (db) => {
    const inForce = new Map((await inForceAt(db, at)).map((one) => [one.kind, one]));
    const planned = new Map((await beginningAfter(db, at)).map((one) => [one.kind, one]));
    const latest = new Map((await latestVersions(db)).map((one) => [one.kind, one]));
    return SETTING_KINDS.map((kind) => {
      const last = latest.get(kind);
      const holds = inForce.get(kind) ?? platformDefault(kind);
      const next = planned.get(kind);
      // A later version that holds already has taken its place.
      return { kind, inForce: holds, planned: next !== undefined && next.version > holds.version ? next : null, latest: last?.version ?? 0, proposal: last?.state === "proposed" ? last : null };
    });
  });
}

/** The same of one kind. */
export async function showSetting(state: State, tenant: string, kind: SettingKind, at: Date): Promise<Setting> {
  const found = (await showSettings(state, tenant, at)).find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`there is no setting ${kind}`);
  return found;
}

/** Versions of a kind, the newest first, whatever became of them. */
export const settingVersions = (state: State, tenant: string, kind: SettingKind, which: { readonly after?: number | undefined; readonly limit: number }): Promise<readonly SettingVersion[]> =>
  readTenant(state, tenant, (db) => versionsOf(db, kind, which));

/** One version. */
export async function settingVersion(state: State, tenant: string, kind: SettingKind, version: number): Promise<SettingVersion> {
  const found = await readTenant(state, tenant, (db) => versionOf(db, kind, version));
  if (found === undefined) throw new DomainError("not_found", `There is no version ${version} of ${kind}.`);
  return found;
}

const EPOCH = new Date(0);

// Before anything was written down, the platform's own default held.
const platformDefault = (kind: SettingKind): SettingVersion => ({
  kind, version: 0, state: "in_force", document: DEFAULT_SETTINGS[kind], reason: "the platform's default", author: "vigie", side: "system", proposedAt: EPOCH, wantedFrom: null, validFrom: EPOCH, decision: null,
});
