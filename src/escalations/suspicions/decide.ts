// What the provider makes of a suspicion, in words that the client reads.
import { type Caller, DomainError } from "../../core/index.ts";
import { closeIncident, mergeIncidents, takeIncident, type UnfinishedOf } from "../../incidents/index.ts";
import { record, type TenantDb } from "../../store/index.ts";
import { decideSuspicion } from "./repo.ts";
import { getSuspicion } from "./show.ts";
import type { Suspicion, SuspicionState } from "./suspicion.ts";

type Decision = { readonly state: Exclude<SuspicionState, "declared" | "closed">; readonly words: string | null; readonly mergedInto?: string };

/** Somebody of the provider has it in hand: they take its incident. */
export async function acknowledgeSuspicion(db: TenantDb, caller: Caller, named: string): Promise<void> {
  const suspicion = await undecided(db, caller, named);
  if (suspicion.state === "acknowledged") throw new DomainError("conflict", `${suspicion.incident.ref} was acknowledged already: assign its incident to whoever goes on with it.`);
  await takeIncident(db, caller, suspicion.incident.id);
  await decide(db, caller, suspicion, { state: "acknowledged", words: null });
}

/** It was none: the incident is closed as a false positive, with the words that say what it was. */
export async function refuseSuspicion(db: TenantDb, caller: Caller, named: string, reason: string, unfinishedOf: UnfinishedOf): Promise<void> {
  const suspicion = await undecided(db, caller, named);
  await closeIncident(db, caller, suspicion.incident.id, { reason, verdict: "false_positive", lessons: reason }, unfinishedOf);
  await decide(db, caller, suspicion, { state: "refused", words: reason });
}

/** It belongs to an incident that there is: what the client said hangs there from now on. */
export async function mergeSuspicion(db: TenantDb, caller: Caller, named: string, { into, reason }: { readonly into: string; readonly reason: string }): Promise<void> {
  const suspicion = await undecided(db, caller, named);
  const { ref } = await mergeIncidents(db, caller, into, [suspicion.incident.id], reason);
  await decide(db, caller, suspicion, { state: "merged", words: reason, mergedInto: ref });
}

async function undecided(db: TenantDb, caller: Caller, named: string): Promise<Suspicion> {
  if (caller.side !== "provider") throw new DomainError("forbidden", "What a suspicion was, the provider says: write into the thread of its incident.");
  const suspicion = await getSuspicion(db, named, true);
  if (suspicion.state === "refused" || suspicion.state === "merged") throw new DomainError("conflict", `${suspicion.incident.ref} was ${suspicion.state} already: reopen its incident if there is something new.`);
  return suspicion;
}

async function decide(db: TenantDb, caller: Caller, { id, incident }: Suspicion, { state, words, mergedInto }: Decision): Promise<void> {
  await decideSuspicion(db, id, { state, at: caller.now, by: caller.who, words, mergedInto: mergedInto ?? null });
  await record(db, caller, { action: `suspicion.${state}`, subject: incident.ref, reason: words ?? undefined, details: { suspicion: id, ...(mergedInto === undefined ? {} : { into: mergedInto }) } });
}
