import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connector, NewTicket, Ticket } from "../../src/requests/connectors/connector.ts";
import { zammad } from "../../src/requests/connectors/zammad/index.ts";
import { contractSuite } from "./contract.ts";
import { ZAMMAD_OPTIONS, zammadSide } from "./fakes/zammad-side.ts";
import { type FakeZammad, startZammad, TOKEN } from "./fakes/zammad.ts";
import { openAt, refusalOf } from "./suite/stage.ts";

contractSuite("Zammad", () => zammadSide());
contractSuite("Zammad, an index that lags, and an attribute for the key", () => zammadSide({ keyField: "soc_key", indexLagsMs: 600, asksDatabase: false }));

describe("Zammad", () => {
  let fake: FakeZammad;
  let connector: Connector;
  let now: Date;
  const opened = (options: object = {}, token = TOKEN): Connector => openAt(zammad, fake.url, { options: { ...ZAMMAD_OPTIONS, ...options }, secrets: { token } });
  const ticketOf = (key: string, more: Partial<NewTicket> = {}): NewTicket => ({ key, title: `[${key}] Block the host`, text: [{ kind: "text", text: "Please <now>." }], queue: "Users", priority: null, asset: null, dueAt: null, ...more });
  const readOf = async (id: string): Promise<Ticket> => {
    const reading = await connector.read(id);
    if (reading.found !== "yes") throw new Error(`not found: ${reading.found}`);
    return reading.ticket;
  };

  beforeEach(async () => {
    now = new Date();
    fake = await startZammad({ now: () => now });
    connector = opened();
  });
  afterEach(() => fake.stop());

  it("writes notes and no mails", async () => {
    const id = await connector.create(ticketOf("AM-R-1", { priority: "3 high" }));
    await connector.comment(id, "said", "internal", "k");
    await connector.attach(id, { name: "a.txt", type: "text/plain", data: Buffer.from("x") }, "public");
    expect(fake.articles.map(({ type, internal, sender }) => [type, internal, sender])).toEqual([["note", false, "Agent"], ["note", true, "Agent"], ["note", false, "Agent"]]);
    expect(fake.articles[0]?.body).toBe("<p>Please &lt;now&gt;.</p>");
    expect((await readOf(id)).comments).toMatchObject([{ text: "said", visibility: "internal", author: "soc" }]);
  });

  it("says when a pending ticket is to be looked at again", async () => {
    const id = await connector.create(ticketOf("AM-R-2"));
    const before = Date.now();
    await opened({ pendingDays: 2 }).transition(id, "pending reminder", "note", null);
    const until = Date.parse(String(fake.tickets.get(Number(id))?.["pending_time"]));
    expect(until - before).toBeGreaterThanOrEqual(2 * 86_400_000);
    expect(until - before).toBeLessThan(2 * 86_400_000 + 60_000);
    expect((await readOf(id)).state).toBe("pending reminder");
  });

  it.each([["group", { queue: "Nobody" }], ["priority", { priority: "9" }], ["no group", { queue: null }]])("makes nothing of a %s that is not there", async (_, more) => {
    expect(await refusalOf(connector.create(ticketOf("AM-R-3", more)))).toMatchObject({ problem: "refused", arrived: "no" });
    expect(fake.tickets.size).toBe(0);
  });

  it("finds a key that the index does not know yet, and one with a slash", async () => {
    fake.traits.indexLagsMs = 60_000;
    const id = await connector.create(ticketOf("AM-R-0118"));
    const other = await connector.create(ticketOf("AM-R-0118/2"));
    expect(await connector.findByKey("AM-R-0118")).toEqual({ found: "yes", id });
    expect(await connector.findByKey("AM-R-0118/2")).toEqual({ found: "yes", id: other });
    expect(await connector.findByKey("AM-R-01180")).toEqual({ found: "no" });
    // Renamed by a person, with a field for the key and without.
    fake.change("alice", Number(id), { title: "another", soc_key: "AM-R-0118" });
    expect(await connector.findByKey("AM-R-0118")).toEqual({ found: "no" });
    expect(await opened({ keyField: "soc_key" }).findByKey("AM-R-0118")).toEqual({ found: "yes", id });
  });

  it("follows a merged ticket, with what was said in it", async () => {
    const id = await connector.create(ticketOf("AM-R-4"));
    const ours = await connector.comment(id, "ours", "public", "k");
    const into = await connector.create(ticketOf("AM-R-5"));
    fake.merge(Number(id), Number(into));
    expect(await connector.read(id)).toEqual({ found: "merged", into });
    expect((await readOf(into)).comments.map((comment) => comment.id)).toEqual([ours]);
    const file = fake.say("alice", Number(into), { body: "x" }, [{ name: "a", type: "b", data: Buffer.from("c") }]);
    expect(Buffer.from(await connector.download(into, `${file.id}-${file.attachments[0]?.id}`)).toString()).toBe("c");
  });

  it("brings words of people, and nothing that is none", async () => {
    const id = await connector.create(ticketOf("AM-R-6"));
    fake.say("-", Number(id), { body: "Thank you for your mail", sender: "System", type: "email" });
    fake.say("alice", Number(id), { body: "<div>by <b>mail</b></div>", content_type: "text/html", type: "email", subject: "[AM-R-6] no" }, [
      { name: "picture.png", type: "image/png", data: Buffer.from("1"), preferences: { "Mime-Type": "image/png", "Content-Disposition": "inline" } },
      { name: "message.html", type: "text/html", data: Buffer.from("2"), preferences: { "original-format": true } },
      { name: "proof.pdf", type: "application/pdf", data: Buffer.from("345") },
    ]);
    const { comments, files } = await readOf(id);
    expect(comments).toMatchObject([{ author: "alice", text: "by mail" }]);
    expect(files).toMatchObject([{ name: "proof.pdf", type: "application/pdf", bytes: 3, visibility: "public" }]);
  });

  it("looks at account, groups, customer and field", async () => {
    expect(await opened({ keyField: "soc_key" }).probe()).toMatchObject({ account: "soc", checks: [{ name: "groups", ok: true }, { name: "customer", ok: true }, { name: "field of the key", ok: true }] });
    await connector.create(ticketOf("AM-R-7"));
    fake.traits.groups = { Users: ["read"] };
    const { checks } = await opened({ keyField: "other", customer: "nobody@acme.example" }).probe();
    expect(checks.map(({ ok }) => ok)).toEqual([false, false, false]);
    expect(await refusalOf(opened({}, "wrong").probe())).toMatchObject({ problem: "unauthorized" });
  });

  it("knows its webhooks", () => {
    const [body, secret] = [Buffer.from('{"ticket":{}}'), "s3cret"];
    const signature = `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`;
    expect(zammad.isSigned({ "x-hub-signature": signature }, body, secret)).toBe(true);
    expect(zammad.isSigned({ "x-hub-signature": signature }, Buffer.from("{}"), secret)).toBe(false);
    expect(zammad.isSigned({}, body, secret)).toBe(false);
  });
});
