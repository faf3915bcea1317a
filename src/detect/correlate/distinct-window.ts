import { type Bound, within } from "../sigma/index.ts";
import { append, detach, fromOldest, renew, type Ages } from "./age.ts";
import type { Aggregate } from "./aggregate.ts";
import { enoughFor } from "./count-window.ts";

type Seen = { older: Seen | null; newer: Seen | null; readonly item: string; lastMs: number };

/** Values by themselves and by when they were seen last. A `Map` kept in that order is slow: it walks over what it deleted. */
type Distinct = Ages<Seen> & { readonly byItem: Map<string, Seen> };

/**
 * `value_count`: a value is in the window if its last hit is. Only the values seen latest are kept, as many as the
 * condition can tell apart; the one given up is the first that would leave anyway.
 */
export function distinctWindow(bounds: readonly Bound[]): Aggregate<Distinct> {
  const most = enoughFor(bounds);
  return {
    reads: "texts",
    create: () => ({ byItem: new Map(), oldest: null, newest: null }),
    add(distinct, hit, _source, items, fromMs) {
      for (const item of items as readonly string[]) see(distinct, item, hit.timeMs);
      const { byItem } = distinct;
      for (let { oldest } = distinct; oldest !== null && (oldest.lastMs < fromMs || byItem.size > most); oldest = distinct.oldest) {
        byItem.delete(oldest.item);
        detach(distinct, oldest);
      }
      return 0;
    },
    figure: ({ byItem }) => byItem.size,
    holds: ({ byItem }) => within(bounds, byItem.size),
    firstMs: ({ oldest }, fromMs) => oldest?.lastMs ?? fromMs,
    size: ({ byItem }) => byItem.size,
    save: (distinct) => fromOldest(distinct).map(({ item, lastMs }) => [item, lastMs]),
    load(saved) {
      const distinct: Distinct = { byItem: new Map(), oldest: null, newest: null };
      for (const [item, lastMs] of saved as readonly (readonly [string, number])[]) see(distinct, item, lastMs);
      return distinct;
    },
  };
}

function see(distinct: Distinct, item: string, lastMs: number): void {
  const known = distinct.byItem.get(item);
  if (known !== undefined) {
    known.lastMs = lastMs;
    renew(distinct, known);
    return;
  }
  const seen: Seen = { item, lastMs, older: null, newer: null };
  distinct.byItem.set(item, seen);
  append(distinct, seen);
}
