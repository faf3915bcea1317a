import { once } from "node:events";
import type { MessagePort } from "node:worker_threads";
import { readPack } from "../packs/index.ts";
import type { Task } from "./scan-plan.ts";
import { createDetecting, readTask, type TaskOutput } from "./scan-task.ts";
import type { ScanSetup } from "./scan-setup.ts";

/** To a worker: a task, or that a part of its output was taken. */
export type ToWorker = { readonly type: "task"; readonly task: Task } | { readonly type: "taken" };
/** From a worker: a part of the task's output, or that the task is over. */
export type FromWorker = { readonly type: "output"; readonly output: TaskOutput } | { readonly type: "over" };

// Parts that may be on their way before the worker waits: enough to never idle, few enough to bound the memory.
const MAX_ON_THE_WAY = 4;

/** Does the tasks that come through the port, until it is closed. */
export async function serveScanTasks(port: MessagePort, data: unknown): Promise<void> {
  const setup = data as ScanSetup;
  const detecting = await createDetecting(await readPack(setup), setup);
  const send = (message: FromWorker): void => port.postMessage(message);
  let onTheWay = 0;
  const queue: Task[] = [];
  port.on("message", (message: ToWorker) => {
    if (message.type === "taken") onTheWay--;
    else queue.push(message.task);
  });
  for (;;) {
    const task = queue.shift();
    if (task === undefined) {
      await once(port, "message");
      continue;
    }
    for await (const output of readTask(task, detecting, setup)) {
      while (onTheWay >= MAX_ON_THE_WAY) await once(port, "message");
      onTheWay++;
      send({ type: "output", output });
    }
    send({ type: "over" });
  }
}
