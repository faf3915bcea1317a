// Looking at runs, and stopping one.
import { type Caller, DomainError } from "../core/index.ts";
import { record, type State, withTenant } from "../store/index.ts";
import { cancelOpenRun, findRun, listEvents, listRuns } from "./repo.ts";
import type { RetroEvent, RetroRun, RetroSummary } from "./retro-run.ts";

/** Runs of a tenant, the last one asked for first; `after` is the last one of the page before. */
export function retroRuns(state: State, tenant: string, { limit, after }: { readonly limit: number; readonly after?: string | undefined }): Promise<readonly RetroSummary[]> {
  return withTenant(state, tenant, async (db) => listRuns(db, { limit, after: after === undefined ? undefined : ((await findRun(db, after)) ?? missing(after)) }));
}

/** One run with its progress and, when it is done, its result. */
export const retroRun = (state: State, tenant: string, id: string): Promise<RetroRun> => withTenant(state, tenant, async (db) => (await findRun(db, id)) ?? missing(id));

/** A page of the events that a run matched, newest first. */
export function retroEvents(state: State, tenant: string, id: string, page: { readonly limit: number; readonly after?: Pick<RetroEvent, "time" | "id"> | undefined }): Promise<readonly RetroEvent[]> {
  return withTenant(state, tenant, async (db) => {
    if ((await findRun(db, id)) === undefined) missing(id);
    return listEvents(db, id, page);
  });
}

/** Cancels a run that is not over. What it has listed stays. */
export function cancelRetro(state: State, caller: Caller, tenant: string, id: string): Promise<RetroRun> {
  return withTenant(state, tenant, async (db) => {
    const cancelled = await cancelOpenRun(db, id, caller.now);
    if (cancelled === undefined) {
      const run = (await findRun(db, id)) ?? missing(id);
      throw new DomainError("conflict", `The run ${id} is over already: it is ${run.state}.`);
    }
    await record(db, caller, { action: "retro-run.cancelled", subject: id, details: { title: cancelled.title } });
    return cancelled;
  });
}

function missing(id: string): never {
  throw new DomainError("not_found", `There is no run ${id}: the list of runs has those that there are.`);
}
