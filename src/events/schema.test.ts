import { afterAll, beforeAll, expect, test } from "vitest";
import { ALL, batchOf, eventWith, hotOf, LIMITS, testStore, type TestStore } from "./test/fixture.ts";

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());

test("columns that are new are added, and events from before have no value in them", async () => {
  await at.store.insert(batchOf(eventWith({ line: 1 })));
  await at.db.run({ sql: "ALTER TABLE event DROP COLUMN `user.name`, DROP COLUMN `source.ip`, DROP COLUMN event_category" });
  await at.store.prepare();
  await at.store.prepare();
  await at.store.insert(batchOf(eventWith({ line: 2, hot: hotOf({ "user.name": "eve", "source.ip": "::1", "event.category": ["process"] }) })));
  expect((await at.store.top("acme", { ...ALL, column: "user.name", limit: 5 }, LIMITS)).values).toEqual([{ value: "eve", count: 1 }]);
  expect((await at.store.top("acme", { ...ALL, column: "source.ip", limit: 5 }, LIMITS)).values).toEqual([{ value: "::1", count: 1 }]);
  expect((await at.store.count("acme", ALL, LIMITS)).count).toBe(2);
});
