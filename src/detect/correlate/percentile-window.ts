import { type Bound, within } from "../sigma/index.ts";
import type { Aggregate } from "./aggregate.ts";
import { at, emptyRing, fromArray, push, shift, toArray, type Ring } from "./ring.ts";
import { emptySorted, insert, nth, remove, type SortedNumbers } from "./sorted-numbers.ts";

type Ranked = { readonly times: Ring; readonly numbers: Ring; readonly sorted: SortedNumbers };

/** `value_percentile` and `value_median`, which is the 50th. */
export function percentileWindow(bounds: readonly Bound[], percentile: number, most: number): Aggregate<Ranked> {
  const figure = ({ sorted }: Ranked): number => percentileOf(sorted, percentile);
  return {
    reads: "numbers",
    create: () => ({ times: emptyRing(), numbers: emptyRing(), sorted: emptySorted() }),
    add({ times, numbers, sorted }, hit, _source, items, fromMs) {
      let lost = 0;
      const drop = (): void => {
        shift(times);
        remove(sorted, shift(numbers));
      };
      for (const item of items as readonly number[]) {
        while (times.size > 0 && at(times, 0) < fromMs) drop();
        if (times.size >= most) {
          drop();
          lost++;
        }
        push(times, hit.timeMs);
        push(numbers, item);
        insert(sorted, item);
      }
      return lost;
    },
    figure,
    holds: (ranked) => within(bounds, figure(ranked)),
    firstMs: ({ times }) => at(times, 0),
    size: ({ times }) => times.size,
    save: ({ times, numbers }) => ({ times: toArray(times), numbers: toArray(numbers) }),
    load(saved) {
      const { times, numbers } = saved as { times: readonly number[]; numbers: readonly number[] };
      const sorted = emptySorted();
      for (const number of numbers) insert(sorted, number);
      return { times: fromArray(times), numbers: fromArray(numbers), sorted };
    },
  };
}

/** Linear interpolation between the two nearest ranks (Hyndman and Fan, "Sample Quantiles", definition 7). */
function percentileOf(sorted: SortedNumbers, percentile: number): number {
  const rank = (percentile / 100) * (sorted.size - 1);
  const below = nth(sorted, Math.floor(rank));
  const above = nth(sorted, Math.ceil(rank));
  return below + (rank - Math.floor(rank)) * (above - below);
}
