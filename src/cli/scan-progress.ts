import { clearLine, cursorTo } from "node:readline";
import type { Terminal } from "./command.ts";
import type { Task } from "./scan-plan.ts";
import type { Summary } from "./scan-summary.ts";
import { duration, number } from "./terminal-text.ts";

/** Shows on a terminal how far a scan is; elsewhere nothing. `clear` makes room for other output, until the next update. */
export type Progress = { readonly update: (task: Task, bytesRead: number, summary: Summary) => void; readonly clear: () => void };

const NONE: Progress = { update: () => {}, clear: () => {} };
const BAR = 24;
const EVERY_MS = 100;

export function createProgress(err: Terminal["err"], tasks: readonly Task[]): Progress {
  if (err.isTTY !== true) return NONE;
  const started = performance.now();
  const total = tasks.reduce((sum, { file, range }) => sum + (range === undefined ? file.sizeBytes : range.end - range.start), 0);
  const done = new Map<number, number>();
  let bytes = 0;
  let isShown = false;
  let shownAt = started;
  return {
    update(task, bytesRead, { events, detections }) {
      bytes += bytesRead - (done.get(task.number) ?? 0);
      done.set(task.number, bytesRead);
      const now = performance.now();
      if (now - shownAt < EVERY_MS) return;
      shownAt = now;
      isShown = true;
      const counts = `${number(events)} events  ${number(detections)} detections  ${duration(now - started)}`;
      const text = total > 0 ? `${bar(Math.min(bytes / total, 1))}  ${counts}` : counts;
      cursorTo(err, 0);
      err.write(text.slice(0, (err.columns ?? 80) - 1));
      clearLine(err, 1);
    },
    clear() {
      if (!isShown) return;
      isShown = false;
      cursorTo(err, 0);
      clearLine(err, 0);
    },
  };
}

function bar(share: number): string {
  const full = Math.round(share * BAR);
  return `${"█".repeat(full)}${"░".repeat(BAR - full)} ${Math.floor(share * 100).toString().padStart(3)} %`;
}
