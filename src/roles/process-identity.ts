// A process is told by its number and when it began: numbers are used again.
import { readFileSync } from "node:fs";

export type ProcessIdentity = { readonly pid: number; readonly started: string };

/** Whether the process still runs. */
export function isRunning({ pid, started }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return startOf(pid) === started;
}

/** When a process began, in clock ticks since boot: field 22 of /proc/PID/stat (proc(5)); "" where there is none. */
export function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in field 2 may hold blanks and brackets. A zombie has ended; only its parent has not asked yet.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "" : (fields[19] ?? "");
  } catch {
    return "";
  }
}
