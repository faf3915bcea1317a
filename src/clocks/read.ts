import type { Phase } from "../contract/setting-kinds.ts";
import { type Subject, subjectKey } from "../timeline/index.ts";
import { hoursOfClocks } from "./hours.ts";
import { type ClockState, type Reading, readClock } from "./reading.ts";
import { type Db, selectClocks } from "./repo.ts";

export type ClockQuestion = {
  readonly phases?: readonly Phase[] | undefined;
  /** Earlier rounds too, of what was reopened. */
  readonly all?: boolean | undefined;
  readonly tenant?: string | undefined;
};

/** What the clocks of these subjects show at a time, by `subjectKey`: of each phase the last round, unless all are wanted. */
export async function clocksOf(db: Db, subjects: readonly Subject[], now: Date, { phases, all = false, tenant = db.tenant }: ClockQuestion = {}): Promise<ReadonlyMap<string, readonly Reading[]>> {
  if (tenant === undefined) throw new Error("a clock needs a tenant");
  const hoursOf = hoursOfClocks(db);
  const found = new Map<string, Reading[]>(subjects.map((subject) => [subjectKey(subject), []]));
  for (const clock of await selectClocks(db, { tenant, subjects, phases })) {
    const readings = found.get(subjectKey(clock.subject)) ?? [];
    const kept = all ? readings : readings.filter(({ phase }) => phase !== clock.phase);
    found.set(subjectKey(clock.subject), [...kept, readClock(clock, await hoursOf(clock), now)]);
  }
  return found;
}

/** What is due next of a subject, if anything runs. */
export type NextDue = { readonly phase: Phase; readonly dueAt: Date | null; readonly state: ClockState; readonly owner: Reading["owner"] };

/** The clock of a subject that runs and is due first; paused ones come last. Null: none runs. */
export async function nextDue(db: Db, subject: Subject, now: Date, question?: ClockQuestion): Promise<NextDue | null> {
  return nextOf((await clocksOf(db, [subject], now, question)).get(subjectKey(subject)) ?? []);
}

/** The same of readings that are there already. */
export function nextOf(readings: readonly Reading[]): NextDue | null {
  const [first] = readings.filter(({ stoppedAt }) => stoppedAt === null).toSorted((a, b) => rank(a) - rank(b));
  return first === undefined ? null : { phase: first.phase, dueAt: first.dueAt, state: first.state, owner: first.owner };
}

const rank = ({ state, dueAt }: Reading): number => (state === "paused" ? Number.MAX_SAFE_INTEGER : (dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER - 1));
