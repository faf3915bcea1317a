import { chain, eventId } from "./digest.ts";
import type { StoredEvent } from "./stored-event.ts";

/** What was written down of a batch when it was stored, apart from the events. */
export type BatchRecord = { readonly batch: number; readonly rows: number; readonly digest: string };

/** How a batch is found to be. */
export type BatchCheck =
  | { readonly ok: true; readonly batch: number; readonly rows: number }
  | { readonly ok: false; readonly batch: number; readonly problem: BatchProblem; readonly say: string; readonly event?: string };

export type BatchProblem = "event_changed" | "event_missing" | "event_added" | "batch_changed" | "batch_unknown";

/**
 * Checks one batch against what was written down of it; `previous` is the digest of the record before it. Names the first
 * event that differs where one does: of one that was removed nothing is left but that the count is short.
 */
export function checkBatch(tenant: string, previous: string | undefined, record: BatchRecord, events: Iterable<StoredEvent>): BatchCheck {
  const { batch, rows, digest } = record;
  const ids: Uint8Array[] = [];
  for (const { id, source, key, raw, seq, line } of events) {
    const told = Buffer.from(id, "hex");
    if (!told.equals(eventId(tenant, source, key, raw))) {
      return { ok: false, batch, problem: "event_changed", event: id, say: `batch ${batch}: event ${id} (arrival ${seq}, line ${line}) is not what was stored under this id` };
    }
    ids.push(told);
  }
  if (ids.length < rows) return { ok: false, batch, problem: "event_missing", say: `batch ${batch}: ${rows - ids.length} of ${rows} events are missing` };
  if (ids.length > rows) return { ok: false, batch, problem: "event_added", say: `batch ${batch}: ${ids.length - rows} events were added to ${rows}` };
  if (chain(previous, tenant, batch, ids) !== digest) {
    return { ok: false, batch, problem: "batch_changed", say: `batch ${batch}: its events, or the digest before it, are not those that were written down` };
  }
  return { ok: true, batch, rows };
}

/** Batches that hold events though nobody wrote them down: someone added them. */
export function unknownBatches(recorded: ReadonlySet<number>, stored: Iterable<number>): BatchCheck[] {
  return Array.from(stored)
    .filter((batch) => !recorded.has(batch))
    .map((batch) => ({ ok: false, batch, problem: "batch_unknown", say: `batch ${batch}: holds events, but was never written down` }));
}
