// The events of a benchmark: read and unpacked outside the clock, then put through the pipeline a chunk at a time.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import type { Event } from "../src/core/index.ts";
import type { Detector } from "../src/detect/index.ts";
import { FileReader } from "../src/read-events.ts";

// Lines that are timed at one go.
const CHUNK = 500;

/** Some lines and the number of those before them. */
export type Chunk = { readonly lines: readonly string[]; readonly before: number };

/** The lines of a file of JSON lines, plain or gzip, in order. */
export async function* chunksOf(path: string): AsyncGenerator<Chunk> {
  const stream = createReadStream(path);
  let lines: string[] = [];
  let before = 0;
  for await (const line of createInterface({ input: path.endsWith(".gz") ? stream.pipe(createGunzip()) : stream })) {
    if (line === "") continue;
    if (lines.push(line) < CHUNK) continue;
    yield { lines, before };
    before += lines.length;
    lines = [];
  }
  yield { lines, before };
}

/** Parses and maps the lines of a chunk. */
export function readChunk({ lines, before }: Chunk, reader: FileReader, each: (event: Event) => void): void {
  const numbered = lines.map((text, i) => ({ text, record: before + i + 1 }));
  reader.take({ type: "batch", path: "bench.jsonl", format: "json", columns: undefined, lines: numbered, rejected: [], bytesRead: 0 }, each);
}

export const newReader = (): FileReader => new FileReader("bench.jsonl", {});

/** Parses, maps and detects; gives the number of events and of detections. */
export function detectChunk(chunk: Chunk, reader: FileReader, detector: Detector): { events: number; detections: number } {
  let events = 0;
  let detections = 0;
  readChunk(chunk, reader, (event) => {
    events++;
    detections += detector.detect(event)?.detections.length ?? 0;
  });
  return { events, detections };
}

export const seconds = (): number => performance.now() / 1000;
