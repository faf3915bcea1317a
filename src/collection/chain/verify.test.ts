import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemCaller } from "../../core/index.ts";
import { startCollection, type Collection } from "../../../test/collection.ts";
import { EventBatch, eventId } from "../../events/index.ts";
import { HOT_FIELDS } from "../../normalise/index.ts";
import { readJournal, readTenant, withSystem, withTenant } from "../../store/index.ts";
import { createTenant } from "../../tenants/index.ts";
import { eraseTenant, expireTenants, linksOf, listHours, UNCLAIMED, type VerifyStep, verifyTenant } from "../index.ts";

const DAY_MS = 86_400_000;
const NOW = new Date("2026-11-24T08:30:00Z");
const YAML = `
tenants:
  - {id: north, name: North, retentionDays: 30, sources: [{name: dc1}]}
  - {id: south, name: South, sources: [{name: dc1}]}
`;
const line = (n: number) => `<38>Nov 24 08:29:59 web1 sshd[${n}]: Failed password for root from 203.0.113.9 port 50022 ssh2`;

let at: Collection;
let n = 0;
beforeAll(async () => {
  at = await startCollection(YAML, () => NOW);
  for (const arrivedMs of [NOW.getTime() - 40 * DAY_MS, NOW.getTime() - 20 * DAY_MS, NOW.getTime()]) await take("north", arrivedMs, 3);
  await take("south", NOW.getTime(), 3);
});
afterAll(() => at.stop());

/** A batch of a tenant. */
async function take(tenant: string, arrivedMs: number, lines: number): Promise<void> {
  await at.take({ from: { tenant, source: "dc1" }, arrivedMs }, ...Array.from({ length: lines }, () => line(++n)));
  await at.settled();
}

type Result = Extract<VerifyStep, { type: "result" }>;
async function verify(tenant: string): Promise<Result> {
  const steps = await all(verifyTenant(at, tenant));
  expect(steps[0]).toMatchObject({ type: "progress", batches: 0 });
  const last = steps.at(-1);
  if (last?.type !== "result") throw new Error("no result");
  return last;
}

const links = (tenant: string) => all(linksOf(at.state, tenant));

async function all<T>(given: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of given) list.push(one);
  return list;
}

const change = (sql: string) => at.connection.run({ sql: `${sql} SETTINGS mutations_sync = 2, lightweight_deletes_sync = 2` });

describe("verify", () => {
  test("finds what was stored to be what is there", async () => {
    expect(await verify("north")).toEqual({ type: "result", ok: true, batches: 3, events: 9, expired: 0, differing: 0, differences: [] });
    expect((await links("north")).map(({ rows }) => rows)).toEqual([3, 3, 3]);
  });

  test("a tenant without events is fine", async () => {
    expect(await verify(UNCLAIMED)).toMatchObject({ ok: true, batches: 0, events: 0 });
  });

  test("names a line that was changed, and the batch", async () => {
    const [first] = await links("south");
    const [event] = (await at.events.search("south", { filter: { sql: "1", params: {} }, sinceMs: 0, untilMs: 4e12, limit: 1 }, { timeoutMs: 5000 })).rows;
    const raw = event?.raw.toString() ?? "";
    await change(`ALTER TABLE event UPDATE raw = replace(raw, 'root', 'rooT') WHERE tenant = 'south' AND id = unhex('${event?.id}')`);
    expect(await verify("south")).toMatchObject({ ok: false, differing: 1, differences: [{ batch: first?.batch, problem: "event_changed", event: event?.id }] });
    await change(`ALTER TABLE event UPDATE raw = '${raw}' WHERE tenant = 'south' AND id = unhex('${event?.id}')`);
    expect(await verify("south")).toMatchObject({ ok: true });
  });

  test("names an event that was moved to another source", async () => {
    await change("ALTER TABLE event UPDATE source = 'other' WHERE tenant = 'south'");
    expect(await verify("south")).toMatchObject({ ok: false, differences: [{ problem: "event_changed" }] });
    await change("ALTER TABLE event UPDATE source = 'dc1' WHERE tenant = 'south'");
    expect(await verify("south")).toMatchObject({ ok: true });
  });

  test("names batches of which an event is missing, added, or that nobody wrote down", async () => {
    for (let i = 0; i < 2; i++) await take("south", NOW.getTime(), 2);
    const [first, second, third] = await links("south");
    await at.events.insert(forged("south", second?.batch ?? 0, "added"));
    // Behind the last place that is committed it would be what a worker is just storing; before it, nobody's.
    await at.events.insert(forged("south", (first?.batch ?? 0) - 16, "unknown"));
    const [gone] = (await at.events.search("south", { filter: { sql: `batch = ${third?.batch}`, params: {} }, sinceMs: 0, untilMs: 4e12, limit: 1 }, { timeoutMs: 5000 })).rows;
    await change(`DELETE FROM event WHERE tenant = 'south' AND id = unhex('${gone?.id}')`);
    const result = await verify("south");
    expect(result.differences.map(({ batch, problem }) => [batch, problem])).toEqual([
      [second?.batch, "event_added"], [third?.batch, "event_missing"], [(first?.batch ?? 0) - 16, "batch_unknown"],
    ]);
    expect(await verify("north")).toMatchObject({ ok: true });
  });

  test("what a worker is just storing is no difference", async () => {
    await at.events.insert(forged("north", 1_000_000 * 16, "in flight"));
    expect(await verify("north")).toMatchObject({ ok: true });
    await change("DELETE FROM event WHERE tenant = 'north' AND batch = 16000000");
  });
});

function forged(tenant: string, batch: number, text: string): EventBatch {
  const events = new EventBatch();
  const raw = Buffer.from(text);
  events.add({
    tenant, id: eventId(tenant, "dc1", "k", raw), timeMs: NOW.getTime(), arrivedMs: NOW.getTime(), seq: batch, line: 0, part: 0, batch, key: "k", source: "dc1", collector: "syslog", technology: "sshd", raw,
    hot: HOT_FIELDS.map(() => undefined),
  });
  return events;
}

describe("retention", () => {
  test("takes what is too old, says so in the chain, and verify holds", async () => {
    expect(await expireTenants(at.state, at.events, at.config, NOW)).toMatchObject({ rows: 3 });
    expect((await links("north")).map(({ expiredAt }) => expiredAt?.getTime() ?? null)).toEqual([NOW.getTime(), null, null]);
    expect(await verify("north")).toMatchObject({ ok: true, batches: 3, events: 6, expired: 1 });
    expect(await expireTenants(at.state, at.events, at.config, NOW)).toMatchObject({ rows: 0 });
  });

  test("is its own for an organisation that was made while the platform runs, whose lines are taken up at once", async () => {
    await createTenant(at.state, systemCaller("test", NOW), { id: "east", name: "East", retentionDays: 10 });
    await take("east", NOW.getTime() - 20 * DAY_MS, 2);
    expect(await verify("east")).toMatchObject({ ok: true, events: 2 });
    expect(await expireTenants(at.state, at.events, at.config, NOW)).toMatchObject({ rows: 2 });
    expect(await verify("east")).toMatchObject({ ok: true, events: 0, expired: 1 });
  });

  test("that takes a part of a batch leaves the rest to be looked at one by one", async () => {
    const old = NOW.getTime() - 29 * DAY_MS;
    await Promise.all([at.take({ from: { tenant: "north", source: "dc1" }, arrivedMs: old }, line(++n)), at.take({ from: { tenant: "north", source: "dc1" } }, line(++n), line(++n))]);
    await at.settled();
    const later = new Date(NOW.getTime() + 2 * DAY_MS);
    expect(await expireTenants(at.state, at.events, at.config, later)).toMatchObject({ rows: 1 });
    expect(await verify("north")).toMatchObject({ ok: true });
    await change(`ALTER TABLE event UPDATE raw = 'x' WHERE tenant = 'north' AND arrived > '2026-11-24 00:00:00'`);
    expect(await verify("north")).toMatchObject({ ok: false });
  });
});

describe("erase", () => {
  const caller = systemCaller("alice", NOW);
  const erase = (tenant: string) => eraseTenant(at.state, at.events, caller, { tenant, reason: "contract ended" });

  test.each([
    ["a tenant that there never was", "nobody", "not_found"],
    ["unclaimed lines", UNCLAIMED, "not_found"],
    ["a tenant that the configuration names", "south", "conflict"],
  ])("refuses %s", async (_, tenant, code) => {
    await expect(erase(tenant)).rejects.toMatchObject({ code });
  });

  test("removes all that was made of the lines, and tells what stays", async () => {
    await at.take({ from: { tenant: "south", source: "dc1" } }, "%% not to be read %%");
    await at.settled();
    await withSystem(at.state, (db) => db.sql.updateTable("tenant").set({ removed_at: NOW }).where("id", "=", "south").execute());
    const erased = await erase("south");
    expect(erased).toMatchObject({ kept: { journal: 1 }, rows: { event_digest: 3 } });
    expect(erased.lines).toBeGreaterThan(5);
    expect((await at.events.stats()).tenants.map(({ tenant }) => tenant)).toEqual(["north"]);
    expect(await readTenant(at.state, "south", (db) => listHours(db, new Date(0), new Date("2200-01-01")))).toEqual([]);
    expect(await withTenant(at.state, "south", (db) => readJournal(db, { limit: 5 }))).toMatchObject([{ action: "tenant.erased", who: "alice", reason: "contract ended" }]);
    expect(await withSystem(at.state, (db) => readJournal(db, { limit: 1 }))).toMatchObject([{ action: "tenant.erased", subject: "south" }]);
    expect(await erase("south")).toMatchObject({ lines: 0 });
  });
});
