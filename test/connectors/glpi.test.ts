import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connector, NewTicket, Ticket } from "../../src/requests/connectors/connector.ts";
import { glpi } from "../../src/requests/connectors/glpi/index.ts";
import { titleOf, wordsOf } from "../../src/requests/connectors/glpi/words.ts";
import { contractSuite } from "./contract.ts";
import { GLPI_SECRETS, glpiSide, personIn } from "./fakes/glpi-side.ts";
import { type FakeGlpi, PEOPLE, startGlpi } from "./fakes/glpi.ts";
import { openAt, refusalOf } from "./suite/stage.ts";

contractSuite("GLPI 10, its older API, texts as entities", () => glpiSide());
contractSuite("GLPI 11, its newer API", () => glpiSide({ api: "v2", layers: 0 }));

describe.each(["legacy", "v2"] as const)("GLPI by %s", (api) => {
  let fake: FakeGlpi;
  let connector: Connector;
  let now: Date;

  const opened = (options: object = {}, secrets: object = {}): Connector => openAt(glpi, fake.url, { options: { api, user: "soc", clientId: "client", ...options }, secrets: { ...GLPI_SECRETS, ...secrets } });
  const ticketOf = (key: string, more: Partial<NewTicket> = {}): NewTicket => ({ key, title: `[${key}] Block the host`, text: [{ kind: "text", text: "Please." }], queue: "Network", priority: null, asset: null, dueAt: null, ...more });
  const readOf = async (id: string, by: Connector = connector): Promise<Ticket> => {
    const reading = await by.read(id);
    if (reading.found !== "yes") throw new Error(`not found: ${reading.found}`);
    return reading.ticket;
  };

  beforeEach(async () => {
    now = new Date("2026-11-24T02:48:00Z");
    fake = await startGlpi({ now: () => now, layers: api === "legacy" ? 1 : 0 });
    connector = opened();
  });
  afterEach(() => fake.stop());

  it("makes a ticket for a group that nobody has begun with", async () => {
    const id = await connector.create(ticketOf("AM-R-1", { priority: "major" }));
    expect(await readOf(id)).toMatchObject({ state: "new", queue: "Network", key: "AM-R-1", assignee: null });
    expect(fake.ticket(id)).toMatchObject({ externalid: "AM-R-1", priority: api === "legacy" ? 6 : 5 });
  });

  it("gives a ticket to one group, and never to none on the way", async () => {
    const id = await connector.create(ticketOf("AM-R-2"));
    fake.insert("Group_Ticket", { tickets_id: Number(id), groups_id: 3, type: 2 });
    await connector.update(id, { queue: "Windows & co" }, null);
    expect(fake.table("Group_Ticket").filter((row) => row["tickets_id"] === Number(id)).map((row) => row["groups_id"])).toEqual([2]);
    const order = fake.asked.filter(({ method, path }) => method !== "GET" && /Group_Ticket|TeamMember/.test(path)).map(({ method }) => method).slice(api === "legacy" ? 0 : 1);
    expect(order).toEqual(["POST", "DELETE", "DELETE"]);
  });

  it.each([["Twin", /more than one group Twin/], ["Nobody", /no group Nobody; there are: IT > Network/]])("refuses the group %s before anything is written", async (queue, words) => {
    const error = await refusalOf(connector.create(ticketOf("AM-R-3", { queue })));
    expect(error.words).toMatch(words);
    expect(fake.table("Ticket")).toEqual([]);
    const id = await connector.create(ticketOf("AM-R-4", { queue: "HR > Twin" }));
    expect((await readOf(id)).queue).toBe("HR > Twin");
  });

  it("closes by a solution first, and says nothing of its own solution", async () => {
    const id = await connector.create(ticketOf("AM-R-5"));
    await connector.transition(id, "closed", "AM-R-5: closed", null);
    expect(fake.ticket(id)["status"]).toBe(6);
    expect(fake.table("ITILSolution")).toHaveLength(1);
    expect((await readOf(id)).comments).toEqual([]);
    const other = await connector.create(ticketOf("AM-R-6"));
    fake.traits.closesAtOnce = true;
    await connector.transition(other, "closed", "AM-R-6: closed", null);
    expect(fake.ticket(other)["status"]).toBe(6);
  });

  it("brings what people say when they solve", async () => {
    const id = await connector.create(ticketOf("AM-R-7"));
    now = new Date("2026-11-24T02:50:00Z");
    fake.solve(fake.ticket(id), "<p>Blocked at the &lt;firewall&gt;.</p>", PEOPLE.alice);
    expect((await readOf(id)).comments).toMatchObject([{ author: "Alice Martin", visibility: "public", text: "Blocked at the <firewall>.", at: now }]);
  });

  it("opens a session again when the other side forgot it, and closes it in the end", async () => {
    const id = await connector.create(ticketOf("AM-R-8"));
    fake.traits.forgetsSessions = true;
    expect((await readOf(id)).title).toBe("[AM-R-8] Block the host");
    await connector.close?.();
    expect(fake.sessions.size).toBe(0);
  });

  it("says that an account is refused", async () => {
    expect(await refusalOf(opened({}, api === "legacy" ? { userToken: "wrong" } : { password: "wrong" }).read("1"))).toMatchObject({ problem: "unauthorized", arrived: "no" });
    expect(await refusalOf(opened({}, api === "legacy" ? { appToken: "wrong" } : { clientSecret: "wrong" }).read("1"))).toMatchObject({ problem: "unauthorized", arrived: "no" });
  });
});

describe("GLPI's older API", () => {
  let fake: FakeGlpi;
  let connector: Connector;
  let now: Date;
  const opened = (options: object = {}): Connector => openAt(glpi, fake.url, { options, secrets: GLPI_SECRETS });
  const made = (key: string): Promise<string> => connector.create({ key, title: `[${key}] Block the host`, text: [{ kind: "text", text: "Please." }], queue: null, priority: null, asset: null, dueAt: null });

  beforeEach(async () => {
    now = new Date();
    fake = await startGlpi({ now: () => now });
    connector = opened();
  });
  afterEach(() => fake.stop());

  it("believes no filter: what comes back is looked at", async () => {
    const id = await made("AM-R-0118");
    await made("AM-R-01180");
    fake.traits.ignoresFilters = true;
    expect(await connector.findByKey("AM-R-0118")).toEqual({ found: "yes", id });
    expect(await connector.findByKey("AM-R-9")).toEqual({ found: "no" });
    fake.ticket(id)["is_deleted"] = 1;
    expect(await connector.read(id)).toEqual({ found: "no" });
  });

  it("sees the tickets of its entity, and makes them there", async () => {
    const within = opened({ entity: 3 });
    const id = await within.create({ key: "AM-R-1", title: "[AM-R-1] x", text: [], queue: null, priority: null, asset: null, dueAt: null });
    expect(fake.ticket(id)["entities_id"]).toBe(3);
    const elsewhere = await made("AM-R-2");
    expect(await within.read(elsewhere)).toEqual({ found: "no" });
    expect((await connector.read(id)).found).toBe("yes");
  });

  it("says so when a file was taken, and is not there", async () => {
    const id = await made("AM-R-3");
    fake.traits.refusesFiles = true;
    expect(await refusalOf(connector.attach(id, { name: "a.exe", type: "x", data: Buffer.from("x") }, "public"))).toMatchObject({ problem: "refused", words: expect.stringContaining("not at the ticket") as string });
  });

  it("reads files that people put at what they say", async () => {
    const id = await made("AM-R-4");
    await personIn(fake).comment?.(id, "see the file", "public");
    const followup = fake.table("ITILFollowup").at(-1);
    fake.insert("Document", { id: 900, name: "note", filename: "note.txt", mime: "text/plain", users_id: PEOPLE.alice });
    fake.bytes.set(900, Buffer.from("hello"));
    fake.insert("Document_Item", { documents_id: 900, itemtype: "ITILFollowup", items_id: followup?.id });
    const reading = await connector.read(id);
    expect(reading.found === "yes" ? reading.ticket.files : []).toMatchObject([{ id: "900", name: "note.txt", author: "Alice Martin" }]);
    expect(Buffer.from(await connector.download(id, "900")).toString()).toBe("hello");
    expect(await refusalOf(connector.download(id, "901"))).toMatchObject({ problem: "not_found" });
  });

  it("reads texts however often they were made entities", async () => {
    const id = await made("AM-R-5");
    for (fake.traits.layers = 0; fake.traits.layers <= 3; fake.traits.layers++) await personIn(fake).commentMarkup?.(id, "<p>a &amp; b</p><p>2 &lt; 3</p>");
    const reading = await connector.read(id);
    expect(new Set(reading.found === "yes" ? reading.ticket.comments.map(({ text }) => text.replace(/\s+/g, " ")) : [])).toEqual(new Set(["a & b 2 < 3"]));
  });

  it("sees that the zone is another, and what the profile lacks", async () => {
    fake.traits.right = 2;
    const { checks, version, account } = await opened({ zone: "America/New_York" }).probe();
    expect([version, account]).toEqual(["10.0.18", "soc"]);
    expect(checks.filter(({ ok }) => !ok).map(({ name, words }) => [name, words])).toEqual([["zone", expect.stringContaining("that is not America/New_York") as string], ["rights", "The profile SOC lacks on tickets: Create, See all tickets."]]);
  });

  it.each([true, false])("finds all that changed in one second over many pages, where lists are sorted by time: %s", async (sortsByDate) => {
    fake.traits.sortsByDate = sortsByDate;
    const ids = [];
    for (let n = 0; n < 120; n++) ids.push(await made(`AM-R-${1000 + n}`));
    now = new Date(now.getTime() + 600_000);
    const { cursor } = await connector.changes(null, ids);
    now = new Date(now.getTime() + 600_000);
    for (const id of ids) fake.touch(fake.ticket(id), PEOPLE.alice);
    expect(new Set((await connector.changes(cursor, ids)).ids)).toEqual(new Set(ids));
  });

  it("knows its webhooks by body and time", () => {
    const [body, secret, time] = [Buffer.from('{"a":1}'), "s3cret", "1764000000"];
    const signature = createHmac("sha256", secret).update(Buffer.concat([body, Buffer.from(time)])).digest("hex");
    expect(glpi.isSigned({ "x-glpi-signature": signature, "x-glpi-timestamp": time }, body, secret)).toBe(true);
    expect(glpi.isSigned({ "x-glpi-signature": signature, "x-glpi-timestamp": "1764000001" }, body, secret)).toBe(false);
    expect(glpi.isSigned({ "x-glpi-signature": signature.slice(1) }, body, secret)).toBe(false);
    expect(glpi.isSigned({}, body, secret)).toBe(false);
  });
});

describe("GLPI's texts", () => {
  it.each([
    ["<p>a &lt;b&gt; c</p>", "a <b> c"], ["&#60;p&#62;a &#38;lt;b&#38;gt; c&#60;/p&#62;", "a <b> c"], ["&lt;p&gt;Hello&lt;/p&gt;", "Hello"], ["&amp;lt;p&amp;gt;Hello&amp;lt;/p&amp;gt;", "Hello"],
    ["plain words", "plain words"], ["2 &lt; 3", "2 < 3"], ["Hello &#60;b&#62;you&#60;/b&#62;", "Hello you"], ["", ""],
  ])("reads %j as %j", (kept, words) => expect(wordsOf(kept)).toBe(words));

  it.each([["a &#60;b&#62; &#38; c", "a <b> & c"], ["a &#38;#60;b", "a <b"], ["R&amp;D", "R&D"], ["R&D", "R&D"], ["1 < 2", "1 < 2"]])("reads the title %j as %j", (kept, title) => expect(titleOf(kept)).toBe(title));
});
