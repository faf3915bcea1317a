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
export const cursorAt = (at: Date, seen: readonly SeenChange[] = []): string => JSON.stringify({ at: at.toISOString(), from: null, seen: Object.fromEntries(seen.map(({ key, version }) => [key, version])) } satisfies Cursor);

/** From when to ask, the overlap included. A cursor that is none of ours starts at the beginning. */
export function askFrom(cursor: string, overlapMs: number): Date {
  const { at, from } = read(cursor);
  return from === null ? new Date(Math.max(0, Date.parse(at) - overlapMs)) : new Date(from);
}

/** Which tickets changed beyond what the cursor knows, and the cursor behind them. `more`: the answer went up to its last row alone. */
export function advance(cursor: string, rows: readonly SeenChange[], { overlapMs, more }: { readonly overlapMs: number; readonly more: boolean }): { readonly ids: readonly string[]; readonly cursor: string; readonly more: boolean } {
  const before = read(cursor);
  const fresh = rows.filter(({ key, version }) => before.seen[key] !== version);
  const last = rows.reduce((latest, { at }) => Math.max(latest, at.getTime()), 0);
  const at = Math.max(Date.parse(before.at), last);
  // A cursor at the end of a page goes on from there: an overlap would give the same page again.
  const from = more ? new Date(last).toISOString() : null;
  const kept = rows.filter((row) => row.at.getTime() >= at - 2 * overlapMs).toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const seen: Record<string, string> = Object.fromEntries(kept.slice(0, MOST_SEEN).map(({ key, version }) => [key, version]));
  if (before.from !== null || more) for (const [key, version] of Object.entries(before.seen)) if (Object.keys(seen).length < MOST_SEEN) seen[key] ??= version;
  return { ids: [...new Set(fresh.map(({ ticket }) => ticket))], cursor: JSON.stringify({ at: new Date(at).toISOString(), from, seen } satisfies Cursor), more };
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
