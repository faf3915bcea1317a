import type { IncidentCategory } from "../../contract/setting-parts.ts";
import { readTenant, type State } from "../../store/index.ts";
import { versionsOf } from "./repo.ts";
import { secondChannelDueOn } from "./second-channel.ts";
import { storedSetting } from "./setting.ts";
import { settingsAt, type SettingVersions } from "./settings-at.ts";
import { type ServiceTerms, termsFor } from "./terms.ts";

/** The terms for an incident of this kind at a time, with the versions of the settings that say so. */
export function showTerms(state: State, tenant: string, asked: { readonly category: IncidentCategory; readonly severity: string; readonly at: Date }): Promise<ServiceTerms & { readonly versions: SettingVersions }> {
  return readTenant(state, tenant, async (db) => {
    const { versions, documents } = await settingsAt(db, asked.at);
    return { ...termsFor(documents, asked), versions };
  });
}

/** The second means of notification, and by which day it must be tested again. */
export type SecondChannelTest = { readonly channel: string | null; readonly testedOn: string | null; readonly dueOn: string | null; readonly isOverdue: boolean };

// Changes of the channel are rare; older versions change nothing about which one it is now.
const VERSIONS_READ = 200;

/**
 * Compares the last test of the second channel with the day since when it is the one that it is. `passedOn`: the day of a
 * test that was passed here, if there is one; the settings may name a later one.
 */
export function showSecondChannel(state: State, tenant: string, now: Date, passedOn = ""): Promise<SecondChannelTest> {
  return readTenant(state, tenant, async (db) => {
    const { notifications } = (await settingsAt(db, now)).documents;
    if (notifications.secondChannel === null) return { channel: null, testedOn: null, dueOn: null, isOverdue: false };
    const said = notifications.secondChannel.testedOn ?? "";
    const testedOn = passedOn > said ? passedOn : said;
    const secondChannel = { ...notifications.secondChannel, testedOn: testedOn === "" ? null : testedOn };
    const held = (await versionsOf(db, "notifications", { limit: VERSIONS_READ })).filter(({ validFrom }) => validFrom !== null && validFrom <= now);
    const other = held.findIndex((version) => storedSetting("notifications", version).secondChannel?.channel !== secondChannel.channel);
    const since = (other === -1 ? held.at(-1) : held[other - 1])?.validFrom ?? now;
    const today = now.toISOString().slice(0, 10);
    const dueOn = secondChannelDueOn({ ...notifications, secondChannel }, since.toISOString().slice(0, 10)) ?? null;
    return { channel: secondChannel.channel, testedOn: secondChannel.testedOn, dueOn, isOverdue: dueOn !== null && dueOn <= today };
  });
}
