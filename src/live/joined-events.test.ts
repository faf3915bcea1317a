// Events of several lines on their way through a whole worker: none is lost, whatever part of them comes.
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCollection, type Collection } from "../../test/collection.ts";
import { withTenant } from "../store/index.ts";

const NOW = new Date("2026-11-24T08:30:00Z");
let at: Collection;
beforeAll(async () => {
  at = await startCollection("tenants: [{id: north, name: North, sources: [{name: audit, claim: {token: north-token-1234567}}]}]", () => NOW);
});
afterAll(() => at.stop());

const record = (type: string, serial: number): string => `type=${type} msg=audit(1795522900.002:${serial}): ${type === "EXECVE" ? 'argc=1 a0="id"' : 'arch=c000003e syscall=59 success=yes exit=0 pid=2 uid=0 comm="id" exe="/usr/bin/id"'}`;
const FROM = { from: { tenant: "north", source: "audit" }, transport: "ndjson" } as const;

async function account() {
  await at.settled();
  const rows = await withTenant(at.state, "north", (db) => db.sql.selectFrom("source_hour").select(["received", "stored", "duplicates", "events"]).execute());
  return rows.reduce((sum, row) => ({ received: sum.received + row.received, stored: sum.stored + row.stored, duplicates: sum.duplicates + row.duplicates, events: sum.events + row.events }), { received: 0, stored: 0, duplicates: 0, events: 0 });
}

test("an event of one line is stored", async () => {
  await at.take(FROM, record("SYSCALL", 1));
  await at.take(FROM, record("EXECVE", 2));
  expect(await account()).toEqual({ received: 2, stored: 2, duplicates: 0, events: 2 });
});

test("an event of two lines is one event", async () => {
  await at.take(FROM, record("SYSCALL", 3), record("EXECVE", 3));
  expect(await account()).toEqual({ received: 4, stored: 4, duplicates: 0, events: 3 });
});

test("what is sent again is known, after a restart too", async () => {
  await at.take(FROM, record("SYSCALL", 1));
  await at.take(FROM, record("SYSCALL", 3), record("EXECVE", 3));
  expect(await account()).toEqual({ received: 7, stored: 4, duplicates: 3, events: 3 });
  await at.restartWorker();
  await at.take(FROM, record("SYSCALL", 1));
  await at.take(FROM, record("SYSCALL", 3), record("EXECVE", 3));
  expect(await account()).toEqual({ received: 10, stored: 4, duplicates: 6, events: 3 });
});
