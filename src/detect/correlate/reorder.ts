import type { Hit } from "./hit.ts";

/** Puts hits that arrive out of order into the order of event time; equal times in the order of event key and rule. */
export type Reorder = {
  readonly latenessMs: number;
  readonly maxWaiting: number;
  /** Width of the slots that hits wait in. A slot is released as a whole, so a hit may wait a slot longer than it must. */
  readonly slotMs: number;
  readonly slots: Map<number, Hit[]>;
  waiting: number;
  maxMs: number;
  /** All hits before this time are released; one that comes now is too late. */
  floorMs: number;
  duplicates: number;
  forced: number;
};

export function createReorder(latenessMs: number, maxWaiting: number): Reorder {
  const slotMs = Number.isFinite(latenessMs) ? Math.max(1, Math.ceil(latenessMs / 16)) : Infinity;
  return { latenessMs, maxWaiting, slotMs, slots: new Map(), waiting: 0, maxMs: -Infinity, floorMs: -Infinity, duplicates: 0, forced: 0 };
}

/** Keeps a hit for its turn; false if its turn is over. */
export function keep(reorder: Reorder, hit: Hit): boolean {
  if (hit.timeMs < reorder.floorMs) return false;
  const slot = Math.floor(hit.timeMs / reorder.slotMs);
  const hits = reorder.slots.get(slot);
  if (hits === undefined) reorder.slots.set(slot, [hit]);
  else hits.push(hit);
  reorder.waiting++;
  if (hit.timeMs > reorder.maxMs) reorder.maxMs = hit.timeMs;
  return true;
}

const NONE: readonly Hit[] = [];

/** The hits whose turn has come, in order. Call it after each `keep`, and when time has moved on by other means. */
export function release(reorder: Reorder): readonly Hit[] {
  const floorMs = Math.floor((reorder.maxMs - reorder.latenessMs) / reorder.slotMs) * reorder.slotMs;
  if (floorMs > reorder.floorMs) return releaseBefore(reorder, floorMs);
  return reorder.waiting > reorder.maxWaiting ? releaseHalf(reorder) : NONE;
}

/** All hits that wait, in order: no other will come. */
export const releaseAll = (reorder: Reorder): readonly Hit[] => releaseBefore(reorder, reorder.maxMs + 1);

function releaseBefore(reorder: Reorder, floorMs: number): readonly Hit[] {
  const due = [...reorder.slots.keys()].filter((slot) => reorder.slotMs === Infinity || slot * reorder.slotMs < floorMs).toSorted((a, b) => a - b);
  const hits: Hit[] = [];
  for (const slot of due) {
    const sorted = inOrder(reorder.slots.get(slot)!);
    reorder.slots.delete(slot);
    const rest = sorted.findLastIndex((hit) => hit.timeMs < floorMs) + 1;
    for (let i = 0; i < rest; i++) hits.push(sorted[i]!);
    if (rest < sorted.length) reorder.slots.set(slot, sorted.slice(rest));
  }
  reorder.floorMs = floorMs;
  reorder.waiting -= hits.length;
  return withoutDuplicates(reorder, hits);
}

/** Memory is bounded, so order is given up first: hits older than what is released now will be late. */
function releaseHalf(reorder: Reorder): readonly Hit[] {
  const times = Float64Array.from([...reorder.slots.values()].flatMap((hits) => hits.map((hit) => hit.timeMs))).toSorted();
  const middleMs = times[times.length >> 1]!;
  const hits = releaseBefore(reorder, middleMs === times[0] ? middleMs + 1 : middleMs);
  reorder.forced += hits.length;
  return hits;
}

/** The hits in order. Sorting numbers is several times as fast as sorting hits, so time and position are made one number. */
function inOrder(hits: readonly Hit[]): readonly Hit[] {
  const { length } = hits;
  let minMs = Infinity;
  let maxMs = -Infinity;
  let isSorted = true;
  for (const { timeMs } of hits) {
    if (timeMs < maxMs) isSorted = false;
    minMs = Math.min(minMs, timeMs);
    maxMs = Math.max(maxMs, timeMs);
  }
  if (isSorted || (maxMs - minMs + 1) * length > Number.MAX_SAFE_INTEGER) return hits.toSorted(byTime);
  const numbers = new Float64Array(length);
  for (let i = 0; i < length; i++) numbers[i] = (hits[i]!.timeMs - minMs) * length + i;
  numbers.sort();
  const sorted = Array.from(numbers, (number) => hits[number % length]!);
  for (let start = 0, end = 1; start < length; start = end++) {
    while (end < length && Math.floor(numbers[end]! / length) === Math.floor(numbers[start]! / length)) end++;
    if (end - start > 1) sorted.slice(start, end).toSorted(byTime).forEach((hit, i) => (sorted[start + i] = hit));
  }
  return sorted;
}

function byTime(a: Hit, b: Hit): number {
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs;
  if (a.eventKey !== b.eventKey) return a.eventKey < b.eventKey ? -1 : 1;
  return a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0;
}

/** An event that is read twice stands beside itself here. One read again later is too late, so nothing needs to be remembered. */
function withoutDuplicates(reorder: Reorder, hits: Hit[]): readonly Hit[] {
  let length = 0;
  for (const hit of hits) {
    const last = hits[length - 1];
    if (length === 0 || last === undefined || byTime(last, hit) !== 0) hits[length++] = hit;
  }
  reorder.duplicates += hits.length - length;
  hits.length = length;
  return hits;
}
