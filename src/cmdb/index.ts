// The door of the CMDB: what an organisation has, who looks after it, and what it carries.
export { changeAsset, createAsset, retireAsset } from "./assets/change.ts";
export type { Asset, StoredChange } from "./assets/repo.ts";
export { type AssetDetail, assetHistory, listAssets, showAsset } from "./assets/show.ts";
export { compareWithLogs, type Coverage, type SeenHost } from "./coverage.ts";
export type { AssetImport } from "./import/asset-import.ts";
export { importAssets } from "./import/import.ts";
export { assetImport, assetImportRows, listAssetImports } from "./import/list.ts";
export { type AccountFacts, type AddressFacts, type AssetFacts, type Inventory, inventoryVersion, type NetworkFacts, readInventory } from "./inventory.ts";
export { type AccountOfInterest, accounts } from "./register/accounts.ts";
export { networks, zones } from "./register/places.ts";
export { listRelations, relations } from "./register/relations.ts";
export { services, teams } from "./register/teams.ts";
export { type WindowDuring, windowsDuring } from "./register/repo.ts";
export { type MaintenanceWindow, maintenanceWindows } from "./register/windows.ts";
export { changeCmdbSettings, cmdbSettings } from "./settings.ts";
export { type CountValues, seenHosts } from "./seen-hosts.ts";
