import type { Event, Fields } from "../core/index.ts";
import type { StoredEvent } from "../events/index.ts";
import { decodeLine } from "./decode.ts";
import type { SourceRef } from "../sources/index.ts";
import { LineReader } from "./line-reader.ts";
import type { Understanding } from "./understanding.ts";

/** A stored event read again: the text of its line, and its document under ECS names; empty if it is not understood any more. */
export type Rebuilt = { readonly line: string; readonly document: Fields };

/**
 * Reads a stored line again, as the stream read it: what a mapping learnt since shows in old events too. The line alone is
 * read, but for an event of several lines, whose line is all of them.
 */
export function rebuild(understanding: Understanding, tenant: string, { source, raw, arrivedMs }: StoredEvent): Rebuilt {
  const line = decodeLine(raw);
  const from = { tenant, source };
  const event = storedEventOf(understanding, from, line, arrivedMs);
  return { line, document: event === undefined ? {} : understanding.documentOf(event, from, arrivedMs).fields };
}

/** The event of a stored line, as the stream made it. */
export function storedEventOf(understanding: Understanding, from: SourceRef, text: string, arrivedMs: number): Event | undefined {
  const reader = new LineReader();
  const hint = { ...understanding.hintOf(from), latestMs: arrivedMs + AHEAD_MS };
  const read = (line: string): readonly Event[] => {
    const reading = reader.read(line, "text", { path: "", record: 1 }, hint);
    return "reason" in reading ? [] : reading.events;
  };
  const [whole] = read(text);
  if (whole !== undefined) return whole;
  // Records of one audit event: none of them is an event alone, and the first was taken as all of them.
  const lines = text.split("\n");
  const parts = new LineReader();
  for (const line of lines) parts.read(line, "text", { path: "", record: 1 }, hint);
  return parts.flush()[0] ?? reader.flush()[0];
}

const AHEAD_MS = 86_400_000;
