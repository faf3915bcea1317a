import { sql } from "kysely";
import { freshnessOfAsset } from "../../cmdb/index.ts";
import type { TenantDb } from "../../store/index.ts";
import type { AssetOwners, TeamFound } from "./choose.ts";

/** An asset with all who look after it. */
export async function selectOwners(db: TenantDb, asset: string, now: Date): Promise<AssetOwners | undefined> {
  const found = await db.sql.selectFrom("asset").select(["id", "name", "criticality", "environment", "location", "lifecycle", "tags", "services", "team"]).where("tenant_id", "=", db.tenant).where("id", "=", asset).executeTakeFirst();
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

export type StoredMachine = { readonly id: string; readonly name: string; readonly criticality: number; readonly isRetired: boolean };

export async function selectMachine(db: TenantDb, id: string): Promise<StoredMachine | undefined> {
  const row = await db.sql.selectFrom("asset").select(["id", "name", "criticality", "lifecycle"]).where("tenant_id", "=", db.tenant).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : { id: row.id, name: row.name, criticality: row.criticality, isRetired: row.lifecycle === "retired" };
}

const MOST_MEANT = 20;

/** All machines that are called so, as the context of events finds them: a short name means all that begin with it, a long one that nobody has those that have its short form alone. */
export async function selectNamed(db: TenantDb, name: string, { exactly }: { readonly exactly: boolean }): Promise<readonly StoredMachine[]> {
  const [short = name] = name.split(".");
  const { rows } = await sql<{ id: string; name: string; criticality: number; rank: number }>`
    with called as (
      select asset_id, 1 as rank from asset_name where tenant_id = ${db.tenant} and name = ${name}
      union all select id, 1 from asset where tenant_id = ${db.tenant} and lower(name) = ${name}
      union all select asset_id, 1 from asset_name where tenant_id = ${db.tenant} and ${!name.includes(".")} and starts_with(name, ${`${name}.`})
      union all select asset_id, 2 from asset_name n where tenant_id = ${db.tenant} and ${!exactly && name.includes(".")} and name = ${short}
        and not exists (select from asset_name long where long.tenant_id = n.tenant_id and long.asset_id = n.asset_id and starts_with(long.name, ${`${short}.`})))
    select a.id, a.name, a.criticality, min(called.rank) as rank from called join asset a on a.tenant_id = ${db.tenant} and a.id = called.asset_id and a.lifecycle <> 'retired'
    group by a.id, a.name, a.criticality order by rank, a.criticality desc, a.name limit ${MOST_MEANT}`.execute(db.sql);
  const best = rows[0]?.rank;
  return rows.filter(({ rank }) => rank === best).map(({ id, name: title, criticality }) => ({ id, name: title, criticality, isRetired: false }));
}

/** All machines that have an address now, and whether it is the organisation's own. */
export async function selectAddressed(db: TenantDb, ip: string, now: Date): Promise<{ readonly machines: readonly StoredMachine[]; readonly isInside: boolean }> {
  const { rows } = await sql<{ id: string; name: string; criticality: number }>`
    select distinct a.id, a.name, a.criticality from asset_address h join asset a on a.tenant_id = h.tenant_id and a.id = h.asset_id and a.lifecycle <> 'retired'
    where h.tenant_id = ${db.tenant} and host(h.ip) = host(${ip}::inet) and (valid_from is null or valid_from <= ${now}) and (valid_until is null or valid_until > ${now})
    order by a.criticality desc, a.name limit ${MOST_MEANT}`.execute(db.sql);
  const inside = await sql<{ is: boolean }>`
    select exists (select from network where tenant_id = ${db.tenant} and cidr >>= ${ip}::inet)
    or ${ip}::inet <<= any(array['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']::inet[]) as is`.execute(db.sql);
  return { machines: rows.map((row) => ({ ...row, isRetired: false })), isInside: inside.rows[0]?.is === true };
}

/** What an account is registered as, whichever form of its name is; and whether any is registered. */
export async function selectAccount(db: TenantDb, bare: string): Promise<{ readonly accounts: readonly ("privileged" | "service")[]; readonly hasAccounts: boolean }> {
  const { rows } = await sql<{ kind: "privileged" | "service"; is: boolean }>`
    select kind, bool_or(exists (select from unnest(forms) as form where split_part(regexp_replace(form, '^.*\\\\', ''), '@', 1) = ${bare})) as is
    from account_of_interest where tenant_id = ${db.tenant} and retired_at is null group by kind order by kind`.execute(db.sql);
  return { accounts: rows.filter(({ is }) => is).map(({ kind }) => kind), hasAccounts: rows.length > 0 };
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

/** Whether the person may approve for this organisation: by a role of the client's. */
export async function mayApprove(db: TenantDb, person: string): Promise<boolean> {
  return (await db.sql.selectFrom("membership").select("role").where("tenant_id", "=", db.tenant).where("person_id", "=", person).where("role", "in", ["security", "manager"]).executeTakeFirst()) !== undefined;
}

/** Whether the person has a role in this organisation. */
export async function isOfTenant(db: TenantDb, person: string): Promise<boolean> {
  return (await db.sql.selectFrom("membership").select("role").where("tenant_id", "=", db.tenant).where("person_id", "=", person).executeTakeFirst()) !== undefined;
}
