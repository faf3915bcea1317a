import type { Phase } from "../contract/setting-kinds.ts";
import { type Caller, DomainError } from "../core/index.ts";
import { emitAll, record, type TenantDb } from "../store/index.ts";
import { type Subject, subjectKey } from "../timeline/index.ts";
import { type ClockSide, ownerOf } from "./clock.ts";
import { hoursOfClocks } from "./hours.ts";
import { insertPause, type KeptClock, selectClocks } from "./repo.ts";
import { factOf, withoutPause } from "./stop.ts";

/** Why time does not count from now on. */
export type PauseReason = {
  readonly reason: string;
  /** On which side the reason lies: the clocks of the other one pause. */
  readonly side: ClockSide;
  /** What shows it: an entry of the thread, a message's number. */
  readonly evidence: string;
  /** None: all of that other side. */
  readonly phases?: readonly Phase[] | undefined;
};

/** Pauses the clocks of a subject that wait for a side, from now on; gives their phases. One that is paused already stays so for its first reason. */
export async function pauseClocks(db: TenantDb, caller: Caller, subject: Subject, { reason, side, evidence, phases }: PauseReason): Promise<readonly Phase[]> {
  if (reason.trim().length < 3 || evidence.trim() === "") throw new DomainError("invalid", "A clock is paused with a reason and with what shows it: both sides read them.");
  const running = await selectClocks(db, { tenant: db.tenant, subjects: [subject], phases, isRunning: true, forUpdate: true });
  const paused = running.filter((clock) => ownerOf(clock.phase) !== side && !isPaused(clock));
  for (const clock of paused) await insertPause(db, clock, { from: latestOf(caller.now, clock), reason: reason.trim(), side, evidence: evidence.trim(), by: caller.who });
  if (paused.length > 0) await record(db, caller, { action: "clock.paused", subject: subjectKey(subject), reason: reason.trim(), details: { phases: paused.map(({ phase }) => phase), side, evidence: evidence.trim() } });
  await emitAll(db, caller, paused.map((clock) => factOf("clock.paused", clock)));
  return paused.map(({ phase }) => phase);
}

/** Lets the paused clocks of a subject run again; gives their phases. */
export async function resumeClocks(db: TenantDb, caller: Caller, subject: Subject, phases?: readonly Phase[], reason?: string): Promise<readonly Phase[]> {
  const hoursOf = hoursOfClocks(db);
  const resumed: KeptClock[] = [];
  for (const clock of await selectClocks(db, { tenant: db.tenant, subjects: [subject], phases, isRunning: true, forUpdate: true })) {
    if (isPaused(clock)) resumed.push(await withoutPause(db, clock, hoursOf, caller.now, caller.who));
  }
  if (resumed.length > 0) await record(db, caller, { action: "clock.resumed", subject: subjectKey(subject), reason: reason?.trim(), details: { phases: resumed.map(({ phase }) => phase) } });
  await emitAll(db, caller, resumed.map((clock) => factOf("clock.resumed", clock)));
  return resumed.map(({ phase }) => phase);
}

const isPaused = ({ pauses }: KeptClock): boolean => pauses.at(-1)?.until === null;

// Never before the clock began or its last pause ended, should the clocks of two machines differ.
function latestOf(now: Date, { startedAt, pauses }: KeptClock): Date {
  const earliest = pauses.at(-1)?.until ?? startedAt;
  return now > earliest ? now : earliest;
}
