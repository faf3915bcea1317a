// How long detection takes beside JSON.parse alone, in one run: `npm run -s bench:detect -- --json [--events FILE] [--rules DIR]…`.
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import { Detector } from "../src/detect/index.ts";
import { readPack } from "../src/packs/index.ts";
import { FileReader } from "../src/read-events.ts";
import { hostile } from "./hostile.ts";
import { peers } from "./peers.ts";
import { report } from "./report.ts";

const ROOT = join(import.meta.dirname, "..");
// Lines that are timed at one go; they are read and unpacked outside the clock.
const CHUNK = 500;

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    events: { type: "string", default: join(ROOT, "../shared/data/bench/windows-100k.jsonl.gz") },
    rules: { type: "string", multiple: true },
    runs: { type: "string", default: "4" },
    peers: { type: "boolean" },
    hostile: { type: "boolean" },
  },
});

/** The figures of one pass over the events. */
type Pass = { events: number; detections: number; parseSeconds: number; pipelineSeconds: number };

async function main(): Promise<void> {
  const loadStarted = seconds();
  const pack = await readPack({ rules: values.rules ?? [] });
  const detector = new Detector(pack.rules, pack);
  const loadSeconds = seconds() - loadStarted;
  const passes: Pass[] = [];
  for (let i = 0; i < Number(values.runs); i++) passes.push(await pass(detector));
  // The first pass builds the plans and compiles the code; of the others the best is the least disturbed.
  const [first, ...warm] = passes;
  const best = warm.toSorted((a, b) => a.pipelineSeconds / a.parseSeconds - b.pipelineSeconds / b.parseSeconds)[0] ?? first!;
  report(
    {
      events: best.events,
      rules: pack.rules.rules.length,
      jsonParseSeconds: best.parseSeconds,
      pipelineSeconds: best.pipelineSeconds,
      ratio: best.pipelineSeconds / best.parseSeconds,
      eventsPerSecond: best.events / best.pipelineSeconds,
      loadSeconds,
      firstPassSeconds: first!.pipelineSeconds,
      rssMb: process.resourceUsage().maxRSS / 1024,
      detections: best.detections,
      ...(values.hostile === true && { hostile: hostile() }),
      ...(values.peers === true && { peers: await peers(values.events, values.rules ?? []) }),
    },
    values.json === true,
  );
}

/** Parses and detects chunk by chunk, so that both are timed under the same conditions. */
async function pass(detector: Detector): Promise<Pass> {
  const figures: Pass = { events: 0, detections: 0, parseSeconds: 0, pipelineSeconds: 0 };
  const reader = new FileReader("bench.jsonl");
  const stream = createReadStream(values.events);
  const lines = createInterface({ input: values.events.endsWith(".gz") ? stream.pipe(createGunzip()) : stream });
  let chunk: string[] = [];
  for await (const line of lines) {
    if (line === "") continue;
    chunk.push(line);
    if (chunk.length < CHUNK) continue;
    time(chunk, reader, detector, figures);
    chunk = [];
  }
  time(chunk, reader, detector, figures);
  return figures;
}

function time(chunk: readonly string[], reader: FileReader, detector: Detector, figures: Pass): void {
  const started = seconds();
  for (const line of chunk) JSON.parse(line);
  const parsed = seconds();
  const lines = chunk.map((text, i) => ({ text, record: figures.events + i + 1 }));
  reader.take({ type: "batch", path: "bench.jsonl", format: "json", columns: undefined, lines, rejected: [], bytesRead: 0 }, (event) => {
    figures.events++;
    figures.detections += detector.detect(event)?.detections.length ?? 0;
  });
  figures.parseSeconds += parsed - started;
  figures.pipelineSeconds += seconds() - parsed;
}

const seconds = (): number => performance.now() / 1000;

await main();
