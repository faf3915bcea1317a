import { Worker } from "node:worker_threads";
import { DomainError } from "../../core/index.ts";
import type { RuleFile } from "../../detect/index.ts";
import type { Checked } from "./check-rules.ts";

export type CheckTask = { readonly pack: string; readonly files: readonly RuleFile[] };
export type CheckLimits = { readonly timeMs: number; readonly heapMb: number };

// All of SigmaHQ takes a second and a half and 300 MB.
const LIMITS: CheckLimits = { timeMs: 60_000, heapMb: 1024 };

/**
 * As `checkRules`, in a thread of its own: the rules are a stranger's, and whatever they do to the time and memory of
 * reading them, the API goes on answering.
 */
export async function checkApart(task: CheckTask, { timeMs, heapMb }: CheckLimits = LIMITS): Promise<Checked> {
  const thread = new Worker(new URL("./check-thread.ts", import.meta.url), { workerData: task, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
  try {
    return await new Promise<Checked>((resolve, reject) => {
      const late = setTimeout(() => reject(new DomainError("invalid", `Reading these rules took longer than ${timeMs / 1000} s: import them in parts.`)), timeMs);
      thread.once("exit", () => clearTimeout(late));
      thread.once("message", resolve);
      thread.once("error", (error: NodeJS.ErrnoException) => reject(refusalOf(error, heapMb)));
    });
  } finally {
    await thread.terminate();
  }
}

const refusalOf = (error: NodeJS.ErrnoException, heapMb: number): Error =>
  error.code === "ERR_WORKER_OUT_OF_MEMORY" ? new DomainError("invalid", `Reading these rules needs more than ${heapMb} MB: import them in parts.`, { cause: error }) : error;
