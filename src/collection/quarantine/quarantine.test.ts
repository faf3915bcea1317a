import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemCaller } from "../../core/index.ts";
import { startCollection, type Collection } from "../../../test/collection.ts";
import { claimsOf, parseConfig } from "../../config/index.ts";
import { decodeLine, LineReader } from "../../live/index.ts";
import type { SourceRef } from "../../sources/index.ts";
import { readJournal, readTenant, withSystem, withTenant } from "../../store/index.ts";
import { adopt, type HandIn, listHours, listSightings, reparse, type ReparseDeps, UNCLAIMED } from "../index.ts";

const NOW = new Date("2026-11-24T08:30:00Z");
const CALLER = systemCaller("alice", NOW);
const EVERY = { sinceMs: 0, untilMs: Date.UTC(2200, 0) };
const SSHD = "<38>Nov 24 08:29:59 web1 sshd[811]: Failed password for root from 203.0.113.9 port 50022 ssh2";
const YAML = `
tenants:
  - {id: north, name: North, sources: [{name: dc1}, {name: fw}]}
  - {id: south, name: South, sources: [{name: dc1}]}
`;

let at: Collection;
beforeAll(async () => {
  at = await startCollection(YAML, () => NOW);
});
afterAll(() => at.stop());

const deps = (handIn: HandIn = at.handIn): ReparseDeps => ({
  state: at.state, events: at.events, handIn,
  reading: { decode: decodeLine, newReader: () => new LineReader(), hintOf: at.understanding.hintOf, technologyOf: at.understanding.technologyOf },
});

async function lastOf<T>(steps: AsyncIterable<T>): Promise<T> {
  let last: T | undefined;
  for await (const step of steps) last = step;
  if (last === undefined) throw new Error("no step");
  return last;
}

const run = (tenant: string, isDryRun = false, handIn = at.handIn) => lastOf(reparse(deps(handIn), CALLER, tenant, { range: EVERY, isDryRun }));

async function account(tenant: string) {
  const hours = await readTenant(at.state, tenant, (db) => listHours(db, new Date(0), new Date("2200-01-01")));
  const sum = (name: "received" | "stored" | "quarantined" | "dropped" | "duplicates" | "events" | "bytes") => hours.reduce((total, hour) => total + hour[name], 0);
  expect(sum("received")).toBe(sum("stored") + sum("quarantined") + sum("dropped") + sum("duplicates"));
  return { received: sum("received"), stored: sum("stored"), quarantined: sum("quarantined"), dropped: sum("dropped"), duplicates: sum("duplicates"), events: sum("events"), bytes: sum("bytes") };
}

async function there(tenant: string) {
  const { tenants } = await at.events.stats();
  const found = tenants.find((one) => one.tenant === tenant);
  return { events: found?.events ?? 0, quarantined: found?.quarantined ?? 0 };
}

const journal = (tenant: string) => withTenant(at.state, tenant, (db) => readJournal(db, { limit: 100 }));

describe("a whole batch", () => {
  test("is accounted for, line by line", async () => {
    const from: SourceRef = { tenant: "south", source: "dc1" };
    await at.take({ from }, SSHD, "%% not to be read 1 %%", "<38>Nov 24 08:29:59 web1 app[1]: drop-me-please");
    await at.take({ from, transport: "bulk", format: "json" }, '{"no": "technology"}', "{broken", SSHD.replace("811", "812"));
    await at.take({ from, transport: "bulk", format: "json" }, '{"no": "technology"}', "{broken");
    await at.settled();
    const told = await account("south");
    expect(told).toMatchObject({ received: 8, stored: 2, quarantined: 3, dropped: 1, duplicates: 2 });
    expect(await there("south")).toEqual({ events: told.events, quarantined: told.quarantined });
  });
});

describe("reparse", () => {
  let word = 0;
  beforeEach(async () => {
    word++;
    await at.take({ from: { tenant: "north", source: "dc1" }, arrivedMs: NOW.getTime() - 7_200_000 }, `%% mended${word} a %%`, `%% mended${word} b %%`, `%% stays${word} %%`, SSHD);
    await at.take({ from: { tenant: "north", source: "fw" }, arrivedMs: NOW.getTime() - 7_200_000 }, `%% mended${word} a %%`);
    await at.settled();
  });

  test("a dry run tells what would be read, and changes nothing", async () => {
    const [before, stored] = [await account("north"), await there("north")];
    expect(await run("north", true)).toMatchObject({ type: "result", dryRun: true, readable: 0, handedIn: 0 });
    at.mend(`mended${word} `);
    const result = await run("north", true);
    expect(result).toMatchObject({ readable: 3, handedIn: 0, tooNew: 0 });
    expect(result).toMatchObject({ groups: expect.arrayContaining([expect.objectContaining({ source: "fw", reason: "no technology recognised in this line", looked: 1, readable: 1 })]) as unknown });
    expect([await account("north"), await there("north")]).toEqual([before, stored]);
    expect(await journal("north")).toEqual([]);
    expect(await run("north")).toMatchObject({ handedIn: 3 });
  });

  test("what can be read becomes events of its first hour, the rest stays, and totals balance", async () => {
    const [before, stored] = [await account("north"), await there("north")];
    at.mend(`mended${word} `);
    expect(await run("north")).toMatchObject({ readable: 3, handedIn: 3 });
    await at.settled();
    expect(await account("north")).toEqual({ ...before, stored: before.stored + 3, quarantined: before.quarantined - 3, events: before.events + 3 });
    expect(await there("north")).toEqual({ events: stored.events + 3, quarantined: stored.quarantined - 3 });
    expect((await journal("north"))[0]).toMatchObject({ who: "alice", action: "quarantine.reparsed", details: { lines: 3 } });
    const found = await at.events.search("north", { filter: { sql: "key LIKE 'reparsed:%'", params: {} }, ...EVERY, limit: 100 }, { timeoutMs: 5000 });
    expect(found.rows.filter(({ raw }) => raw.includes(`mended${word} `)).map(({ source, arrivedMs }) => `${source} ${new Date(arrivedMs).toISOString()}`).toSorted()).toEqual([
      "dc1 2026-11-24T06:30:00.000Z", "dc1 2026-11-24T06:30:00.000Z", "fw 2026-11-24T06:30:00.000Z",
    ]);
    expect(await run("north")).toMatchObject({ readable: 0, handedIn: 0 });
  });

  test.each([
    ["before anything is handed in", 0, 0],
    ["between two packets", 1, 0],
  ])("a crash %s loses nothing and stores nothing twice", async (_, packets, duplicates) => {
    const [before, stored] = [await account("north"), await there("north")];
    at.mend(`mended${word} `);
    let left = packets;
    const breaking: HandIn = async (arrival) => {
      if (left-- === 0) throw new Error("broke off");
      await at.handIn(arrival);
    };
    await expect(run("north", false, breaking)).rejects.toThrow("broke off");
    await at.settled();
    expect(await run("north")).toMatchObject({ handedIn: 3 });
    await at.settled();
    expect(await account("north")).toEqual({ ...before, stored: before.stored + 3, quarantined: before.quarantined - 3, events: before.events + 3, duplicates: before.duplicates + duplicates });
    expect(await there("north")).toEqual({ events: stored.events + 3, quarantined: stored.quarantined - 3 });
  });

  test("a crash before the account moved, while lines still wait: the second hand-in is recognised", async () => {
    const [before, stored] = [await account("north"), await there("north")];
    at.mend(`mended${word} `);
    // Both packets twice, before the worker has stored the first.
    const twice: HandIn = async (arrival) => {
      await at.handIn(arrival);
      await at.handIn(arrival);
    };
    await run("north", false, twice);
    await at.settled();
    const after = await account("north");
    expect(after).toMatchObject({ received: before.received + 3, stored: before.stored + 3, quarantined: before.quarantined - 3, duplicates: before.duplicates + 3 });
    expect(await there("north")).toEqual({ events: stored.events + 3, quarantined: stored.quarantined - 3 });
  });

  test("a crash after the account moved: the next one removes what was handed in, and counts it once", async () => {
    const [before, stored] = [await account("north"), await there("north")];
    at.mend(`mended${word} `);
    const events = { ...at.events, release: () => Promise.reject(new Error("broke off")) };
    await expect(lastOf(reparse({ ...deps(), events }, CALLER, "north", { range: EVERY, isDryRun: false }))).rejects.toThrow("broke off");
    await at.restartWorker();
    await at.settled();
    expect(await there("north")).toEqual({ events: stored.events + 3, quarantined: stored.quarantined });
    expect(await run("north")).toMatchObject({ readable: 0, handedIn: 0 });
    expect(await account("north")).toEqual({ ...before, stored: before.stored + 3, quarantined: before.quarantined - 3, events: before.events + 3 });
    expect(await there("north")).toEqual({ events: stored.events + 3, quarantined: stored.quarantined - 3 });
  });

  test("of two at once one is told that the other is at it", async () => {
    const [before, stored] = [await account("north"), await there("north")];
    at.mend(`mended${word} `);
    const other: HandIn = async (arrival) => {
      await at.handIn(arrival);
      if (arrival.from?.source === "fw") await run("north");
    };
    await expect(run("north", false, other)).rejects.toMatchObject({ code: "conflict" });
    await at.settled();
    const after = await account("north");
    expect([after.stored, after.quarantined]).toEqual([before.stored + 3, before.quarantined - 3]);
    expect(await there("north")).toEqual({ events: stored.events + 3, quarantined: stored.quarantined - 3 });
  });

  test("a line that the worker cannot read after all comes back, and may go again", async () => {
    const before = await account("north");
    const optimist: ReparseDeps = { ...deps(), reading: { ...deps().reading, technologyOf: () => ({}) } };
    const range = { ...EVERY, source: "fw" };
    const first = await lastOf(reparse(optimist, CALLER, "north", { range, isDryRun: false }));
    await at.settled();
    expect(await account("north")).toEqual(before);
    const again = await lastOf(reparse(optimist, CALLER, "north", { range, isDryRun: false }));
    expect(again).toMatchObject({ handedIn: first.type === "result" ? first.handedIn : -1 });
    await at.settled();
    expect(await account("north")).toEqual(before);
    expect(await there("north")).toMatchObject({ quarantined: before.quarantined });
    at.mend(`mended${word} `);
    await run("north");
  });

  test("another tenant's lines are not touched", async () => {
    const before = await there("south");
    at.mend("not to be read");
    expect(await run("north")).toMatchObject({ handedIn: 0 });
    await at.settled();
    expect(await there("south")).toEqual(before);
  });

  test("what is not committed yet waits", async () => {
    at.mend(`mended${word} `);
    await withSystem(at.state, (db) => db.sql.updateTable("worker_state").set({ snapshot_position: 0, position: 0 }).execute());
    const result = await run("north");
    expect(result).toMatchObject({ looked: 0, handedIn: 0 });
    expect(result.type === "result" && result.tooNew).toBeGreaterThan(0);
  });
});

test("many lines leave in many steps, in whatever packets they came", async () => {
  const [before, stored] = [await account("north"), await there("north")];
  const arrivedMs = NOW.getTime() - 86_400_000;
  // More in one millisecond than a step takes, and more in all than one removal does.
  await at.take({ from: { tenant: "north", source: "fw" }, arrivedMs }, ...Array.from({ length: 6_000 }, (_, i) => `%% many ${i} %%`));
  for (let i = 1; i <= 30; i++) await at.take({ from: { tenant: "north", source: "fw" }, arrivedMs: arrivedMs + i }, ...Array.from({ length: 200 }, (_, n) => `%% many ${i} ${n} %%`));
  await at.settled();
  at.mend("many");
  const range = { sinceMs: arrivedMs, untilMs: arrivedMs + 1_000 };
  expect(await lastOf(reparse(deps(), CALLER, "north", { range, isDryRun: false }))).toMatchObject({ readable: 12_000, handedIn: 12_000 });
  await at.settled();
  expect(await account("north")).toMatchObject({ received: before.received + 12_000, stored: before.stored + 12_000, quarantined: before.quarantined, duplicates: before.duplicates });
  expect(await there("north")).toEqual({ events: stored.events + 12_000, quarantined: stored.quarantined });
});

describe("unclaimed lines", () => {
  const claims = (sources: readonly object[]) => claimsOf(parseConfig(JSON.stringify({ listeners: [{ name: "syslog", protocol: "syslog-udp", port: 0 }], tenants: [{ id: "south", name: "South", sources }] }), "test"));
  const lines = (host: string, n: number) => Array.from({ length: n }, (_, i) => SSHD.replace("web1", host).replace("811", String(i)));

  test("go to the source that claims their sender, once, and no tenant saw them before", async () => {
    await at.take({ from: undefined, peer: "198.51.100.7" }, ...lines("relay-a", 3), ...lines("relay-b", 2));
    await at.take({ from: undefined, peer: "198.51.100.8" }, ...lines("other", 4));
    await at.settled();
    expect(await account(UNCLAIMED)).toMatchObject({ received: 9, quarantined: 9 });
    const senders = await withSystem(at.state, (db) => listSightings(db, 10));
    expect(senders.map(({ peer, hostname, technology, lines: n }) => `${peer} ${hostname} ${technology} ${n}`).toSorted()).toEqual(["198.51.100.7 relay-a sshd 5", "198.51.100.8 other sshd 4"]);
    const [before, stored] = [await account("south"), await there("south")];
    const adopting = (sources: readonly object[]) => lastOf(adopt({ ...deps(), decode: decodeLine, ofSender: claims(sources).ofSender }, CALLER));
    expect(await adopting([])).toMatchObject({ looked: 9, adopted: 0 });
    // One host of a relay alone.
    expect(await adopting([{ name: "a", claim: { hostnames: ["relay-a"], addresses: ["198.51.100.0/29"] } }])).toMatchObject({ adopted: 3, sources: [{ tenant: "south", source: "a", lines: 3 }] });
    await at.settled();
    expect((await account("south")).stored).toBe(before.stored + 3);
    expect(await there("south")).toMatchObject({ events: stored.events + 3 });
    expect(await account(UNCLAIMED)).toMatchObject({ received: 6, quarantined: 6 });
    expect((await withSystem(at.state, (db) => listSightings(db, 10))).find(({ peer }) => peer === "198.51.100.7")?.lines).toBe(2);
    // The rest of both.
    expect(await adopting([{ name: "rest", claim: { listeners: ["syslog"] } }])).toMatchObject({ looked: 6, adopted: 6 });
    await at.settled();
    expect(await there("south")).toMatchObject({ events: stored.events + 9 });
    expect(await there(UNCLAIMED)).toEqual({ events: 0, quarantined: 0 });
    expect(await withSystem(at.state, (db) => listSightings(db, 10))).toEqual([]);
    expect(await account(UNCLAIMED)).toMatchObject({ received: 0, quarantined: 0, bytes: 0 });
    const told = (await journal("south")).filter(({ action }) => action === "unclaimed.adopted");
    expect(told.map(({ subject, details }) => [subject, details?.["lines"]])).toEqual([["rest", 6], ["a", 3]]);
  });
});
