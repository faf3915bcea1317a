// What one round does, and what it leaves to the next.
import { beforeEach, expect, test } from "vitest";
import { memoryItsm, type Memory } from "../../../test/connectors/memory.ts";
import { syncWorld, type SyncWorld } from "../../../test/connectors/sync-world.ts";
import { analyst } from "../../../test/requests.ts";
import { RemoteError } from "../../outbound/index.ts";
import { sayMessage } from "../index.ts";

let world: SyncWorld;
let itsm: Memory;
beforeEach(async () => {
  world = await syncWorld((now) => memoryItsm(now));
  itsm = world.itsm;
});

const say = (id: string, text: string) => world.inNorth((db) => sayMessage(db, analyst(world.now()), id, { text }));

test("the other side is asked until it has told all, however much that is", async () => {
  const id = await world.sent();
  const real = itsm.kind.open;
  let pages = 0;
  world.useKind({ ...itsm.kind, open: (opening) => ({ ...real(opening), changes: async () => {
    itsm.calls.push("changes");
    pages += 1;
    return pages < 45 ? { ids: [], cursor: `page ${pages}`, more: true } : { ids: ["1"], cursor: "end", more: false };
  } }) });
  itsm.person.move("1", "Done");
  await world.run();
  expect([await world.stateOf(id), (await world.connector()).cursor]).toEqual(["claimed_done", "end"]);
});

test("a word that breaks the other side each time keeps nothing else from its turn, and is refused in the end", async () => {
  const id = await world.sent();
  const other = await world.sent({ target: { kind: "asset", name: "PC-2" } });
  const real = itsm.kind.open;
  world.useKind({ ...itsm.kind, open: (opening) => ({ ...real(opening), comment: async (ticket, text, ...rest) => {
    if (text.includes("poison")) throw new RemoteError({ problem: "failing", words: "500", arrived: "maybe" });
    return real(opening).comment(ticket, text, ...rest);
  } }) });
  await say(id, "poison");
  for (let rounds = 0; rounds < 4; rounds++) await world.run(20 * 60_000);
  await say(other, "Mind the printer.");
  await world.run();
  expect([...itsm.tickets.values()][1]?.ticket.comments.length).toBe(1);
  for (let rounds = 0; rounds < 40; rounds++) await world.run(3 * 3_600_000);
  expect((await world.page(id)).writes).toMatchObject([{ state: "refused", words: expect.stringContaining("nobody can tell whether it is there") as unknown }]);
}, 60_000);

test("an outage of a day loses nothing", async () => {
  const id = await world.sent();
  const real = itsm.kind.open;
  const down = async (): Promise<never> => { throw new RemoteError({ problem: "unreachable", words: "no route to host", arrived: "no" }); };
  world.useKind({ ...itsm.kind, open: (opening) => ({ ...real(opening), comment: down, read: down, changes: down }) });
  await say(id, "Mind the printer.");
  for (let rounds = 0; rounds < 24; rounds++) await world.run(3_600_000);
  world.useKind(itsm.kind);
  await world.run(3_600_000);
  expect([[...itsm.tickets.values()][0]?.ticket.comments.length, (await world.writes()).map(({ state }) => state), (await world.connector()).problem]).toEqual([1, ["confirmed"], null]);
});
