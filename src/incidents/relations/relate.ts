// Incidents that have to do with each other: said by people, or proposed because the same came again (2024/2690, annex, 3.4.2.b).
import { type Caller, DomainError } from "../../core/index.ts";
import { act } from "../act.ts";
import { findIncident } from "../find.ts";
import type { Incident } from "../incident.ts";
import { type IncidentsDb, incidentsOf } from "../repo.ts";
import { endRelation, incidentsAlike, type Relation, relationsOf, type RelationKind, upsertRelation } from "./repo.ts";

/** Says that two incidents have to do with each other. */
export async function relateIncident(db: IncidentsDb, caller: Caller, name: string, { other, kind, reason }: { readonly other: string; readonly kind: RelationKind; readonly reason: string }): Promise<Incident> {
  const [from, to] = [await findIncident(db, name), await findIncident(db, other)];
  if (from.id === to.id) throw new DomainError("invalid", "other: an incident is not related to itself.");
  await upsertRelation(db, from.id, { incident: to.id, kind, reason, at: caller.now, by: caller.who });
  return act(db, caller, from.id, {
    action: "incident.related", tells: "incident.changed", reason, details: { other: to.ref, kind }, change: () => ({}), evenClosed: true,
    entry: { type: "action", text: `Related to ${to.ref} (${kind}): ${reason}` },
  });
}

/** Takes it back. */
export async function unrelateIncident(db: IncidentsDb, caller: Caller, name: string, { other, reason }: { readonly other: string; readonly reason: string }): Promise<Incident> {
  const [from, to] = [await findIncident(db, name), await findIncident(db, other)];
  if (!(await endRelation(db, from.id, to.id, { at: caller.now, by: caller.who }))) throw new DomainError("conflict", `${from.ref} is not related to ${to.ref}.`);
  return act(db, caller, from.id, { action: "incident.unrelated", tells: "incident.changed", reason, details: { other: to.ref }, change: () => ({}), evenClosed: true, entry: { type: "action", text: `Not related to ${to.ref} any more: ${reason}` } });
}

export type Related = Omit<Relation, "incident"> & { readonly incident: Incident };
/** Whose likeness somebody should look at: the same rule on the same asset or account. */
export type Likeness = { readonly incident: Incident; readonly why: string };

const RECURS_DAYS = 90;
const DAY_MS = 86_400_000;
const MOST_ALIKE = 20;

/** What an incident is related to, and what it might be: both in the order of time. */
export async function relatedTo(db: IncidentsDb, { id, openedAt }: Incident): Promise<{ readonly related: readonly Related[]; readonly alike: readonly Likeness[] }> {
  const relations = await relationsOf(db, id);
  const known = new Set(relations.map(({ incident }) => incident));
  const alike = (await incidentsAlike(db, id, new Date(openedAt.getTime() - RECURS_DAYS * DAY_MS), MOST_ALIKE)).filter((one) => !known.has(one.id));
  const incidents = new Map((await incidentsOf(db, [...known, ...alike.map((one) => one.id)])).map((incident) => [incident.id, incident]));
  return {
    related: relations.flatMap(({ incident, ...relation }) => (incidents.has(incident) ? [{ ...relation, incident: incidents.get(incident)! }] : [])),
    alike: alike.flatMap((one) => (incidents.has(one.id) ? [{ incident: incidents.get(one.id)!, why: `"${one.rule}" on ${one.what}, within ${RECURS_DAYS} days` }] : [])),
  };
}
