import { within } from "../sigma/correlation-condition.ts";
import type { Bound } from "../sigma/correlation-types.ts";
import type { Aggregate } from "./aggregate.ts";
import { enoughFor } from "./count-window.ts";

/** Value → when it was last seen, the one that was seen longest ago first. */
type LastSeen = Map<string, number>;

/**
 * `value_count`: a value is in the window if its last hit is. Only the values seen latest are kept, as many as the
 * condition can tell apart; the one given up is the first that would leave anyway.
 */
export function distinctWindow(bounds: readonly Bound[]): Aggregate<LastSeen> {
  const most = enoughFor(bounds);
  return {
    reads: "texts",
    create: () => new Map(),
    add(seen, hit, _source, items, fromMs) {
      for (const item of items as readonly string[]) {
        seen.delete(item); // a map keeps the order of insertion: the value moves to its end
        seen.set(item, hit.timeMs);
      }
      for (const [item, lastMs] of seen) {
        if (lastMs >= fromMs && seen.size <= most) break;
        seen.delete(item);
      }
      return 0;
    },
    figure: (seen) => seen.size,
    holds: (seen) => within(bounds, seen.size),
    firstMs: (seen) => seen.values().next().value ?? Infinity,
    evidence: () => undefined,
    size: (seen) => seen.size,
    save: (seen) => [...seen],
    load: (saved) => new Map(saved as readonly (readonly [string, number])[]),
  };
}
