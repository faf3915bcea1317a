import { expect } from "vitest";
import type { NewTicket } from "../../../src/requests/connectors/connector.ts";
import { FAULTS } from "../faults.ts";
import { refusalOf, type Stage, ticketAt, until } from "./stage.ts";

/** Probing, making, finding and changing tickets. */
export const ticketTests = {
  "it tells account, rights and clock": async ({ connector, faults }: Stage) => {
    const { account, checks, skewMs } = await connector.probe();
    expect(account, "as whom we are known").not.toBeNull();
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    for (const { name, words } of checks) expect(`${name}: ${words}`).toMatch(/\w+: .+/);
    expect(Math.abs(skewMs ?? 0)).toBeLessThan(60_000);
    expect(faults.asked.filter(({ method }) => ["PUT", "PATCH", "DELETE"].includes(method)), "a probe writes nothing").toEqual([]);
  },

  "it sees a clock that is an hour off": async ({ connector, faults }: Stage) => {
    faults.setClock(3_600_000);
    const { skewMs } = await connector.probe();
    expect(Math.abs((skewMs ?? 0) - 3_600_000), `the clock is ${skewMs} ms ahead`).toBeLessThan(60_000);
  },

  "a ticket comes back as it was made": async (stage: Stage) => {
    const { other, can, connector } = stage;
    const { id, asked } = await stage.made();
    const ticket = await ticketAt(stage, id);
    expect(ticket).toMatchObject({ id, title: asked.title });
    if (can.queues && asked.queue !== null) expect(ticket.queue).toBe(asked.queue);
    if (can.priorities && asked.priority !== null) expect(ticket.priority).toBe(asked.priority);
    expect(ticket.number).not.toBe("");
    expect([asked.key, null]).toContain(ticket.key);
    expect(Object.keys(other.kind.states), "its first state has a meaning out of the box").toContain(ticket.state);
    expect(ticket.comments.filter(({ text }) => text.includes("block it")), "what it says is no comment").toEqual([]);
    expect(await other.look(id)).toEqual({ title: asked.title, state: ticket.state });
    expect((await ticketAt({ connector }, id)).version, "reading changes nothing").toBe(ticket.version);
  },

  "a ticket is found by its key, and no similar one is": async (stage: Stage) => {
    const { connector, can } = stage;
    const { id, asked: { key } } = await stage.made();
    const longer = `${key}1`;
    const again = `${key}/2`;
    const { id: other } = await stage.made({ key: again, title: `[${again}] Block the host` });
    const find = (wanted: string) => until(() => connector.findByKey(wanted), ({ found }) => can.findsKey === "at once" || found === "yes");
    expect(await find(key)).toEqual({ found: "yes", id });
    expect(await find(again)).toEqual({ found: "yes", id: other });
    for (const nobodys of [longer, key.slice(0, -1), `${key}/3`, `${key}/22`, `X${key}`]) expect((await connector.findByKey(nobodys)).found, nobodys).not.toBe("yes");
  },

  "a ticket whose making was not answered is made once": async (stage: Stage) => {
    const { connector, other, faults, can } = stage;
    const asked = stage.newTicket();
    await stage.open().create(stage.newTicket());
    const write = faults.asked.findLastIndex(({ method }) => method !== "GET");
    const after = FAULTS.find(({ name }) => name === "cut after");
    if (after === undefined) throw new Error("there is no such fault");
    await faults.clear();
    faults.arm(after, write);
    expect((await refusalOf(stage.open().create(asked))).arrived).toBe("maybe");
    await faults.clear();
    const found = await until(() => connector.findByKey(asked.key), (seen) => can.findsKey === "at once" || seen.found === "yes");
    expect(found.found, "as the sync looks before it makes another").toBe("yes");
    expect(await other.count(asked.key)).toBe(1);
  },

  "an update changes the named fields alone": async (stage: Stage) => {
    const { other, connector, can } = stage;
    const { id, asked } = await stage.made({ priority: null });
    const persons = `${asked.title}, as a person says it`;
    await other.person.rename(id, persons);
    const change = can.priorities && other.priority !== null ? { priority: other.priority } : { queue: other.queues?.[1] ?? "" };
    await connector.update(id, change, null);
    const after = await ticketAt(stage, id);
    expect(after).toMatchObject({ title: persons, ...change });
    if (can.queues && other.queues !== null) {
      await connector.update(id, { queue: other.queues[1] }, null);
      expect(await ticketAt(stage, id)).toMatchObject({ title: persons, ...change, queue: other.queues[1] });
    }
    const ours = `${asked.title}, as we say it`;
    await connector.update(id, { title: ours }, null);
    expect((await other.look(id)).title).toBe(ours);
    if (can.queues && other.queues !== null) await refusedQueue(stage, id, asked);
  },

  "an update of what changed meanwhile is refused": async (stage: Stage) => {
    const { other, connector } = stage;
    const { id, asked } = await stage.made();
    const { version } = await ticketAt(stage, id);
    expect(version).not.toBeNull();
    const persons = `${asked.title}, as a person says it`;
    await other.person.rename(id, persons);
    expect(await refusalOf(connector.update(id, { title: `${asked.title}, too late` }, version))).toMatchObject({ problem: "changed", arrived: "no" });
    expect(await refusalOf(connector.transition(id, other.working, "a note", version))).toMatchObject({ problem: "changed", arrived: "no" });
    expect((await other.look(id)).title).toBe(persons);
    const now = await ticketAt(stage, id);
    await connector.update(id, { title: `${asked.title}, in time` }, now.version);
    expect((await other.look(id)).title).toBe(`${asked.title}, in time`);
  },

  "a ticket goes into a state and back": async (stage: Stage) => {
    const { other, connector } = stage;
    const { id } = await stage.made();
    for (const state of [other.working, other.ended, other.working]) {
      await connector.transition(id, state, "Because the SOC says so.", null);
      expect((await ticketAt(stage, id)).state).toBe(state);
      expect((await other.look(id)).state).toBe(state);
    }
    await connector.transition(id, other.working, "It is there already.", null);
    expect((await other.look(id)).state).toBe(other.working);
  },

  "an unknown state is refused, and nothing changes": async (stage: Stage) => {
    const { other, connector } = stage;
    const { id } = await stage.made();
    const before = await other.look(id);
    const refusal = await refusalOf(connector.transition(id, "No such state ' \" <b>", "a note", null));
    expect(refusal).toMatchObject({ problem: "refused", arrived: "no" });
    expect(refusal.todo.length).toBeGreaterThan(10);
    expect(await other.look(id)).toEqual(before);
  },
};

/** A queue that does not exist: refused at once, or seen when it is read back. */
async function refusedQueue(stage: Stage, id: string, { queue }: NewTicket): Promise<void> {
  const { connector } = stage;
  const before = await ticketAt(stage, id);
  await connector.update(id, { queue: "No such queue" }, null).catch(async (error: unknown) => {
    expect(await refusalOf(Promise.reject(error))).toMatchObject({ arrived: "no" });
  });
  expect((await ticketAt(stage, id)).queue).toBe(before.queue);
  const key = stage.newKey();
  await refusalOf(connector.create(stage.newTicket({ key, queue: "No such queue" })));
  expect(await stage.other.count(key), `with ${queue} it was made`).toBe(0);
}
