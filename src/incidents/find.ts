// An incident, and what those need to know of it who escalate it, ask for work or run playbooks.
import { type AlertFacts, alertFacts } from "../alerts/index.ts";
import { linksOf } from "./alerts/repo.ts";
import { noIncident } from "./act.ts";
import type { Incident } from "./incident.ts";
import type { Part } from "./parts/part.ts";
import { partsOf } from "./parts/repo.ts";
import { incidentNamed, type IncidentsDb } from "./repo.ts";

/** An incident by id or reference; a merged one too, which says into which. */
export async function findIncident(db: IncidentsDb, name: string, options: { readonly forUpdate?: boolean } = {}): Promise<Incident> {
  const incident = await incidentNamed(db, name, options);
  if (incident === undefined) throw noIncident(name);
  return incident;
}

export type IncidentFacts = {
  readonly incident: Incident;
  readonly alerts: readonly AlertFacts[];
  /** What the provider sees; `visibility` says what the client does. */
  readonly parts: readonly Part[];
};

/** All that is known of an incident to the provider's own work. */
export async function incidentFacts(db: IncidentsDb, name: string): Promise<IncidentFacts> {
  const incident = await findIncident(db, name);
  const links = await linksOf(db, [incident.id]);
  return { incident, alerts: await alertFacts(db, links.map(({ alert }) => alert)), parts: await partsOf(db, [incident.id], "provider") };
}
