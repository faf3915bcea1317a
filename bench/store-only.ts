// What storing alone costs: the rows that the platform makes of the documents, into a store of the same settings.
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { connectEvents, EventBatch, eventId, startStore } from "../src/events/index.ts";
import { LineReader } from "../src/live/index.ts";
import { HOT_FIELDS, type HotValues } from "../src/normalise/index.ts";
import { understandingOf } from "../src/roles/index.ts";

const ROWS = 5_000;
const FROM = { tenant: "bench", source: "store-only" };

/** Seconds that it takes to insert the documents' rows, with nothing else at work. */
export async function storeOnlySeconds(documents: readonly string[]): Promise<number> {
  const batches = await batchesOf(documents);
  const folder = mkdtempSync(join(tmpdir(), "vigie-store-only-"));
  const running = await startStore({ dataDir: join(folder, "events"), memoryBytes: 1 << 30, threads: availableParallelism(), listen: { socket: join(folder, "s") }, password: "bench" });
  const store = connectEvents({ url: running.url, password: "bench" });
  try {
    await store.prepare();
    const began = performance.now();
    for (const batch of batches) await store.insert(batch);
    return (performance.now() - began) / 1000;
  } finally {
    store.close();
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function batchesOf(documents: readonly string[]): Promise<readonly EventBatch[]> {
  const understanding = await understandingOf({ tenants: [] });
  const reader = new LineReader();
  const batches: EventBatch[] = [];
  const hot: HotValues = HOT_FIELDS.map(() => undefined);
  const arrivedMs = Date.now();
  for (const [n, document] of documents.entries()) {
    if (n % ROWS === 0) batches.push(new EventBatch());
    const raw = Buffer.from(document);
    const reading = reader.read(document, "json", { path: "", record: 1 }, {});
    const [event] = "reason" in reading ? [] : reading.events;
    if (event === undefined) throw new Error(`document ${n} is no event`);
    understanding.hotValues(event, hot);
    const timeMs = understanding.timeOf(event, FROM);
    const technology = understanding.technologyOf(event)?.technology ?? "unknown";
    const batch = Math.floor(n / ROWS) + 1;
    batches.at(-1)!.add({ ...FROM, id: eventId(FROM.tenant, FROM.source, "", raw), timeMs, arrivedMs: arrivedMs + n / 20, seq: n * 16, line: 0, part: 0, batch, key: "", collector: "bench", technology, raw, hot });
  }
  return batches;
}
