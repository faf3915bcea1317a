import type { Phase } from "../contract/setting-kinds.ts";
import { DomainError } from "../core/index.ts";
import { serviceHoursOf, type Settings, settingsAt } from "../tenants/index.ts";
import type { Subject } from "../timeline/index.ts";
import type { Clock } from "./clock.ts";
import { hoursOfClocks } from "./hours.ts";
import { duesOf } from "./reading.ts";
import { type Db, insertClocks, type KeptClock, selectClocks, updateClock } from "./repo.ts";
import { stopClocks } from "./stop.ts";
import { severityOf, type Target, targetOf } from "./targets.ts";

/** Clocks of one subject that are to run. */
export type ClockStart = {
  readonly subject: Subject;
  /** A key of the organisation's scale, or a level of the platform. */
  readonly severity: string;
  readonly at: Date;
  /** What starts them: `alert.raised`. */
  readonly by: string;
  readonly phases: readonly Phase[];
  /** In place of what was agreed, where somebody gave a due date. */
  readonly target?: Target | undefined;
  /** Where the handle is bound to no tenant. */
  readonly tenant?: string | undefined;
};

export type StartedClock = Pick<KeptClock, "tenant" | "subject" | "phase" | "dueAt">;

/** Starts clocks by the settings of that time. One that runs already goes on; what was never agreed has none. */
export const startClocks = (db: Db, start: ClockStart): Promise<readonly StartedClock[]> => startClocksOf(db, [start]);

/** The same for many subjects at once. */
export async function startClocksOf(db: Db, starts: readonly ClockStart[]): Promise<readonly StartedClock[]> {
  const settings = new Map<string, Promise<Settings>>();
  const clocks: Omit<KeptClock, "round">[] = [];
  for (const start of starts) {
    const tenant = db.tenant ?? start.tenant;
    if (tenant === undefined) throw new Error("a clock needs a tenant");
    const key = `${start.at.getTime()} ${tenant}`;
    const read = settings.get(key) ?? settingsAt(db.tenant === undefined ? { ...db, of: tenant } : db, start.at);
    settings.set(key, read);
    clocks.push(...clocksFor(start, tenant, await read));
  }
  return insertClocks(db, clocks);
}

function clocksFor({ subject, severity: asked, at, by, phases, target }: ClockStart, tenant: string, { documents, versions }: Settings): readonly Omit<KeptClock, "round">[] {
  const severity = severityOf(documents, asked);
  if (severity === undefined) throw new DomainError("invalid", `The severity scale has no level ${asked}.`);
  return phases.flatMap((phase) => {
    const agreed = target ?? targetOf(documents, severity, phase);
    if (agreed === undefined) return [];
    const clock: Clock = {
      tenant, subject, phase, round: 1, severity, targetMinutes: agreed.minutes, timing: agreed.timing,
      versions: { objectives: versions.objectives, hours: versions["service-hours"], holidays: versions.holidays },
      startedAt: at, startedBy: by, stoppedAt: null, stoppedBy: null, isCancelled: false, warnedAt: null, breachedAt: null, pauses: [],
    };
    return [{ ...clock, ...duesOf(clock, serviceHoursOf(documents, severity, agreed.timing), at) }];
  });
}

/**
 * Gives clocks that run the target of another severity, from the same start and by the settings of that start. One for
 * which nothing was agreed at that severity is cancelled.
 */
export async function restartClocks(db: Db, { subject, severity, phases, at, by, tenant = db.tenant }: Omit<ClockStart, "target">): Promise<void> {
  if (tenant === undefined) throw new Error("a clock needs a tenant");
  const hoursOf = hoursOfClocks(db);
  for (const clock of await selectClocks(db, { tenant, subjects: [subject], phases, isRunning: true, forUpdate: true })) {
    const { documents } = await settingsAt(db.tenant === undefined ? { ...db, of: tenant } : db, clock.startedAt);
    const key = severityOf(documents, severity) ?? severity;
    const target = targetOf(documents, key, clock.phase);
    if (target === undefined) {
      await stopClocks(db, { tenant, subjects: [subject], phases: [clock.phase], at, by, isCancelled: true });
      continue;
    }
    const next = { ...clock, severity: key, targetMinutes: target.minutes, timing: target.timing };
    const dues = duesOf(next, await hoursOf(next), at);
    // What was told of the old due date holds for the new one only if that has passed, too.
    const stillTold = (told: Date | null, due: Date | null): Date | null => (due !== null && due <= at ? told : null);
    await updateClock(db, { ...next, ...dues, warnedAt: stillTold(clock.warnedAt, dues.warnAt), breachedAt: stillTold(clock.breachedAt, dues.dueAt) });
  }
}
