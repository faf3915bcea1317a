import { beforeEach, describe, expect, test } from "vitest";
import { analyst, at, client, HOUR, playbook, requestWorld, type RequestWorld } from "../../test/requests.ts";
import { retireAsset } from "../cmdb/index.ts";
import { readJournal, withSystem } from "../store/index.ts";
import { mergeIncidents, openIncident } from "../incidents/index.ts";
import { acknowledgeRequest, cancelRequest, checkRequest, claimDone, findRequest, followIncidents, listRequests, type Look, openRequestsOf, saveRoutes, sendRequest, showRequest } from "./index.ts";

let world: RequestWorld;
beforeEach(async () => {
  world = await requestWorld();
});

test("the team is asked of the CMDB again when it is sent", async () => {
  await world.inNorth((db) => saveRoutes(db, analyst(), { routes: [{ scope: "fallback", team: "ws" }], reason: "for a test" }));
  const { id, routed } = await world.make();
  expect(routed.by).toBe("owner");
  await retireAsset(world.state, analyst(), "north", { id: "PC-1", reason: "scrapped" });
  expect(await world.inNorth((db) => sendRequest(db, analyst(), id))).toMatchObject({ routed: { by: "fallback", reason: "Workstations: takes what nobody else has; PC-1 is retired in the CMDB" } });
  expect((await world.inNorth((db) => showRequest(db, analyst(), id))).teamWarning).toBe("PC-1 was retired in the CMDB: is there still something to do?");
});

describe("verification", () => {
  const claimed = async (): Promise<string> => {
    const { id } = await world.make();
    await world.inNorth((db) => sendRequest(db, analyst(), id));
    await world.deliver();
    await world.inNorth((db) => acknowledgeRequest(db, client(), id));
    await world.inNorth((db) => claimDone(db, client(), id, { note: "Port closed" }));
    return id;
  };
  const seen = (id: string, source: string) => ({ id: id.repeat(32), time: at(HOUR / 2), source });
  const look = (ofHost: readonly ReturnType<typeof seen>[]): Look => ({
    events: async (_, query) => ({ complete: true, events: query.startsWith("vigie.source") ? [seen("b", "dc")] : ofHost }),
    sources: async () => ({ sources: ["dc"], complete: true }),
  });

  test("proven: verified by the platform, and no more open", async () => {
    const id = await claimed();
    expect(await world.inNorth((db) => openRequestsOf(db, world.incident.id))).toHaveLength(1);
    expect(await checkRequest({ state: world.state, look: look([]) }, playbook(at(HOUR)), "north", id)).toMatchObject({ state: "verified", verification: { outcome: "verified" }, checkAt: null });
    expect(await world.inNorth((db) => openRequestsOf(db, world.incident.id))).toEqual([]);
  });

  test("contradicted: reopened with the event, and the clocks run anew", async () => {
    const id = await claimed();
    const after = await checkRequest({ state: world.state, look: look([seen("a", "dc")]) }, playbook(at(HOUR)), "north", id);
    expect(after).toMatchObject({ state: "reopened", verification: { outcome: "contradicted", checks: [{ events: ["a".repeat(32)] }] } });
    expect(after.dueAt!.getTime()).toBeGreaterThan(at(HOUR).getTime());
    const facts = await withSystem(world.state, (db) => db.sql.selectFrom("outbox").select("details").where("kind", "=", "request.reopened").execute());
    expect(facts).toMatchObject([{ details: { events: ["a".repeat(32)] } }]);
  });

  test("not proven until the end: an analyst decides", async () => {
    const id = await claimed();
    const blind: Look = { events: async () => ({ events: [], complete: true }), sources: async () => ({ sources: [], complete: true }) };
    expect(await checkRequest({ state: world.state, look: blind }, playbook(at(25 * HOUR)), "north", id)).toMatchObject({ state: "claimed_done", checkAt: null, verification: { outcome: "cannot-tell", words: expect.stringContaining("an analyst decides") as string } });
  });
});

test("no walk of people leads to a count that does not balance", async () => {
  for (let i = 0; i < 6; i++) await world.make();
  for (const id of ["r1", "r2", "r3"]) await world.inNorth((db) => sendRequest(db, analyst(), id));
  await world.deliver();
  await world.inNorth((db) => cancelRequest(db, analyst(), "r4", { reason: "not needed" }));
  const { requests, counts } = await world.inNorth((db) => listRequests(db, analyst(), { view: "all", limit: 100 }));
  const open = Object.values(counts.byState).reduce((sum, n) => sum + n, 0);
  expect(open + counts.done).toBe(requests.length);
  expect(counts.byTeam.reduce((sum, team) => sum + team.open, 0)).toBe(open);
});

test("the requests of a merged incident go with it", async () => {
  await world.make();
  const other = await world.inNorth((db) => openIncident(db, analyst(), { title: "The same", severity: "high", origin: "provider" }));
  await world.inNorth((db) => mergeIncidents(db, analyst(), other.id, [world.incident.id], "the same"));
  // Before the outbox was read: whoever would close it is told of what is open.
  expect(await world.inNorth((db) => openRequestsOf(db, other.id))).toMatchObject([{ ref: "NOR-R-0001" }]);
  while ((await followIncidents(world.state, at(HOUR))) > 0);
  expect(await world.inNorth((db) => findRequest(db, analyst(), "r1"))).toMatchObject({ incident: { id: other.id, ref: other.ref } });
  expect(await world.inNorth((db) => openRequestsOf(db, other.id))).toHaveLength(1);
  expect((await world.inNorth((db) => readJournal(db, { limit: 1, action: "request.moved" })))[0]).toMatchObject({ subject: "NOR-R-0001" });
  expect((await world.inNorth((db) => showRequest(db, analyst(), "r1"))).thread.at(-1)).toMatchObject({ text: `Its incident was merged into ${other.ref}.` });
});
