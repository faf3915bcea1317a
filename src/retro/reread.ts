import type { Event } from "../core/index.ts";
import type { StoredEvent } from "../events/index.ts";
import { decodeLine, LineReader, storedEventOf, type Understanding } from "../live/index.ts";

/**
 * The event of a stored row for the matcher, as the stream made it: known by its id, at the time that it is filed under.
 * Undefined if its line is not understood any more.
 */
export function rereadEvent(understanding: Understanding, tenant: string, row: StoredEvent): { readonly event: Event; readonly hasTime: boolean } | undefined {
  const from = { tenant, source: row.source };
  const text = decodeLine(row.raw);
  const event = fromJson(understanding, from, text, row.arrivedMs) ?? storedEventOf(understanding, from, text, row.arrivedMs);
  if (event === undefined) return undefined;
  const hasTime = !Number.isNaN(understanding.timeOf(event, from));
  const { product, channel, code, host, fields } = event;
  // Written out in the order of `makeEvent`: the matcher is several times faster while all events have one hidden class.
  return { event: { product, channel, code, time: hasTime ? row.timeMs : event.time, host, fields, text: event.text, json: event.json, source: { path: row.id, record: 0 } }, hasTime };
}

const DAY_MS = 86_400_000;

/** Lists and texts are documents only where the sender said that it sends JSON, which no row tells; objects are such either way. */
function fromJson(understanding: Understanding, from: { readonly tenant: string; readonly source: string }, text: string, arrivedMs: number): Event | undefined {
  if (!/^\s*[["]/.test(text)) return undefined;
  const reading = new LineReader().read(text, "json", { path: "", record: 1 }, { ...understanding.hintOf(from), latestMs: arrivedMs + DAY_MS });
  return "reason" in reading ? undefined : reading.events[0];
}
