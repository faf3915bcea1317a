// What the CMDB gives to those who put context to events: all of one tenant, in one piece.
import type { TenantDb } from "../store/index.ts";
import type { Inventory } from "./facts.ts";
import { selectInventory, selectVersion } from "./repo.ts";

export type { AccountFacts, AddressFacts, AssetFacts, Inventory, NetworkFacts } from "./facts.ts";

/**
 * The inventory as it is: without what is retired, with what is stale, since a machine that a file forgot still speaks.
 * Call it in a `readTenant`, or its parts are of different moments.
 */
export const readInventory = (db: TenantDb): Promise<Inventory> => selectInventory(db);

/** Raised by every change, and told on the channel `vigie_inventory` with the tenant as payload; 0 before the first. */
export const inventoryVersion = (db: TenantDb): Promise<number> => selectVersion(db);
