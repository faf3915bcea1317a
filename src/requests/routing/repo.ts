import { sql } from "kysely";
import { freshnessOfAsset } from "../../cmdb/index.ts";
import type { TenantDb } from "../../store/index.ts";
import type { AssetOwners, TeamFound } from "./choose.ts";

/** An asset by id, or by what it may be called, with all who look after it. */
export async function selectOwners(db: TenantDb, asset: { readonly id: string } | { readonly name: string }, now: Date): Promise<AssetOwners | undefined> {
  const found = await selectAsset(db, asset);
  if (found === undefined) return undefined;
  const { id, name, criticality, environment, location, lifecycle, tags, services, team: said } = found;
  const team = said === null ? null : ((await teamNamed(db, said)) ?? null);
  const places = await teamsOfPlaces(db, id, now);
  const ofServices = await teamsOfServices(db, services);
  const { words } = await freshnessOfAsset(db, id, now, team !== null ? "team" : ofServices.length > 0 ? "services" : "addresses");
  return {
    id, name, criticality, environment, location, isRetired: lifecycle === "retired", tags, services, team, unknownTeam: team === null ? said : null,
    ofServices, ...places, read: words,
  };
}

async function selectAsset(db: TenantDb, asset: { readonly id: string } | { readonly name: string }) {
  const columns = ["asset.id", "asset.name", "criticality", "environment", "location", "lifecycle", "tags", "services", "team"] as const;
  const query = db.sql.selectFrom("asset").select(columns).where("tenant_id", "=", db.tenant);
  if ("id" in asset) return query.where("id", "=", asset.id).executeTakeFirst();
  // Two of one name: neither is meant for sure.
  const rows = await query.where(sql<boolean>`(lower(asset.name) = lower(${asset.name}) or id in (select n.asset_id from asset_name n where n.tenant_id = ${db.tenant} and n.name = lower(${asset.name})))`).where("lifecycle", "!=", "retired").limit(2).execute();
  return rows.length === 1 ? rows[0] : undefined;
}

const teamNamed = (db: TenantDb, name: string): Promise<TeamFound | undefined> =>
  db.sql.selectFrom("team").select(["id", "name"]).where("tenant_id", "=", db.tenant).where(sql<boolean>`(lower(name) = lower(${name}) or lower(itsm_name) = lower(${name}))`).orderBy(sql`lower(name) = lower(${name})`, "desc").orderBy("id").executeTakeFirst();

async function teamsOfServices(db: TenantDb, services: readonly string[]): Promise<AssetOwners["ofServices"]> {
  if (services.length === 0) return [];
  // The most critical service decides.
  const rows = await db.sql.selectFrom("business_service").select(["name", "team"]).where("tenant_id", "=", db.tenant).where("team", "is not", null).where(sql<boolean>`lower(name) = any(${services.map((name) => name.toLowerCase())})`).orderBy("criticality", "desc").orderBy("name").limit(20).execute();
  const found = [];
  for (const { name: service, team: said } of rows) {
    const team = await teamNamed(db, said ?? "");
    if (team !== undefined) found.push({ service, team });
  }
  return found;
}

/** Teams that look after the networks and zones in which the asset stands now. */
async function teamsOfPlaces(db: TenantDb, asset: string, now: Date): Promise<Pick<AssetOwners, "ofNetworks" | "ofZones">> {
  const { rows } = await sql<{ scope: "network" | "zone"; place: string; id: string; name: string }>`
    with here as (
      select ip, zone from asset_address where tenant_id = ${db.tenant} and asset_id = ${asset}
      and (valid_from is null or valid_from <= ${now}) and (valid_until is null or valid_until > ${now}))
    select distinct r.scope, r.name as place, t.id, t.name, case when r.scope = 'network' then masklen(n.cidr) end as bits
    from here
    join network n on n.tenant_id = ${db.tenant} and here.ip <<= n.cidr
    join zone z on z.tenant_id = ${db.tenant} and z.id = n.zone_id and (here.zone is null or lower(here.zone) = lower(z.name))
    join request_route r on r.tenant_id = ${db.tenant} and ((r.scope = 'network' and r.name = n.cidr::text) or (r.scope = 'zone' and lower(r.name) = lower(z.name)))
    join team t on t.tenant_id = ${db.tenant} and t.id = r.team_id
    order by bits desc nulls last, place`.execute(db.sql);
  const of = (scope: "network" | "zone") => rows.filter((row) => row.scope === scope);
  return {
    ofNetworks: of("network").map(({ place: network, id, name }) => ({ network, team: { id, name } })),
    ofZones: of("zone").map(({ place: zone, id, name }) => ({ zone, team: { id, name } })),
  };
}

/** The team of a route by action, or of what is left over. */
export const teamOfRoute = (db: TenantDb, scope: "action" | "fallback", name: string): Promise<TeamFound | undefined> =>
  db.sql.selectFrom("request_route").innerJoin("team", (on) => on.onRef("team.tenant_id", "=", "request_route.tenant_id").onRef("team.id", "=", "request_route.team_id")).select(["team.id", "team.name"]).where("request_route.tenant_id", "=", db.tenant).where("scope", "=", scope).where("request_route.name", "=", name).executeTakeFirst();

export const selectTeam = (db: TenantDb, id: string): Promise<TeamFound | undefined> => db.sql.selectFrom("team").select(["id", "name"]).where("tenant_id", "=", db.tenant).where("id", "=", id).executeTakeFirst();

export type StoredRoute = { readonly scope: "network" | "zone" | "action" | "fallback"; readonly name: string; readonly team: string; readonly teamName: string; readonly changedAt: Date };

export async function selectRoutes(db: TenantDb): Promise<readonly StoredRoute[]> {
  const rows = await db.sql.selectFrom("request_route").innerJoin("team", (on) => on.onRef("team.tenant_id", "=", "request_route.tenant_id").onRef("team.id", "=", "request_route.team_id")).select(["scope", "request_route.name", "team.id as team", "team.name as teamName", "request_route.changed_at as changedAt"]).where("request_route.tenant_id", "=", db.tenant).orderBy("scope").orderBy("request_route.name").execute();
  return rows;
}

/** Puts these routes in the place of all that there were. */
export async function replaceRoutes(db: TenantDb, routes: readonly Omit<StoredRoute, "teamName">[]): Promise<void> {
  await db.sql.deleteFrom("request_route").where("tenant_id", "=", db.tenant).execute();
  if (routes.length > 0) await db.sql.insertInto("request_route").values(routes.map(({ scope, name, team, changedAt }) => ({ tenant_id: db.tenant, scope, name, team_id: team, changed_at: changedAt }))).execute();
}

/** The network's range as the CMDB writes it; undefined: it has no such network. */
export async function networkNamed(db: TenantDb, cidr: string): Promise<string | undefined> {
  const row = await db.sql.selectFrom("network").select(sql<string>`cidr::text`.as("cidr")).where("tenant_id", "=", db.tenant).where(sql<boolean>`cidr::text = ${cidr}`).executeTakeFirst();
  return row?.cidr;
}

export const zoneNamed = (db: TenantDb, name: string): Promise<{ readonly name: string } | undefined> => db.sql.selectFrom("zone").select("name").where("tenant_id", "=", db.tenant).where(sql<boolean>`lower(name) = lower(${name})`).executeTakeFirst();

export type StoredMember = { readonly person: string; readonly since: Date };

export const selectMembers = (db: TenantDb, team: string): Promise<readonly StoredMember[]> => db.sql.selectFrom("team_member").select(["person_id as person", "since"]).where("tenant_id", "=", db.tenant).where("team_id", "=", team).orderBy("since").orderBy("person_id").execute();

/** False: they are in the team already. */
export async function insertMember(db: TenantDb, team: string, person: string, now: Date): Promise<boolean> {
  const row = await db.sql.insertInto("team_member").values({ tenant_id: db.tenant, team_id: team, person_id: person, since: now }).onConflict((conflict) => conflict.doNothing()).returning("person_id").executeTakeFirst();
  return row !== undefined;
}

export async function deleteMember(db: TenantDb, team: string, person: string): Promise<boolean> {
  const { numDeletedRows } = await db.sql.deleteFrom("team_member").where("tenant_id", "=", db.tenant).where("team_id", "=", team).where("person_id", "=", person).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Whether the person has a role in this organisation. */
export async function isOfTenant(db: TenantDb, person: string): Promise<boolean> {
  return (await db.sql.selectFrom("membership").select("role").where("tenant_id", "=", db.tenant).where("person_id", "=", person).executeTakeFirst()) !== undefined;
}
