import { setTimeout as wait } from "node:timers/promises";
import { StoreError, type EventStore, type Place, type Range, type StoredEvent } from "../events/index.ts";

const BLOCK_ROWS = 500;
const BLOCK_BYTES = 8 << 20;
// What one question to the store may take; the next goes on from where it ended.
const ASK_MS = 3_600_000;
const RETRY_MS = 2_000;
const MAX_FAILURES = 10;
const MAY_PASS: ReadonlySet<string> = new Set(["timeout", "busy", "unavailable"]);

/**
 * The events of a range in the order of time, some hundred at a time, at the reader's pace. A store that fails for a while
 * is asked again from the last event on; one that does not come back is an error.
 */
export async function* readBlocks(events: Pick<EventStore, "stream">, tenant: string, range: Range, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[]> {
  let place: Place | undefined;
  let failures = 0;
  for (;;) {
    try {
      for await (const block of blocksOf(events.stream(tenant, { ...range, sinceMs: place?.timeMs ?? range.sinceMs }, { timeoutMs: ASK_MS, signal }), place)) {
        yield block;
        const last = block.at(-1)!;
        place = { timeMs: last.timeMs, id: last.id };
        failures = 0;
      }
      return;
    } catch (error) {
      if (!(error instanceof StoreError) || !MAY_PASS.has(error.code) || ++failures >= MAX_FAILURES) throw error;
      await wait(RETRY_MS, undefined, { signal });
    }
  }
}

/** Rows strictly behind a place, in blocks. */
async function* blocksOf(rows: AsyncIterable<StoredEvent>, after: Place | undefined): AsyncGenerator<readonly StoredEvent[]> {
  let block: StoredEvent[] = [];
  let bytes = 0;
  for await (const row of rows) {
    if (after !== undefined && (row.timeMs < after.timeMs || (row.timeMs === after.timeMs && row.id <= after.id))) continue;
    block.push(row);
    bytes += row.raw.length;
    if (block.length < BLOCK_ROWS && bytes < BLOCK_BYTES) continue;
    yield block;
    block = [];
    bytes = 0;
  }
  if (block.length > 0) yield block;
}
