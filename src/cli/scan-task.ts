import { Detector, type Detection, type Hit } from "../detect/index.ts";
import type { ReadFurther } from "../normalise/index.ts";
import { readFurther, type Pack } from "../packs/index.ts";
import { FilePipeline, latestMsOf, type Counts, type Outcome } from "../pipeline.ts";
import { readFile, readRange, type Failure, type Rejected, type Skipped } from "../sources/index.ts";
import type { Task } from "./scan-plan.ts";
import type { ScanSetup } from "./scan-setup.ts";

/** What a part of a task gave; crosses threads. */
export type TaskOutput = {
  readonly detections: readonly Detection[];
  readonly hits: readonly Hit[];
  /** Matches of correlated rules on events without time. */
  readonly withoutTime: number;
  readonly rejected: readonly Rejected[];
  readonly skipped: readonly Skipped[];
  readonly failures: readonly Failure[];
  readonly counts: Counts;
  /** Bytes of the task's file read so far. */
  readonly bytesRead: number;
};

const NO_COUNTS: Counts = { read: 0, parsed: 0, rejected: 0, events: 0, outside: 0, unrecognised: 0 };

/** What detects in the events of a task, and what reads them further. */
export type Detecting = { readonly detector: Detector; readonly read: ReadFurther };

/** Makes ready to detect by the rules of the pack. */
export async function createDetecting(pack: Pack, setup: ScanSetup): Promise<Detecting> {
  return { detector: new Detector(pack.rules, { logsources: pack.logsources, minLevel: setup.minLevel }), read: await readFurther() };
}

/** Reads a task and detects in it, part by part. */
export async function* readTask({ file, range }: Task, { detector, read }: Detecting, { sinceMs, untilMs, nowMs }: ScanSetup): AsyncGenerator<TaskOutput> {
  const options = { detector, read, sinceMs, untilMs, latestMs: latestMsOf(file, nowMs) };
  let pipeline: FilePipeline | undefined;
  let path = "";
  let bytesRead = 0;
  for await (const part of range === undefined ? readFile(file) : readRange(range)) {
    if (part.type === "skipped") {
      yield output({ skipped: [part], bytesRead });
      continue;
    }
    if (part.type === "failure") {
      yield output({ failures: [part], bytesRead });
      continue;
    }
    bytesRead = part.bytesRead;
    if (pipeline === undefined || part.path !== path) {
      if (pipeline !== undefined) yield outputOf(pipeline.end(), bytesRead);
      path = part.path;
      pipeline = new FilePipeline(path, options);
    }
    yield outputOf(pipeline.take(part), bytesRead);
  }
  if (pipeline !== undefined) yield outputOf(pipeline.end(), bytesRead);
}

function outputOf({ detected, rejected, counts }: Outcome, bytesRead: number): TaskOutput {
  return output({
    detections: detected.flatMap(({ detections }) => detections),
    hits: detected.flatMap(({ hits }) => hits),
    withoutTime: detected.reduce((sum, one) => sum + one.withoutTime, 0),
    rejected,
    counts,
    bytesRead,
  });
}

const output = (part: Partial<TaskOutput>): TaskOutput => ({
  detections: [], hits: [], withoutTime: 0, rejected: [], skipped: [], failures: [], counts: NO_COUNTS, bytesRead: 0, ...part,
});
