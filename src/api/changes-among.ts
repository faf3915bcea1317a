// Which changes of which organisations somebody may hear of, asked anew for each turn: roles come and go, and so do organisations.
import type { FastifyRequest } from "fastify";
import { changesOfSeen } from "../requests/index.ts";
import { type ChainPart, type PlacedChange, readChangesAmong, withSystem, withTenant } from "../store/index.ts";
import type { RouteDeps } from "./deps.ts";
import { ofTeams } from "./request-asker.ts";

type Read = (part: ChainPart) => Promise<{ readonly changes: readonly PlacedChange[]; readonly reached: number } | undefined>;

/** Reads what the caller may hear of; undefined once they would not be let in any more. */
export const changesAmong = ({ state, tenants, knownNow }: Pick<RouteDeps, "state" | "tenants" | "knownNow">, request: FastifyRequest): Read => async (part) => {
  const known = await knownNow(request);
  if (known === undefined) return undefined;
  const all = tenants().map(({ id }) => id);
  const whole = new Set(all.filter((tenant) => known.permissionsIn(tenant)?.has("journal:read") === true));
  const ofTheirTeams = new Set(all.filter((tenant) => !whole.has(tenant) && known.permissionsIn(tenant)?.has("request:read") === true));
  const { changes, reached } = await withSystem(state, (db) => readChangesAmong(db, [...whole, ...ofTheirTeams], part));
  const seen = new Set<PlacedChange>();
  for (const tenant of ofTheirTeams) {
    const theirs = changes.filter((change) => change.tenant === tenant);
    if (theirs.length > 0) for (const change of await withTenant(state, tenant, (db) => changesOfSeen(db, ofTeams(known.caller), theirs))) seen.add(change);
  }
  return { reached, changes: changes.filter((change) => whole.has(change.tenant) || seen.has(change)) };
};
