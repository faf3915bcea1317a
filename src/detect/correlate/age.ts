/** What an item needs to stand in a line by age. */
type Aged<T> = { older: T | null; newer: T | null };

/** The two ends of a line by age. */
export type Ages<T> = { oldest: T | null; newest: T | null };

/** Puts an item that is in no line behind the newest. */
export function append<T extends Aged<T>>(ages: Ages<T>, item: T): void {
  item.older = ages.newest;
  item.newer = null;
  if (ages.newest === null) ages.oldest = item;
  else ages.newest.newer = item;
  ages.newest = item;
}

/** Takes an item out of its line. */
export function detach<T extends Aged<T>>(ages: Ages<T>, item: T): void {
  if (item.older === null) ages.oldest = item.newer;
  else item.older.newer = item.newer;
  if (item.newer === null) ages.newest = item.older;
  else item.newer.older = item.older;
}

/** Makes an item the newest of its line. */
export function renew<T extends Aged<T>>(ages: Ages<T>, item: T): void {
  if (ages.newest === item) return;
  detach(ages, item);
  append(ages, item);
}

/** All items of a line. It must not change meanwhile. */
export function fromOldest<T extends Aged<T>>(ages: Ages<T>): readonly T[] {
  const items: T[] = [];
  for (let item = ages.oldest; item !== null; item = item.newer) items.push(item);
  return items;
}
