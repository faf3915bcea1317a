import type { Job } from "../../core/index.ts";
import { withSystem } from "../../store/index.ts";
import { forgetReadings, insertReading, selectDue, takeReading } from "./repo.ts";
import { runReading, type RunDeps, SCHEDULE } from "./run.ts";
import { isFullDue } from "./source.ts";

const SOON_MS = 5_000;
const HOUR_MS = 3_600_000;
// A reading ends in less, or its process is gone.
const LONGEST_READING_MS = HOUR_MS;
const KEPT_MS = 30 * 24 * HOUR_MS;
const AT_ONCE = 50;

/** Asks for what is due, and does one reading after the other. */
export function cmdbSourceJobs(deps: RunDeps): readonly Job[] {
  const { state, now, newId } = deps;
  return [
    { name: "ask for inventories", everyMs: SOON_MS, run: async () => {
      const due = await withSystem(state, (db) => selectDue(db, now(), AT_ONCE));
      for (const { tenant, source } of due) {
        const mode = isFullDue(source, now()) ? "full" : "changes";
        await withSystem(state, (db) => insertReading(db, { tenant, id: newId(), source: source.id, mode, dryRun: false, allowShrink: false, state: "queued", askedBy: SCHEDULE, askedAt: now(), startedAt: null, endedAt: null, counts: null, notes: [], importId: null, problem: null }));
      }
      return due.length === AT_ONCE;
    } },
    { name: "read inventories", everyMs: SOON_MS, run: async () => {
      const reading = await withSystem(state, (db) => takeReading(db, now(), new Date(now().getTime() + LONGEST_READING_MS)));
      if (reading === undefined) return false;
      await runReading(deps, reading, AbortSignal.timeout(LONGEST_READING_MS - 60_000));
      return true;
    } },
    { name: "forget readings", everyMs: HOUR_MS, run: async () => {
      await withSystem(state, (db) => forgetReadings(db, new Date(now().getTime() - KEPT_MS)));
      return false;
    } },
  ];
}
