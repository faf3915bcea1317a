import type { Phase } from "../contract/setting-kinds.ts";
import { systemCaller } from "../core/index.ts";
import { emitAll, type FactToTell } from "../store/index.ts";
import type { Subject } from "../timeline/index.ts";
import { type Clock, ownerOf } from "./clock.ts";
import { hoursOfClocks } from "./hours.ts";
import { duesOf } from "./reading.ts";
import { type Db, endPause, type KeptClock, selectClocks, stopAll, updateClock } from "./repo.ts";

/** Which clocks stop, when, and by what event: `alert.taken`. */
export type ClockStop = {
  readonly subjects: readonly Subject[];
  /** None: all. */
  readonly phases?: readonly Phase[] | undefined;
  readonly at: Date;
  readonly by: string;
  /** Their reason went away: they were neither met nor late. One whose due date has passed is late, and stays so. */
  readonly isCancelled?: boolean | undefined;
  /** Where the handle is bound to no tenant. */
  readonly tenant?: string | undefined;
};

/** Stops a clock of one subject; nothing happens if none runs. */
export const stopClock = (db: Db, subject: Subject, phase: Phase, { at, by, tenant }: Pick<ClockStop, "at" | "by" | "tenant">): Promise<void> => stopClocks(db, { subjects: [subject], phases: [phase], at, by, tenant });

/** Stops the clocks that run of these subjects, paused ones too. One that was late and not told of is told of now. */
export async function stopClocks(db: Db, { subjects, phases, at, by, isCancelled = false, tenant = db.tenant }: ClockStop): Promise<void> {
  if (tenant === undefined) throw new Error("a clock needs a tenant");
  const hoursOf = hoursOfClocks(db);
  const late: KeptClock[] = [];
  for (const clock of await selectClocks(db, { tenant, subjects, phases, isRunning: true, forUpdate: true })) {
    const stopped = await withoutPause(db, clock, hoursOf, at, by);
    const isLate = stopped.dueAt !== null && at > stopped.dueAt && stopped.breachedAt === null;
    if (isLate) late.push({ ...stopped, breachedAt: at });
  }
  for (const clock of late) await updateClock(db, clock);
  await stopAll(db, { tenant, subjects, phases }, { at, by, isCancelled });
  await emitAll(db, systemCaller("clocks", at), late.map((clock) => factOf("clock.breached", clock)));
}

/** The clock with its open pause ended, if it has one, and due accordingly. */
export async function withoutPause(db: Db, clock: KeptClock, hoursOf: ReturnType<typeof hoursOfClocks>, at: Date, by: string): Promise<KeptClock> {
  const open = clock.pauses.at(-1);
  if (open === undefined || open.until !== null) return clock;
  const until = at > open.from ? at : open.from;
  await endPause(db, clock, until, by);
  const ended = { ...clock, pauses: [...clock.pauses.slice(0, -1), { ...open, until, resumedBy: by }] };
  const next = { ...ended, ...duesOf(ended, await hoursOf(ended), until) };
  await updateClock(db, next);
  return next;
}

/** What readers of the outbox hear of a clock. */
export function factOf(kind: "clock.warned" | "clock.breached" | "clock.paused" | "clock.resumed", { tenant, subject, phase, round, severity, dueAt }: Pick<KeptClock, keyof Clock | "dueAt">): FactToTell {
  return { kind, subject: subject.id, tenant, details: { about: subject.kind, phase, round, severity, owner: ownerOf(phase), dueAt: dueAt?.toISOString() ?? null } };
}
