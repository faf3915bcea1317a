import { expect, test } from "vitest";
import { runJobs } from "./run-jobs.ts";

const log = { error: () => {} };

test("a job runs again at once while there is more, rests then, and looks when it is woken", async () => {
  let runs = 0;
  const third = Promise.withResolvers<void>();
  const fourth = Promise.withResolvers<void>();
  const jobs = runJobs([{ name: "a", everyMs: 3_600_000, run: async () => {
    runs++;
    if (runs === 3) third.resolve();
    if (runs === 4) fourth.resolve();
    return runs < 3;
  } }], log, () => {});
  await third.promise;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(runs).toBe(3);
  jobs.wake();
  await fourth.promise;
  await jobs.stop();
  expect(runs).toBe(4);
});

test("one that fails holds up no other, is told, and comes again", async () => {
  const failed: string[] = [];
  const again = Promise.withResolvers<void>();
  let tries = 0;
  let others = 0;
  const jobs = runJobs(
    [
      { name: "broken", everyMs: 1, run: async () => {
        tries++;
        if (tries === 2) again.resolve();
        throw new Error("out of order");
      } },
      { name: "other", everyMs: 1, run: async () => {
        others++;
        return false;
      } },
    ],
    log,
    (job, _, isFailed) => void (isFailed && failed.push(job)),
  );
  await again.promise;
  await jobs.stop();
  expect(failed).toEqual(["broken", "broken"]);
  expect(others).toBeGreaterThan(2);
});

test("stopping waits for the part that a job is at", async () => {
  const begun = Promise.withResolvers<void>();
  let isDone = false;
  const jobs = runJobs([{ name: "a", everyMs: 1, run: async () => {
    begun.resolve();
    await new Promise((resolve) => setTimeout(resolve, 30));
    isDone = true;
    return true;
  } }], log, () => {});
  await begun.promise;
  await jobs.stop();
  expect(isDone).toBe(true);
});
