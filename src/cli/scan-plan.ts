import { splitRanges, type FileToRead, type Range } from "../sources/index.ts";

/** A part of the input that one worker reads from beginning to end: a file, or a range of one that is lines only. */
export type Task = { readonly number: number; readonly file: FileToRead; readonly range: Range | undefined };

export type Plan = { readonly tasks: readonly Task[]; readonly workers: number };

// A worker spends about a second on its rules before the first event; less input than this each is read sooner by one.
const BYTES_PER_WORKER = 48 << 20;
// Ranges of one file: small enough that the last does not keep all others waiting, large enough to be worth a task.
const [LEAST_BYTES, MOST_BYTES, RANGES_PER_WORKER] = [1 << 20, 64 << 20, 4];

/** Cuts the input into tasks, large files of lines into ranges, and says how many workers pay off. */
export async function planTasks(files: readonly FileToRead[], asked: number | undefined, cores: number): Promise<Plan> {
  const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  // Standard input belongs to the main thread.
  const wanted = files.some(({ path }) => path === "-") ? 1 : (asked ?? Math.max(1, Math.min(cores, Math.floor(bytes / BYTES_PER_WORKER))));
  const rangeBytes = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, Math.ceil(bytes / (wanted * RANGES_PER_WORKER))));
  const tasks: Task[] = [];
  for (const file of files) {
    const parts = Math.ceil(file.sizeBytes / rangeBytes);
    const ranges = wanted > 1 && parts > 1 ? await splitRanges(file.path, parts) : undefined;
    for (const range of ranges ?? [undefined]) tasks.push({ number: tasks.length, file, range });
  }
  return { tasks, workers: Math.min(wanted, Math.max(tasks.length, 1)) };
}
