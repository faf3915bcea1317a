import type { Phase } from "../contract/setting-kinds.ts";
import type { Subject } from "../timeline/index.ts";
import { hoursOfClocks } from "./hours.ts";
import { duesOf } from "./reading.ts";
import { type Db, handOver, type KeptClock, selectClocks } from "./repo.ts";
import { stopClocks } from "./stop.ts";

/**
 * What two had to do in time is done in the shorter of both times: of each phase that runs on both, the clock that is due
 * first goes on, at the survivor. One that runs on the merged one alone goes on there, too, unless the survivor's was met.
 */
export async function mergeClocks(db: Db, { from, to, at, by, tenant = db.tenant }: { readonly from: Subject; readonly to: Subject; readonly at: Date; readonly by: string; readonly tenant?: string | undefined }): Promise<void> {
  if (tenant === undefined) throw new Error("a clock needs a tenant");
  const hoursOf = hoursOfClocks(db);
  const there = await selectClocks(db, { tenant, subjects: [to], forUpdate: true });
  for (const clock of await selectClocks(db, { tenant, subjects: [from], isRunning: true, forUpdate: true })) {
    const ofPhase = there.filter(({ phase }) => phase === clock.phase);
    const running = ofPhase.find(({ stoppedAt }) => stoppedAt === null);
    const dueMs = async (one: KeptClock): Promise<number> => duesOf(one, await hoursOf(one), at).dueAt?.getTime() ?? Infinity;
    const goesOn = running === undefined ? ofPhase.length === 0 : (await dueMs(clock)) < (await dueMs(running));
    const phases: readonly Phase[] = [clock.phase];
    if (!goesOn) {
      await stopClocks(db, { tenant, subjects: [from], phases, at, by, isCancelled: true });
      continue;
    }
    if (running !== undefined) await stopClocks(db, { tenant, subjects: [to], phases, at, by, isCancelled: true });
    await handOver(db, clock, to, { at, by });
  }
}
