// Deliveries to a connector that are slow or in doubt, while people and other processes go on.
import { beforeEach, describe, expect, test } from "vitest";
import { cutOff, memoryItsm, type Memory } from "../../../test/connectors/memory.ts";
import { syncWorld, type SyncWorld } from "../../../test/connectors/sync-world.ts";
import { analyst, at, client, requestWorld } from "../../../test/requests.ts";
import { teams } from "../../cmdb/index.ts";
import { cancelRequest, createConnectors, deliverDue, reroute, sayMessage, sendRequest, settleDelivery } from "../index.ts";
import { removeConnector, stopConnector } from "../sync/setup/manage.ts";
import { deliverAsTicket } from "../sync/ticket/deliver-ticket.ts";
import { createDeliveries } from "./deliver.ts";

describe("to a connector", () => {
  let world: SyncWorld;
  let itsm: Memory;
  beforeEach(async () => {
    world = await syncWorld((now) => memoryItsm(now));
    itsm = world.itsm;
  });
  const last = async (id: string) => (await world.page(id)).deliveries.at(-1);
  /** It is made there, and every look fails from then on. */
  const inDoubt = async (): Promise<string> => {
    const real = itsm.kind.open;
    let isMade = false;
    world.useKind({ ...itsm.kind, open: (opening) => ({
      ...real(opening),
      create: async (ticket) => {
        await real(opening).create(ticket);
        isMade = true;
        throw cutOff();
      },
      findByKey: async (key) => {
        if (isMade) throw cutOff();
        return real(opening).findByKey(key);
      },
    }) });
    const id = await world.queued();
    await world.run(1000);
    expect([itsm.tickets.size, (await last(id))?.state]).toEqual([1, "sending"]);
    return id;
  };

  test("a look that takes longer than the lease is claimed again: another process had it meanwhile", async () => {
    const real = itsm.kind.open;
    let letGo: (() => void) | undefined;
    world.useKind({ ...itsm.kind, open: (opening) => ({ ...real(opening), findByKey: async (key) => {
      const found = await real(opening).findByKey(key);
      if (letGo === undefined) await new Promise<void>((go) => { letGo = go; });
      return found;
    } }) });
    const id = await world.queued();
    const began = world.now().getTime();
    const process = (ms: number) => {
      const now = (): Date => new Date(began + ms);
      return deliverDue({ state: world.state, now, deliveryOf: deliverAsTicket({ now, connectors: createConnectors(world.deps), linkOf: (ref) => ref }) });
    };
    const slow = process(1000);
    await expect.poll(() => letGo).toBeDefined();
    await process(95_000);
    letGo?.();
    await slow;
    expect([itsm.tickets.size, (await world.ticketsOf(id)).map(({ remoteId }) => remoteId), (await last(id))?.remoteId]).toEqual([1, ["1"], "1"]);
  });

  test("a process that lives keeps what it took up, however slow the other side is", async () => {
    const real = itsm.kind.open;
    let letGo: (() => void) | undefined;
    world.useKind({ ...itsm.kind, open: (opening) => ({ ...real(opening), findByKey: async (key) => {
      if (letGo === undefined) await new Promise<void>((go) => { letGo = go; });
      return real(opening).findByKey(key);
    } }) });
    const id = await world.queued();
    const clock = { ms: world.now().getTime() + 1000 };
    const now = (): Date => new Date(clock.ms);
    const deps = { state: world.state, now, deliveryOf: deliverAsTicket({ now, connectors: createConnectors(world.deps), linkOf: (ref) => ref }) };
    const slow = deliverDue({ ...deps, beatMs: 20 });
    await expect.poll(() => letGo).toBeDefined();
    clock.ms += 80_000;
    await expect.poll(async () => (await last(id))?.triedAt?.getTime()).toBe(clock.ms);
    clock.ms += 80_000;
    expect(await deliverDue(deps)).toBe(0);
    letGo?.();
    await slow;
    expect([itsm.tickets.size, await world.stateOf(id)]).toEqual([1, "sent"]);
  });

  test("what may be there is not cancelled while the connector is stopped, and found when it goes on", async () => {
    const id = await inDoubt();
    await stopConnector(world.deps, client(world.now()), world.place, { reason: "Change freeze" });
    await world.run(120_000);
    await expect(world.inNorth((db) => cancelRequest(db, analyst(world.now()), id, { reason: "no longer" }))).rejects.toThrow(/on its way[^]*Change freeze/);
    world.useKind(itsm.kind);
    await world.start();
    await world.run(120_000);
    expect([itsm.tickets.size, await world.stateOf(id), (await world.ticketsOf(id)).length]).toEqual([1, "sent", 1]);
  });

  test("what may be there does not go to the portal because the connector is off: a person looks", async () => {
    const id = await inDoubt();
    await world.setUse("off");
    await world.run(120_000);
    expect([await world.stateOf(id), await last(id)]).toMatchObject(["queued", { state: "unknown", problem: expect.stringContaining("the connector ITSM is off") as unknown }]);
  });

  test("nor because the connector was removed", async () => {
    const id = await inDoubt();
    await removeConnector(world.deps, analyst(world.now()), world.place, { reason: "The contract ends" });
    await world.run(120_000);
    expect(await last(id)).toMatchObject({ state: "unknown", problem: expect.stringContaining("removed") as unknown });
  });

  test("what may be there is looked for there, though another team has it now that works in the portal", async () => {
    const id = await inDoubt();
    await teams.create(world.state, analyst(), "north", { id: "other", given: { name: "Other", contact: null, email: null, phone: null, itsmName: null } });
    await world.inNorth((db) => reroute(db, analyst(world.now()), id, { team: "other", reason: "A printer" }));
    world.useKind(itsm.kind);
    await world.run(120_000);
    expect([await world.stateOf(id), (await world.ticketsOf(id)).length]).toEqual(["sent", 1]);
  });

  test("and where it is not there, it goes to that team", async () => {
    const id = await inDoubt();
    await teams.create(world.state, analyst(), "north", { id: "other", given: { name: "Other", contact: null, email: null, phone: null, itsmName: null } });
    await world.inNorth((db) => reroute(db, analyst(world.now()), id, { team: "other", reason: "A printer" }));
    world.useKind({ ...itsm.kind, open: (opening) => ({ ...itsm.kind.open(opening), findByKey: async () => ({ found: "no" }) }) });
    await world.run(120_000);
    expect([await world.stateOf(id), (await world.ticketsOf(id)).length, await last(id)]).toMatchObject(["sent", 0, { channel: "portal", connector: null }]);
  });

  test("what was said before goes into the ticket that a person found", async () => {
    const id = await inDoubt();
    await world.inNorth((db) => sayMessage(db, analyst(world.now()), id, { text: "Mind the printer." }));
    for (let tries = 0; tries < 9; tries++) await world.run(120_000);
    expect((await last(id))?.state).toBe("unknown");
    world.useKind(itsm.kind);
    await world.inNorth((db) => settleDelivery(db, analyst(world.now()), id, { arrived: true, ticket: "1", reason: "I see it" }));
    await world.run();
    expect([...itsm.tickets.values()][0]?.ticket.comments.map(({ text }) => text.split("\n")[2])).toEqual(["Mind the printer.", "I see it"]);
  });
});

test("a system that does not answer keeps those of others from nothing", async () => {
  const world = await requestWorld();
  const send = async (place: string): Promise<string> => {
    const { id } = await world.make({ place });
    await world.inNorth((db) => sendRequest(db, analyst(), id));
    return id;
  };
  for (let count = 0; count < 9; count++) await send("dead");
  const living = await send("living");
  let asked = 0;
  const deliveries = createDeliveries({ state: world.state, now: () => at(1000), deliveryOf: async (_db, { place }) => ({
    channel: place ?? "", connector: place ?? "", readBack: async () => ({ found: "no" }),
    send: async () => {
      if (place === "living") return { ok: true, remoteId: "1" };
      asked += 1;
      return new Promise(() => {});
    },
  }) });
  await deliveries.begin();
  await expect.poll(() => world.stateOf(living)).toBe("sent");
  expect([asked, await deliveries.begin()]).toEqual([6, 0]);
});
