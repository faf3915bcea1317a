// What must be in the database before the roles start: the tenants of the configuration, the shipped rules, a key.
import { UNCLAIMED } from "../collection/index.ts";
import { systemCaller } from "../core/index.ts";
import type { Config } from "../config/index.ts";
import { createAdminKey, hasAdminKey } from "../identity/index.ts";
import { importShippedRules } from "../rulesets/index.ts";
import { withSystem, type State } from "../store/index.ts";
import { syncTenants } from "../tenants/index.ts";

/** Brings the database up to the configuration. Gives the administrator's key if this made it. */
export async function prepareState(state: State, config: Config, now: Date): Promise<string | undefined> {
  const unclaimed = { id: UNCLAIMED, name: "Lines that no source claims" };
  await withSystem(state, (db) => syncTenants(db, [...config.tenants, unclaimed], now));
  await importShippedRules(state, systemCaller("vigie", now));
  return (await hasAdminKey(state)) ? undefined : createAdminKey(state, now);
}
