import type { EventStore, QuarantinedLine, QuarantineRange } from "../../events/index.ts";

/** A place in the quarantine's order: arrival, then id. */
export type QuarantinePlace = { readonly arrivedMs: number; readonly id: string };

/** How much of the quarantine at once: `lines` and what arrived in the same millisecond, `mostLines` at most. */
export type ChunkSize = { readonly lines: number; readonly mostLines: number };

const CHUNK: ChunkSize = { lines: 1_000, mostLines: 5_000 };
const CHUNK_BYTES = 16 << 20;
const TIMEOUT_MS = 60_000;

/** The quarantine a few lines at a time, so that it may change meanwhile and no query stays open. */
export async function* chunksOf(events: EventStore, tenant: string, range: QuarantineRange): AsyncGenerator<readonly QuarantinedLine[]> {
  let after: QuarantinePlace | undefined;
  for (;;) {
    const chunk = await readChunk(events, tenant, { range, after, size: CHUNK });
    const last = chunk.at(-1);
    if (last === undefined) return;
    after = last;
    yield chunk;
  }
}

/** Some lines in the order of arrival, at least one if there is one, from behind a place. */
export async function readChunk(
  events: EventStore,
  tenant: string,
  { range, after, size }: { readonly range: QuarantineRange; readonly after: QuarantinePlace | undefined; readonly size: ChunkSize },
): Promise<readonly QuarantinedLine[]> {
  const chunk: QuarantinedLine[] = [];
  let bytes = 0;
  const rest = after === undefined ? range : { ...range, sinceMs: Math.max(range.sinceMs, after.arrivedMs) };
  for await (const line of events.quarantinedLines(tenant, rest, { timeoutMs: TIMEOUT_MS })) {
    if (after !== undefined && line.arrivedMs === after.arrivedMs && line.id <= after.id) continue;
    const last = chunk.at(-1);
    if (last !== undefined && isFull(size, chunk.length, bytes, last.arrivedMs === line.arrivedMs)) break;
    chunk.push(line);
    bytes += line.raw.length;
  }
  return chunk;
}

const isFull = ({ lines, mostLines }: ChunkSize, count: number, bytes: number, isSameMs: boolean): boolean => bytes >= CHUNK_BYTES || count >= mostLines || (count >= lines && !isSameMs);
