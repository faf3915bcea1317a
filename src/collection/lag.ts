// How late events arrive: arrival time less event time, in a few classes, so that hours can be added up.

// Upper bounds in milliseconds. Below zero the event's clock runs ahead of ours.
const BOUNDS = [-86_400_000, -3_600_000, -60_000, -5_000, -1_000, 0, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000] as const;

/** How many classes there are; one more for what lies beyond the last bound. */
export const LAG_CLASSES = BOUNDS.length + 1;

/** The class of a lag: the first whose bound it does not exceed. */
export function lagClass(lagMs: number): number {
  const at = BOUNDS.findIndex((bound) => lagMs <= bound);
  return at < 0 ? BOUNDS.length : at;
}

/**
 * The lag that the given share (0 to 1) of events does not exceed, in milliseconds: the bound of its class, so it errs
 * by being too large. Infinity beyond a day; undefined where no event had a time.
 */
export function lagPercentile(classes: readonly number[], share: number): number | undefined {
  const total = classes.reduce((sum, n) => sum + n, 0);
  if (total === 0) return undefined;
  let seen = 0;
  for (const [at, n] of classes.entries()) {
    seen += n;
    if (seen >= share * total && n > 0) return BOUNDS[at] ?? Infinity;
  }
  return Infinity;
}

/** How many events are more than five seconds ahead of our clock: their source's clock is wrong. */
export const ahead = (classes: readonly number[]): number => classes.slice(0, BOUNDS.indexOf(-5_000) + 1).reduce((sum, n) => sum + n, 0);
