// The whole way: a request and its ticket in systems whose fakes have their traps, kept in step by the sync.
import { afterEach, describe, expect, test } from "vitest";
import type { AnyConnectorKind } from "../../src/requests/connectors/connector.ts";
import { claimDone, sayMessage, startRequest } from "../../src/requests/index.ts";
import { client, analyst } from "../requests.ts";
import { glpiSide } from "./fakes/glpi-side.ts";
import { itopSide } from "./fakes/itop-side.ts";
import { zammadSide } from "./fakes/zammad-side.ts";
import { memoryItsm } from "./memory.ts";
import type { OtherSide } from "./other-side.ts";
import { openAt } from "./suite/stage.ts";
import { syncWorld, type SyncWorld } from "./sync-world.ts";

const SIDES: readonly (readonly [name: string, start: () => Promise<OtherSide>])[] = [["iTop", () => itopSide()], ["GLPI by its older API", () => glpiSide()], ["GLPI by its newer API", () => glpiSide({ api: "v2", layers: 0 })], ["Zammad", () => zammadSide()]];

let other: OtherSide;
afterEach(() => other.stop());

/** The world of the sync with this system as its ITSM. */
async function worldWith(start: () => Promise<OtherSide>): Promise<SyncWorld> {
  other = await start();
  const world = await syncWorld((now) => memoryItsm(now));
  const { states, moves, capabilities, product } = other.kind;
  const connector = openAt(other.kind, other.url, other);
  const kind: AnyConnectorKind = { ...other.kind, kind: "memory", product, capabilities, states, moves, options: memoryItsm(world.now).kind.options, open: () => connector };
  const [workstations = "", network = ""] = other.queues ?? [];
  await world.settings({ teams: { ws: workstations, net: network }, priorities: { high: other.priority ?? "" } });
  world.useKind(kind);
  return world;
}

describe.each(SIDES)("with %s", (_, start) => {
  const messages = async (world: SyncWorld, id: string): Promise<readonly string[]> => (await world.page(id)).thread.filter(({ type }) => type === "message").map(({ text }) => text);

  test("a request is made once, what both say crosses once, and nobody is taken to have begun", async () => {
    const world = await worldWith(start);
    const request = await world.sent();
    const [ticket] = await world.ticketsOf(request);
    expect(ticket).toMatchObject({ state: "open", shown: { queue: other.queues?.[0], priority: other.priority, notAccepted: [], unmapped: [] } });
    for (let round = 0; round < 3; round++) await world.run();
    expect(await world.stateOf(request)).toBe("sent");
    await world.inNorth((db) => sayMessage(db, analyst(world.now()), request, { text: "Mind the <printer>." }));
    await world.run();
    await other.person.comment?.(ticket?.remoteId ?? "", "Which port?", "public");
    await other.person.comment?.(ticket?.remoteId ?? "", "Not for the SOC.", "internal");
    for (let round = 0; round < 4; round++) await world.run();
    expect(await messages(world, request)).toEqual(["Mind the <printer>.", "Which port?"]);
    expect((await world.writes()).map(({ state }) => state).filter((state) => state !== "confirmed")).toEqual([]);
    expect(await other.count(ticket?.key ?? "")).toBe(1);
  });

  test("a person begins and ends it there", async () => {
    const world = await worldWith(start);
    const request = await world.sent();
    const id = (await world.ticketsOf(request))[0]?.remoteId ?? "";
    await other.person.move(id, other.working);
    for (let round = 0; round < 2; round++) await world.run();
    expect(await world.stateOf(request)).toBe("in_progress");
    await other.person.move(id, other.ended);
    for (let round = 0; round < 2; round++) await world.run();
    expect(await world.stateOf(request)).toBe("claimed_done");
  });

  test("a person begins and ends it here, and our own note does not come back", async () => {
    const world = await worldWith(start);
    const request = await world.sent();
    const id = (await world.ticketsOf(request))[0]?.remoteId ?? "";
    await world.inNorth((db) => startRequest(db, client(world.now()), request, { note: "on it" }));
    await world.run();
    expect((await other.look(id)).state).toBe(other.working);
    await world.inNorth((db) => claimDone(db, client(world.now()), request, { note: "done" }));
    await world.run();
    expect((await other.look(id)).state).toBe(other.ended);
    const before = await messages(world, request);
    for (let round = 0; round < 4; round++) await world.run();
    expect(await messages(world, request)).toEqual(before);
    expect(before.filter((text) => /NOR-R-/.test(text))).toEqual([]);
  });

  test("what is removed there is told here", async () => {
    const world = await worldWith(start);
    const request = await world.sent();
    await world.run();
    await other.person.remove?.((await world.ticketsOf(request))[0]?.remoteId ?? "");
    await world.run();
    expect((await world.ticketsOf(request))[0]).toMatchObject({ state: "open", problem: expect.stringContaining("Not to be seen") as unknown });
    for (let round = 0; round < 6; round++) await world.run(31 * 60_000);
    expect((await world.ticketsOf(request))[0]?.state).toBe("gone");
  });
});
