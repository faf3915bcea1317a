import { PassThrough } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";
import { createProgress } from "./scan-progress.ts";
import { Summary } from "./scan-summary.ts";

afterEach(() => vi.useRealTimers());

const task = { number: 0, file: { path: "a", sizeBytes: 1000, named: true, modifiedMs: undefined }, range: undefined };

function terminal(isTTY: boolean, columns = 80) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns });
  return { stream, shown: () => (stream.read() as Buffer | null)?.toString() ?? "" };
}

test("shows on a terminal how far it is, not more often than ten times a second, and makes room", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const { stream, shown } = terminal(true, 40);
  const progress = createProgress(stream, [task]);
  progress.update(task, 100, new Summary());
  expect(shown()).toBe("");
  vi.advanceTimersByTime(5000);
  progress.update(task, 500, new Summary());
  const text = shown();
  expect(text).toContain("████████████░░░░░░░░░░░░  50 %");
  // oxlint-disable-next-line no-control-regex -- what moves the cursor
  expect(text.replace(/\u001b\[[0-9]*[GK]/g, "")).toHaveLength(39);
  progress.clear();
  expect(shown()).toBe("\u001b[1G\u001b[2K");
  progress.clear();
  expect(shown()).toBe("");
});

test("shows nothing elsewhere", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const { stream, shown } = terminal(false);
  const progress = createProgress(stream, [task]);
  vi.advanceTimersByTime(5000);
  progress.update(task, 500, new Summary());
  progress.clear();
  expect(shown()).toBe("");
});
