// Lines leave the quarantine. They are handed in first and removed last: a crash on the way leaves them where they are,
// and what is handed in once more is known by its key. In between, one transaction takes them out of the account of their
// hours (they are counted anew where they arrive) and names them in the journal: so they are taken out once, and who comes
// next removes what those transactions named. A removal takes the store seconds, however few lines it is of: so many
// transactions share one.
import { type Caller, DomainError } from "../../core/index.ts";
import { type EventStore, eventId, type QuarantinedLine } from "../../events/index.ts";
import type { Arrival, SourceRef } from "../../sources/index.ts";
import { partitionOf } from "../../spool/index.ts";
import { apartFromBackups, record, type State, type SystemDb, withSystem } from "../../store/index.ts";
import { UNCLAIMED } from "../unclaimed.ts";
import type { HandIn } from "./hand-in.ts";
import { formatOf } from "./read-again.ts";
import { type LeavingHour, leftSince, lockQuarantine, newestLeave, takeFromHours, writeIds } from "./repo.ts";

/** What it takes to let lines out of the quarantine. */
export type LeaveDeps = { readonly state: State; readonly events: EventStore; readonly handIn: HandIn };

/** A line and the source that it goes to: its own, or the one that claims its sender now. */
export type LeavingLine = { readonly line: QuarantinedLine; readonly to: SourceRef };

/** Whose quarantine, by whom, and what the journal calls it. */
export type Leave = {
  readonly tenant: string;
  readonly action: string;
  readonly subject: string;
  readonly caller: Caller;
  /** What else changes in the same transaction. */
  readonly also?: (db: SystemDb, lines: readonly LeavingLine[]) => Promise<void>;
};

/** One go at a quarantine: what was taken out of the account, and is not removed yet. */
export type LeaveRun = {
  /** The newest entry of the journal that tells of such lines: nobody else may write one meanwhile. */
  entry: number;
  /** What the entries up to this one name is removed. */
  removedTo: number;
  readonly gone: Set<string>;
  mustRemove: boolean;
};

const HOUR_MS = 3_600_000;
const LOOK_MS = 60_000;
const REMOVED_TOGETHER = 10_000;
// ClickHouse parses a statement of 262,144 bytes (max_query_size), values included; an id takes 38.
const REMOVED_AT_ONCE = 5_000;

/** Begins, with what the one before may not have come to remove. */
export async function beginLeave({ state }: LeaveDeps, { tenant, action }: Leave): Promise<LeaveRun> {
  return withSystem(state, async (db) => {
    const { id, removedTo } = await newestLeave(db, journalOf(tenant), action);
    return { entry: id, removedTo, gone: new Set(await leftSince(db, journalOf(tenant), action, removedTo)), mustRemove: false };
  });
}

/** The lines that are still in the quarantine by rights. */
export function staying(run: LeaveRun, lines: readonly QuarantinedLine[]): readonly QuarantinedLine[] {
  const rest = lines.filter(({ id }) => !run.gone.has(id));
  if (rest.length < lines.length) run.mustRemove = true;
  return rest;
}

/** Lets lines out of the quarantine, in order. */
export async function leaveQuarantine(deps: LeaveDeps, leave: Leave, run: LeaveRun, lines: readonly LeavingLine[]): Promise<void> {
  const { state, events, handIn } = deps;
  const stored = await storedAlready(events, lines);
  run.entry = await apartFromBackups(state, async () => {
    for (const arrival of arrivalsOf(lines.filter((one) => !stored.has(one.line.id)))) await handIn(arrival);
    return withSystem(state, (db) => account(db, leave, run, lines));
  });
  for (const { line } of lines) run.gone.add(line.id);
  run.mustRemove = true;
  if (run.gone.size >= REMOVED_TOGETHER) await endLeave(deps, leave, run);
}

/** Removes what has left. */
export async function endLeave({ events }: LeaveDeps, { tenant }: Leave, run: LeaveRun): Promise<void> {
  if (!run.mustRemove) return;
  const ids = [...run.gone];
  for (let i = 0; i < ids.length; i += REMOVED_AT_ONCE) await events.release(tenant, ids.slice(i, i + REMOVED_AT_ONCE));
  run.gone.clear();
  run.removedTo = run.entry;
  run.mustRemove = false;
}

/** Lines are told from others by their first id: handed in twice, a line is the same line. */
const reparsedKey = (id: string): string => `reparsed:${id}`;

/** The ids of lines that became events before: whoever handed them in did not come to remove them. */
async function storedAlready(events: EventStore, lines: readonly LeavingLine[]): Promise<ReadonlySet<string>> {
  const stored = new Set<string>();
  for (const [tenant, list] of Map.groupBy(lines, ({ to }) => to.tenant)) {
    const rest = new Map(list.map(({ line, to }) => [Buffer.from(eventId(tenant, to.source, reparsedKey(line.id), line.raw)).toString("hex"), line.id]));
    for (let isCut = true; isCut && rest.size > 0; ) {
      const found = await events.byIds(tenant, [...rest.keys()], { timeoutMs: LOOK_MS });
      isCut = found.isCut && found.rows.length > 0;
      for (const { id } of found.rows) {
        stored.add(rest.get(id) ?? "");
        rest.delete(id);
      }
    }
  }
  return stored;
}

/** Lines that arrived together, together again. */
function arrivalsOf(lines: readonly LeavingLine[]): Arrival[] {
  const arrivals: Arrival[] = [];
  let from: Omit<Arrival, "lines" | "keys"> | undefined;
  let group: LeavingLine[] = [];
  const close = (): void => {
    if (from !== undefined) arrivals.push({ ...from, lines: group.map(({ line }) => line.raw), keys: group.map(({ line }) => reparsedKey(line.id)) });
  };
  for (const one of lines) {
    const { line, to } = one;
    const last = group.at(-1);
    if (last === undefined || last.line.seq !== line.seq || last.to.source !== to.source || last.to.tenant !== to.tenant || formatOf(last.line) !== formatOf(line)) {
      close();
      from = { from: to, transport: "import", collector: line.collector, peer: peerOf(line), arrivedMs: line.arrivedMs, format: formatOf(line) };
      group = [];
    }
    group.push(one);
  }
  close();
  return arrivals;
}

/** Who sent an unclaimed line: its source is called after listener and sender. Of a claimed one that is not kept. */
export const peerOf = ({ collector, source }: Pick<QuarantinedLine, "collector" | "source">): string => (source.startsWith(`${collector} `) ? source.slice(collector.length + 1) : "");

async function account(db: SystemDb, { tenant, action, subject, caller, also }: Leave, { entry, removedTo }: LeaveRun, lines: readonly LeavingLine[]): Promise<number> {
  await lockQuarantine(db, tenant);
  const journal = journalOf(tenant);
  const newest = await newestLeave(db, journal, action);
  if (newest.id !== entry) throw new DomainError("conflict", "Somebody else is at these lines: wait until that is done, then ask again. Nothing is lost or stored twice.");
  await takeFromHours(db, tenant, hoursOf(lines));
  await also?.(db, lines);
  const details = { lines: lines.length, removedTo, ids: writeIds(lines.map(({ line }) => line.id)) };
  await record(journal === null ? db : { tenant: journal, sql: db.sql }, caller, { action, subject, details });
  return (await newestLeave(db, journal, action)).id;
}

// What is nobody's is in the journal of the platform.
const journalOf = (tenant: string): string | null => (tenant === UNCLAIMED ? null : tenant);

function hoursOf(lines: readonly LeavingLine[]): LeavingHour[] {
  const byHour = Map.groupBy(lines, ({ line: { source, arrivedMs } }) => `${arrivedMs - (arrivedMs % HOUR_MS)} ${source}`);
  return [...byHour.values()].map((list) => {
    const { source, arrivedMs } = list[0]!.line;
    return { source, hourMs: arrivedMs - (arrivedMs % HOUR_MS), lines: list.length, bytes: list.reduce((sum, { line }) => sum + line.raw.length, 0) };
  });
}

/** Lines of which it is certain that they stay: those behind it are stored again after a crash. In the order in which they came. */
export const committedIn = (positions: ReadonlyMap<number, number>, lines: readonly QuarantinedLine[]): QuarantinedLine[] =>
  lines.filter(({ seq }) => seq <= (positions.get(partitionOf(seq)) ?? 0)).toSorted((a, b) => a.arrivedMs - b.arrivedMs || a.seq - b.seq || a.line - b.line);
