import type { Hit } from "./hit.ts";

/** What a window looks at in a hit besides its time: values as text, values as numbers, or nothing. */
export type Items = readonly string[] | readonly number[];

/**
 * What one type of correlation keeps of a window and what it makes of it, as functions over a plain state.
 *
 * Hits come in order of time. `fromMs` is where the window begins; it never goes back, so what lies before it may be
 * forgotten.
 */
export type Aggregate<S> = {
  readonly reads: "texts" | "numbers" | undefined;
  create(): S;
  /** Takes a hit in. Returns how many of the window's entries were given up for space although they still counted. */
  add(state: S, hit: Hit, source: number, items: Items, fromMs: number): number;
  figure(state: S, fromMs: number): number;
  holds(state: S, fromMs: number): boolean;
  /** Time of the earliest hit that is known and still counts. */
  firstMs(state: S, fromMs: number): number;
  /** The hits that matter to the condition, in order of time. Absent if all are alike: then the latest are shown. */
  evidence?(state: S, fromMs: number): readonly Hit[];
  /** How many times, values and texts it keeps. */
  size(state: S): number;
  /** The state as JSON; hits are saved once for all, and told by their number there. */
  save(state: S, numberOf: (hit: Hit) => number): unknown;
  /** The state that `save` was given. */
  load(saved: unknown, hitOf: (number: number) => Hit): S;
};

/** How much of a window is kept: as much as the condition's truth needs, and more where it is cheap, for the figure shown. */
export const KEPT_FOR_SHOW = 256;
