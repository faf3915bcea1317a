// Evidence: events kept whole past the time for which the store keeps events.
import { createHash } from "node:crypto";
import { type Caller, DomainError } from "../../core/index.ts";
import { emit, record } from "../../store/index.ts";
import { addEntry } from "../../timeline/index.ts";
import { alertsNamed, type AlertsDb, tenantOf } from "../repo.ts";
import type { EvidenceEvent } from "./evidence-event.ts";
import { eventsBehind, insertEvidence } from "./repo.ts";

/** Reads whole events of a tenant by their ids; what is kept no more is left out. */
export type EventsOf = (tenant: string, ids: readonly string[]) => Promise<readonly EvidenceEvent[]>;

export type Pinned = { readonly pinned: number; /** Not in the store any more. */ readonly gone: readonly string[] };

export const MOST_PINNED = 100;

/** Copies events of an alert beside it, each with the digest of its line. `events` were read before the transaction. */
export async function pinEvidence(db: AlertsDb, caller: Caller, name: string, { wanted, events }: { readonly wanted: readonly string[]; readonly events: readonly EvidenceEvent[] }): Promise<Pinned> {
  if (wanted.length === 0 || wanted.length > MOST_PINNED) throw new DomainError("invalid", `Name between 1 and ${MOST_PINNED} events.`);
  const alert = (await alertsNamed(db, [name], { forUpdate: true })).get(name);
  if (alert === undefined) throw new DomainError("not_found", `There is no alert ${name} here.`);
  const behind = await eventsBehind(db, alert.id, wanted);
  const stranger = wanted.find((id) => !behind.has(id));
  if (stranger !== undefined) throw new DomainError("invalid", `Event ${stranger} is in no detection of ${alert.ref}: pin what it consists of, and attach other events to the incident.`);
  const found = events.filter(({ id }) => behind.has(id)).map((event) => ({ ...event, digest: createHash("sha256").update(event.line).digest("hex") }));
  const pinned = found.length === 0 ? 0 : await insertEvidence(db, alert.id, found, { who: caller.who, at: caller.now });
  const gone = wanted.filter((id) => !found.some((event) => event.id === id));
  if (pinned > 0) {
    const details = { events: found.map(({ id, digest }) => ({ id, digest })) };
    await record(db, caller, { action: "alert.evidence-pinned", subject: alert.ref, tenant: tenantOf(db), details });
    await emit(db, caller, { kind: "alert.evidence-pinned", subject: alert.id, tenant: tenantOf(db), details: { ref: alert.ref, incident: alert.incident, pinned } });
    await addEntry(db, caller, { subject: { kind: "alert", id: alert.id }, type: "action", text: `Pinned ${pinned} ${pinned === 1 ? "event" : "events"} as evidence.${gone.length === 0 ? "" : ` ${gone.length} ${gone.length === 1 ? "is" : "are"} not in the store any more.`}`, tenant: tenantOf(db), details });
  }
  return { pinned, gone };
}
