// How long detection takes beside JSON.parse alone, in one run: `npm run -s bench:detect -- --json [--events FILE] [--rules DIR]…`.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Detector } from "../src/detect/index.ts";
import { readPack } from "../src/packs/index.ts";
import { chunksOf, detectChunk, newReader, seconds, type Chunk } from "./events.ts";
import { doubleRules } from "./double-rules.ts";
import { hostile } from "./hostile.ts";
import { peers } from "./peers.ts";
import { report } from "./report.ts";
import { workersSpeedup } from "./workers.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    events: { type: "string", default: join(import.meta.dirname, "../../shared/data/bench/windows-100k.jsonl.gz") },
    rules: { type: "string", multiple: true, default: [] },
    runs: { type: "string", default: "4" },
    double: { type: "boolean" },
    workers: { type: "boolean" },
    hostile: { type: "boolean" },
    peers: { type: "boolean" },
  },
});

/** The figures of one pass over the events. */
type Pass = { events: number; detections: number; parseSeconds: number; pipelineSeconds: number };

async function main(): Promise<void> {
  const { events, rules } = values;
  const loadStarted = seconds();
  const pack = await readPack({ rules });
  const detector = new Detector(pack.rules, pack);
  const loadSeconds = seconds() - loadStarted;
  const passes: Pass[] = [];
  for (let i = 0; i < Number(values.runs); i++) passes.push(await pass(detector));
  // The first pass builds the plans and compiles the code; of the others the best is the least disturbed.
  const [first, ...warm] = passes;
  const best = warm.toSorted((a, b) => a.pipelineSeconds / a.parseSeconds - b.pipelineSeconds / b.parseSeconds)[0] ?? first!;
  const figures = {
    events: best.events,
    rules: pack.rules.rules.length,
    jsonParseSeconds: best.parseSeconds,
    pipelineSeconds: best.pipelineSeconds,
    ratio: best.pipelineSeconds / best.parseSeconds,
    eventsPerSecond: best.events / best.pipelineSeconds,
    loadSeconds,
    firstPassSeconds: first!.pipelineSeconds,
    // The most that this process ever held; what follows must not count.
    rssMb: process.resourceUsage().maxRSS / 1024,
    detections: best.detections,
  };
  const extras = {
    ...(values.double === true && (await doubleRules(events, pack))),
    ...(values.workers === true && { workersSpeedup: await workersSpeedup(events, rules) }),
    ...(values.hostile === true && { hostile: hostile() }),
    ...(values.peers === true && { peers: await peers(events, rules, pack) }),
  };
  report({ ...figures, ...extras }, values.json === true);
}

/** Parses and detects chunk by chunk, so that both are timed under the same conditions. */
async function pass(detector: Detector): Promise<Pass> {
  const figures: Pass = { events: 0, detections: 0, parseSeconds: 0, pipelineSeconds: 0 };
  const reader = newReader();
  for await (const chunk of chunksOf(values.events)) {
    figures.parseSeconds += timeParse(chunk);
    const started = seconds();
    const { events, detections } = detectChunk(chunk, reader, detector);
    figures.pipelineSeconds += seconds() - started;
    figures.events += events;
    figures.detections += detections;
  }
  return figures;
}

function timeParse({ lines }: Chunk): number {
  const started = seconds();
  for (const line of lines) JSON.parse(line);
  return seconds() - started;
}

await main();
