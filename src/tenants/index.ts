// The client organisations, and how the service works for each of them.
export { dueAt, isOpenAt, type ServiceHours, serviceHoursOf, serviceTimeBetween, type Timing } from "./hours/service-time.ts";
export { archiveTenant, createTenant, getTenant, listAddedTenants, listRemovedTenants, renameTenant, restoreTenant, syncTenants } from "./organisations.ts";
export { knownTenants, type KnownTenant, type Tenant } from "./repo.ts";
export { agreeSetting, type Proposal, refuseSetting, withdrawSetting } from "./settings/decide-setting.ts";
export { type Contact, contactsOf } from "./settings/contacts.ts";
export { fearedIncidentGaps } from "./settings/gaps.ts";
export { languageOf } from "./settings/language.ts";
export { modeFor } from "./settings/mode.ts";
export { timeZoneOf } from "./settings/time-zone.ts";
export { type OnCall, onCallAt } from "./settings/on-call.ts";
export { saveSetting, type SettingChange } from "./settings/save-setting.ts";
export type { SettingDocuments, SettingVersion } from "./settings/setting.ts";
export { settingOfVersion, type Settings, settingsAt, type SettingVersions } from "./settings/settings-at.ts";
export { settingsOfSeveral } from "./settings/settings-of-several.ts";
export { type Setting, settingVersion, settingVersions, showSetting, showSettings } from "./settings/show-settings.ts";
export { type SecondChannelTest, showSecondChannel, showTerms } from "./settings/show-terms.ts";
export { type Level, severityKeyOf } from "./settings/severity.ts";
export { type ServiceTerms, termsFor } from "./settings/terms.ts";
