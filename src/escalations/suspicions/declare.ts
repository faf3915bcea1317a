import { type Caller, DomainError } from "../../core/index.ts";
import { openIncident } from "../../incidents/index.ts";
import { emit, record, type TenantDb } from "../../store/index.ts";
import { settingsAt, severityKeyOf } from "../../tenants/index.ts";
import { addEntry } from "../../timeline/index.ts";
import { insertSuspicion } from "./repo.ts";
import { LEVEL_OF, type Suspicion, type Urgency } from "./suspicion.ts";

export type SuspicionToDeclare = {
  readonly id: string;
  readonly title: string;
  /** What was seen. */
  readonly seen: string;
  readonly seenAt?: Date | undefined;
  /** Names of machines and accounts, as the client knows them. */
  readonly assets: readonly string[];
  readonly urgency: Urgency;
};

/** The client saw something: an incident is opened, and the provider has to acknowledge it in time. */
export async function declareSuspicion(db: TenantDb, caller: Caller, { id, title, seen, seenAt, assets, urgency }: SuspicionToDeclare): Promise<Suspicion> {
  if (caller.side !== "client") throw new DomainError("forbidden", "The client declares a suspicion; the provider opens an incident.");
  const { documents } = await settingsAt(db, caller.now);
  const severity = severityKeyOf(documents, LEVEL_OF[urgency]);
  const incident = await openIncident(db, caller, { origin: "client", title, summary: seen, severity, occurredAt: seenAt });
  const suspicion: Suspicion = { id, incident: { id: incident.id, ref: incident.ref }, title, seen, seenAt: seenAt ?? null, assets, urgency, severity, declared: { at: caller.now, by: caller.who }, state: "declared", decided: null, mergedInto: null };
  await insertSuspicion(db, suspicion, caller.id);
  const concerned = assets.length === 0 ? "" : `\n\nConcerned: ${assets.join(", ")}`;
  await addEntry(db, caller, { subject: { kind: "incident", id: incident.id }, type: "message", text: `${seen}${concerned}`, eventTime: seenAt });
  await record(db, caller, { action: "suspicion.declared", subject: incident.ref, details: { suspicion: id, urgency, severity, assets } });
  await emit(db, caller, { kind: "suspicion.declared", subject: incident.id, details: { suspicion: id, ref: incident.ref, severity, urgency } });
  return suspicion;
}
