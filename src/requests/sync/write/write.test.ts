// What is written into tickets while people, backups and other teams get in between.
import { beforeEach, describe, expect, test } from "vitest";
import { memoryItsm, type Memory, refusal } from "../../../../test/connectors/memory.ts";
import { syncWorld, type SyncWorld } from "../../../../test/connectors/sync-world.ts";
import { asSuperuser } from "../../../../test/postgres.ts";
import { analyst, client } from "../../../../test/requests.ts";
import { teams } from "../../../cmdb/index.ts";
import { RemoteError } from "../../../outbound/index.ts";
import { addFile } from "../../files/files.ts";
import { cancelRequest, claimDone, reopenRequest, reroute, sayMessage, startRequest } from "../../index.ts";

let world: SyncWorld;
let itsm: Memory;
beforeEach(async () => {
  world = await syncWorld((now) => memoryItsm(now));
  itsm = world.itsm;
});

const held = (id = "1") => itsm.tickets.get(id)!;
const say = (id: string, text: string) => world.inNorth((db) => sayMessage(db, analyst(world.now()), id, { text }));
const says = (id = "1") => held(id).ticket.comments.map(({ text }) => text.split("\n")[2]);
const messages = async (id: string) => (await world.page(id)).thread.filter(({ type }) => type === "message").map(({ text }) => text);
const last = <T>(all: Iterable<T>): T => [...all].at(-1)!;

/** Closed there and reopened here, while the other side makes no ticket. */
const notMadeAnew = async (): Promise<string> => {
  await world.settings({ reopening: "new-ticket" });
  const id = await world.sent();
  itsm.person.move("1", "Closed");
  await world.run();
  await world.inNorth((db) => reopenRequest(db, analyst(world.now()), id, { reason: "It talks again" }));
  itsm.faults.push({ method: "create", when: "before", error: new RemoteError({ problem: "failing", words: "503", arrived: "no" }) });
  await world.run();
  return id;
};

describe("a ticket is made anew", () => {
  test("only while the request wants one", async () => {
    const id = await notMadeAnew();
    await world.inNorth((db) => cancelRequest(db, analyst(world.now()), id, { reason: "no longer" }));
    await world.run(200_000);
    expect([itsm.tickets.size, (await world.writes()).find(({ content }) => content.kind === "ticket")]).toMatchObject([1, { state: "dropped", words: "It is not wanted any more: the request is cancelled." }]);
  });

  test("and stands where the request is by then", async () => {
    const id = await notMadeAnew();
    await world.inNorth((db) => startRequest(db, client(world.now()), id));
    await world.run(200_000);
    expect([itsm.tickets.size, last(itsm.tickets.values()).ticket.state]).toEqual([2, "Working"]);
  });
});

describe("another team", () => {
  beforeEach(() => teams.create(world.state, analyst(), "north", { id: "other", given: { name: "Printers", contact: null, email: null, phone: null, itsmName: null } }));
  const hand = async (id: string, team: string): Promise<void> => {
    await world.inNorth((db) => reroute(db, analyst(world.now()), id, { team, reason: "A printer" }));
    for (let rounds = 0; rounds < 2; rounds++) await world.run();
  };

  test("that works in the portal: the ticket says where it went, and is ended; nothing more goes there or comes from there", async () => {
    const id = await world.sent();
    await hand(id, "other");
    await say(id, "Mind the toner.");
    itsm.person.comment("1", "Thanks.");
    await world.run();
    expect([held().ticket.state, says().at(1), held().ticket.comments.length, await world.stateOf(id), (await world.ticketsOf(id))[0]?.state]).toEqual(["Rejected", "Handed on to another team; nobody has to do anything here any more. It is with: Printers.", 3, "sent", "ended"]);
  });

  test("and back again: a ticket of its own", async () => {
    const id = await world.sent();
    await hand(id, "other");
    await hand(id, "ws");
    const [, key] = [...itsm.tickets.values()].map(({ ticket }) => ticket.key);
    expect([itsm.tickets.size, key?.endsWith("/R1"), last(itsm.tickets.values()).ticket]).toMatchObject([2, true, { state: "New", queue: "Workstations Queue" }]);
    await say(id, "Mind the printer.");
    await world.run();
    expect(says([...itsm.tickets.keys()][1])).toContain("Mind the printer.");
  });
});

describe("a platform that was restored from yesterday's backup", () => {
  const restore = (kind: string) => asSuperuser(world.state.url, async (server) => {
    await server.query("update connector_write set state = 'queued', attempt = 0, tried_at = null, ended_at = null, remote_id = null where kind = $1", [kind]);
    await server.query("delete from connector_item");
  });

  test("writes no comment again that it wrote since, and takes it for nobody's answer", async () => {
    const id = await world.sent();
    await say(id, "Mind the printer.");
    await world.run();
    await restore("comment");
    for (let rounds = 0; rounds < 3; rounds++) await world.run();
    expect([says(), await messages(id), (await world.writes()).map(({ state }) => state)]).toEqual([["Mind the printer."], ["Mind the printer."], ["confirmed"]]);
  });

  test("nor a file", async () => {
    const id = await world.sent();
    await world.inNorth((db) => addFile(db, analyst(world.now()), id, { name: "a.csv", bytes: Uint8Array.of(1, 2) }));
    await world.run();
    await restore("file");
    for (let rounds = 0; rounds < 3; rounds++) await world.run();
    expect(held().ticket.files.map(({ name }) => name)).toEqual(["a.csv"]);
  });
});

describe("a person is as quick as we are", () => {
  /** Does it right behind our change of state, before it is read back. */
  const atOnce = (does: () => void): void => {
    const real = itsm.kind.open;
    world.useKind({ ...itsm.kind, open: (opening) => ({ ...real(opening), transition: async (...change) => {
      await real(opening).transition(...change);
      does();
    } }) });
  };
  const notWritten = async (): Promise<number> => (await world.writes()).filter(({ state }) => state === "refused").length;

  test("and resolves what was just reopened: it is done", async () => {
    const id = await world.sent();
    itsm.person.move("1", "Done");
    await world.run();
    atOnce(() => itsm.person.move("1", "Done"));
    await world.inNorth((db) => reopenRequest(db, analyst(world.now()), id, { reason: "It talks again" }));
    await world.run();
    expect([held().ticket.state, await world.stateOf(id), await notWritten()]).toEqual(["Done", "claimed_done", 0]);
  });

  test("and works on what was just claimed: it is not done", async () => {
    const id = await world.sent();
    itsm.person.move("1", "Working");
    await world.run();
    atOnce(() => itsm.person.move("1", "Working"));
    await world.inNorth((db) => claimDone(db, client(world.now()), id, { note: "Port closed" }));
    await world.run();
    expect([held().ticket.state, await world.stateOf(id), await notWritten()]).toEqual(["Working", "reopened", 0]);
  });

  test("where nobody did anything, a system that answered well and did nothing is found out", async () => {
    const id = await world.sent();
    itsm.person.move("1", "Done");
    await world.run();
    const real = itsm.kind.open;
    world.useKind({ ...itsm.kind, open: (opening) => ({ ...real(opening), transition: async () => {} }) });
    await world.inNorth((db) => reopenRequest(db, analyst(world.now()), id, { reason: "It talks again" }));
    await world.run();
    expect([await world.stateOf(id), await notWritten()]).toEqual(["reopened", 1]);
  });
});

describe("what is shown", () => {
  test("a refusal stands in the request, with what to do", async () => {
    const id = await world.sent();
    itsm.faults.push({ method: "comment", when: "before", error: refusal() });
    await say(id, "One");
    await world.run();
    const { thread, writes } = await world.page(id);
    expect([thread.at(-1)?.text, writes]).toMatchObject([expect.stringMatching(/^ITSM did not take a comment for T1: The field is mandatory\. Mend the mapping/), [{ state: "refused", content: { text: "One" } }]]);
    const facts = await world.inNorth((db) => db.sql.selectFrom("outbox").select("kind").where("kind", "=", "request.not-written").execute());
    expect([facts.length, held().ticket.comments.length]).toEqual([1, 0]);
  });

  test("who says something, and by when, does not leave where nothing but the reference may", async () => {
    await world.disclose("reference");
    const real = itsm.kind.open;
    const due: (Date | null)[] = [];
    world.useKind({ ...itsm.kind, open: (opening) => ({ ...real(opening), create: async (ticket) => {
      due.push(ticket.dueAt);
      return real(opening).create(ticket);
    } }) });
    const id = await world.sent();
    await say(id, "It is PC-1.");
    await world.run();
    expect([due, held().ticket.comments[0]?.text]).toEqual([[null], expect.stringMatching(/^SOC:\n\nThere is a new message/)]);
  });

  test("an internal note that is made public comes over then, and an earlier one not because notes are asked for", async () => {
    const id = await world.sent();
    itsm.person.comment("1", "For you, after all", "internal");
    itsm.person.comment("1", "For us alone", "internal");
    await world.run();
    await world.settings({ internalNotes: true });
    held().ticket = { ...held().ticket, comments: held().ticket.comments.map((one) => (one.text.startsWith("For you") ? { ...one, visibility: "public" } : one)) };
    itsm.person.comment("1", "A new one", "internal");
    for (let rounds = 0; rounds < 2; rounds++) await world.run();
    expect(await messages(id)).toEqual(["For you, after all", "A new one"]);
  });

  test("files beyond what a request keeps are named, and fetched once", async () => {
    const id = await world.sent();
    await world.settings({ largestFileBytes: 4 });
    itsm.person.attach("1", "long.bin", new Uint8Array(9));
    held().ticket = { ...held().ticket, files: held().ticket.files.map((file) => ({ ...file, bytes: null })) };
    await world.run();
    itsm.person.rename("1", "again");
    await world.run();
    expect([(await world.ticketsOf(id))[0]?.shown.leftThere, itsm.calls.filter((call) => call === "download").length]).toEqual([["long.bin"], 1]);
  });
});
