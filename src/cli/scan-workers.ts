import { on } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Pack } from "../packs/index.ts";
import { InOrder, type Take } from "./scan-in-order.ts";
import type { Plan, Task } from "./scan-plan.ts";
import type { ScanSetup } from "./scan-setup.ts";
import { createDetecting, readTask } from "./scan-task.ts";
import type { FromWorker, ToWorker } from "./scan-worker.ts";

/** Does all tasks, alone or with workers, and hands on what they give in the order of the tasks. */
export async function runTasks({ tasks, workers }: Plan, setup: ScanSetup, pack: Pack, take: Take): Promise<void> {
  if (workers > 1) return runShared({ tasks, workers }, setup, take);
  const detecting = await createDetecting(pack, setup);
  for (const task of tasks) for await (const output of readTask(task, detecting, setup)) await take(task, output);
}

const PROGRAM = join(import.meta.dirname, "../main.ts");

/** Shares the tasks among workers that run `program`. If one of them fails, so does the whole: half a result is none. */
export async function runShared({ tasks, workers: count }: Plan, setup: ScanSetup, take: Take, program = PROGRAM): Promise<void> {
  const order = new InOrder(tasks, take);
  const queue = [...tasks];
  const workers = Array.from({ length: count }, () => new Worker(program, { workerData: setup }));
  const work = async (worker: Worker): Promise<void> => {
    const messages = on(worker, "message", { close: ["exit"] }) as AsyncIterator<[FromWorker]>;
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) await doTask(worker, messages, task, order);
  };
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function doTask(worker: Worker, messages: AsyncIterator<[FromWorker]>, task: Task, order: InOrder): Promise<void> {
  const post = (message: ToWorker): void => worker.postMessage(message);
  post({ type: "task", task });
  for (;;) {
    const next = await messages.next(); // throws what the worker threw
    if (next.done === true) throw new Error(`A worker ended in the middle of ${task.file.path}.`);
    const [message] = next.value;
    if (message.type === "over") return order.finish(task);
    await order.add(task, message.output);
    post({ type: "taken" });
  }
}
