// The one place that knows the order of the stages: records → events → detections.
import { timeMs, type Event } from "./core/index.ts";
import type { Detected, Detector } from "./detect/index.ts";
import type { ReadFurther } from "./normalise/index.ts";
import { FileReader } from "./read-events.ts";
import type { Batch, Rejected } from "./sources/index.ts";

export { eventsOfFile, eventsOfRecords, latestMsOf } from "./read-events.ts";

export type PipelineOptions = {
  readonly detector: Detector;
  /** Events before or after these are counted and left out; an event without time stays, since nothing says it is outside. */
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** No record of the file is younger; it tells the year of times that name none. */
  readonly latestMs?: number | undefined;
  /** Reads further what a technology declares. */
  readonly read?: ReadFurther | undefined;
};

/** What became of some records. */
export type Outcome = { readonly detected: readonly Detected[]; readonly rejected: readonly Rejected[]; readonly counts: Counts };

/** read = parsed + rejected. */
export type Counts = {
  readonly read: number;
  readonly parsed: number;
  readonly rejected: number;
  readonly events: number;
  /** Events that `since` and `until` leave out. */
  readonly outside: number;
  /** Events of no log source that we know: no rule is for them. */
  readonly unrecognised: number;
};

/** All stages for the records of one file, which must come in order. */
export class FilePipeline {
  readonly #options: PipelineOptions;
  readonly #reader: FileReader;

  constructor(path: string, options: PipelineOptions) {
    this.#options = options;
    this.#reader = new FileReader(path, options);
  }

  take(batch: Batch): Outcome {
    const tally = new Tally(this.#options);
    const rejected = this.#reader.take(batch, (event) => tally.add(event));
    const read = batch.lines.length + batch.rejected.length;
    return { detected: tally.detected, rejected, counts: { read, parsed: read - rejected.length, rejected: rejected.length, ...tally.counts } };
  }

  /** What waited for further records. */
  end(): Outcome {
    const tally = new Tally(this.#options);
    this.#reader.end((event) => tally.add(event));
    return { detected: tally.detected, rejected: [], counts: { read: 0, parsed: 0, rejected: 0, ...tally.counts } };
  }
}

/** Detects in events one by one and counts them. */
class Tally {
  readonly detected: Detected[] = [];
  readonly counts = { events: 0, outside: 0, unrecognised: 0 };
  readonly #options: PipelineOptions;

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  add(event: Event): void {
    this.counts.events++;
    if (event.product === "") this.counts.unrecognised++;
    if (this.#isOutside(event)) {
      this.counts.outside++;
      return;
    }
    const found = this.#options.detector.detect(event);
    if (found !== undefined) this.detected.push(found);
  }

  #isOutside(event: Event): boolean {
    const { sinceMs, untilMs } = this.#options;
    if (sinceMs === undefined && untilMs === undefined) return false;
    const ms = timeMs(event.time);
    return ms !== undefined && (ms < (sinceMs ?? -Infinity) || ms > (untilMs ?? Infinity));
  }
}
