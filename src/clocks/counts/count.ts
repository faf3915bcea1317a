// How the clocks of a time ended: as the contract counts, and as if no pause had been. Both sides see both.
import type { Phase } from "../../contract/setting-kinds.ts";
import type { TenantDb } from "../../store/index.ts";
import { type ClockSide, ownerOf } from "../clock.ts";
import { hoursOfClocks } from "../hours.ts";
import { readClock } from "../reading.ts";
import { countDecided, type DecidedCount, pausedAndMet, type Range } from "./repo.ts";

/** The clocks of one kind and severity that were decided in a time: met when they stopped, late when they were due. */
export type ClockCount = { readonly phase: Phase; readonly severity: string; readonly owner: ClockSide; readonly total: number; readonly met: number; readonly metWithPauses: number };

/** Counts clocks that were decided in `range`; what is paused or not due yet is not. */
export async function countClocks(db: TenantDb, range: Range, now: Date): Promise<readonly ClockCount[]> {
  const hoursOf = hoursOfClocks(db);
  const lateWithPauses = new Map<string, number>();
  // Without a pause both ways of counting say the same.
  for (const clock of await pausedAndMet(db, range)) {
    if (readClock(clock, await hoursOf(clock), now).isLateWithPauses) lateWithPauses.set(keyOf(clock), (lateWithPauses.get(keyOf(clock)) ?? 0) + 1);
  }
  return (await countDecided(db, range, now)).map((count) => ({ ...count, owner: ownerOf(count.phase), metWithPauses: count.met - (lateWithPauses.get(keyOf(count)) ?? 0) }));
}

const keyOf = ({ phase, severity }: Pick<DecidedCount, "phase" | "severity">): string => `${phase}\n${severity}`;
