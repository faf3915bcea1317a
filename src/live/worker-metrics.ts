import { Counter, Histogram, type Registry } from "prom-client";
import type { LiveBatch } from "./batch.ts";

/** What a worker counts for Prometheus. */
export type WorkerMetrics = {
  readonly committed: (batch: LiveBatch, detections: number) => void;
  readonly failed: () => void;
  /** Seconds that a stage of a batch took. */
  readonly took: (stage: Stage, seconds: number) => void;
};

/** Reading and matching; inserting events; the transaction; waiting for the batch before. */
export type Stage = "make" | "store" | "commit" | "wait";

export function workerMetrics(registry: Registry): WorkerMetrics {
  const registers = [registry];
  const lines = new Counter({ name: "vigie_lines_total", help: "Lines worked on, by what became of them", labelNames: ["outcome"], registers });
  const events = new Counter({ name: "vigie_events_total", help: "Events stored", registers });
  const detections = new Counter({ name: "vigie_detections_total", help: "Detections that are new", registers });
  const failures = new Counter({ name: "vigie_commit_failures_total", help: "Batches that had to be stored again", registers });
  const size = new Histogram({ name: "vigie_batch_lines", help: "Lines of a batch", buckets: [1, 10, 100, 500, 1_000, 2_500, 5_000, 10_000], registers });
  const stages = new Histogram({ name: "vigie_batch_seconds", help: "Time of each stage of a batch", labelNames: ["stage"], buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers });
  return {
    took: (stage, seconds) => stages.observe({ stage }, seconds),
    committed: (batch, added) => {
      for (const hour of batch.tally.hours()) for (const outcome of ["stored", "quarantined", "dropped", "duplicates"] as const) lines.inc({ outcome }, hour[outcome]);
      events.inc(batch.events.count);
      detections.inc(added);
      size.observe(batch.lines);
    },
    failed: () => failures.inc(),
  };
}
