// Making a demonstration, and removing it whole.
import { createAsset, teams } from "../cmdb/index.ts";
import { type Erasure, eraseTenant, type HandIn } from "../collection/index.ts";
import { type Caller, DomainError } from "../core/index.ts";
import type { EventStore } from "../events/index.ts";
import { record, type State, withSystem } from "../store/index.ts";
import { addSource, archiveTenant, createTenant } from "../tenants/index.ts";
import { countNamed, type Demonstration, mark, selectDemonstration } from "./repo.ts";
import { arrivalsOf, SOURCES } from "./samples.ts";

export type { Demonstration } from "./repo.ts";
export type DemonstrationDeps = { readonly state: State; readonly newId: () => string; readonly handIn: HandIn };

const ID = "demonstration";
const NAME = "Démonstration: Fonderies du Rhône";
const WHY = "removed with the demonstration";
const RETENTION_DAYS = 30;

/** The one at work; null: there is none. */
export const findDemonstration = async (state: State): Promise<Demonstration | null> => (await withSystem(state, selectDemonstration)) ?? null;

/** Makes an organisation with sources, a team and machines, and plays the sample logs as if their evening ended now. */
export async function makeDemonstration({ state, newId, handIn }: DemonstrationDeps, caller: Caller): Promise<Demonstration> {
  const there = await findDemonstration(state);
  if (there !== null) throw new DomainError("conflict", `${there.tenant} is there already: look around in it, or remove it first.`);
  const used = await withSystem(state, (db) => countNamed(db, ID));
  const { id: tenant } = await createTenant(state, caller, { id: used === 0 ? ID : `${ID}-${used + 1}`, name: NAME, retentionDays: RETENTION_DAYS });
  await withSystem(state, async (db) => {
    await mark(db, tenant, "playing");
    await record(db, caller, { action: "demonstration.made", subject: tenant });
  });
  await teams.create(state, caller, tenant, { id: newId(), given: { name: "Systems", contact: null, email: null, phone: null, itsmName: null } });
  for (const [name, criticality] of [["web01", 3], ["DC01", 4], ["PC-ADV-07", 2]] as const) await createAsset(state, caller, tenant, { id: newId(), values: { name, kind: "server", criticality, names: [name], team: "Systems" } });
  for (const source of SOURCES) {
    await addSource(state, caller, tenant, { name: source.name, technology: source.technology, timezone: "UTC", zone: null, claim: { addresses: [], hostnames: [], listeners: [], certificates: [] }, wantsToken: false });
    for (const arrival of await arrivalsOf(tenant, source, caller.now.getTime())) await handIn(arrival);
  }
  return { tenant, name: NAME, state: "playing", since: caller.now };
}

/** Takes it out of work and erases all of it but its journal. */
export async function removeDemonstration(state: State, events: EventStore, caller: Caller): Promise<{ readonly tenant: string; readonly erasure: Erasure }> {
  const there = await findDemonstration(state);
  if (there === null) throw new DomainError("not_found", "There is no demonstration.");
  await archiveTenant(state, caller, there.tenant, WHY);
  return { tenant: there.tenant, erasure: await eraseTenant(state, events, caller, { tenant: there.tenant, reason: WHY }) };
}
