import { windowsDuring } from "../../cmdb/index.ts";
import type { SystemDb } from "../../store/index.ts";
import { duplicatesIn, keepAnchors } from "./duplicates.ts";
import { type ExceptionCheckDeps, exceptionChecks } from "./exceptions.ts";
import { overLimit } from "./rate.ts";
import { type DetectionOfTenant, hexOf, type Suppressed } from "./suppressed.ts";
import { windowOf } from "./windows.ts";

export type SuppressionDeps = ExceptionCheckDeps & {
  readonly now: () => Date;
  /** How many detections of one rule on one machine go to people in an hour, in one organisation; and of how many machines. */
  readonly limitPerHour?: number | undefined;
};

export type Suppressions = {
  /**
   * Which of these are kept below the line, by id in hexadecimal. Each is asked for once, in the transaction that keeps the
   * answer: what it remembers is written there too. The first reason counts: exception, maintenance, duplicate, rate limit.
   */
  readonly check: (db: SystemDb, detections: readonly DetectionOfTenant[]) => Promise<ReadonlyMap<string, Suppressed>>;
};

const LIMIT_PER_HOUR = 1_000;

/** Makes what decides on detections before they become alerts. */
export function createSuppressions(deps: SuppressionDeps): Suppressions {
  const { now, limitPerHour = LIMIT_PER_HOUR } = deps;
  const exceptions = exceptionChecks(deps);
  return {
    async check(db, detections) {
      if (detections.length === 0) return new Map();
      const at = now();
      const found = new Map(await exceptions.check(db, detections, at));
      const left = (): readonly DetectionOfTenant[] => detections.filter(({ id }) => !found.has(hexOf(id)));
      const add = (more: ReadonlyMap<string, Suppressed>): void => more.forEach((why, id) => found.set(id, why));
      add(await inWindows(db, left()));
      const duplicates = await duplicatesIn(db, left());
      const over = await overLimit(db, left().filter(({ id }) => !duplicates.found.has(hexOf(id))), limitPerHour);
      add(await keepAnchors(db, duplicates, over));
      add(over);
      return found;
    },
  };
}

async function inWindows(db: SystemDb, detections: readonly DetectionOfTenant[]): Promise<ReadonlyMap<string, Suppressed>> {
  if (detections.length === 0) return new Map();
  const times = detections.map(({ time }) => time.getTime());
  const [first, last] = times.reduce(([least, most], ms) => [Math.min(least, ms), Math.max(most, ms)] as const, [Infinity, -Infinity] as const);
  const windows = await windowsDuring(db, [...new Set(detections.map(({ tenant }) => tenant))], new Date(first), new Date(last));
  return new Map(detections.flatMap((one) => {
    const why = windowOf(one, windows);
    return why === undefined ? [] : [[hexOf(one.id), why] as const];
  }));
}
