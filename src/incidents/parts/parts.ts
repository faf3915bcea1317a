// Parts of an incident: added, changed, taken out.
import { type Caller, DomainError } from "../../core/index.ts";
import { emit, record } from "../../store/index.ts";
import { addEntry, visibilityOf } from "../../timeline/index.ts";
import { lockIncident, subjectOf, toldOf } from "../act.ts";
import type { Incident } from "../incident.ts";
import { type IncidentsDb, tenantOf } from "../repo.ts";
import { changed, type PartChange } from "./change.ts";
import { isSeenBy, keyOf, nameOf, type Part, type PartToAdd } from "./part.ts";
import { insertPart, partById, partsOf, updatePart } from "./repo.ts";

const MOST_PARTS = 5_000;
const TECHNIQUE = /^T\d{4}(?:\.\d{3})?$/;

/** Adds parts; what is there already stays as it is. Gives those that were added. */
export async function addParts(db: IncidentsDb, caller: Caller, name: string, parts: readonly PartToAdd[]): Promise<readonly Part[]> {
  const incident = await lockIncident(db, name);
  const there = await partsOf(db, [incident.id], "system");
  if (there.length + parts.length > MOST_PARTS) throw new DomainError("conflict", `${incident.ref} has ${there.length} parts already, and holds at most ${MOST_PARTS}: put long lists into an attachment.`);
  const added: Part[] = [];
  for (const part of parts) {
    const visibility = visibilityOf(caller.side, part.visibility);
    const kept = await insertPart(db, incident.id, { ...part, visibility, side: caller.side, addedAt: caller.now, addedBy: caller.who });
    if (kept === undefined) continue;
    added.push(kept);
  }
  for (const [, some] of Map.groupBy(added, ({ visibility }) => visibility)) {
    await tell(db, caller, incident, { action: "incident.part-added", text: `Added ${namesOf(some)}.`, parts: some });
  }
  return added;
}

const MOST_NAMED = 12;

function namesOf(parts: readonly Part[]): string {
  const more = parts.length - MOST_NAMED;
  return parts.slice(0, MOST_NAMED).map(nameOf).join(", ") + (more > 0 ? `, and ${more} more` : "");
}

/** Adds one part; refuses what is there already, but for what an event had proposed: somebody says now what it is. */
export async function addPart(db: IncidentsDb, caller: Caller, name: string, part: PartToAdd): Promise<Part> {
  if (part.kind === "technique" && !TECHNIQUE.test(part.document.technique)) throw new DomainError("invalid", "A technique is T and its number as MITRE ATT&CK has it: T1486, or T1071.001.");
  const [added] = await addParts(db, caller, name, [part]);
  const proposed = added === undefined && part.kind === "account" ? await proposalOf(db, name, keyOf(part)) : undefined;
  if (proposed !== undefined && part.kind === "account") return changePart(db, caller, name, proposed, { role: part.document.role, state: part.document.state === "" ? undefined : part.document.state });
  if (added === undefined) throw new DomainError("conflict", `${nameOf(part)} is there already: change it instead.`);
  return added;
}

/** The account of this key that was proposed, and of which nobody has said what it is. */
async function proposalOf(db: IncidentsDb, name: string, key: string): Promise<number | undefined> {
  const { id } = await lockIncident(db, name);
  return (await partsOf(db, [id], "system")).find((part) => part.kind === "account" && part.document.role === "unknown" && keyOf(part) === key)?.id;
}

/** Says something else of a part; what it was before stands in thread and journal. */
export async function changePart(db: IncidentsDb, caller: Caller, name: string, id: number, change: PartChange): Promise<Part> {
  const incident = await lockIncident(db, name);
  const before = await partFor(db, caller, incident, id);
  const { part, words } = changed(before, caller, change);
  if (!(await updatePart(db, part))) throw new DomainError("conflict", `${nameOf(part)} is there already: take one of the two out.`);
  await tell(db, caller, incident, { action: "incident.part-changed", text: `Changed ${nameOf(before)}: ${words.join(", ")}.`, parts: [part], reason: words.join(", ") });
  return part;
}

/** Takes a part out; it stays in the history with the reason. */
export async function removePart(db: IncidentsDb, caller: Caller, name: string, id: number, reason: string): Promise<Part> {
  const incident = await lockIncident(db, name);
  const before = await partFor(db, caller, incident, id);
  const part: Part = { ...before, changedAt: caller.now, removed: { at: caller.now, by: caller.who, reason } };
  await updatePart(db, part);
  await tell(db, caller, incident, { action: "incident.part-removed", text: `Took out ${nameOf(part)}: ${reason}`, parts: [part], reason });
  return part;
}

/** A part that the caller may change: it is there, and on their side or shared. */
async function partFor(db: IncidentsDb, caller: Caller, incident: Incident, id: number): Promise<Part> {
  const part = await partById(db, incident.id, id);
  if (part === undefined || part.removed !== null || !isSeenBy(caller.side, part)) throw new DomainError("not_found", `${incident.ref} has no part ${id}.`);
  return part;
}

type Told = { readonly action: string; readonly text: string; readonly parts: readonly Part[]; readonly reason?: string | undefined };

/** Tells of parts that the same side sees. */
async function tell(db: IncidentsDb, caller: Caller, incident: Incident, { action, text, parts, reason }: Told): Promise<void> {
  const tenant = tenantOf(db);
  const visibility = parts[0]?.visibility;
  const details = { parts: parts.map(({ id }) => id), kinds: [...new Set(parts.map(({ kind }) => kind))], visibility };
  await record(db, caller, { action, subject: incident.ref, reason, details: { incident: incident.id, ...details }, tenant });
  await emit(db, caller, { kind: "incident.changed", subject: incident.id, tenant, details: { ...toldOf(incident), action, ...details } });
  await addEntry(db, caller, { subject: subjectOf(incident), type: "action", visibility, text: text.slice(0, 19_000), tenant, details: { action } });
}
