// Lines that nobody claimed, and that somebody claims now.
import type { Caller } from "../../core/index.ts";
import { parseSyslog } from "../../parsers/index.ts";
import type { QuarantinedLine } from "../../events/index.ts";
import type { SourceRef } from "../../sources/index.ts";
import { record, type SystemDb, withSystem } from "../../store/index.ts";
import { committedPositions } from "../repo.ts";
import { UNCLAIMED } from "../unclaimed.ts";
import { beginLeave, committedIn, endLeave, type Leave, type LeaveDeps, type LeavingLine, leaveQuarantine, peerOf, staying } from "./leave.ts";
import { chunksOf } from "./read-chunk.ts";
import { EVERY_LINE, hasLines } from "./reparse.ts";
import { removeSender, removeSenderLines, senderId } from "./repo.ts";

export type AdoptDeps = LeaveDeps & {
  readonly decode: (line: Uint8Array) => string;
  /** Whose a sender is by the configuration. */
  readonly ofSender: (sender: { readonly listener: string; readonly address: string; readonly hostname: string | undefined }) => SourceRef | undefined;
};

/** Lines that went to a source. */
export type Adopted = SourceRef & { readonly lines: number };

/** How far an adoption is, and in the end what it did. */
export type AdoptStep =
  | { readonly type: "progress"; readonly looked: number; readonly adopted: number }
  | { readonly type: "result"; readonly looked: number; readonly adopted: number; readonly sources: readonly Adopted[] };

/**
 * Hands the lines of senders that a source claims now in again, as that source's. May be repeated at any time. A claim by
 * certificate finds nothing: what a sender showed is not kept.
 */
export async function* adopt(deps: AdoptDeps, caller: Caller): AsyncGenerator<AdoptStep> {
  const leave: Leave = { tenant: UNCLAIMED, action: "unclaimed.adopted", subject: "unclaimed lines", caller, also: (db, lines) => tell(db, caller, lines) };
  const counts = { looked: 0, adopted: 0 };
  const sources = new Map<string, Adopted>();
  const senders = new Map<string, QuarantinedLine>();
  const run = await beginLeave(deps, leave);
  const positions = await withSystem(deps.state, committedPositions);
  yield { type: "progress", ...counts };
  try {
    for await (const chunk of chunksOf(deps.events, UNCLAIMED, EVERY_LINE)) {
      const there = staying(run, chunk);
      const claimed = claimedIn(deps, committedIn(positions, there));
      counts.looked += there.length;
      if (claimed.length > 0) {
        await leaveQuarantine(deps, leave, run, claimed);
        counts.adopted += claimed.length;
        for (const { line, to } of claimed) {
          senders.set(line.source, line);
          const key = `${to.tenant}/${to.source}`;
          sources.set(key, { ...to, lines: (sources.get(key)?.lines ?? 0) + 1 });
        }
      }
      yield { type: "progress", ...counts };
    }
  } finally {
    await endLeave(deps, leave, run);
  }
  for (const [source, line] of senders) {
    if (!(await hasLines(deps.events, UNCLAIMED, source))) await withSystem(deps.state, (db) => removeSender(db, senderOf(line)));
  }
  yield { type: "result", ...counts, sources: [...sources.values()] };
}

function claimedIn({ decode, ofSender }: AdoptDeps, lines: readonly QuarantinedLine[]): LeavingLine[] {
  // A relay sends for many hosts, and repeats their names.
  const known = new Map<string, SourceRef | undefined>();
  return lines.flatMap((line) => {
    const parsed = parseSyslog(decode(line.raw), line.arrivedMs);
    const hostname = parsed.ok ? parsed.host : undefined;
    const key = `${line.source}\n${hostname ?? ""}`;
    if (!known.has(key)) known.set(key, ofSender({ listener: line.collector, address: peerOf(line), hostname }));
    const to = known.get(key);
    return to === undefined ? [] : [{ line, to }];
  });
}

const senderOf = (line: QuarantinedLine): string => senderId(line.collector, peerOf(line));

/** Tells each tenant's journal what it was given, and the senders what is not theirs any more. */
async function tell(db: SystemDb, caller: Caller, lines: readonly LeavingLine[]): Promise<void> {
  for (const list of Map.groupBy(lines, ({ to }) => `${to.tenant}/${to.source}`).values()) {
    const { tenant, source } = list[0]!.to;
    const senders = new Set(list.map(({ line }) => line.source));
    await record({ tenant, sql: db.sql }, caller, { action: "unclaimed.adopted", subject: source, details: { lines: list.length, senders: [...senders].slice(0, 100) } });
  }
  const bySender = Map.groupBy(lines, ({ line }) => senderOf(line));
  await removeSenderLines(db, new Map([...bySender].map(([id, list]) => [id, list.length])));
}
