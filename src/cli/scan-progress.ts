import { SingleBar } from "cli-progress";
import type { Terminal } from "./command.ts";
import type { Task } from "./scan-plan.ts";
import type { Summary } from "./scan-summary.ts";

/** Shows on a terminal how far a scan is; elsewhere nothing. */
export type Progress = { readonly update: (task: Task, bytesRead: number, summary: Summary) => void; readonly stop: () => void };

export function createProgress(err: Terminal["err"], tasks: readonly Task[]): Progress {
  if (err.isTTY !== true) return { update: () => {}, stop: () => {} };
  const total = tasks.reduce((sum, { file, range }) => sum + (range === undefined ? file.sizeBytes : range.end - range.start), 0);
  const done = new Map<number, number>();
  const bar = new SingleBar({
    stream: err as NodeJS.WriteStream,
    clearOnComplete: true,
    hideCursor: true,
    format: "{bar} {percentage} %  {events} events  {detections} detections  {duration_formatted}",
  });
  bar.start(Math.max(total, 1), 0, { events: 0, detections: 0 });
  return {
    update(task, bytesRead, { events, detections }) {
      done.set(task.number, bytesRead);
      const payload = { events: events.toLocaleString("en"), detections: detections.toLocaleString("en") };
      bar.update([...done.values()].reduce((sum, bytes) => sum + bytes, 0), payload);
    },
    stop: () => bar.stop(),
  };
}
