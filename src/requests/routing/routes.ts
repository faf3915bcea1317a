import { DomainError, type Caller } from "../../core/index.ts";
import { record, type TenantDb } from "../../store/index.ts";
import { networkNamed, replaceRoutes, selectRoutes, selectTeam, type StoredRoute, zoneNamed } from "./repo.ts";

export type GivenRoute = { readonly scope: StoredRoute["scope"]; readonly name?: string | undefined; readonly team: string };

/** Which team gets what the owner of an asset does not say. */
export const listRoutes = (db: TenantDb): Promise<readonly StoredRoute[]> => selectRoutes(db);

/** Says anew who gets what. Networks, zones and teams must be registered. */
export async function saveRoutes(db: TenantDb, caller: Caller, { routes, reason }: { readonly routes: readonly GivenRoute[]; readonly reason: string }): Promise<readonly StoredRoute[]> {
  const checked: Omit<StoredRoute, "teamName">[] = [];
  for (const given of routes) checked.push({ scope: given.scope, name: await nameOf(db, given), team: await teamOf(db, given.team), changedAt: caller.now });
  const twice = checked.find((one, i) => checked.some((other, j) => j < i && other.scope === one.scope && other.name.toLowerCase() === one.name.toLowerCase()));
  if (twice !== undefined) throw new DomainError("invalid", `The ${twice.scope} ${twice.name} is there twice.`);
  const before = await selectRoutes(db);
  await replaceRoutes(db, checked);
  const after = await selectRoutes(db);
  const written = (all: readonly StoredRoute[]) => all.map(({ scope, name, team }) => ({ scope, name, team }));
  await record(db, caller, { action: "request-routes.changed", subject: "request-routes", reason, details: { before: written(before), after: written(after) } });
  return after;
}

async function nameOf(db: TenantDb, { scope, name = "" }: GivenRoute): Promise<string> {
  const known = scope === "network" ? await networkNamed(db, name) : scope === "zone" ? (await zoneNamed(db, name))?.name : scope === "action" ? name : "";
  if (known === undefined) throw new DomainError("invalid", `There is no ${scope} ${name} here: register it first.`);
  return known;
}

async function teamOf(db: TenantDb, id: string): Promise<string> {
  const team = await selectTeam(db, id);
  if (team === undefined) throw new DomainError("invalid", `There is no team ${id.slice(0, 100)} here: register it first.`);
  return team.id;
}
