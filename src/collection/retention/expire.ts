import type { Config } from "../../config/index.ts";
import type { EventStore, Removed } from "../../events/index.ts";
import { apartFromBackups, type State, withSystem } from "../../store/index.ts";
import { knownTenants, listAddedTenants } from "../../tenants/index.ts";
import { UNCLAIMED } from "../unclaimed.ts";
import { expiringBatches, markExpired, removeSendersBefore } from "./repo.ts";

const DAY_MS = 86_400_000;
// PDIS asks for six months; for lines of nobody, and of tenants that the configuration does not name any more.
const OTHERWISE_DAYS = 183;

/** Removes what is older than each tenant's retention, and says so in the digest chains first. For a job, once a day. */
export function expireTenants(state: State, events: EventStore, config: Pick<Config, "tenants">, now: Date): Promise<Removed> {
  return apartFromBackups(state, () => removeExpired(state, events, config, now));
}

async function removeExpired(state: State, events: EventStore, config: Pick<Config, "tenants">, now: Date): Promise<Removed> {
  const added = await listAddedTenants(state);
  const days = new Map([...added.map(({ id, retentionDays }) => [id, retentionDays ?? OTHERWISE_DAYS] as const), ...config.tenants.map(({ id, retentionDays }) => [id, retentionDays] as const)]);
  const expiries = (await withSystem(state, knownTenants)).map((tenant) => ({ tenant, beforeMs: now.getTime() - (days.get(tenant) ?? OTHERWISE_DAYS) * DAY_MS }));
  for (const { tenant, beforeMs } of expiries) {
    // A crash behind this leaves links that promise less than is there; one before the removal of what they promise would be an alarm.
    const batches = await expiringBatches(events, tenant, beforeMs);
    if (batches.length > 0) await withSystem(state, (db) => markExpired(db, tenant, batches, now));
  }
  const removed = await events.expire(expiries);
  const unclaimed = expiries.find(({ tenant }) => tenant === UNCLAIMED);
  if (unclaimed !== undefined) await withSystem(state, (db) => removeSendersBefore(db, new Date(unclaimed.beforeMs)));
  return removed;
}
