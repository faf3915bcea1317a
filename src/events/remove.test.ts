import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { QuarantineBatch } from "./event-batch.ts";
import { ALL, batchOf, collect, eventWith, LIMITS, NOON, testStore, type TestStore } from "./test/fixture.ts";

const DAY = 86_400_000;

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());
beforeEach(async () => {
  await at.db.run({ sql: "TRUNCATE TABLE event" });
  await at.db.run({ sql: "TRUNCATE TABLE quarantine" });
});

const count = async (tenant: string): Promise<number> => (await at.store.count(tenant, ALL, LIMITS)).count;
const lineOf = (over: Parameters<typeof eventWith>[0] = {}) => ({ ...eventWith(over), reason: "no technology", shape: "a a" });

function quarantineOf(...lines: readonly ReturnType<typeof lineOf>[]): QuarantineBatch {
  const batch = new QuarantineBatch();
  for (const line of lines) batch.add(line);
  return batch;
}

test("a tenant is erased from both tables, and no other", async () => {
  const days = [0, 1, 2].map((day) => NOON - day * DAY);
  await at.store.insert(batchOf(...["gone", "stays"].flatMap((tenant) => days.map((arrivedMs, line) => eventWith({ tenant, arrivedMs, line })))));
  await at.store.insert(batchOf(eventWith({ tenant: "gone", arrivedMs: NOON - 9 * DAY })));
  await at.store.insert(quarantineOf(lineOf({ tenant: "gone" }), lineOf({ tenant: "stays" })));
  expect(await at.store.erase("gone")).toEqual({ rows: 5, bytesGoneInMs: 660_000 });
  expect([await count("gone"), await count("stays")]).toEqual([0, 3]);
  expect(await collect(at.store.quarantinedLines("gone", ALL, LIMITS))).toEqual([]);
  expect((await collect(at.store.quarantinedLines("stays", ALL, LIMITS))).length).toBe(1);
  // Files of the removed rows go when nobody holds them: no session may.
  const held = "SELECT count() FROM system.parts WHERE table = 'event' AND NOT active AND refcount > 1 FORMAT TSV";
  await expect.poll(async () => (await at.db.read({ sql: held })).toString()).toBe("0\n");
  await expect(at.store.erase("")).rejects.toMatchObject({ code: "invalid" });
});

test("events expire by whole days, each tenant's by its own", async () => {
  const days = [0, 1, 2, 3].map((day) => NOON - day * DAY);
  await at.store.insert(batchOf(...["short", "long", "unnamed"].flatMap((tenant) => days.map((arrivedMs, line) => eventWith({ tenant, arrivedMs, line })))));
  await at.store.insert(batchOf(eventWith({ tenant: "short", arrivedMs: NOON - 20 * DAY })));
  const removed = await at.store.expire([{ tenant: "short", beforeMs: NOON - DAY }, { tenant: "long", beforeMs: NOON - 3 * DAY }]);
  expect(removed).toEqual({ rows: 3, bytesGoneInMs: 660_000 });
  expect([await count("short"), await count("long"), await count("unnamed")]).toEqual([2, 4, 4]);
  expect(await at.store.expire([{ tenant: "short", beforeMs: NOON - DAY }])).toEqual({ rows: 0, bytesGoneInMs: 0 });
  // The day that was the short tenant's alone went as a whole.
  expect((await at.db.read({ sql: "SELECT count() FROM system.parts WHERE active AND table = 'event' AND partition = '20260209' FORMAT TSV" })).toString()).toBe("0\n");
});

test("what lies behind the last commit of a partition is removed, and can be stored again", async () => {
  const events = [16, 17, 32, 33, 48].map((seq) => eventWith({ seq }));
  const batch = batchOf(...events);
  await at.store.insert(batch);
  await at.store.insert(quarantineOf(lineOf({ seq: 64 })));
  expect(await at.store.rollback(0, 16)).toBe(3);
  expect((await at.store.search("acme", { ...ALL, limit: 9 }, LIMITS)).rows.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual([16, 17, 33]);
  await at.store.insert(batchOf(...events.filter(({ seq }) => seq % 16 === 0 && seq > 16)));
  expect(await count("acme")).toBe(5);
  expect(await at.store.rollback(5, 0)).toBe(0);
});

test("the newest ids of both tables, the oldest first", async () => {
  const events = [16, 32, 48].map((seq) => eventWith({ seq, arrivedMs: NOON - DAY }));
  await at.store.insert(batchOf(...events, eventWith({ seq: 48, part: 1, key: "48.0/1" })));
  const unread = lineOf({ seq: 33 });
  await at.store.insert(quarantineOf(unread));
  const ids: string[] = [];
  expect(await at.store.recentIds(3, (id) => ids.push(Buffer.from(id).toString("hex")))).toBe(3);
  expect(ids).toEqual([events[1]!.id, unread.id, events[2]!.id].map((id) => Buffer.from(id).toString("hex")));
});

test("the quarantine is told by groups, read again, and let go", async () => {
  const lines = [0, 1, 2].map((line) => lineOf({ line, raw: Buffer.from([0xff, line]) }));
  await at.store.insert(quarantineOf(...lines, { ...lineOf({ line: 9, source: "fw" }), reason: "cut short", shape: "b" }));
  const { groups } = await at.store.quarantineGroups("acme", { ...ALL, limit: 9 }, LIMITS);
  expect(groups).toMatchObject([{ source: "dc", reason: "no technology", shape: "a a", count: 3, firstMs: NOON }, { source: "fw", reason: "cut short", count: 1 }]);
  const read = await collect(at.store.quarantinedLines("acme", { ...ALL, reason: "no technology" }, LIMITS));
  expect(read.map(({ raw }) => raw[1]!).toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  await at.store.release("acme", read.map(({ id }) => id));
  expect((await collect(at.store.quarantinedLines("acme", ALL, LIMITS))).map(({ source }) => source)).toEqual(["fw"]);
  await at.store.release("other", [groups[1]!.exampleId]);
  expect((await collect(at.store.quarantinedLines("acme", ALL, LIMITS))).length).toBe(1);
});

test("what is stored is told by tenant", async () => {
  await at.store.insert(batchOf(eventWith({ tenant: "a" }), eventWith({ tenant: "b" }), eventWith({ tenant: "b", line: 1 })));
  await at.store.insert(quarantineOf(lineOf({ tenant: "b" })));
  const { events, quarantine, tenants } = await at.store.stats();
  expect([events.rows, quarantine.rows]).toEqual([3, 1]);
  expect(events.bytes).toBeGreaterThan(0);
  expect(tenants).toMatchObject([{ tenant: "a", events: 1, quarantined: 0 }, { tenant: "b", events: 2, quarantined: 1 }]);
});
