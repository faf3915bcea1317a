import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Pack } from "../packs/index.ts";
import type { Task } from "./scan-plan.ts";
import { createDetector, readTask, type TaskOutput } from "./scan-task.ts";
import type { FromWorker, ToWorker } from "./scan-worker.ts";
import type { ScanSetup } from "./scan-setup.ts";

type Take = (task: Task, output: TaskOutput) => Promise<void>;

/** Does all tasks, alone or with workers, and hands on what they give in the order of the tasks. */
export async function runTasks(tasks: readonly Task[], workers: number, setup: ScanSetup, pack: Pack, take: Take): Promise<void> {
  if (workers > 1) return runShared(tasks, workers, setup, take);
  const detector = createDetector(pack, setup);
  for (const task of tasks) for await (const output of readTask(task, detector, setup)) await take(task, output);
}

// Output of later tasks waits for the earlier ones; past this many detections no new task is begun until they are written.
const MAX_WAITING = 100_000;

async function runShared(tasks: readonly Task[], count: number, setup: ScanSetup, take: Take): Promise<void> {
  const order = new InOrder(tasks, take);
  const queue = [...tasks];
  const main = join(import.meta.dirname, "../main.ts");
  const workers = Array.from({ length: count }, () => new Worker(main, { workerData: setup }));
  const work = async (worker: Worker): Promise<void> => {
    for (;;) {
      await order.room();
      const task = queue.shift();
      if (task === undefined) return;
      await doTask(worker, task, order);
    }
  };
  try {
    await Promise.all(workers.map(work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function doTask(worker: Worker, task: Task, order: InOrder): Promise<void> {
  const post = (message: ToWorker): void => worker.postMessage(message);
  post({ type: "task", task });
  for (;;) {
    // A worker that dies rejects here, and the scan with it: half a result is none.
    const [message] = (await once(worker, "message")) as [FromWorker];
    if (message.type === "over") return order.finish(task);
    await order.add(task, message.output);
    post({ type: "taken" });
  }
}

/** Hands output on in the order of the tasks: that of the first open task at once, that of the others when their turn comes. */
class InOrder {
  readonly #tasks: readonly Task[];
  readonly #take: Take;
  readonly #waiting = new Map<number, TaskOutput[]>();
  readonly #finished = new Set<number>();
  #turn = 0;
  #waitingDetections = 0;
  #writing: Promise<void> = Promise.resolve();
  #wake: (() => void)[] = [];

  constructor(tasks: readonly Task[], take: Take) {
    this.#tasks = tasks;
    this.#take = take;
  }

  /** Resolves when not too much waits. */
  async room(): Promise<void> {
    while (this.#waitingDetections > MAX_WAITING) await new Promise<void>((wake) => this.#wake.push(wake));
  }

  async add(task: Task, output: TaskOutput): Promise<void> {
    if (task.number === this.#turn) return this.#write(task, [output]);
    this.#waitingDetections += output.detections.length;
    this.#waiting.set(task.number, [...(this.#waiting.get(task.number) ?? []), output]);
  }

  async finish(task: Task): Promise<void> {
    this.#finished.add(task.number);
    while (this.#finished.has(this.#turn)) {
      this.#turn++;
      const next = this.#tasks[this.#turn];
      if (next === undefined) break;
      const outputs = this.#waiting.get(next.number) ?? [];
      this.#waiting.delete(next.number);
      this.#waitingDetections -= outputs.reduce((sum, { detections }) => sum + detections.length, 0);
      await this.#write(next, outputs);
    }
    for (const wake of this.#wake.splice(0)) wake();
    await this.#writing;
  }

  /** One after the other, whoever calls. */
  #write(task: Task, outputs: readonly TaskOutput[]): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      for (const output of outputs) await this.#take(task, output);
    });
    return this.#writing;
  }
}
