import { type SelectQueryBuilder, sql } from "kysely";
import { numberOfRef, type SystemDb, type Tables, type TenantDb } from "../../store/index.ts";
import type { Incident } from "../incident.ts";
import { incidentOf, type IncidentRow } from "../repo.ts";
import { type IncidentQuery, type ListCounts, placeOf } from "./query.ts";

type Listed = SelectQueryBuilder<Tables, "incident" | "tenant", IncidentRow>;

/** Incidents of one organisation, or of all, in the order that was asked for. */
export async function selectIncidents(db: TenantDb | SystemDb, query: IncidentQuery): Promise<readonly Incident[]> {
  const tenant = db.tenant ?? query.tenant;
  let rows: Listed = db.sql.selectFrom("incident").innerJoin("tenant", "tenant.id", "incident.tenant_id").selectAll("incident").select("tenant.code");
  if (tenant !== undefined) rows = rows.where("incident.tenant_id", "=", tenant);
  rows = ordered(filtered(inView(rows, query), query), query);
  return (await rows.limit(query.limit).execute()).map(incidentOf);
}

function inView(rows: Listed, { view, me, stage }: IncidentQuery): Listed {
  const open = view === "all" || view === "closed" || stage === "closed" ? rows : rows.where("stage", "!=", "closed");
  const mine = me.side === "client" ? "client_owner_id" : "provider_owner_id";
  if (view === "closed") return open.where("stage", "=", "closed");
  if (view === "mine") return open.where(mine, "=", me.id);
  if (view === "unowned") return open.where(mine, "is", null);
  if (view === "waits-on-client") return open.where("waits_on", "=", "client");
  if (view === "waits-on-team") return open.where("waits_on", "=", "team");
  return view === "waits-on-provider" ? open.where((eb) => eb.or([eb("waits_on", "is", null), eb("waits_on", "=", "provider")])) : open;
}

function filtered(rows: Listed, { stage, severity, category, mode, origin, owner, since, until, text }: IncidentQuery): Listed {
  let some = rows;
  for (const [column, value] of [["stage", stage], ["severity", severity], ["category", category], ["mode", mode], ["origin", origin]] as const) if (value !== undefined) some = some.where(`incident.${column}`, "=", value);
  if (owner !== undefined) some = some.where((eb) => eb.or([eb("provider_owner_id", "=", owner), eb("client_owner_id", "=", owner)]));
  if (since !== undefined) some = some.where("opened_at", ">=", since);
  if (until !== undefined) some = some.where("opened_at", "<", until);
  if (text === undefined) return some;
  const ref = numberOfRef("incident", text.trim().toUpperCase());
  if (ref !== undefined) return some.where("tenant.code", "=", ref.code).where("incident.year", "=", ref.year).where("incident.number", "=", ref.number);
  return some.where(sql<boolean>`strpos(lower(incident.title), lower(${text})) > 0`);
}

function ordered(rows: Listed, { order, after }: IncidentQuery): Listed {
  const place = after === undefined ? undefined : placeOf(order, after);
  if (order === "worst") {
    const behind = place === undefined ? rows : rows.where(sql<boolean>`(weight, opened_at, incident.id) < (${place[0]}::smallint, ${place[1]}::timestamptz, ${place[2]})`);
    return behind.orderBy("weight", "desc").orderBy("opened_at", "desc").orderBy("incident.id", "desc");
  }
  if (order === "newest") {
    const behind = place === undefined ? rows : rows.where(sql<boolean>`(opened_at, incident.id) < (${place[0]}::timestamptz, ${place[1]})`);
    return behind.orderBy("opened_at", "desc").orderBy("incident.id", "desc");
  }
  const behind = place === undefined ? rows : rows.where(sql<boolean>`(coalesce(due_at, 'infinity'), incident.id) > (${place[0]}::timestamptz, ${place[1]})`);
  return behind.orderBy(sql`coalesce(due_at, 'infinity')`).orderBy("incident.id");
}

const MOST_COUNTED = 10_000;

/** Counts open ones, of which there are few, and closed ones up to a bound. */
export async function countIncidents(db: TenantDb | SystemDb, { me, tenant: asked }: Pick<IncidentQuery, "me" | "tenant">): Promise<ListCounts> {
  const tenant = db.tenant ?? asked;
  const ofTenant = tenant === undefined ? sql`true` : sql`tenant_id = ${tenant}`;
  const owner = sql.ref(me.side === "client" ? "client_owner_id" : "provider_owner_id");
  const { rows } = await sql<Record<"open" | "contained" | "eradicated" | "recovered" | "mine" | "unowned" | "client" | "team" | "closed", number>>`
    select count(*) filter (where stage = 'open') as open, count(*) filter (where stage = 'contained') as contained, count(*) filter (where stage = 'eradicated') as eradicated, count(*) filter (where stage = 'recovered') as recovered,
      count(*) filter (where ${owner} = ${me.id}) as mine, count(*) filter (where ${owner} is null) as unowned, count(*) filter (where waits_on = 'client') as client, count(*) filter (where waits_on = 'team') as team,
      (select count(*) from (select from incident where ${ofTenant} and stage = 'closed' limit ${MOST_COUNTED + 1}) as counted) as closed
    from incident where ${ofTenant} and stage <> 'closed'`.execute(db.sql);
  const [counted] = rows;
  if (counted === undefined) throw new Error("counting gave no row");
  const { mine, unowned, client, team, closed, ...byStage } = counted;
  const open = Object.values(byStage).reduce((sum, count) => sum + count, 0);
  return { open, mine, unowned, waitsOnClient: client, waitsOnTeam: team, waitsOnProvider: open - client - team, byStage, closed: Math.min(closed, MOST_COUNTED), isClosedBounded: closed > MOST_COUNTED };
}
