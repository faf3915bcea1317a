import { clearLine, cursorTo } from "node:readline";
import type { Terminal } from "./command.ts";
import { duration } from "./terminal-text.ts";

/** Shows on a terminal how far work over some parts is; elsewhere nothing. `clear` makes room for other output, until the next update. */
export type Progress = { readonly update: (part: number, done: number) => void; readonly clear: () => void };

const NONE: Progress = { update: () => {}, clear: () => {} };
const BAR = 24;
const EVERY_MS = 100;

/** `sizes`: of each part, in any unit; `counts` is what else there is to say. */
export function createProgress(err: Terminal["err"], sizes: readonly number[], counts: () => string): Progress {
  if (err.isTTY !== true) return NONE;
  const started = performance.now();
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const done = new Map<number, number>();
  let all = 0;
  let isShown = false;
  let shownAt = started;
  return {
    update(part, now) {
      all += now - (done.get(part) ?? 0);
      done.set(part, now);
      const time = performance.now();
      if (time - shownAt < EVERY_MS) return;
      shownAt = time;
      isShown = true;
      const text = `${total > 0 ? `${bar(Math.min(all / total, 1))}  ` : ""}${counts()}  ${duration(time - started)}`;
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
