/** A queue of numbers in one array that is used in a circle; its length is a power of two. */
export type Ring = { items: number[]; head: number; size: number };

export const emptyRing = (): Ring => ({ items: [0, 0, 0, 0], head: 0, size: 0 });

/** Adds a number behind the last. */
export function push(ring: Ring, item: number): void {
  if (ring.size === ring.items.length) grow(ring);
  ring.items[(ring.head + ring.size) & (ring.items.length - 1)] = item;
  ring.size++;
}

/** Removes the first number and returns it; the ring must not be empty. */
export function shift(ring: Ring): number {
  const item = ring.items[ring.head]!;
  ring.head = (ring.head + 1) & (ring.items.length - 1);
  ring.size--;
  return item;
}

/** The number at a position from the first; it must be in the ring. */
export const at = (ring: Ring, position: number): number => ring.items[(ring.head + position) & (ring.items.length - 1)]!;

export const toArray = (ring: Ring): number[] => Array.from({ length: ring.size }, (_, i) => at(ring, i));

export function fromArray(items: readonly number[]): Ring {
  const ring = emptyRing();
  for (const item of items) push(ring, item);
  return ring;
}

function grow(ring: Ring): void {
  const items = toArray(ring);
  const { length } = items;
  for (let i = 0; i < length; i++) items.push(0);
  ring.items = items;
  ring.head = 0;
}
