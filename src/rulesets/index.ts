// The door of rule sets: packs and their versions, what is at work for each tenant, and what is dropped before detection.
export {
  activeDropRules, type ActiveDropRules, type DropChoice, dropRuleVersions, listDropRules, retireDropRule, saveDropRule,
} from "./drops/drop-rules.ts";
export type { DropRule } from "./drops/repo.ts";
export { readArchive, readList, type Unpacked } from "./packs/archive.ts";
export type { Difference } from "./packs/difference.ts";
export type { RuleDocument } from "./packs/documents.ts";
export { importPack, type ImportReport, importShippedRules, type PackImport } from "./packs/import-pack.ts";
export { comparePack, listPacks, type PackSummary, packVersions } from "./packs/list-packs.ts";
export { readFolder } from "./packs/read-folder.ts";
export type { PackVersion } from "./packs/repo.ts";
export { activeRules, type ActiveRules, type Moment, tenantRules } from "./tenants/active-rules.ts";
export type { ActiveFile, ListedRule, Switch, Why } from "./tenants/active.ts";
export { enablePack, type PackChoice, type TenantPack, tenantPacks } from "./tenants/enable-pack.ts";
export { type CheckedText, checkOwnRule, listOwnRules, type OwnRuleText, ownRuleVersions, saveOwnRule, withdrawOwnRule } from "./tenants/own-rules.ts";
export type { OwnRule, PackSetting } from "./tenants/repo.ts";
export { createRulesByTechnology, type ReadingRule, type RulesByTechnology } from "./tenants/rules-by-technology.ts";
export { ruleSwitches, type SwitchChoice, switchRule } from "./tenants/switch-rule.ts";
export { OVERRIDES } from "./registry/adjust.ts";
export type { RuleChange } from "./registry/change.ts";
export { changeRule, type Decision, listPlaceholders, markRule, overrideVersions, setPlaceholder } from "./registry/decide.ts";
export type { Marked, Marking } from "./registry/marking.ts";
export { groupingChoices } from "./registry/grouping.ts";
export { type PlaceholderValues, type RuleOverride } from "./registry/repo.ts";
export { type RegisteredRule, ruleRegistry } from "./registry/show.ts";
