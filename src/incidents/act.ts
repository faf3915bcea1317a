// One verb on one incident: lock it, change it, and write what was done into journal, outbox and thread.
import { type Caller, DomainError } from "../core/index.ts";
import { nextDue } from "../clocks/index.ts";
import { emit, record } from "../store/index.ts";
import { addEntry, type EntryToAdd, type Subject } from "../timeline/index.ts";
import type { Incident } from "./incident.ts";
import { incidentNamed, type IncidentsDb, tenantOf, updateIncident } from "./repo.ts";

/** What is done, and what of it is written where. */
export type Order = {
  /** Refuses by throwing. */
  readonly change: (incident: Incident) => Partial<Incident> | Promise<Partial<Incident>>;
  /** `incident.taken` in the journal. */
  readonly action: string;
  readonly reason?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** For the thread, if both sides or one are to read of it there. */
  readonly entry?: Pick<EntryToAdd, "type" | "text" | "visibility"> | ((incident: Incident) => Pick<EntryToAdd, "type" | "text" | "visibility">) | undefined;
  /** What readers of the outbox hear: `incident.changed`. */
  readonly tells: string;
  /** Before what is due next is looked up: clocks that start or stop. */
  readonly clocks?: ((incident: Incident) => Promise<void>) | undefined;
  /** Whether it may be done to one that is closed. */
  readonly evenClosed?: boolean | undefined;
};

export const subjectOf = ({ id }: Pick<Incident, "id">): Subject => ({ kind: "incident", id });

/** Does a verb to an incident, named by id or reference; gives it as it is now. */
export async function act(db: IncidentsDb, caller: Caller, name: string, order: Order): Promise<Incident> {
  const before = await lockIncident(db, name, order);
  const changed: Incident = { ...before, ...(await order.change(before)), changedAt: caller.now };
  await order.clocks?.(changed);
  const incident = { ...changed, due: await dueOf(db, changed, caller.now) };
  await updateIncident(db, incident);
  const { action, reason, details = {}, tells } = order;
  const tenant = tenantOf(db);
  await record(db, caller, { action, subject: incident.ref, reason, details: { incident: incident.id, ...details }, tenant });
  await emit(db, caller, { kind: tells, subject: incident.id, tenant, details: { ...toldOf(incident), action, ...details } });
  const entry = typeof order.entry === "function" ? order.entry(incident) : order.entry;
  if (entry !== undefined) await addEntry(db, caller, { subject: subjectOf(incident), tenant, visibility: "shared", details: { action }, ...entry });
  return incident;
}

/** The incident, held until the transaction ends; refuses one that was merged, and one that is closed unless it may be. */
export async function lockIncident(db: IncidentsDb, name: string, { evenClosed = false }: { readonly evenClosed?: boolean | undefined } = {}): Promise<Incident> {
  const incident = await incidentNamed(db, name, { forUpdate: true });
  if (incident === undefined) throw noIncident(name);
  if (incident.mergedInto !== null) {
    const survivor = await incidentNamed(db, incident.mergedInto);
    throw new DomainError("conflict", `${incident.ref} was merged into ${survivor?.ref ?? incident.mergedInto}: work there.`);
  }
  if (incident.stage === "closed" && !evenClosed) throw new DomainError("conflict", `${incident.ref} is closed: reopen it first, and say why.`);
  return incident;
}

export const noIncident = (name: string): DomainError => new DomainError("not_found", `There is no incident ${name} here.`);

/** What readers of the outbox are told of an incident: enough to decide whether it concerns them. */
export const toldOf = ({ ref, severity, category, mode, stage, origin, owners, waits }: Incident): Readonly<Record<string, unknown>> =>
  ({ ref, severity, category, mode, stage, origin, owner: owners.provider?.id ?? null, clientOwner: owners.client?.id ?? null, waitsOn: waits?.on ?? null });

/** What is due next of an incident. */
export async function dueOf(db: IncidentsDb, incident: Incident, now: Date): Promise<Incident["due"]> {
  const next = incident.stage === "closed" ? null : await nextDue(db, subjectOf(incident), now, { tenant: tenantOf(db) });
  return next === null ? null : { at: next.dueAt, phase: next.phase, owner: next.owner };
}
