import { splitRanges, type FileToRead, type Range } from "../sources/index.ts";

/** A part of the input that one worker reads from beginning to end: a file, or a range of one that is lines only. */
export type Task = { readonly number: number; readonly file: FileToRead; readonly range: Range | undefined };

// A worker spends about a second on its rules before the first event; less input than this each is read sooner by one.
const BYTES_PER_WORKER = 48 * 1024 * 1024;
// Small enough that the last range does not keep all others waiting.
const RANGE_BYTES = 64 * 1024 * 1024;

/** Cuts the input into tasks, large files of lines into ranges, and says how many workers pay off. */
export async function planTasks(files: readonly FileToRead[], asked: number | undefined, cores: number): Promise<{ tasks: Task[]; workers: number }> {
  const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const wanted = asked ?? Math.max(1, Math.min(cores, Math.floor(bytes / BYTES_PER_WORKER)));
  const tasks: Task[] = [];
  for (const file of files) {
    const parts = Math.ceil(file.sizeBytes / RANGE_BYTES);
    const ranges = wanted > 1 && parts > 1 && file.path !== "-" ? await splitRanges(file.path, parts) : undefined;
    for (const range of ranges ?? [undefined]) tasks.push({ number: tasks.length, file, range });
  }
  return { tasks, workers: Math.min(wanted, Math.max(tasks.length, 1)) };
}
