// The door of the CMDB: what an organisation has, who looks after it, and what it carries.
export { type AccountFacts, type AddressFacts, type AssetFacts, type Inventory, inventoryVersion, type NetworkFacts, readInventory } from "./inventory.ts";
