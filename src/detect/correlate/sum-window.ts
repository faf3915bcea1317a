import { type Bound, within } from "../sigma/index.ts";
import type { Aggregate } from "./aggregate.ts";
import { at, emptyRing, fromArray, push, shift, toArray, type Ring } from "./ring.ts";

/**
 * The window's numbers and their sum, without ever subtracting: taking 1e300 off a sum again would leave 0 of all that
 * was added meanwhile, and the numbers are the attacker's.
 *
 * `front` holds the sums of the oldest numbers, each from one of them to the last of them, the longest on top: when
 * the oldest leaves, its sum is dropped. The younger numbers are added up in `back`.
 */
type Sums = { readonly times: Ring; readonly numbers: Ring; front: number[]; back: number };

const total = (sums: Sums): number => (sums.front.at(-1) ?? 0) + sums.back;

/** `value_sum` and `value_avg`. */
export function sumWindow(bounds: readonly Bound[], isMean: boolean, most: number): Aggregate<Sums> {
  const figure = (sums: Sums): number => (isMean ? total(sums) / sums.numbers.size : total(sums));
  return {
    reads: "numbers",
    create: () => ({ times: emptyRing(), numbers: emptyRing(), front: [], back: 0 }),
    add(sums, hit, _source, items, fromMs) {
      let lost = 0;
      for (const item of items as readonly number[]) {
        while (sums.times.size > 0 && at(sums.times, 0) < fromMs) drop(sums);
        if (sums.times.size >= most) {
          drop(sums);
          lost++;
        }
        push(sums.times, hit.timeMs);
        push(sums.numbers, item);
        sums.back += item;
      }
      return lost;
    },
    figure,
    holds: (sums) => within(bounds, figure(sums)),
    firstMs: ({ times }) => at(times, 0),
    size: ({ times }) => times.size,
    save: ({ times, numbers, front }) => ({ times: toArray(times), numbers: toArray(numbers), front: front.length }),
    load(saved) {
      const { times, numbers, front } = saved as { times: readonly number[]; numbers: readonly number[]; front: number };
      const sums: Sums = { times: fromArray(times), numbers: fromArray(numbers), front: [], back: 0 };
      // In the order of the first time, for another one rounds otherwise.
      sums.front = sumsFrom(sums.numbers, front);
      for (const number of numbers.slice(front)) sums.back += number;
      return sums;
    },
  };
}

function drop(sums: Sums): void {
  if (sums.front.length === 0) {
    sums.front = sumsFrom(sums.numbers, sums.numbers.size);
    sums.back = 0;
  }
  sums.front.pop();
  shift(sums.times);
  shift(sums.numbers);
}

function sumsFrom(numbers: Ring, count: number): number[] {
  const front: number[] = [];
  let sum = 0;
  for (let i = count - 1; i >= 0; i--) {
    sum = at(numbers, i) + sum;
    front.push(sum);
  }
  return front;
}
