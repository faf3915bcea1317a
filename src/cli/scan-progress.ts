import type { Terminal } from "./command.ts";
import { createProgress as create } from "./progress.ts";
import type { Task } from "./scan-plan.ts";
import type { Summary } from "./scan-summary.ts";
import { number } from "./terminal-text.ts";

/** Shows on a terminal how far a scan is; elsewhere nothing. `clear` makes room for other output, until the next update. */
export type Progress = { readonly update: (task: Task, bytesRead: number, summary: Summary) => void; readonly clear: () => void };

export function createProgress(err: Terminal["err"], tasks: readonly Task[]): Progress {
  const sizes = tasks.map(({ file, range }) => (range === undefined ? file.sizeBytes : range.end - range.start));
  let counts = "";
  const progress = create(err, sizes, () => counts);
  return {
    update(task, bytesRead, { events, detections }) {
      counts = `${number(events)} events  ${number(detections)} detections`;
      progress.update(task.number, bytesRead);
    },
    clear: progress.clear,
  };
}
