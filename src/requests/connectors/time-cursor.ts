// Changes by time, where that is all the other side has: asked again from a while before the last one, because clocks and
// indexes are late, and what was told already is not told again. Pure.
import { z } from "zod";

/** One change that was seen there. */
export type SeenChange = {
  /** Of what changed: the ticket itself, or a part of it. */
  readonly key: string;
  readonly ticket: string;
  readonly at: Date;
  /** Another after each change. */
  readonly version: string;
};

const Cursor = z.object({ at: z.iso.datetime(), from: z.iso.datetime().nullable().default(null), seen: z.record(z.string().max(200), z.string().max(100)).default({}) });
type Cursor = z.infer<typeof Cursor>;

// What is forgotten is told once more, which is no harm.
const MOST_SEEN = 500;

/** A cursor behind an instant. */
export const cursorAt = (at: Date): string => JSON.stringify({ at: at.toISOString(), from: null, seen: {} } satisfies Cursor);

/** From when to ask, the overlap included. A cursor that is none of ours starts at the beginning. */
export function askFrom(cursor: string, overlapMs: number): Date {
  const { at, from } = read(cursor);
  return from === null ? new Date(Math.max(0, Date.parse(at) - overlapMs)) : new Date(from);
}

export type Asked = {
  readonly overlapMs: number;
  /** The last row's time, where there is more behind it; null: all was told. */
  readonly upTo: Date | null;
  /** Which tickets matter. What happens to others moves the cursor on, and is forgotten. */
  readonly follows?: (ticket: string) => boolean;
};

/** Which tickets changed beyond what the cursor knows, and the cursor behind them. */
export function advance(cursor: string, all: readonly SeenChange[], { overlapMs, upTo, follows = () => true }: Asked): { readonly ids: readonly string[]; readonly cursor: string; readonly more: boolean } {
  const before = read(cursor);
  // Pages overlap: the last one knows best.
  const rows = [...new Map(all.filter(({ ticket }) => follows(ticket)).map((row) => [row.key, row])).values()];
  const fresh = rows.filter(({ key, version }) => before.seen[key] !== version);
  const last = upTo?.getTime() ?? all.reduce((latest, { at }) => Math.max(latest, at.getTime()), 0);
  const at = Math.max(Date.parse(before.at), last);
  const kept = rows.filter((row) => row.at.getTime() >= at - 2 * overlapMs).toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const seen: Record<string, string> = Object.fromEntries(kept.slice(0, MOST_SEEN).map(({ key, version }) => [key, version]));
  // A page has a part of what was seen: the rest stands in the pages before.
  if (before.from !== null || upTo !== null) for (const [key, version] of Object.entries(before.seen)) if (Object.keys(seen).length < MOST_SEEN) seen[key] ??= version;
  // A cursor at the end of a page goes on from there: an overlap would give the same page again.
  const next: Cursor = { at: new Date(at).toISOString(), from: upTo === null ? null : new Date(last).toISOString(), seen };
  return { ids: [...new Set(fresh.map(({ ticket }) => ticket))], cursor: JSON.stringify(next), more: upTo !== null };
}

function read(cursor: string): Cursor {
  try {
    const parsed = Cursor.safeParse(JSON.parse(cursor));
    if (parsed.success) return parsed.data;
  } catch {
    // Not JSON: another kind's, or an older form.
  }
  return { at: new Date(0).toISOString(), from: null, seen: {} };
}
