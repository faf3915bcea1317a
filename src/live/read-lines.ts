// Lines put to the technologies while somebody looks whether they would be read: what the stream would make of each, or why not.
import type { Event, Fields } from "../core/index.ts";
import { findTechnology, hintFor, type Hint, type Technology } from "../normalise/index.ts";
import { LineReader } from "./line-reader.ts";
import type { Understanding } from "./understanding.ts";

export type ReadDeps = { readonly understanding: Understanding; readonly technologies: readonly Technology[]; readonly now: () => Date };

/** What the lines are of: a source, else a technology, else they tell it themselves. */
export type LinesToRead = { readonly tenant: string; readonly source: string | undefined; readonly technology: string | undefined; readonly lines: readonly string[] };

/** One event of a line. */
export type EventRead = {
  readonly technology: string;
  /** 0–1: how surely it is of that technology. */
  readonly confidence: number;
  readonly event: Event;
  /** NaN: it has none. */
  readonly timeMs: number;
  /** Under ECS names. */
  readonly document: Fields;
};

export type LineRead = { readonly events: readonly EventRead[] } | { readonly reason: string };

/** Reads each line by itself; undefined if there is no such technology. Nothing is kept. */
export function readLines({ understanding, technologies, now }: ReadDeps, { tenant, source, technology, lines }: LinesToRead): readonly LineRead[] | undefined {
  const from = { tenant, source: source ?? UNNAMED };
  const named = technology === undefined ? undefined : findTechnology(technologies, technology);
  if (technology !== undefined && named === undefined) return undefined;
  const arrivedMs = now().getTime();
  const hint: Hint = { ...(named === undefined ? understanding.hintOf(from) : hintFor(technologies, named)), latestMs: arrivedMs + AHEAD_MS };
  return lines.map((line) => {
    const read: LineRead | readonly Event[] = eventsOf(line, hint);
    if ("reason" in read) return read;
    const known = read.flatMap((event): EventRead[] => {
      const of = understanding.technologyOf(event);
      return of === undefined ? [] : [{ ...of, event, timeMs: understanding.timeOf(event, from), document: understanding.documentOf(event, from, arrivedMs).fields }];
    });
    return known.length > 0 ? { events: known } : { reason: reasonFor(line, read) };
  });
}

// Of lines whose source nobody named: no source is called so.
const UNNAMED = "";
// As in the stream: a sender's clock may run ahead by so much.
const AHEAD_MS = 86_400_000;

function eventsOf(text: string, hint: Hint): readonly Event[] | { readonly reason: string } {
  const reader = new LineReader();
  const reading = reader.read(text, "text", { path: "", record: 1 }, hint);
  // A record of an audit event waits for further ones: here each stands for itself.
  return "reason" in reading ? reading : [...reading.events, ...reader.flush()];
}

function reasonFor(line: string, [event]: readonly Event[]): string {
  if (/^\s*[{[]/.test(line) && !isJson(line)) return "It begins like JSON, and is none: it may be cut.";
  if (event === undefined) return "It holds no event.";
  return event.product === "" ? "No technology is recognised in it." : `No technology maps the events of ${event.product}${event.channel === "" ? "" : `/${event.channel}`}.`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
