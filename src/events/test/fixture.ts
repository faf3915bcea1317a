// A store process of a test's own, and events to put into it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOT_FIELDS, type HotValues } from "../../normalise/index.ts";
import { Connection } from "../connection.ts";
import { eventId } from "../digest.ts";
import { EventBatch, type NewEvent } from "../event-batch.ts";
import { startStore, type RunningStore } from "../server/start-store.ts";
import { connectEvents, type EventStore } from "../store.ts";

export const PASSWORD = "only for tests";
export const NOON = Date.UTC(2026, 2, 1, 12);
export const ALL = { filter: { sql: "1", params: {} }, sinceMs: 0, untilMs: Date.UTC(2200, 0) };
export const LIMITS = { timeoutMs: 30_000 };

export type TestStore = { readonly store: EventStore; readonly db: Connection; process: RunningStore; readonly restart: () => Promise<void>; readonly end: () => Promise<void> };

/** Starts a store process in a folder of its own. */
export async function testStore(): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-events-"));
  const start = (): Promise<RunningStore> => startStore({ dataDir: join(folder, "data"), listen: { socket: join(folder, "s") }, password: PASSWORD });
  const running = await start();
  const store = connectEvents({ url: running.url, password: PASSWORD });
  const db = new Connection({ url: running.url, password: PASSWORD });
  await store.prepare();
  const test: TestStore = {
    store,
    db,
    process: running,
    restart: async () => {
      test.process = await start();
    },
    end: async () => {
      store.close();
      db.close();
      await test.process.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return test;
}

/** Values of hot fields by name. */
export function hotOf(values: Readonly<Record<string, string | number | readonly string[]>>): HotValues {
  return HOT_FIELDS.map(({ name }) => values[name]);
}

/** An event; what is not given is as good as any other. */
export function eventWith(over: Partial<NewEvent> = {}): NewEvent {
  const { tenant = "acme", source = "dc", seq = 16, line = 0, raw = Buffer.from("a line") } = over;
  const key = over.key ?? `${seq}.${line}`;
  return {
    tenant, source, seq, line, raw, key,
    id: eventId(tenant, source, key, raw),
    part: 0, batch: 1, arrivedMs: NOON, timeMs: NOON, collector: "bulk", technology: "windows", hot: hotOf({}),
    ...over,
  };
}

/** A batch of these events. */
export function batchOf(...events: readonly NewEvent[]): EventBatch {
  const batch = new EventBatch();
  for (const event of events) batch.add(event);
  return batch;
}

/** All items of a stream. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
