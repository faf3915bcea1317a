import type { Task } from "./scan-plan.ts";
import type { TaskOutput } from "./scan-task.ts";

export type Take = (task: Task, output: TaskOutput) => Promise<void>;

// Of the output of later tasks, which waits for the earlier ones: past this many items their workers wait, too.
const MAX_WAITING = 100_000;

const itemsIn = ({ detections, hits, rejected }: TaskOutput): number => detections.length + hits.length + rejected.length;

/** Hands output on in the order of the tasks: that of the first open task at once, that of the others when their turn comes. */
export class InOrder {
  readonly #tasks: readonly Task[];
  readonly #take: Take;
  readonly #waiting = new Map<number, TaskOutput[]>();
  readonly #finished = new Set<number>();
  #turn = 0;
  #items = 0;
  #writing: Promise<void> = Promise.resolve();
  readonly #wake: (() => void)[] = [];

  constructor(tasks: readonly Task[], take: Take) {
    this.#tasks = tasks;
    this.#take = take;
  }

  /** Resolves when the task may go on. The one whose turn it is always may, so that the others come to theirs. */
  async add(task: Task, output: TaskOutput): Promise<void> {
    while (task.number !== this.#turn && this.#items > MAX_WAITING) await new Promise<void>((wake) => this.#wake.push(wake));
    if (task.number === this.#turn) return this.#write(task, [output]);
    this.#items += itemsIn(output);
    const before = this.#waiting.get(task.number);
    if (before === undefined) this.#waiting.set(task.number, [output]);
    else before.push(output);
  }

  async finish(task: Task): Promise<void> {
    this.#finished.add(task.number);
    while (this.#finished.has(this.#turn)) {
      this.#turn++;
      const next = this.#tasks[this.#turn];
      if (next === undefined) break;
      const outputs = this.#waiting.get(next.number) ?? [];
      this.#waiting.delete(next.number);
      this.#items -= outputs.reduce((sum, output) => sum + itemsIn(output), 0);
      for (const wake of this.#wake.splice(0)) wake();
      await this.#write(next, outputs);
    }
    await this.#writing;
  }

  /** One after the other, whoever calls. */
  #write(task: Task, outputs: readonly TaskOutput[]): Promise<void> {
    const before = this.#writing;
    const write = async (): Promise<void> => {
      await before;
      for (const output of outputs) await this.#take(task, output);
    };
    return (this.#writing = write());
  }
}
