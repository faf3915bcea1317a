import fc from "fast-check";
import { expect, test } from "vitest";
import { InOrder } from "./scan-in-order.ts";
import type { Task } from "./scan-plan.ts";
import type { TaskOutput } from "./scan-task.ts";

const tasks = (count: number): Task[] => Array.from({ length: count }, (_, number) => ({ number, file: { path: `${number}`, sizeBytes: 0, named: true, modifiedMs: undefined }, range: undefined }));
const output = (bytesRead: number, items = 0): TaskOutput => ({
  detections: [], hits: Array.from({ length: items }, () => ({ rule: "r", timeMs: 0, eventKey: "", values: [], evidence: undefined })), withoutTime: 0,
  rejected: [], skipped: [], failures: [], counts: { read: 0, parsed: 0, rejected: 0, events: 0, outside: 0, unrecognised: 0 }, bytesRead,
});

test("hands everything on in the order of the tasks, whoever is first", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 4 }), fc.scheduler(), async (sizes, workers, scheduler) => {
      const told: string[] = [];
      const order = new InOrder(tasks(sizes.length), async (task, { bytesRead }) => void told.push(`${task.number}.${bytesRead}`));
      const queue = tasks(sizes.length);
      const work = async (): Promise<void> => {
        for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
          for (let part = 0; part < sizes[task.number]!; part++) {
            await scheduler.schedule(Promise.resolve());
            await order.add(task, output(part));
          }
          await order.finish(task);
        }
      };
      await scheduler.waitFor(Promise.all(Array.from({ length: workers }, work)));
      expect(told).toEqual(sizes.flatMap((size, task) => Array.from({ length: size }, (_, part) => `${task}.${part}`)));
    }),
  ));

test("a task whose output piles up waits for the ones before it", async () => {
  const told: number[] = [];
  const [first, second] = tasks(2) as [Task, Task];
  const order = new InOrder([first, second], async ({ number }) => void told.push(number));
  await order.add(second, output(1, 100_001));
  let goesOn = false;
  const waiting = order.add(second, output(2)).then(() => (goesOn = true));
  await order.add(first, output(1));
  expect([goesOn, told]).toEqual([false, [0]]);
  await order.finish(first);
  await waiting;
  expect([goesOn, told]).toEqual([true, [0, 1, 1]]);
});

test("what cannot be written fails whoever hands it in", async () => {
  const order = new InOrder(tasks(1), () => Promise.reject(new Error("disk full")));
  await expect(order.add(tasks(1)[0]!, output(1))).rejects.toThrow("disk full");
});
