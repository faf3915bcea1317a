// An event store with known events, for the tests of hunting: the real one, in a folder of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fields } from "../src/core/index.ts";
import { fieldOf, valuesOf } from "../src/events/filter/index.ts";
import { connectEvents, EventBatch, eventId, startStore, type EventStore } from "../src/events/index.ts";
import type { Hunting } from "../src/hunt/index.ts";
import { HOT_FIELDS, type HotValues } from "../src/normalise/index.ts";

/** An event to store: its document as JSON is its line, unless that is given. */
export type Given = { readonly tenant: string; readonly timeMs: number; readonly document: Fields; readonly source?: string; readonly technology?: string; readonly line?: string };

export type HuntStore = { readonly store: EventStore; readonly hunting: Hunting; readonly stop: () => Promise<void> };

/** Starts a store that holds the events. `nowMs` is the clock of the hunts. */
export async function startHunting(given: readonly Given[], nowMs: () => number): Promise<HuntStore> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-hunt-"));
  const running = await startStore({ dataDir: join(folder, "events"), memoryBytes: 1 << 30, threads: 2, listen: { socket: join(folder, "store.sock") }, password: "test" });
  const store = connectEvents({ url: running.url, password: "test" });
  await store.prepare();
  await store.insert(batchOf(given));
  const rebuild: Hunting["rebuild"] = (_, { raw }) => {
    const line = raw.toString();
    return { line, document: JSON.parse(line) as Fields };
  };
  const stop = async (): Promise<void> => {
    store.close();
    await running.stop();
    rmSync(folder, { recursive: true });
  };
  return { store, hunting: { store, rebuild, nowMs, isCopied: (name) => name.startsWith("winlog.") }, stop };
}

function batchOf(given: readonly Given[]): EventBatch {
  const batch = new EventBatch();
  for (const [i, { tenant, timeMs, document, source = "main", technology = "test", line }] of given.entries()) {
    const raw = Buffer.from(line ?? JSON.stringify(document));
    const key = String(i);
    const id = eventId(tenant, source, key, raw);
    batch.add({ tenant, id, timeMs, arrivedMs: timeMs + 1000, seq: i, line: 0, part: 0, batch: 1, key, source, collector: "tests", technology, raw, hot: hotOf(document) });
  }
  return batch;
}

const hotOf = (document: Fields): HotValues =>
  HOT_FIELDS.map(({ name, type, list }) => {
    const values = valuesOf(document, fieldOf(name));
    if (list === true) return values.map(String);
    return type === "long" ? (values[0] as number | undefined) : values[0] === undefined ? undefined : String(values[0]);
  });
