import type { FoundEvent } from "../contract/search.ts";
import { foundEvent, searchedEvent } from "./document.ts";
import type { Asking, Hunting } from "./hunting.ts";

/** Whole events by their ids, in the order of time; what is kept no more is left out. */
export async function eventsByIds(hunting: Hunting, { tenant, timeoutMs, signal }: Asking, ids: readonly string[]): Promise<readonly FoundEvent[]> {
  if (ids.length === 0) return [];
  const { rows } = await hunting.store.byIds(tenant, ids, { timeoutMs, signal });
  await hunting.ready?.(tenant);
  return rows.toSorted((a, b) => a.timeMs - b.timeMs).map((row) => foundEvent(row, searchedEvent(hunting, tenant, row)));
}
