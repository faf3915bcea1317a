import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Connector, type NewTicket, type Ticket } from "../../src/requests/connectors/connector.ts";
import { itop } from "../../src/requests/connectors/itop/index.ts";
import { stimuliBetween } from "../../src/requests/connectors/itop/life.ts";
import { contractSuite } from "./contract.ts";
import { ITOP_OPTIONS, itopSide } from "./fakes/itop-side.ts";
import { type FakeItop, startItop } from "./fakes/itop.ts";
import { openAt, refusalOf } from "./suite/stage.ts";

contractSuite("iTop, incidents", () => itopSide());
contractSuite("iTop, user requests with a field for the key, in another zone", () => itopSide({ class: "UserRequest", zone: "America/New_York", keyField: "soc_key" }));

let fake: FakeItop;
let connector: Connector;
let now: Date;

const opened = (options: object = {}, password = "pä&ss="): Connector => openAt(itop, fake.url, { options: { ...ITOP_OPTIONS, ...options }, secrets: { password } });
const ticketOf = (key: string, more: Partial<NewTicket> = {}): NewTicket => ({ key, title: `[${key}] Block the host`, text: [{ kind: "text", text: "Please." }], queue: "Network", priority: null, asset: null, dueAt: null, ...more });
const readOf = async (id: string): Promise<Ticket> => {
  const reading = await connector.read(id);
  if (reading.found !== "yes") throw new Error(`not found: ${reading.found}`);
  return reading.ticket;
};

beforeAll(async () => {
  now = new Date("2026-11-24T02:48:00Z");
  fake = await startItop({ now: () => now });
});
afterAll(() => fake.stop());
beforeEach(() => {
  now = new Date("2026-11-24T02:48:00Z");
  Object.assign(fake.traits, { readsTeams: true, failsAfter: false, refusesActions: false, readsAttachments: true });
  fake.asked.length = 0;
  connector = opened();
});

describe("iTop", () => {
  it("asks as the real one was asked, and never writes a state", async () => {
    const id = await connector.create(ticketOf("AM-R-1", { priority: "2", asset: "acme-db-01" }));
    expect(fake.asked.at(-1)?.body).toEqual({
      operation: "core/create", comment: "AM-R-1", class: "Incident", output_fields: "id,ref,status,priority,last_update",
      fields: { org_id: { name: "Acme" }, caller_id: { name: "Doe", first_name: "Jane" }, title: "[AM-R-1] Block the host", description: "<p>Please.</p>", impact: "2", urgency: "2", origin: "monitoring", team_id: { name: "Network" }, functionalcis_list: [{ functionalci_id: 6 }] },
    });
    await connector.transition(id, "closed", "AM-R-1: closed", null);
    expect(fake.asked.filter(({ operation }) => operation === "core/apply_stimulus").map(({ body }) => body["stimulus"])).toEqual(["ev_assign", "ev_resolve", "ev_close"]);
    expect(fake.asked.filter(({ body }) => JSON.stringify(body["fields"] ?? {}).includes("\"status\""))).toEqual([]);
    expect(fake.ticket(id)).toMatchObject({ status: "closed", solution: "AM-R-1: closed" });
    expect((await readOf(id)).comments).toEqual([]);
    expect(await refusalOf(connector.transition(id, "assigned", "again", null))).toMatchObject({ problem: "refused", words: expect.stringContaining("nothing leads from \"closed\"") as string });
  });

  it.each([["twin", "two of that name"], ["nowhere", "none of that name"]])("makes the ticket without the asset %s: there are %s", async (asset) => {
    const id = await connector.create(ticketOf("AM-R-2", { asset }));
    expect(fake.ticket(id)["functionalcis_list"]).toBeUndefined();
  });

  it("takes a ticket that was made although iTop failed after it", async () => {
    fake.traits.failsAfter = true;
    const id = await connector.create(ticketOf("AM-R-3"));
    expect(fake.ticket(id)["title"]).toBe("[AM-R-3] Block the host");
  });

  it.each([
    ["a wrong password", "unauthorized", () => opened({}, "wrong").read("1")],
    ["a class that the account may not read", "forbidden", async () => { fake.traits.readsTeams = false; const { checks } = await opened().probe(); throw Object.assign(new Error(), { checks }); }],
  ])("says of %s that it is %s, at HTTP 200", async (_, problem, ask) => {
    if (problem === "unauthorized") expect(await refusalOf(ask())).toMatchObject({ problem, arrived: "no", words: "1 Error: Invalid login" });
    else await ask().catch(({ checks }: { readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly words: string }[] }) => expect(checks.find(({ name }) => name === "teams")).toMatchObject({ ok: false, words: expect.stringContaining("REST Services User") as string }));
  });

  it("says so when an action of the life cycle did nothing", async () => {
    const id = await connector.create(ticketOf("AM-R-4"));
    fake.traits.refusesActions = true;
    expect(await refusalOf(connector.transition(id, "assigned", "go", null))).toMatchObject({ problem: "refused", words: "iTop answered well, and did not do ev_assign." });
  });

  it("says what has to be named when a life cycle demands more", async () => {
    const id = await connector.create(ticketOf("AM-R-5"));
    expect(await refusalOf(opened({ agent: null }).transition(id, "assigned", "go", null))).toMatchObject({ words: expect.stringContaining("agent_id") as string, todo: expect.stringContaining("\"agent\"") as string });
    const teamless = await connector.create(ticketOf("AM-R-6", { queue: null }));
    expect(await refusalOf(connector.transition(teamless, "assigned", "go", null))).toMatchObject({ words: expect.stringContaining("no team") as string });
  });

  it("gives a ticket to another team by the step of its state", async () => {
    const id = await connector.create(ticketOf("AM-R-7"));
    await connector.update(id, { queue: "Windows \"A\"" }, null);
    await connector.transition(id, "assigned", "go", null);
    fake.asked.length = 0;
    await connector.update(id, { queue: "Network" }, null);
    expect(fake.asked.map(({ operation, body }) => [operation, body["stimulus"]])).toContainEqual(["core/apply_stimulus", "ev_reassign"]);
    expect(await readOf(id)).toMatchObject({ queue: "Network", state: "assigned", assignee: "Al Roux" });
  });

  it("reads times of the zone, and what people say when they resolve", async () => {
    const id = await connector.create(ticketOf("AM-R-8"));
    now = new Date("2026-11-24T02:50:00Z");
    fake.person.log(id, "private_log", "<p>for us</p>");
    fake.person.stimulate(id, "ev_assign", { agent_id: { email: "al@acme.example" } });
    now = new Date("2026-11-24T02:55:00Z");
    fake.person.stimulate(id, "ev_resolve", { solution: "Blocked at the firewall." });
    expect((await readOf(id)).comments).toMatchObject([
      { at: new Date("2026-11-24T02:50:00Z"), author: "Al Roux", visibility: "internal", text: "for us" },
      { at: new Date("2026-11-24T02:55:00Z"), author: "Al Roux", visibility: "public", text: "Blocked at the firewall." },
    ]);
  });

  it("tells entries apart that are alike to the second", async () => {
    const id = await connector.create(ticketOf("AM-R-9"));
    for (let n = 0; n < 3; n++) fake.person.log(id, "public_log", "<p>ping</p>");
    const before = (await readOf(id)).comments.map((comment) => comment.id);
    expect(new Set(before).size).toBe(3);
    const ours = await connector.comment(id, "ping", "public", "AM-R-9#1");
    const after = (await readOf(id)).comments.map((comment) => comment.id);
    expect(after.slice(0, 3)).toEqual(before);
    expect(ours).not.toBeNull();
    expect(before).not.toContain(ours);
  });

  it("finds changes over the hour that comes twice", async () => {
    now = new Date("2026-10-25T00:50:00Z");
    const id = await connector.create(ticketOf("AM-R-10"));
    let { cursor } = await connector.changes(null, [id]);
    // 02:55 summer time, then 02:05 winter time: ten minutes later, and earlier on the wall.
    for (const at of ["2026-10-25T00:55:00Z", "2026-10-25T01:05:00Z"]) {
      now = new Date(at);
      fake.person.log(id, "public_log", "<p>said</p>");
      const changes = await connector.changes(cursor, [id]);
      expect(changes.ids, at).toContain(id);
      ({ cursor } = changes);
    }
  });

  it("finds a file that people put there, though the ticket stays as it was", async () => {
    const id = await connector.create(ticketOf("AM-R-11"));
    const others = await Promise.all([12, 13, 14, 15, 16, 17].map((n) => connector.create(ticketOf(`AM-R-${n}`))));
    const open = [...others, id];
    const { cursor } = await connector.changes(null, open);
    fake.person.attach(id, "note.txt", "text/plain", Buffer.from("hello"));
    expect((await connector.changes(cursor, open)).ids).toContain(id);
    fake.traits.readsAttachments = false;
    expect((await readOf(id)).files).toEqual([]);
  });

  it("says when the zone is not that of the server", async () => {
    now = new Date(Date.now() + 1000);
    await connector.create(ticketOf("AM-R-20"));
    const { checks } = await opened({ zone: "America/New_York" }).probe();
    expect(checks.find(({ name }) => name === "tickets")).toMatchObject({ ok: false, words: expect.stringContaining("is not the zone") as string });
    expect((await opened().probe()).checks.every(({ ok }) => ok)).toBe(true);
  });

  it("says so where the address leads to no API", async () => {
    expect(await refusalOf(openAt(itop, `${fake.url}/elsewhere`, { options: ITOP_OPTIONS, secrets: { password: "pä&ss=" } }).read("1"))).toMatchObject({ problem: "garbage" });
  });
});

describe("iTop's life cycle", () => {
  it.each([
    ["new", "assigned", ["ev_assign"]], ["new", "closed", ["ev_assign", "ev_resolve", "ev_close"]], ["pending", "resolved", ["ev_assign", "ev_resolve"]], ["resolved", "pending", ["ev_reopen", "ev_pending"]],
    ["escalated_ttr", "assigned", ["ev_reassign"]], ["assigned", "assigned", []], ["closed", "assigned", undefined], ["new", "rejected", undefined], ["of an extension", "assigned", undefined], ["new", "constructor", undefined],
  ])("goes from %s to %s by %j", (from, to, way) => expect(stimuliBetween(from, to)).toEqual(way));
});
