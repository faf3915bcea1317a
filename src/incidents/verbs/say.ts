// What people write into the thread of an incident, and which clocks that stops.
import { clocksOf, stopClock } from "../../clocks/index.ts";
import { type Caller, DomainError } from "../../core/index.ts";
import { record } from "../../store/index.ts";
import { addEntry, type Entry, type EntryToAdd, visibilityOf } from "../../timeline/index.ts";
import { act, lockIncident, subjectOf } from "../act.ts";
import { type IncidentsDb, tenantOf } from "../repo.ts";

export type Saying = Pick<EntryToAdd, "type" | "text" | "visibility" | "eventTime"> & {
  /** Whether it tells the client what to do first. */
  readonly isAdvice?: boolean | undefined;
};

/**
 * Writes into the thread. The first message or call note that the provider shares is what notifies the client, and
 * advice that is shared stops the time to give it.
 */
export async function sayInIncident(db: IncidentsDb, caller: Caller, name: string, { isAdvice = false, ...said }: Saying): Promise<Entry> {
  const incident = await lockIncident(db, name, { evenClosed: true });
  const visibility = visibilityOf(caller.side, said.visibility);
  if (isAdvice && (visibility !== "shared" || caller.side === "client")) throw new DomainError("invalid", "visibility: advice is what the provider tells the client; share it.");
  const tenant = tenantOf(db);
  const entry = await addEntry(db, caller, { ...said, visibility, subject: subjectOf(incident), tenant, details: isAdvice ? { isAdvice } : {} });
  await record(db, caller, { action: "incident.entry-added", subject: incident.ref, tenant, details: { incident: incident.id, entry: entry.id, type: said.type, visibility } });
  if (visibility === "shared" && caller.side === "provider" && ["message", "call"].includes(said.type)) await isNotified(db, caller, incident.id, { by: "entry.shared" });
  if (isAdvice) await isAdvised(db, caller, incident.id, { by: "advice.shared" });
  return entry;
}

/** The client was told of the incident, by the event that is named. */
const isNotified = (db: IncidentsDb, caller: Caller, name: string, how: { readonly by: string }): Promise<void> => stopOnce(db, caller, name, { phase: "notify", action: "incident.client-notified", ...how });

/** The client was told what to do first. */
const isAdvised = (db: IncidentsDb, caller: Caller, name: string, how: { readonly by: string }): Promise<void> => stopOnce(db, caller, name, { phase: "contain-advice", action: "incident.advice-given", ...how });

async function stopOnce(db: IncidentsDb, caller: Caller, name: string, { phase, action, by }: { readonly phase: "notify" | "contain-advice"; readonly action: string; readonly by: string }): Promise<void> {
  const incident = await lockIncident(db, name, { evenClosed: true });
  const tenant = tenantOf(db);
  const readings = [...(await clocksOf(db, [subjectOf(incident)], caller.now, { phases: [phase], tenant })).values()].flat();
  if (readings.every(({ stoppedAt }) => stoppedAt !== null)) return;
  await act(db, caller, incident.id, {
    action, tells: phase === "contain-advice" ? "incident.containment-advised" : "incident.changed", details: { phase, by }, change: () => ({}), evenClosed: true,
    clocks: () => stopClock(db, subjectOf(incident), phase, { at: caller.now, by, tenant }),
  });
}
