// Addresses that two assets hold in one zone at one time. Both are kept: who reads such an address hears that it is ambiguous.
import type { Address } from "../assets/asset.ts";

export type Holder = { readonly asset: string; readonly name: string; readonly line: number | null; readonly address: Address };
export type AddressConflict = { readonly holder: Holder; readonly others: readonly Holder[] };

/** For each holder that came new, the other holders of its address. */
export function addressConflicts(fresh: readonly Holder[], existing: readonly Holder[]): readonly AddressConflict[] {
  const byPlace = Map.groupBy([...fresh, ...existing], ({ address: { ip, zone } }) => JSON.stringify([ip, zone?.toLowerCase() ?? null]));
  const isFresh = new Set(fresh);
  const conflicts: AddressConflict[] = [];
  for (const group of byPlace.values()) {
    if (group.length === 1) continue;
    for (const holder of group) {
      if (!isFresh.has(holder)) continue;
      const others = group.filter((other) => other.asset !== holder.asset && overlap(other.address, holder.address)).slice(0, MOST_TOLD);
      if (others.length > 0) conflicts.push({ holder, others });
    }
  }
  return conflicts;
}

const MOST_TOLD = 10;

/** ISO 8601 in UTC sorts as its times do. */
const overlap = (a: Address, b: Address): boolean => (a.from === null || b.until === null || a.from < b.until) && (b.from === null || a.until === null || b.from < a.until);
