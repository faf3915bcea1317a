import { once } from "node:events";
import { expect, test } from "vitest";
import type { StoreError } from "../store-error.ts";
import { ALL, batchOf, collect, eventWith, LIMITS, NOON, testStore } from "../test/fixture.ts";

const ROWS = 400;
const DAY = 86_400_000;

// As a worker does: one batch after the other, the same one again until it is acknowledged.
test("killed again and again while it stores: what was acknowledged is there, and nothing twice", async () => {
  const at = await testStore();
  let acknowledged = 0;
  let stopping = false;
  const failures = new Set<string>();
  const sending = (async () => {
    while (!stopping) {
      const seq = acknowledged * 16;
      // Over two days, so that a batch becomes more than one part.
      const batch = batchOf(...Array.from({ length: ROWS }, (_, line) => eventWith({ seq, line, arrivedMs: NOON + (line % 2) * DAY, raw: Buffer.alloc(500, seq + line) })));
      for (let stored = false; !stored; ) {
        try {
          await at.store.insert(batch);
          stored = true;
        } catch (error) {
          failures.add((error as StoreError).code);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
      acknowledged++;
    }
  })();
  for (let round = 0; round < 6; round++) {
    const before = acknowledged;
    await expect.poll(() => acknowledged, { timeout: 60_000 }).toBeGreaterThan(before + 2);
    // At another moment of an insert each time.
    await new Promise((resolve) => setTimeout(resolve, round * 7));
    const { process: child } = at.process;
    child.kill("SIGKILL");
    await once(child, "exit");
    await at.restart();
  }
  stopping = true;
  await sending;
  const rows = await collect(at.store.stream("acme", ALL, LIMITS));
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(rows.length).toBe(acknowledged * ROWS);
  expect([...failures]).toEqual(["unavailable"]);
  await at.end();
});

test("told to end, it finishes what it began", async () => {
  const at = await testStore();
  const batches = Array.from({ length: 4 }, (_, seq) => batchOf(...Array.from({ length: 3000 }, (__, line) => eventWith({ seq, line }))));
  const inserting = batches.map((batch) => at.store.insert(batch));
  await inserting[0];
  const { process: child } = at.process;
  const answers = Promise.allSettled(inserting);
  child.kill("SIGTERM");
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect([code, signal]).toEqual([0, null]);
  const stored = (await answers).filter(({ status }) => status === "fulfilled").length;
  await at.restart();
  expect((await at.store.count("acme", ALL, LIMITS)).count).toBeGreaterThanOrEqual(stored * 3000);
  await at.end();
});

test("told to end, it does not wait for what is read", async () => {
  const at = await testStore();
  await at.store.insert(batchOf(...Array.from({ length: 50 }, (_, line) => eventWith({ line }))));
  const answer = at.store.count("acme", { ...ALL, filter: { sql: "NOT ignore(sleepEachRow(0.05))", params: {} } }, { timeoutMs: 600_000 }).catch((error: unknown) => (error as StoreError).code);
  await expect.poll(async () => (await at.db.read({ sql: "SELECT count() FROM system.processes WHERE query LIKE '%sleepEachRow%' FORMAT TSV" })).toString()).toBe("2\n");
  at.process.process.kill("SIGTERM");
  expect(await answer).toBe("cancelled");
  await at.process.stop();
  await at.restart();
  await at.end();
});

test("it ends with its parent", async () => {
  const at = await testStore();
  const { process: child } = at.process;
  child.stdin?.end();
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect([code, signal]).toEqual([0, null]);
  await at.restart();
  await at.end();
});
