// What a second worker gains: the same events by one thread, and shared by two, each with rules and memory of its own.
import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { Detector } from "../src/detect/index.ts";
import { readPack } from "../src/packs/index.ts";
import { chunksOf, detectChunk, newReader, seconds, type Chunk } from "./events.ts";

/** Which part of the events a worker takes: every `of`th chunk, beginning with `part`. */
type Share = { readonly events: string; readonly rules: readonly string[]; readonly part: number; readonly of: number };

const WARM_UP = 2;
const RUNS = 3;

/** Time of one worker over time of two. */
export async function workersSpeedup(events: string, rules: readonly string[]): Promise<number> {
  return (await timeWorkers(1, events, rules)) / (await timeWorkers(2, events, rules));
}

/** Seconds from the word to go until the last of the workers is through, once all are warm; the best of several. */
async function timeWorkers(count: number, events: string, rules: readonly string[]): Promise<number> {
  const workers = Array.from({ length: count }, (_, part) => new Worker(import.meta.filename, { workerData: { events, rules, part, of: count } satisfies Share }));
  const allSay = (): Promise<unknown> => Promise.all(workers.map((worker) => once(worker, "message")));
  await allSay();
  let best = Infinity;
  for (let i = 0; i < WARM_UP + RUNS; i++) {
    const started = seconds();
    for (const worker of workers) worker.postMessage("go");
    await allSay();
    if (i >= WARM_UP) best = Math.min(best, seconds() - started);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return best;
}

async function serve({ events, rules, part, of }: Share, port: NonNullable<typeof parentPort>): Promise<void> {
  const pack = await readPack({ rules });
  const detector = new Detector(pack.rules, pack);
  const chunks: Chunk[] = [];
  let number = 0;
  for await (const chunk of chunksOf(events)) if (number++ % of === part) chunks.push(chunk);
  port.on("message", () => {
    const reader = newReader();
    for (const chunk of chunks) detectChunk(chunk, reader, detector);
    port.postMessage("done");
  });
  port.postMessage("ready");
}

if (!isMainThread && parentPort !== null) await serve(workerData as Share, parentPort);
