// Readings: asked for, and looked at.
import { type Caller, DomainError } from "../../core/index.ts";
import { readTenant, record, type State, withTenant } from "../../store/index.ts";
import { found } from "./change.ts";
import { type KnownRecord, selectRecords } from "./others/repo.ts";
import { insertReading, selectReadings } from "./repo.ts";
import type { Reading } from "./source.ts";

export type ReadingToAsk = Pick<Reading, "id" | "mode" | "dryRun" | "allowShrink">;

/** Asks for a reading now; the jobs do it. A dry run is given of a source that is off or paused, too. */
export function askReading(state: State, caller: Caller, tenant: string, sourceId: string, asked: ReadingToAsk): Promise<Reading> {
  return withTenant(state, tenant, async (db) => {
    const source = await found(db, sourceId, true);
    if (!asked.dryRun && source.state !== "on") throw new DomainError("conflict", `It is ${source.state}: switch it on, or ask for a dry run.`);
    const reading: Reading = { tenant, source: source.id, ...asked, mode: source.cursor === null ? "full" : asked.mode, state: "queued", askedBy: caller.who, askedAt: caller.now, startedAt: null, endedAt: null, counts: null, notes: [], importId: null, problem: null };
    if (!(await insertReading(db, reading))) throw new DomainError("conflict", "A reading of it waits or runs already: ask again when it is done.");
    await record(db, caller, { action: "cmdb-source.read-asked", subject: source.id, details: { name: source.name, reading: asked.id, mode: reading.mode, dryRun: asked.dryRun, allowShrink: asked.allowShrink } });
    return reading;
  });
}

/** Readings of a source, the last one first. */
export const listReadings = (state: State, tenant: string, source: string, page: { readonly after?: string | undefined; readonly limit: number }): Promise<readonly Reading[]> =>
  readTenant(state, tenant, async (db) => selectReadings(db, (await found(db, source)).id, page));

export const showReading = (state: State, tenant: string, source: string, id: string): Promise<Reading> =>
  readTenant(state, tenant, async (db) => {
    const [reading] = await selectReadings(db, (await found(db, source)).id, { id, limit: 1 });
    if (reading === undefined) throw new DomainError("not_found", `There is no reading ${id.slice(0, 100)} of it.`);
    return reading;
  });

/** What the source says of teams, services, networks and windows, and what became of it. */
export const listRecords = (state: State, tenant: string, source: string, page: { readonly after?: string | undefined; readonly limit: number }): Promise<readonly KnownRecord[]> =>
  readTenant(state, tenant, async (db) => selectRecords(db, (await found(db, source)).id, page));
