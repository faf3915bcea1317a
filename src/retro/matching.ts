// Stored events → what the rules of a run find in them: the same matcher and correlations as in the stream.
import { createCorrelator, type CorrelationDetection, type Correlator, type LogSourceMap, type ResolvedCorrelation } from "../detect/index.ts";
import { correlatedDetections, type Correlated, eventDetections, type NewDetection, type RaisedBy } from "../detections/index.ts";
import type { StoredEvent } from "../events/index.ts";
import { contextAround, type Understanding } from "../live/index.ts";
import { rereadEvent } from "./reread.ts";
import type { RetroWork } from "./retro-run.ts";
import { setToWork, type RulesAtWork } from "./rules.ts";

/** What some events gave. Correlations are told by the events that they are made of, which somebody has to look up. */
export type Gave = { readonly detections: readonly NewDetection[]; readonly correlated: readonly Correlated[] };

// Rows come in the order of time; among those of one time the correlator makes its own. As in the stream, so that it finds the same.
const LATENESS_MS = 5_000;

/** Puts the events of one run to its rules; they must come in the order of time. */
export class Matching {
  readonly rules: RulesAtWork;
  unread = 0;
  withoutTime = 0;
  readonly #work: RetroWork;
  readonly #understanding: Understanding;
  readonly #by: RaisedBy;
  readonly #correlator: Correlator | undefined;
  readonly #correlations: ReadonlyMap<string, ResolvedCorrelation>;

  constructor(work: RetroWork, understanding: Understanding, logsources: readonly LogSourceMap[]) {
    this.rules = setToWork(work.files, work.wanted, logsources);
    this.#work = work;
    this.#understanding = understanding;
    this.#by = { ...this.rules.raisedBy, tenant: work.tenant, rulesetVersion: work.rulesetVersion };
    this.#correlations = new Map(this.rules.correlations.map((correlation) => [correlation.key, correlation]));
    this.#correlator = this.rules.correlations.length === 0 ? undefined : createCorrelator(this.rules.correlations, { latenessMs: LATENESS_MS });
  }

  /** How long before the range events count: the first window of a correlation begins before it. */
  get warmUpMs(): number {
    return this.rules.correlations.reduce((longest, { timespanMs }) => Math.max(longest, timespanMs), 0);
  }

  add(rows: readonly StoredEvent[], nowMs: number): Gave {
    const detections: NewDetection[] = [];
    const correlated: Correlated[] = [];
    const { tenant } = this.#work;
    for (const row of rows) {
      const read = rereadEvent(this.#understanding, tenant, row);
      if (read === undefined) {
        this.unread++;
        continue;
      }
      const detected = this.rules.detector.detect(read.event);
      if (detected === undefined) continue;
      this.withoutTime += detected.withoutTime;
      const { source, collector, technology, timeMs, arrivedMs } = row;
      const context = detected.detections.length === 0 ? undefined : contextAround(this.#understanding, read.event, { tenant, source }, { timeMs, arrivedMs });
      detections.push(...eventDetections(this.#by, { tenant, source, collector, technology, id: Buffer.from(row.id, "hex"), timeMs, hasTime: read.hasTime, context }, detected, nowMs));
      for (const hit of detected.hits) correlated.push(...this.#named(this.#correlator?.add(hit) ?? []));
    }
    return { detections: this.#inRange(detections), correlated };
  }

  /** What is left when no event comes any more. */
  flush(): Gave {
    return { detections: [], correlated: this.#named(this.#correlator?.flush() ?? []) };
  }

  /** The detections of correlations; `rowOf` gives the events that they are made of, where they are still there. */
  correlatedDetections(correlated: readonly Correlated[], rowOf: (id: string) => StoredEvent | undefined, nowMs: number): readonly NewDetection[] {
    const { tenant } = this.#work;
    const detections = correlated.flatMap((one) => {
      const last = rowOf(eventIdsOf(one).at(-1) ?? "");
      const at = last === undefined ? undefined : { tenant, source: last.source, collector: last.collector, technology: last.technology, id: Buffer.from(last.id, "hex"), timeMs: last.timeMs, hasTime: true };
      return correlatedDetections(this.#by, [one], nowMs, at);
    });
    return this.#inRange(detections);
  }

  #named(found: readonly CorrelationDetection[]): Correlated[] {
    return found.filter(({ rule, timeMs }) => !this.rules.raisedBy.off.has(rule) && timeMs >= this.#work.since.getTime()).map((one) => ({ found: one, correlation: this.#correlations.get(one.rule)! }));
  }

  #inRange(detections: readonly NewDetection[]): readonly NewDetection[] {
    const [sinceMs, untilMs] = [this.#work.since.getTime(), this.#work.until.getTime()];
    return detections.filter(({ timeMs }) => timeMs >= sinceMs && timeMs < untilMs);
  }
}

/** Ids of the events that a correlation's detection shows. */
export const eventIdsOf = ({ found }: Correlated): readonly string[] => found.evidence.map(({ eventKey }) => eventKey.slice(0, eventKey.indexOf("#")));
