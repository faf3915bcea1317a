// Tickets that are not to be seen, or are another's under the same id.
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { memoryItsm, type Memory } from "../../../../test/connectors/memory.ts";
import { syncWorld, type SyncWorld } from "../../../../test/connectors/sync-world.ts";
import { analyst } from "../../../../test/requests.ts";
import { RemoteError } from "../../../outbound/index.ts";
import { listFiles } from "../../files/files.ts";
import { connectorStatus, sayMessage } from "../../index.ts";
import { changeConnector, probeConnector, removeConnector, useConnector } from "../setup/manage.ts";
import { ticketKeyOf } from "./ticket.ts";
import { whyNotOurs } from "./whose.ts";

const KEY = ticketKeyOf("NOR-R-0001", "itsm-1");
let world: SyncWorld;
let itsm: Memory;
beforeEach(async () => {
  world = await syncWorld((now) => memoryItsm(now));
  itsm = world.itsm;
});

const held = (id = "1") => itsm.tickets.get(id)!;
const say = (id: string, text: string) => world.inNorth((db) => sayMessage(db, analyst(world.now()), id, { text }));
const ticketOf = async (id: string) => (await world.ticketsOf(id))[0]!;
const words = async (id: string) => (await world.page(id)).thread.map(({ text }) => text);
const status = async () => (await world.inNorth((db) => connectorStatus(db, world.place.id, world.now())))!;
const runFor = async (minutes: number): Promise<void> => { for (let passed = 0; passed < minutes; passed += 31) await world.run(31 * 60_000); };

describe("not to be seen", () => {
  test("a right that is lost for an hour loses no ticket, and what was written meanwhile goes there after", async () => {
    const id = await world.sent();
    itsm.person.remove("1");
    await world.run();
    expect([await ticketOf(id), (await status()).tickets]).toMatchObject([{ state: "open", problem: expect.stringContaining("Not to be seen in ITSM since 2026-11-24 12:00") as unknown }, { open: 1, missing: 1, gone: 0 }]);
    await say(id, "Mind the printer.");
    await runFor(62);
    held().isRemoved = false;
    itsm.person.move("1", "Done");
    await runFor(31);
    expect([await world.stateOf(id), held().ticket.comments.length, await ticketOf(id)]).toMatchObject(["claimed_done", 1, { state: "open", problem: null, missing: null }]);
  });

  test("removed: it is gone after some readings over hours, that is said once, and the request stays open", async () => {
    const id = await world.sent();
    itsm.person.remove("1");
    await runFor(300);
    expect([await world.stateOf(id), (await ticketOf(id)).state, (await words(id)).filter((text) => text.includes("T1 is gone from ITSM")).length]).toEqual(["sent", "gone", 1]);
  });

  test("where the account sees nothing at all, nothing is gone", async () => {
    const id = await world.sent();
    itsm.person.remove("1");
    const real = itsm.kind.open;
    world.useKind({ ...itsm.kind, open: (opening) => ({ ...real(opening), probe: async () => ({ version: null, account: null, skewMs: null, checks: [{ name: "read", ok: false, words: "It may read no ticket." }] }) }) });
    await runFor(300);
    expect((await ticketOf(id)).state).toBe("open");
  });

  test("one that was gone and is there again is heard, though nothing is told of it", async () => {
    const id = await world.sent();
    itsm.person.remove("1");
    await runFor(300);
    held().isRemoved = false;
    held().ticket = { ...held().ticket, state: "Done" };
    await world.run(25 * 3_600_000);
    expect([await world.stateOf(id), (await ticketOf(id)).state]).toEqual(["claimed_done", "open"]);
  });

  test("what nothing was told of is seen within a day", async () => {
    const id = await world.sent();
    held().ticket = { ...held().ticket, state: "Done" };
    await world.run(25 * 3_600_000);
    expect(await world.stateOf(id)).toBe("claimed_done");
  });
});

describe("another's under the same id", () => {
  const giveAway = (id = "1"): void => {
    held(id).ticket = { ...held(id).ticket, title: "Payroll of the board", key: null, comments: [], files: [] };
    itsm.person.comment(id, "salary list");
    itsm.person.attach(id, "salaries.csv", Uint8Array.of(1, 2));
  };

  test("nothing of it comes here, nothing goes there, and both say why", async () => {
    const id = await world.sent();
    await say(id, "Mind the printer.");
    await world.run();
    giveAway();
    held().ticket = { ...held().ticket, key: "NOR-R-0777-ABCD" };
    await world.run();
    await say(id, "It is PC-1.");
    await world.run();
    expect([(await words(id)).join(" "), await world.inNorth((db) => listFiles(db, analyst(), id)), held().ticket.comments.length]).toEqual([expect.not.stringContaining("salar"), [], 1]);
    expect([await ticketOf(id), (await status()).words]).toMatchObject([{ state: "foreign", problem: expect.stringContaining("T1 bears NOR-R-0777-ABCD, and not") as unknown }, expect.stringContaining("those of others: 1")]);
    // Their backup was put right again.
    held().ticket = { ...held().ticket, key: KEY, comments: [], files: [] };
    itsm.person.rename("1", "Isolate PC-1");
    for (let rounds = 0; rounds < 2; rounds++) await world.run();
    expect([(await ticketOf(id)).state, held().ticket.comments.map(({ text }) => text.split("\n")[2])]).toEqual(["open", ["It is PC-1."]]);
  });

  test("where our ticket has another id now, that one is followed", async () => {
    const id = await world.sent();
    await world.sent({ target: { kind: "asset", name: "PC-2" } });
    const [, other] = [...itsm.tickets.keys()];
    const mine = held().ticket;
    held().ticket = { ...held(other).ticket, id: "1" };
    held(other).ticket = { ...mine, id: other! };
    itsm.person.move(other!, "Done");
    await world.run();
    itsm.person.rename("1", "moved");
    await world.run();
    expect([await world.stateOf(id), (await ticketOf(id)).remoteId]).toEqual(["claimed_done", other]);
  });

  test("a title that people edit takes no ticket away", async () => {
    const id = await world.sent();
    held().ticket = { ...held().ticket, key: null };
    itsm.person.rename("1", "Radiology PC");
    itsm.person.move("1", "Done");
    await world.run();
    expect(await world.stateOf(id)).toBe("claimed_done");
  });

  const known = { key: KEY, remoteId: "1", base: { title: `[${KEY}] Isolate`, state: "New", queue: null, priority: null }, readAt: new Date(0), doubtedAt: null, isMerged: false };
  const there = { id: "1", number: "T1", key: null, title: "Something else" };
  test.each([
    ["our key in its field", {}, { key: KEY }, { known: 3, there: 0 }, true],
    ["our key in its title", {}, { title: `AW: [${KEY}] please` }, { known: 3, there: 0 }, true],
    ["another key in its title", {}, { title: "[NOR-R-0002-7KQD] Isolate" }, { known: 0, there: 0 }, false],
    ["the key of a later one", {}, { title: `[${KEY}/2] Isolate` }, { known: 0, there: 0 }, false],
    ["no key, and a comment of ours", {}, {}, { known: 3, there: 1 }, true],
    ["no key, and none of the comments", {}, {}, { known: 3, there: 0 }, false],
    ["no key, and nothing said yet: somebody edited the title", {}, {}, { known: 0, there: 0 }, true],
    ["no key, and nothing said yet, on a system that may be another", { doubtedAt: new Date(0) }, {}, { known: 0, there: 0 }, false],
    ["no key, as a person named it", { readAt: null, base: { ...known.base, title: null } }, {}, { known: 0, there: 0 }, false],
    ["no key, and made at the same time", { base: { ...known.base, madeAt: "2026-11-24T12:00:00.000Z" } }, { madeAt: new Date("2026-11-24T12:00:00Z") }, { known: 3, there: 0 }, true],
    ["no key, and made at another", { base: { ...known.base, madeAt: "2026-11-24T12:00:00.000Z" } }, { madeAt: new Date("2026-11-24T12:00:01Z") }, { known: 0, there: 0 }, false],
    ["the key of what it was merged into", { isMerged: true }, { title: "[NOR-R-0002-7KQD] Isolate" }, { known: 3, there: 0 }, true],
  ])("%s", (_, mine, theirs, shared, isOurs) => {
    expect(whyNotOurs({ ...known, ...mine }, { ...there, ...theirs }, shared) === undefined).toBe(isOurs);
  });

  test("whoever bears our key in brackets is ours, whatever else it says", () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), fc.boolean(), (before, after, doubted) => whyNotOurs({ ...known, doubtedAt: doubted ? new Date(0) : null }, { ...there, title: `${before}[${KEY}]${after}` }, { known: 5, there: 0 }) === undefined));
  });
});

describe("another system", () => {
  const moveTo = async (url: string): Promise<void> => {
    const { version } = await world.connector();
    await changeConnector(world.deps, analyst(world.now()), world.place, { url, secrets: {}, seen: version });
    if ((await world.connector()).use === "on") return;
    await probeConnector(world.deps, analyst(world.now()), world.place);
    await useConnector(world.deps, analyst(world.now()), world.place, { use: "on", reason: "moved" });
  };

  test("under a new address begins without a cursor, and gets no word before a ticket is seen to be ours", async () => {
    const id = await world.sent();
    const [kept] = [held().ticket];
    held().ticket = { ...kept, title: "Payroll of the board", key: null, madeAt: new Date(0) };
    await say(id, "It is PC-1.");
    await moveTo("http://127.0.0.1:2");
    expect((await world.connector()).cursor).toBeNull();
    await world.run();
    expect([held().ticket.comments, (await ticketOf(id)).state]).toEqual([[], "foreign"]);
  });

  test("the same one under another address goes on", async () => {
    const id = await world.sent();
    await say(id, "It is PC-1.");
    await moveTo("http://127.0.0.1:1/itsm");
    itsm.person.move("1", "Done");
    await world.run();
    expect([held().ticket.comments.length, await world.stateOf(id), await ticketOf(id)]).toMatchObject([1, "claimed_done", { doubtedAt: null }]);
  });

  test("restored from a backup: its ids are behind the cursor, and still it is found out within a day, and heard from then on", async () => {
    const [one, two] = [await world.sent(), await world.sent({ target: { kind: "asset", name: "PC-2" } })];
    const [, other] = [...itsm.tickets.keys()];
    await world.run();
    await world.inNorth((db) => db.sql.updateTable("connector").set({ cursor: "50000" }).execute());
    held().ticket = { ...held().ticket, title: "Payroll of the board", key: null, madeAt: new Date(0) };
    await world.run(25 * 3_600_000);
    await world.run();
    itsm.person.move(other!, "Done");
    await world.run();
    expect([(await ticketOf(one)).state, await world.stateOf(two)]).toEqual(["foreign", "claimed_done"]);
  });

  test("whose ids went back is looked at anew", async () => {
    const id = await world.sent();
    held().ticket = { ...held().ticket, title: "Payroll of the board", key: null, madeAt: null };
    const real = itsm.kind.open;
    world.useKind({ ...itsm.kind, open: (opening) => ({ ...real(opening), changes: async () => ({ ids: [], cursor: "0", more: false, beganAnew: true }) }) });
    await world.run();
    expect((await ticketOf(id)).state).toBe("foreign");
  });
});

test("of a connector that was removed no secret is kept, and nothing waits for it", async () => {
  const id = await world.sent();
  itsm.faults.push({ method: "comment", when: "before", error: new RemoteError({ problem: "unauthorized", words: "401", arrived: "no" }) });
  await say(id, "One");
  await world.run();
  await removeConnector(world.deps, analyst(world.now()), world.place, { reason: "The contract ends" });
  await say(id, "Two");
  await world.run();
  expect([(await world.writes()).map(({ state }) => state), (await ticketOf(id)).state]).toEqual([["dropped"], "ended"]);
  const { secrets, hook_secret: hookSecret } = await world.inNorth((db) => db.sql.selectFrom("connector").select(["secrets", "hook_secret"]).executeTakeFirstOrThrow());
  expect([secrets.length, hookSecret.length]).toEqual([0, 0]);
});
