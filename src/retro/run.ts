// One run from its first event to its result.
import { setTimeout as wait } from "node:timers/promises";
import type { Correlated, NewDetection } from "../detections/index.ts";
import { addDetections } from "../detections/index.ts";
import type { EventStore, StoredEvent } from "../events/index.ts";
import { compileFilter } from "../events/filter/index.ts";
import type { Understanding } from "../live/index.ts";
import { type State, withSystem } from "../store/index.ts";
import { eventIdsOf, Matching, type Gave } from "./matching.ts";
import { narrow } from "./narrow/narrow.ts";
import type { Estate } from "./narrow/reach.ts";
import { readBlocks } from "./read-blocks.ts";
import { addEvents } from "./repo.ts";
import type { RetroEvent, RetroProgress, RetroResult, RetroWork } from "./retro-run.ts";
import { Tally } from "./tally.ts";

/** What runs work with. */
export type RetroContext = {
  readonly state: State;
  readonly events: Pick<EventStore, "stream" | "count" | "byIds">;
  readonly understanding: Understanding;
  readonly estate: Estate;
  readonly now: () => Date;
};

/** A run at work: `progress` tells how far it is, `done` resolves with what it found. */
export type Running = { readonly progress: () => RetroProgress; readonly done: Promise<RetroResult> };

const MAX_LISTED = 100_000;
const COUNT_MS = 60_000;
const LOOK_UP_MS = 60_000;
const LOOK_UP_IDS = 500;
// Live events go first: after each block the run rests for as long as the block took, times this.
const REST = 1;

/** Begins a run. `signal` ends it: `done` rejects then. */
export function beginRun(context: RetroContext, work: RetroWork, signal: AbortSignal): Running {
  const counts = { scanned: 0, total: null as number | null };
  const tally = new Tally();
  return { progress: () => ({ ...counts, matched: tally.matched }), done: run() };

  async function run(): Promise<RetroResult> {
    const { events, understanding, estate, now } = context;
    await understanding.contexts?.ready(work.tenant);
    const matching = new Matching(work, understanding, estate.logsources);
    const sink = new Sink(context, work, matching, tally);
    const range = { filter: compileFilter(narrow(matching.rules.rules, estate)), sinceMs: work.since.getTime() - matching.warmUpMs, untilMs: work.until.getTime() };
    const counted = await events.count(work.tenant, range, { timeoutMs: COUNT_MS, signal });
    counts.total = counted.isCut ? null : counted.count;
    for await (const rows of readBlocks(events, work.tenant, range, signal)) {
      const from = performance.now();
      await sink.take(matching.add(rows, now().getTime()), signal);
      counts.scanned += rows.length;
      await wait((performance.now() - from) * REST, undefined, { signal });
    }
    await sink.take(matching.flush(), signal);
    return resultOf(work, matching, tally, sink);
  }
}

/** Keeps what is found: counted, listed and, if that was asked for, as detections. */
class Sink {
  listed = 0;
  isListCut = false;
  raised = 0;
  readonly #context: RetroContext;
  readonly #work: RetroWork;
  readonly #matching: Matching;
  readonly #tally: Tally;

  constructor(context: RetroContext, work: RetroWork, matching: Matching, tally: Tally) {
    this.#context = context;
    this.#work = work;
    this.#matching = matching;
    this.#tally = tally;
  }

  async take({ detections, correlated }: Gave, signal: AbortSignal): Promise<void> {
    const listed = detections.map((one) => eventOf(one));
    await this.#keep(detections, listed);
    for (let i = 0; i < correlated.length; i += LOOK_UP_IDS) await this.#takeCorrelated(correlated.slice(i, i + LOOK_UP_IDS), signal);
  }

  async #takeCorrelated(correlated: readonly Correlated[], signal: AbortSignal): Promise<void> {
    const ids = [...new Set(correlated.flatMap(eventIdsOf))];
    const rows = new Map<string, StoredEvent>();
    for (let i = 0; i < ids.length; i += LOOK_UP_IDS) {
      const found = await this.#context.events.byIds(this.#work.tenant, ids.slice(i, i + LOOK_UP_IDS), { timeoutMs: LOOK_UP_MS, signal });
      for (const row of found.rows) rows.set(row.id, row);
    }
    const detections = this.#matching.correlatedDetections(correlated, (id) => rows.get(id), this.#context.now().getTime());
    await this.#keep(detections, detections.flatMap((one) => evidenceOf(one, rows)));
  }

  async #keep(detections: readonly NewDetection[], found: readonly RetroEvent[]): Promise<void> {
    if (detections.length === 0) return;
    for (const { ruleKey, timeMs, detection, source } of detections) this.#tally.add({ ruleKey, timeMs, host: detection.host, source });
    const room = MAX_LISTED - this.listed;
    if (found.length > room) this.isListCut = true;
    const { state, now } = this.#context;
    const { raise } = this.#work;
    await withSystem(state, async (db) => {
      this.listed += await addEvents(db, this.#work, found.slice(0, room));
      if (raise) this.raised += await addDetections(db, detections, now());
    });
  }
}

const eventOf = ({ ruleKey, timeMs, detection, source, eventIds }: NewDetection): RetroEvent => ({ id: hex(eventIds[0]!), time: new Date(timeMs), host: detection.host, source, ruleKey });

/** The events that a correlation's detection shows, as far as they are still there. */
function evidenceOf({ ruleKey, detection, eventIds }: NewDetection, rows: ReadonlyMap<string, StoredEvent>): RetroEvent[] {
  return eventIds.flatMap((id) => {
    const row = rows.get(hex(id));
    return row === undefined ? [] : [{ id: row.id, time: new Date(row.timeMs), host: detection.host, source: row.source, ruleKey }];
  });
}

const hex = (id: Uint8Array): string => Buffer.from(id).toString("hex");

function resultOf({ since, until }: RetroWork, { rules, unread, withoutTime }: Matching, tally: Tally, { listed, isListCut, raised }: Sink): RetroResult {
  return {
    rules: rules.wanted.map((rule) => ({ ...rule, matched: tally.ofRule(rule.key) })),
    ...tally.figures(since.getTime(), until.getTime()),
    listed, isListCut, raised, unread, withoutTime,
  };
}
