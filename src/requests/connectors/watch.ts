// Changes by the times of tickets, where those are whole seconds and what is gone is told by nobody: what changed is read
// until its second is surely over, and tickets that are followed are read in turn even where nothing was told. Pure.
import { z } from "zod";
import type { Changes } from "./connector.ts";

/** A ticket, and when it changed last. */
export type Stamp = { readonly id: string; readonly at: Date };

// Clocks are late, and what is committed late has an earlier time than what was seen already.
const OVERLAP_MS = 120_000;
// So long after it was first seen, nothing can share its second any more.
const SETTLED_MS = 10_000;
const MOST_SEEN = 2_000;
// Followed tickets that are read in each round, whatever was told.
const IN_TURN = 3;

const Cursor = z.object({
  since: z.int(),
  /** Ticket → its time, and when we first saw that; 0: it was read when its second was over. */
  seen: z.record(z.string(), z.tuple([z.int(), z.int()])).default({}),
  turn: z.int().default(0),
});
type Cursor = z.infer<typeof Cursor>;

/** From when on the other side is to be asked, the overlap included; null: from the beginning. */
export function watchFrom(cursor: string | null): Date | null {
  const { since } = read(cursor);
  return since === 0 ? null : new Date(Math.max(0, since - OVERLAP_MS));
}

/** Which tickets are to be read, and the cursor behind them. A first cursor is made of what is there. */
export function watched(cursor: string | null, stamps: readonly Stamp[], open: readonly string[], now: Date): Changes {
  const before = read(cursor);
  const since = stamps.reduce((latest, { at }) => Math.max(latest, at.getTime()), before.since);
  const seen: Cursor["seen"] = {};
  const ids = new Set<string>();
  for (const { id, at } of stamps) {
    const known = before.seen[id];
    const [time, first] = [at.getTime(), known?.[0] === at.getTime() ? known[1] : now.getTime()];
    const isOver = now.getTime() - first > SETTLED_MS;
    if (first !== 0) ids.add(id);
    if (time >= since - 2 * OVERLAP_MS) seen[id] = [time, isOver ? 0 : first];
  }
  const turn = open.length === 0 ? 0 : before.turn % open.length;
  if (cursor !== null) for (let i = 0; i < Math.min(IN_TURN, open.length); i++) ids.add(open[(turn + i) % open.length]!);
  const kept = Object.entries(seen).toSorted(([, one], [, other]) => other[0] - one[0]).slice(0, MOST_SEEN);
  const next: Cursor = { since, seen: Object.fromEntries(kept), turn: open.length === 0 ? 0 : (turn + IN_TURN) % open.length };
  return { ids: cursor === null ? [] : [...ids], cursor: JSON.stringify(next), more: false };
}

// More changed than that: everything that is followed is read.
const MOST_PAGES = 20;

/** Which tickets are to be read, where the other side lists them by their time, the newest first. Pages count from 0. */
export async function watchNewest(cursor: string | null, open: readonly string[], now: Date, { size, page }: { readonly size: number; readonly page: (number: number) => Promise<readonly Stamp[]> }): Promise<Changes> {
  const from = watchFrom(cursor);
  const stamps: Stamp[] = [];
  for (let number = 0; number < MOST_PAGES; number++) {
    const rows = await page(number);
    stamps.push(...rows);
    const oldest = rows.at(-1);
    if (rows.length < size || oldest === undefined || cursor === null || (from !== null && oldest.at < from)) return watched(cursor, unique(stamps, from), open, now);
  }
  const changes = watched(cursor, unique(stamps, from), open, now);
  return { ...changes, ids: [...new Set([...changes.ids, ...open])] };
}

/** Of what moved between pages, the newest; of what changed before, nothing. */
function unique(stamps: readonly Stamp[], from: Date | null): readonly Stamp[] {
  const newest = new Map<string, Stamp>();
  for (const stamp of stamps) if ((from === null || stamp.at >= from) && (newest.get(stamp.id)?.at ?? stamp.at) <= stamp.at) newest.set(stamp.id, stamp);
  return [...newest.values()];
}

/** A cursor that is none of ours starts at the beginning: more is read than has to be, and nothing is missed. */
function read(cursor: string | null): Cursor {
  try {
    const parsed = Cursor.safeParse(JSON.parse(cursor ?? ""));
    if (parsed.success) return parsed.data;
  } catch {
    // No JSON.
  }
  return { since: 0, seen: {}, turn: 0 };
}
