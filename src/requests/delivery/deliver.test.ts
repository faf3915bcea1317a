// What a crash, a lost answer or a refusal leaves: once, or shown as unknown; never twice, never lost.
import { beforeEach, describe, expect, test } from "vitest";
import { analyst, at, HOUR, requestWorld, type RequestWorld, START } from "../../../test/requests.ts";
import { cancelRequest, type Delivery, type ReadBack, sendRequest, settleDelivery, showRequest } from "../index.ts";

let world: RequestWorld;
beforeEach(async () => {
  world = await requestWorld();
});

describe("delivery outside", () => {
  /** Another system, with what it holds by our key. */
  function system(behaves: { readonly send?: (put: () => string) => Promise<string>; readonly read?: () => ReadBack } = {}) {
    const held = new Map<string, string>();
    let tried = 0;
    const delivery: Delivery = {
      channel: "glpi",
      send: async (_sheet, key) => {
        tried += 1;
        // It knows no keys that are there already: whoever sends twice makes two.
        const put = (): string => {
          held.set(`${key}#${held.size + 1}`, key);
          return `GLPI ${held.size}`;
        };
        return { ok: true, remoteId: await (behaves.send?.(put) ?? Promise.resolve(put())) };
      },
      readBack: async (key) => behaves.read?.() ?? ([...held.values()].includes(key) ? { found: "yes", remoteId: "GLPI 1" } : { found: "no" }),
    };
    return { delivery, count: () => held.size, tried: () => tried };
  }
  const queued = async (): Promise<string> => {
    const { id } = await world.make();
    await world.inNorth((db) => sendRequest(db, analyst(), id));
    return id;
  };
  const last = async (id: string) => (await world.inNorth((db) => showRequest(db, analyst(), id))).deliveries.at(-1);

  test("arrives, and is known by the other system's name", async () => {
    const [id, glpi] = [await queued(), system()];
    await world.deliver(START, () => glpi.delivery);
    expect(await last(id)).toMatchObject({ state: "sent", channel: "glpi", remoteId: "GLPI 1", key: "NOR-R-0001/1" });
    expect([await world.stateOf(id), glpi.count()]).toEqual(["sent", 1]);
  });

  test("a lost answer is looked up: it is there once", async () => {
    const glpi = system({ send: async (put) => { put(); throw new Error("the connection broke"); } });
    const id = await queued();
    await world.deliver(START, () => glpi.delivery);
    expect([await world.stateOf(id), glpi.count()]).toEqual(["sent", 1]);
  });

  test("a crash after the write is looked up once the lease is over: never twice", async () => {
    const id = await queued();
    const glpi = system({ send: (put) => { put(); return new Promise(() => {}); } });
    void world.deliver(START, () => glpi.delivery);
    await expect.poll(glpi.count).toBe(1);
    expect(await world.deliver(at(60_000), () => glpi.delivery)).toBe(0);
    await world.deliver(at(6 * 60_000), () => glpi.delivery);
    expect([await world.stateOf(id), glpi.count(), glpi.tried()]).toEqual(["sent", 1, 1]);
  });

  test("a crash before the write is sent then: never lost", async () => {
    const id = await queued();
    const [dead, glpi] = [system({ send: () => new Promise(() => {}) }), system()];
    void world.deliver(START, () => dead.delivery);
    await expect.poll(dead.tried).toBe(1);
    await world.deliver(at(6 * 60_000), () => glpi.delivery);
    expect([await world.stateOf(id), glpi.count()]).toEqual(["sent", 1]);
  });

  test("what nobody can tell is shown as unknown, sent no more, and settled by a person", async () => {
    const glpi = system({ send: async () => { throw new Error("timeout"); }, read: () => ({ found: "unknown", why: "its search is behind" }) });
    const id = await queued();
    await world.deliver(START, () => glpi.delivery);
    expect(await last(id)).toMatchObject({ state: "unknown", problem: "Nobody can tell whether it arrived: its search is behind" });
    expect(await world.deliver(at(HOUR), () => glpi.delivery)).toBe(0);
    expect(await world.inNorth((db) => settleDelivery(db, analyst(), id, { arrived: true, reason: "I see it there" }))).toMatchObject({ state: "sent" });
  });

  test("sent anew where a person sees that it did not arrive", async () => {
    const glpi = system({ send: async () => { throw new Error("timeout"); }, read: () => ({ found: "unknown", why: "no search" }) });
    const id = await queued();
    await world.deliver(START, () => glpi.delivery);
    await world.inNorth((db) => settleDelivery(db, analyst(), id, { arrived: false, reason: "It is not there" }));
    await world.deliver();
    expect(await world.stateOf(id)).toBe("sent");
    expect((await last(id))?.key).toBe("NOR-R-0001/2");
  });

  test("a refusal is tried again with growing pauses, then shown as failed", async () => {
    const id = await queued();
    const glpi = system();
    const refusing: Delivery = { ...glpi.delivery, send: async () => ({ ok: false, problem: "503", retry: true }) };
    let tries = 0;
    for (let minutes = 0; minutes <= 240; minutes++) tries += await world.deliver(at(minutes * 60_000), () => refusing);
    expect([await last(id), tries]).toMatchObject([{ state: "failed", problem: "503", attempt: 8 }, 8]);
  });

  test("two processes at once send it once", async () => {
    const [id, glpi] = [await queued(), system()];
    await Promise.all([world.deliver(START, () => glpi.delivery), world.deliver(START, () => glpi.delivery), world.deliver(START, () => glpi.delivery)]);
    expect([await world.stateOf(id), glpi.count()]).toEqual(["sent", 1]);
  });

  test("what is cancelled before it goes out does not", async () => {
    const id = await queued();
    await world.inNorth((db) => cancelRequest(db, analyst(), id, { reason: "not needed" }));
    expect(await world.deliver()).toBe(0);
    expect((await last(id))?.state).toBe("withdrawn");
  });
});
