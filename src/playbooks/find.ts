import { DomainError } from "../core/index.ts";
import { findIncident } from "../incidents/index.ts";
import type { TenantDb } from "../store/index.ts";
import { selectRun, selectRunsOf } from "./repo.ts";
import type { Run } from "./run/run.ts";

/** One run, by its id. */
export async function findRun(db: TenantDb, id: string, options: { readonly lock?: boolean } = {}): Promise<Run> {
  const run = await selectRun(db, id, options);
  if (run === undefined) throw new DomainError("not_found", `There is no playbook at work ${id.slice(0, 100)} here.`);
  return run;
}

/** The same, to change it: others that change it wait. Refuses one that has ended. */
export async function takeRun(db: TenantDb, id: string): Promise<Run> {
  const run = await findRun(db, id, { lock: true });
  if (run.state !== "running") throw new DomainError("conflict", `${run.playbook.title.en} has ended here: start it again if it is needed.`);
  return run;
}

/** The runs of an incident, named by id or reference, the newest first. */
export const runsOf = async (db: TenantDb, incident: string): Promise<readonly Run[]> => selectRunsOf(db, (await findIncident(db, incident)).id);
