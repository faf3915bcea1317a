import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Limits } from "./engine-config.ts";
import type { StoreReady, StoreSettings } from "./main.ts";

/** Settings of a store process; without limits, what a machine of two cores can spare. */
export type StoreOptions = Omit<StoreSettings, keyof Limits> & Partial<Limits>;

// Threads: of a query, and merges at a time.
const LIMITS: Limits = { memoryBytes: 1536 << 20, threads: 2 };

// Each query that runs holds a thread of the runtime's pool, and so does each file that is written.
const POOL_THREADS = 16;

/** A running store process. */
export type RunningStore = {
  readonly url: string;
  readonly process: ChildProcess;
  /** Lets it finish what is under way, and resolves once it has ended. */
  readonly stop: () => Promise<void>;
};

/** Starts a store process and resolves once it can be asked. */
export async function startStore(options: StoreOptions): Promise<RunningStore> {
  const settings: StoreSettings = { ...LIMITS, ...options };
  const script = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, [script], { env: { UV_THREADPOOL_SIZE: String(POOL_THREADS), TZ: "UTC" }, stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  // It may die before it has read anything; its end says more than the broken pipe.
  child.stdin.on("error", () => {});
  child.stdin.write(`${JSON.stringify(settings)}\n`);
  const url = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve((JSON.parse(text.slice(0, text.indexOf("\n"))) as StoreReady).url);
    });
    child.once("error", reject);
    void ended.then(() => reject(new Error("The event store ended before it was ready; see what it wrote above.")));
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await ended;
  };
  return { url, process: child, stop };
}
