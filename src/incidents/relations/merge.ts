import { mergeClocks, stopClock } from "../../clocks/index.ts";
import { type Caller, DomainError } from "../../core/index.ts";
import { emit, record, type TenantDb } from "../../store/index.ts";
import { settingsAt } from "../../tenants/index.ts";
import { addEntry, moveEntries } from "../../timeline/index.ts";
import { act, lockIncident, subjectOf, toldOf } from "../act.ts";
import { moveLinks } from "../alerts/repo.ts";
import { moveAttachments } from "../attachments/repo.ts";
import { findIncident } from "../find.ts";
import type { Incident } from "../incident.ts";
import { joined, refuseContradiction } from "./join.ts";
import { moveParts } from "../parts/repo.ts";
import { repoint, updateIncident } from "../repo.ts";
import { moveRelations } from "./repo.ts";

const MOST_AT_ONCE = 50;

/**
 * Merges incidents into one: their alerts, parts, files and threads hang under the survivor and keep where they came
 * from; each merged one is closed and points to it. Nothing is lost, and nothing is there twice.
 */
export async function mergeIncidents(db: TenantDb, caller: Caller, into: string, others: readonly string[], reason: string): Promise<Incident> {
  if (others.length > MOST_AT_ONCE) throw new DomainError("invalid", `At most ${MOST_AT_ONCE} incidents at once.`);
  const named = await findIncident(db, into);
  const { documents } = await settingsAt(db, caller.now);
  const found = await Promise.all(others.map((name) => findIncident(db, name)));
  const ids = [...new Set(found.map(({ id }) => id))];
  if (ids.includes(named.id)) throw new DomainError("invalid", `${named.ref} cannot be merged into itself.`);
  // In the order of ids: two who merge the same ones wait for each other, and do not block.
  const locked: Incident[] = [];
  for (const id of [...ids, named.id].toSorted()) locked.push(await lockIncident(db, id));
  const survivor = locked.find(({ id }) => id === named.id) ?? named;
  const merged = locked.filter(({ id }) => id !== survivor.id);
  refuseContradiction([survivor, ...merged]);
  for (const incident of merged) await mergeOne(db, caller, incident, survivor, reason);
  const all = [survivor, ...merged];
  return act(db, caller, survivor.id, {
    action: "incident.took-in", tells: "incident.changed", reason, details: { merged: merged.map(({ ref }) => ref) },
    change: (incident) => joined(incident, all, documents),
    // Somebody had one of them in hand.
    clocks: async (incident) => {
      if (survivor.owners.provider === null && incident.owners.provider !== null) await stopClock(db, subjectOf(incident), "acknowledge", { at: caller.now, by: "incident.merged" });
      if (survivor.verdict === null && incident.verdict !== null) await stopClock(db, subjectOf(incident), "qualify", { at: caller.now, by: "incident.merged" });
    },
    entry: ({ severity }) => ({ type: "action", text: `Took in ${merged.map(({ ref }) => ref).join(", ")}: ${reason}${severity === survivor.severity ? "" : `\nSeverity ${severity} instead of ${survivor.severity}, as it was there.`}` }),
  });
}

async function mergeOne(db: TenantDb, caller: Caller, incident: Incident, survivor: Incident, reason: string): Promise<void> {
  const { now, who } = caller;
  const { id } = incident;
  await moveLinks(db, id, survivor.id);
  await moveParts(db, { from: id, to: survivor.id, at: now, by: who, reason: `there already when ${incident.ref} was merged` });
  await moveAttachments(db, id, survivor.id);
  await moveEntries(db, subjectOf(incident), subjectOf(survivor));
  await moveRelations(db, id, survivor.id);
  await repoint(db, id, survivor.id);
  await mergeClocks(db, { from: subjectOf(incident), to: subjectOf(survivor), at: now, by: "incident.merged" });
  const closed: Incident = { ...incident, stage: "closed", stageTimes: { ...incident.stageTimes, closed: now.toISOString() }, closedAt: now, closedReason: reason, mergedInto: survivor.id, waits: null, due: null, changedAt: now };
  await updateIncident(db, closed);
  await record(db, caller, { action: "incident.merged", subject: incident.ref, reason, details: { incident: id, into: survivor.ref } });
  await emit(db, caller, { kind: "incident.merged", subject: id, details: { ...toldOf(closed), into: survivor.id, intoRef: survivor.ref } });
  await addEntry(db, caller, { subject: subjectOf(incident), type: "action", visibility: "shared", text: `Merged into ${survivor.ref}: ${reason}`, details: { action: "incident.merged" } });
}
