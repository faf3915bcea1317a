// Requests and tickets in step: what is done on one side is on the other, once, whatever breaks in between.
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { cutOff, memoryItsm, type Memory, refusal } from "../../../test/connectors/memory.ts";
import { syncWorld, type SyncWorld } from "../../../test/connectors/sync-world.ts";
import { analyst, client } from "../../../test/requests.ts";
import { changeIncident } from "../../incidents/index.ts";
import { RemoteError } from "../../outbound/index.ts";
import { acknowledgeRequest, cancelRequest, claimDone, reopenRequest, reroute, sayMessage, showRequest, startRequest, verifyByHand } from "../index.ts";
import { addFile, listFiles } from "../files/files.ts";
import { ticketKeyOf } from "./ticket/ticket.ts";
import { settleWrite } from "./write/retry.ts";
import { stopConnector, useConnector } from "./setup/manage.ts";

// The four signs of the connector "itsm-1".
const KEY = ticketKeyOf("NOR-R-0001", "itsm-1");
let world: SyncWorld;
let itsm: Memory;
beforeEach(async () => {
  world = await syncWorld((now) => memoryItsm(now));
  itsm = world.itsm;
});

const messages = async (id: string): Promise<readonly string[]> => (await world.inNorth((db) => showRequest(db, analyst(world.now()), id))).thread.filter(({ type }) => type === "message").map(({ author, text }) => `${author.who}: ${text}`);
const only = () => [...itsm.tickets.values()].at(-1)!;
const says = () => only().ticket.comments.map(({ author, text }) => `${author}: ${text.split("\n")[2] ?? text}`);

describe("a request becomes a ticket", () => {
  test("in the queue of its team, with its key, what is to be done and how it is proven", async () => {
    const request = await world.sent();
    const { ticket, description } = only();
    expect(ticket).toMatchObject({ title: `[${KEY}] Isolate PC-1 from the network`, queue: "Workstations Queue", priority: "2 high", key: KEY });
    expect(description).toMatch(/On: PC-1[^]*PC-1 is silent[^]*https:\/\/vigie\.example\/o\/NOR-R-0001/);
    expect(await world.stateOf(request)).toBe("sent");
    expect((await world.ticketsOf(request))).toMatchObject([{ number: "T1", state: "open", shown: { state: "New", notAccepted: [] } }]);
  });

  test("with nothing but its reference, where no more was agreed", async () => {
    await world.disclose("reference");
    await world.sent();
    const { ticket, description } = only();
    expect(ticket.title).toBe(`[${KEY}] Request of the SOC`);
    expect(`${ticket.title} ${description}`).not.toMatch(/PC-1|Isolate|silent|high/);
    expect(ticket.priority).toBeNull();
  });

  test("with nothing but its reference, too, where the incident is TLP:RED", async () => {
    await world.inNorth((db) => changeIncident(db, analyst(), world.incident.id, { tlp: "red" }));
    const request = await world.sent();
    await world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text: "It is PC-1." }));
    await world.inNorth((db) => addFile(db, analyst(world.now()), request, { name: "pc-1.csv", bytes: Uint8Array.of(1) }));
    await world.run();
    const { ticket, description } = only();
    expect(JSON.stringify([ticket, description])).not.toMatch(/PC-1|pc-1|Isolate/);
    expect([ticket.comments.length, ticket.files.length]).toEqual([2, 0]);
    expect(ticket.comments[0]?.text).toContain("There is a new message in the portal. https://vigie.example/o/NOR-R-0001");
  });

  test("what the other side did not take is shown", async () => {
    const real = itsm.kind.open;
    world.useKind({ ...itsm.kind, open: (opening) => ({ ...real(opening), create: (ticket) => real(opening).create({ ...ticket, queue: "General", priority: null }) }) });
    const request = await world.sent();
    expect((await world.ticketsOf(request))[0]?.shown.notAccepted).toEqual([{ field: "queue", sent: "Workstations Queue", is: "General" }, { field: "priority", sent: "2 high", is: null }]);
  });

  test("of a team that no connector has it stays in the portal, and in a dry run it is shown only", async () => {
    await world.setUse("dry-run");
    const request = await world.sent();
    expect([itsm.tickets.size, await world.stateOf(request)]).toEqual([0, "sent"]);
    expect(await world.writes()).toMatchObject([{ state: "dropped", content: { kind: "ticket", would: { title: "Isolate PC-1 from the network", queue: "Workstations Queue" } } }]);
  });

  test("waits while the connector is stopped, and goes out when it is started", async () => {
    await stopConnector(world.deps, client(world.now()), world.place, { reason: "Change freeze" });
    const request = await world.sent();
    expect([itsm.tickets.size, await world.stateOf(request)]).toEqual([0, "queued"]);
    expect((await world.inNorth((db) => showRequest(db, analyst(), request))).deliveries.at(-1)).toMatchObject({ state: "due", problem: "The connector ITSM was stopped by Client C.: Change freeze" });
    await world.start();
    await world.run(60_000);
    expect([itsm.tickets.size, await world.stateOf(request)]).toEqual([1, "sent"]);
  });
});

describe("what people say and do", () => {
  test("comments cross both ways, once", async () => {
    const request = await world.sent();
    await world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text: "Mind the printer." }));
    await world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text: "For us alone.", internal: true }));
    await world.run();
    itsm.person.comment("1", "Which port?");
    itsm.person.comment("1", "Not for the SOC.", "internal");
    for (let i = 0; i < 4; i++) await world.run();
    expect(says()).toEqual(["soc: Mind the printer.", "alice: Which port?", "alice: Not for the SOC."]);
    expect(await messages(request)).toEqual(["Analyst A.: Mind the printer.", "Analyst A.: For us alone.", "alice (Memory): Which port?"]);
  });

  test("an answer that quotes ours is an answer", async () => {
    const request = await world.sent();
    await world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text: "Mind the printer." }));
    await world.run();
    const ours = only().ticket.comments[0]!.text;
    itsm.person.comment("1", `${ours.split("\n").map((line) => `> ${line}`).join("\n")}\nYes, we will.`);
    itsm.person.comment("1", `We will.\n\n${ours}`);
    await world.run();
    expect((await messages(request)).slice(1).map((text) => text.slice(0, 14))).toEqual(["alice (Memory)", "alice (Memory)"]);
  });

  test.each([
    ["Working", "in_progress"], ["Waits for customer", "acknowledged"], ["Done", "claimed_done"], ["Closed", "claimed_done"], ["Rejected", "refused"], ["Secret", "sent"],
  ])("%s there is %s here", async (there, here) => {
    const request = await world.sent();
    itsm.person.move("1", there);
    await world.run();
    expect(await world.stateOf(request)).toBe(here);
    expect(only().ticket.state).toBe(there);
    expect((await world.ticketsOf(request))[0]?.shown.unmapped).toEqual(there === "Secret" ? ["state Secret"] : []);
  });

  test("a question there is the SOC's turn; the answer gives it back", async () => {
    const request = await world.sent();
    itsm.person.comment("1", "May the printer be cut, too?");
    itsm.person.move("1", "Waits for requester");
    await world.run();
    expect((await world.page(request)).request.questionAt).not.toBeNull();
    await world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text: "Yes." }));
    await world.run();
    expect([only().ticket.state, says()]).toEqual(["Working", ["alice: May the printer be cut, too?", "soc: Yes."]]);
    expect((await world.page(request)).request.questionAt).toBeNull();
  });

  test("what is done in the portal is done there", async () => {
    const request = await world.sent();
    const states: string[] = [];
    const then = async (work: () => Promise<unknown>): Promise<void> => {
      await work();
      await world.run();
      states.push(only().ticket.state);
    };
    await then(() => world.inNorth((db) => acknowledgeRequest(db, client(world.now()), request)));
    await then(() => world.inNorth((db) => startRequest(db, client(world.now()), request)));
    await then(() => world.inNorth((db) => claimDone(db, client(world.now()), request, { note: "Port closed" })));
    await then(() => world.inNorth((db) => reopenRequest(db, analyst(world.now()), request, { reason: "It is still talking" })));
    await then(() => world.inNorth((db) => claimDone(db, client(world.now()), request, { note: "Now it is" })));
    await then(() => world.inNorth((db) => verifyByHand(db, analyst(world.now()), request, { note: "Seen", events: [] })));
    expect(states).toEqual(["New", "Working", "Done", "Working", "Done", "Done"]);
    expect(says()).toEqual(["soc: Port closed", "soc: It is still talking", "soc: Now it is", "soc: Seen"]);
  });

  test("a person's edit there is never written over", async () => {
    const request = await world.sent();
    itsm.person.rename("1", "Radiology PC");
    itsm.person.move("1", "Waits for customer");
    await world.inNorth((db) => startRequest(db, client(world.now()), request));
    await world.run();
    expect(only().ticket).toMatchObject({ title: "Radiology PC", state: "Waits for customer" });
  });

  test("another team here is another queue there, and the other way", async () => {
    const request = await world.sent();
    await world.inNorth((db) => reroute(db, analyst(world.now()), request, { team: "net", reason: "It is a switch" }));
    await world.run();
    expect(only().ticket.queue).toBe("Network Queue");
    itsm.person.assign("1", "Workstations Queue");
    await world.run();
    expect((await world.page(request)).request.routed).toMatchObject({ team: "ws", reason: "Workstations: chosen by alice (Memory): moved to Workstations Queue in ITSM" });
    expect(only().ticket.queue).toBe("Workstations Queue");
    itsm.person.assign("1", "Elsewhere");
    await world.run();
    expect((await world.ticketsOf(request))[0]?.shown.unmapped).toEqual(["queue Elsewhere"]);
    expect(only().ticket.queue).toBe("Elsewhere");
  });

  test("files cross both ways, once", async () => {
    const request = await world.sent();
    await world.inNorth((db) => addFile(db, analyst(world.now()), request, { name: "hosts.csv", bytes: Uint8Array.of(1, 2, 255) }));
    await world.run();
    itsm.person.attach("1", "photo.png", Uint8Array.of(0, 254));
    for (let i = 0; i < 3; i++) await world.run();
    expect(only().ticket.files.map(({ name }) => name)).toEqual(["hosts.csv", "photo.png"]);
    expect((await world.inNorth((db) => listFiles(db, analyst(), request))).map(({ name, addedBy, size }) => [name, addedBy, size])).toEqual([["hosts.csv", "Analyst A.", 3], ["photo.png", "alice (Memory)", 2]]);
  });

  test("what is cancelled here is rejected there", async () => {
    const request = await world.sent();
    await world.inNorth((db) => cancelRequest(db, analyst(world.now()), request, { reason: "A false alarm" }));
    await world.run();
    expect([only().ticket.state, says()]).toEqual(["Rejected", ["soc: A false alarm"]]);
  });
});

describe("a ticket that is over there, and was not done", () => {
  const reopened = async (): Promise<string> => {
    const request = await world.sent();
    itsm.person.move("1", "Closed");
    await world.run();
    await world.inNorth((db) => reopenRequest(db, analyst(world.now()), request, { reason: "It talks again" }));
    await world.run();
    return request;
  };

  test("is reopened", async () => {
    await reopened();
    expect([itsm.tickets.size, only().ticket.state]).toEqual([1, "Working"]);
  });

  test("stays so with a comment", async () => {
    await world.settings({ reopening: "comment" });
    await reopened();
    expect([itsm.tickets.size, only().ticket.state, says()]).toEqual([1, "Closed", ["soc: It talks again"]]);
  });

  test("is followed by another", async () => {
    await world.settings({ reopening: "new-ticket" });
    const request = await reopened();
    expect([itsm.tickets.size, only().ticket.key, only().ticket.state]).toEqual([2, `${KEY}/R1`, "New"]);
    expect(only().description).toContain("T1");
    itsm.person.move([...itsm.tickets.keys()][1]!, "Done");
    await world.run();
    expect(await world.stateOf(request)).toBe("claimed_done");
  });
});

describe("what people decide in between", () => {
  const say = (request: string, text: string) => world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text }));

  test("one ticket is made in place of one that is over, however often that was found", async () => {
    await world.settings({ reopening: "new-ticket" });
    const request = await world.sent();
    itsm.person.move("1", "Closed");
    await world.run();
    await world.inNorth((db) => reopenRequest(db, analyst(world.now()), request, { reason: "It talks again" }));
    await world.inNorth((db) => acknowledgeRequest(db, client(world.now()), request));
    itsm.faults.push({ method: "create", when: "after", error: cutOff() });
    await world.run();
    const open = (await world.writes()).find(({ content }) => content.kind === "ticket")!;
    await world.inNorth((db) => settleWrite(db, analyst(world.now()), { connector: world.place.id, id: open.id }, { verb: "again", reason: "at once" }));
    for (let i = 0; i < 4; i++) await world.run(90_000);
    expect([itsm.tickets.size, (await world.ticketsOf(request)).map(({ state }) => state)]).toEqual([2, ["ended", "open"]]);
  });

  test("what became TLP:RED since it was written down does not leave", async () => {
    const request = await world.sent();
    await stopConnector(world.deps, client(world.now()), world.place, { reason: "Change freeze" });
    await say(request, "It is PC-1.");
    await world.inNorth((db) => addFile(db, analyst(world.now()), request, { name: "pc-1.csv", bytes: Uint8Array.of(1) }));
    await world.run();
    await world.inNorth((db) => changeIncident(db, analyst(world.now()), world.incident.id, { tlp: "red" }));
    await world.start();
    await world.run();
    expect([JSON.stringify(only().ticket.comments), only().ticket.files]).toEqual([expect.not.stringContaining("PC-1.\\n"), []]);
    expect(only().ticket.comments[0]?.text).not.toContain("It is PC-1.");
  });

  test("a stop holds in the middle of a round", async () => {
    const request = await world.sent();
    const real = itsm.kind.open;
    world.useKind({ ...itsm.kind, open: (opening) => ({
      ...real(opening),
      comment: async (...said) => {
        const id = await real(opening).comment(...said);
        await stopConnector(world.deps, client(world.now()), world.place, { reason: "Stop" }).catch(() => {});
        return id;
      },
    }) });
    for (const text of ["One", "Two", "Three"]) await say(request, text);
    await world.run();
    expect(says()).toEqual(["soc: One"]);
    await world.start();
    await world.run();
    expect(says()).toEqual(["soc: One", "soc: Two"]);
  });

  test("a word of blanks alone stops nothing", async () => {
    const request = await world.sent();
    itsm.person.comment("1", `${" ".repeat(2100)}No.`);
    itsm.person.move("1", "Rejected");
    await world.run();
    expect([await world.stateOf(request), (await world.connector()).problem]).toEqual(["refused", null]);
  });
});

describe("what becomes of tickets", () => {
  test("merged: what it became is followed, and nothing comes twice", async () => {
    const [one, two] = [await world.sent(), await world.sent({ target: { kind: "asset", name: "PC-2" } })];
    itsm.person.comment("1", "The same switch.");
    await world.run();
    const other = [...itsm.tickets.keys()][1]!;
    itsm.person.merge("1", other);
    await world.run();
    itsm.person.comment(other, "Both are done.");
    itsm.person.move(other, "Done");
    await world.run();
    expect([await world.stateOf(one), await world.stateOf(two)]).toEqual(["claimed_done", "claimed_done"]);
    expect((await messages(one)).map((text) => text.slice(16))).toEqual(["The same switch.", "Both are done."]);
    expect((await messages(two)).map((text) => text.slice(16))).toEqual(["The same switch.", "Both are done."]);
  });
});

describe("what breaks", () => {
  test("a refusal is shown with what to do, and keeps nothing else from its turn", async () => {
    const request = await world.sent();
    itsm.faults.push({ method: "comment", when: "before", error: refusal() });
    await world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text: "One" }));
    await world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text: "Two" }));
    await world.run();
    expect(says()).toEqual(["soc: Two"]);
    expect((await world.writes()).filter(({ content }) => content.kind === "comment")).toMatchObject([{ state: "confirmed" }, { state: "refused", words: "The field is mandatory.", todo: expect.stringContaining("mapping") as unknown }]);
  });

  test("a lost account stops the connector, says why, and nothing is lost", async () => {
    const request = await world.sent();
    itsm.faults.push({ method: "comment", when: "before", error: new RemoteError({ problem: "unauthorized", words: "401 token expired", arrived: "no" }) });
    await world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text: "One" }));
    await world.run();
    expect(await world.connector()).toMatchObject({ failures: 1, problem: { problem: "unauthorized", words: "401 token expired", todo: expect.stringContaining("token") as unknown } });
    await world.run(120_000);
    expect([says(), (await world.connector()).problem]).toEqual([["soc: One"], null]);
  });

  test.each(["create", "comment", "transition", "attach"] as const)("an answer that is lost after %s: once", async (method) => {
    if (method === "create") itsm.faults.push({ method, when: "after", error: cutOff() });
    const request = await world.sent();
    if (method !== "create") itsm.faults.push({ method, when: "after", error: cutOff() });
    await world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text: "One" }));
    await world.inNorth((db) => addFile(db, analyst(world.now()), request, { name: "a.txt", bytes: Uint8Array.of(7) }));
    await world.inNorth((db) => startRequest(db, client(world.now()), request, {}));
    for (let i = 0; i < 6; i++) await world.run(90_000);
    const { ticket } = only();
    expect([itsm.tickets.size, ticket.state, ticket.comments.length, ticket.files.length]).toEqual([1, "Working", 1, 1]);
    expect(await messages(request)).toEqual(["Analyst A.: One"]);
    expect((await world.writes()).map(({ state }) => state)).not.toContain("unknown");
  });

  // Each run ends at some point and never comes back; then another process goes on.
  test("a process that dies anywhere leaves each thing once", async () => {
    const method = fc.constantFrom("create", "comment", "transition", "attach", "read", "changes");
    const death = fc.record({ method, when: fc.constantFrom("before" as const, "after" as const) });
    await fc.assert(fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: 4 }), async (deaths) => {
      world = await syncWorld((now) => memoryItsm(now));
      itsm = world.itsm;
      itsm.faults.push(...deaths.map((one) => ({ ...one, error: "crash" as const })));
      const request = await world.queued();
      const settle = async (): Promise<void> => { for (let i = 0; i < deaths.length + 6; i++) await world.runOrDie(95_000); };
      await settle();
      await world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text: "Mind the printer." }));
      await world.inNorth((db) => addFile(db, analyst(world.now()), request, { name: "a.txt", bytes: Uint8Array.of(7) }));
      await world.inNorth((db) => startRequest(db, client(world.now()), request, {}));
      itsm.person.comment([...itsm.tickets.keys()][0]!, "Which port?");
      await settle();
      const { ticket } = only();
      expect([itsm.tickets.size, ticket.state, ticket.files.length]).toEqual([1, "Working", 1]);
      expect(says().toSorted()).toEqual(["alice: Which port?", "soc: Mind the printer."]);
      expect((await messages(request)).toSorted()).toEqual(["Analyst A.: Mind the printer.", "alice (Memory): Which port?"]);
      itsm.release();
    }), { numRuns: 12 });
  }, 240_000);
});

test("off, nothing more is asked of the other side", async () => {
  await world.sent();
  await useConnector(world.deps, analyst(world.now()), world.place, { use: "off", reason: "The contract ends" });
  itsm.calls.length = 0;
  await world.run();
  expect(itsm.calls).toEqual([]);
});
