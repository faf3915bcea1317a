import { type Bound, within } from "../sigma/index.ts";
import { KEPT_FOR_SHOW, type Aggregate } from "./aggregate.ts";
import { at, emptyRing, fromArray, push, shift, toArray, type Ring } from "./ring.ts";

/** Hits to keep so that the truth of every bound is known: one more than the highest limit. */
export const enoughFor = (bounds: readonly Bound[]): number =>
  Math.max(KEPT_FOR_SHOW, ...bounds.map(({ limit }) => Math.ceil(limit) + 1));

/**
 * `event_count`: the times of the window's hits. Only the latest are kept, as many as the condition can tell apart:
 * whether n hits lie in the window is decided by the n latest, so a flood costs no more memory and changes no answer.
 */
export function countWindow(bounds: readonly Bound[]): Aggregate<Ring> {
  const most = enoughFor(bounds);
  return {
    reads: undefined,
    create: emptyRing,
    add(times, hit, _source, _items, fromMs) {
      while (times.size > 0 && (at(times, 0) < fromMs || times.size >= most)) shift(times);
      push(times, hit.timeMs);
      return 0;
    },
    figure: (times) => times.size,
    holds: (times) => within(bounds, times.size),
    firstMs: (times) => at(times, 0),
    size: (times) => times.size,
    save: toArray,
    load: (saved) => fromArray(saved as readonly number[]),
  };
}
