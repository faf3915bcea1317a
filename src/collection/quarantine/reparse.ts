import type { Caller } from "../../core/index.ts";
import type { EventStore, QuarantinedLine, QuarantineRange } from "../../events/index.ts";
import { withSystem } from "../../store/index.ts";
import { committedPositions } from "../repo.ts";
import { beginLeave, committedIn, endLeave, type Leave, type LeaveDeps, leaveQuarantine, staying } from "./leave.ts";
import { chunksOf } from "./read-chunk.ts";
import { type LineReading, readableOf } from "./read-again.ts";

export type ReparseDeps = LeaveDeps & { readonly reading: LineReading };

/** Which lines, and whether to look only. */
export type ReparseAsk = { readonly range: QuarantineRange; readonly isDryRun: boolean };

/** Lines of one kind: how many were looked at, and how many can be read now. */
export type ReparsedGroup = { readonly source: string; readonly reason: string; readonly shape: string; looked: number; readable: number };

/** How far a reparse is, and in the end what it did. */
export type ReparseStep =
  | { readonly type: "progress"; readonly looked: number; readonly readable: number; readonly handedIn: number }
  | {
      readonly type: "result";
      readonly dryRun: boolean;
      readonly looked: number;
      readonly readable: number;
      /** Lines that left the quarantine; 0 in a dry run. */
      readonly handedIn: number;
      /** Lines that are being stored just now: another time. */
      readonly tooNew: number;
      /** The kinds with most readable lines first. */
      readonly groups: readonly ReparsedGroup[];
    };

// Shapes are the senders': kinds beyond are counted in the total alone.
const MOST_GROUPS = 1_000;
const TOLD_GROUPS = 100;

/**
 * Reads quarantined lines again. Those that can be read now are handed in again, under their first time of arrival, and
 * leave the quarantine. May be repeated at any time, also after a crash in the middle.
 */
export async function* reparse(deps: ReparseDeps, caller: Caller, tenant: string, { range, isDryRun }: ReparseAsk): AsyncGenerator<ReparseStep> {
  const leave: Leave = { tenant, action: "quarantine.reparsed", subject: "quarantine", caller };
  const counts = { looked: 0, readable: 0, handedIn: 0 };
  const groups = new Map<string, ReparsedGroup>();
  let tooNew = 0;
  const run = await beginLeave(deps, leave);
  const positions = await withSystem(deps.state, committedPositions);
  yield { type: "progress", ...counts };
  try {
    for await (const chunk of chunksOf(deps.events, tenant, range)) {
      const there = staying(run, chunk);
      const lines = committedIn(positions, there);
      const readable = readableIn(deps.reading, tenant, lines);
      count(groups, lines, readable);
      counts.looked += lines.length;
      counts.readable += readable.size;
      tooNew += there.length - lines.length;
      if (readable.size > 0 && !isDryRun) {
        await leaveQuarantine(deps, leave, run, lines.filter((line) => readable.has(line)).map((line) => ({ line, to: { tenant, source: line.source } })));
        counts.handedIn += readable.size;
      }
      yield { type: "progress", ...counts };
    }
  } finally {
    await endLeave(deps, leave, run);
  }
  const told = [...groups.values()].toSorted((a, b) => b.readable - a.readable || b.looked - a.looked).slice(0, TOLD_GROUPS);
  yield { type: "result", dryRun: isDryRun, ...counts, tooNew, groups: told };
}

function readableIn(reading: LineReading, tenant: string, lines: readonly QuarantinedLine[]): ReadonlySet<QuarantinedLine> {
  const bySource = Map.groupBy(lines, ({ source }) => source);
  return new Set([...bySource].flatMap(([source, list]) => [...readableOf(reading, { tenant, source }, list)]));
}

function count(groups: Map<string, ReparsedGroup>, lines: readonly QuarantinedLine[], readable: ReadonlySet<QuarantinedLine>): void {
  for (const line of lines) {
    const { source, reason, shape } = line;
    const key = JSON.stringify([source, reason, shape]);
    let group = groups.get(key);
    if (group === undefined) {
      if (groups.size >= MOST_GROUPS) continue;
      group = { source, reason, shape, looked: 0, readable: 0 };
      groups.set(key, group);
    }
    group.looked++;
    if (readable.has(line)) group.readable++;
  }
}

/** Every line there is. */
export const EVERY_LINE: QuarantineRange = { sinceMs: 0, untilMs: Date.UTC(2200, 0) };

/** Whether a source has lines in the quarantine. */
export async function hasLines(events: EventStore, tenant: string, source: string): Promise<boolean> {
  const { groups } = await events.quarantineGroups(tenant, { ...EVERY_LINE, source, limit: 1 }, { timeoutMs: 60_000 });
  return groups.length > 0;
}
