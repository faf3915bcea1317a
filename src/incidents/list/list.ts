import { clocksOf } from "../../clocks/index.ts";
import type { SystemDb, TenantDb } from "../../store/index.ts";
import { subjectKey } from "../../timeline/index.ts";
import { subjectOf } from "../act.ts";
import type { Incident } from "../incident.ts";
import { type Turn, turnOf } from "../turn.ts";
import { type IncidentQuery, type ListCounts, placeBehind } from "./query.ts";
import { countIncidents, selectIncidents } from "./repo.ts";

export type ListedIncident = { readonly incident: Incident; readonly turn: Turn | null };
export type IncidentPage = { readonly incidents: readonly ListedIncident[]; readonly counts: ListCounts; readonly next: string | null };

/** A page of incidents with whose turn it is, and how many there are under each view. */
export async function listIncidents(db: TenantDb | SystemDb, query: IncidentQuery, now: Date): Promise<IncidentPage> {
  const incidents = await selectIncidents(db, query);
  const last = incidents.length < query.limit ? undefined : incidents.at(-1);
  return { incidents: await withTurns(db, incidents, now), counts: await countIncidents(db, query), next: last === undefined ? null : placeBehind(query.order, last) };
}

/** Reads the clocks of all that are shown, one question an organisation. */
async function withTurns(db: TenantDb | SystemDb, incidents: readonly Incident[], now: Date): Promise<readonly ListedIncident[]> {
  const turns = new Map<string, Turn | null>();
  for (const [tenant, some] of Map.groupBy(incidents, (incident) => incident.tenant)) {
    const clocks = await clocksOf(db, some.map(subjectOf), now, { tenant });
    for (const incident of some) turns.set(incident.id, turnOf(incident, clocks.get(subjectKey(subjectOf(incident))) ?? []));
  }
  return incidents.map((incident) => ({ incident, turn: turns.get(incident.id) ?? null }));
}
