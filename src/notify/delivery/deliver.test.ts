import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHmac } from "node:crypto";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { freshState } from "../../../test/postgres.ts";
import { type SmtpServer, startSmtp } from "../../../test/smtp.ts";
import { type State, withSystem, withTenant } from "../../store/index.ts";
import { createMail, type MailServer } from "../channels/mail.ts";
import { createWebhooks, type OpenWebhook } from "../channels/webhook.ts";
import type { Notification } from "../notification.ts";
import { claimNotifications, insertNotifications, selectNotifications } from "../repo.ts";
import { createDelivery, type DeliveryOptions, markCut } from "./deliver.ts";

const START = Date.UTC(2026, 10, 24, 8);
let clock = START;
const now = (): Date => new Date(clock);
let state: State;
let smtp: SmtpServer;
beforeAll(async () => {
  smtp = await startSmtp();
});
afterAll(() => smtp.stop());
beforeEach(async () => {
  clock = START;
  state = await freshState("north");
});

const serverOf = (over: Partial<MailServer> = {}): MailServer => ({ host: "127.0.0.1", port: smtp.port, tls: "off", user: undefined, password: undefined, from: "SOC <soc@provider.example>", ...over });

const notification = (address: string, over: Partial<Notification> = {}): Notification => ({
  id: `id-${address}`, fact: { id: 1, kind: "escalation.made" }, about: { kind: "alert", id: "a", ref: "N-A-1" }, event: "alert-escalated", channel: "email", recipient: { kind: "contact", key: "c", name: "C" }, address, language: "fr", disclosure: "reference",
  subject: "[N-A-1] Une alerte attend votre réponse", body: "Une alerte attend votre réponse.\n.\nRéférence : N-A-1", state: "queued", attempts: 0, nextAttemptAt: now(), createdAt: now(), dueAt: null, endedAt: null, result: null, ...over,
});

async function queue(...notifications: readonly Notification[]): Promise<void> {
  await withTenant(state, "north", (db) => insertNotifications(db, "north", notifications));
}
const stored = () => withTenant(state, "north", (db) => selectNotifications(db, { side: "provider", limit: 50 }));
const only = async (): Promise<Notification> => (await stored())[0]!;
const journal = () => withTenant(state, "north", async (db) => (await db.sql.selectFrom("journal").select(["action", "subject"]).orderBy("id").execute()).map(({ action, subject }) => `${action} ${subject}`));

async function deliver(options: DeliveryOptions): Promise<boolean> {
  const { run, end } = createDelivery(options);
  const hasMore = await run();
  await end();
  return hasMore;
}

async function send(server: MailServer | undefined = serverOf()): Promise<void> {
  const mail = createMail(server);
  await deliver({ state, now, channels: { email: mail.send } });
  mail.close();
}

describe("mail", () => {
  test("arrives once, as text, with the identity of the notification; the journal has its digest", async () => {
    await queue(notification("lea@client.example"));
    await send();
    await send();
    const mails = smtp.mails.filter(({ to }) => to.includes("lea@client.example"));
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ from: "soc@provider.example" });
    expect(mails[0]!.text).toContain("Message-ID: <id-lea@client.example.north@provider.example>");
    expect(mails[0]!.text).toMatch(/Content-Type: text\/plain; charset=utf-8/i);
    expect(mails[0]!.text).toMatch(/auto-submitted: auto-generated/i);
    expect(await only()).toMatchObject({ state: "sent", attempts: 1, endedAt: now(), result: expect.stringContaining("kept") as unknown });
    expect(await journal()).toEqual(["notification.sent id-lea@client.example"]);
  });

  test("refused for good fails; refused for now comes again later, each time later, until somebody has to look", async () => {
    await queue(notification("nobody@client.example"));
    await send();
    expect(await only()).toMatchObject({ state: "failed", attempts: 1 });
    await queue(notification("later@client.example"));
    const waits: number[] = [];
    for (let i = 0; i < 10; i++) {
      await send();
      const one = (await stored()).find(({ address }) => address.startsWith("later"))!;
      if (one.state !== "queued") break;
      waits.push((one.nextAttemptAt!.getTime() - clock) / 60_000);
      clock = one.nextAttemptAt!.getTime();
    }
    expect(waits).toEqual([1, 5, 15, 60, 240, 480]);
    expect((await stored()).find(({ address }) => address.startsWith("later"))).toMatchObject({ state: "failed", attempts: 7 });
    expect(smtp.mails.some(({ to }) => to.includes("later@client.example"))).toBe(false);
  });

  test("nobody listens: it waits, and arrives once somebody does", async () => {
    const gone = await startSmtp();
    gone.stop();
    await queue(notification("patient@client.example"));
    await send(serverOf({ port: gone.port }));
    expect(await only()).toMatchObject({ state: "queued", attempts: 1 });
    clock += 60_000;
    await send();
    expect(await only()).toMatchObject({ state: "sent", attempts: 2 });
  });

  test("a server that takes it and dies before it answers: unknown, and not sent again", async () => {
    const dying = await startSmtp();
    await queue(notification("cut@client.example"));
    await send(serverOf({ port: dying.port }));
    expect(dying.mails).toHaveLength(1);
    expect(await only()).toMatchObject({ state: "unknown", result: expect.stringContaining("cut after the text was sent") as unknown });
    clock += 3_600_000;
    await send();
    expect(smtp.mails.some(({ to }) => to.includes("cut@client.example"))).toBe(false);
  });

  test("a wrong password and a missing server say what to do", async () => {
    await queue(notification("a@client.example"));
    await send(serverOf({ user: "soc", password: "wrong" }));
    expect((await only()).result).toContain("535");
    await queue(notification("b@client.example"));
    const mail = createMail(undefined);
    await deliver({ state, now, channels: { email: mail.send } });
    expect((await stored()).find(({ address }) => address.startsWith("b@"))).toMatchObject({ state: "failed", result: expect.stringContaining("mail.host") as unknown });
  });

  test("a server that offers no TLS gets nothing where TLS is asked for", async () => {
    await queue(notification("secret@client.example"));
    await send(serverOf({ tls: "starttls" }));
    expect((await only()).state).not.toBe("sent");
    expect(smtp.mails.some(({ to }) => to.includes("secret@client.example"))).toBe(false);
  });

  test("an address that would add recipients or headers adds none", async () => {
    await queue(notification("x@client.example\r\nBcc: all@client.example", { id: "i1" }), notification("y@client.example, z@client.example", { id: "i2", subject: "a\r\nX-Evil: 1" }));
    await send();
    for (const { to, text: mail } of smtp.mails) {
      expect(to.filter((address) => address === "all@client.example" || address === "z@client.example")).toEqual([]);
      expect(mail).not.toMatch(/^X-Evil/m);
    }
  });
});

test("a process that dies between marking and hearing: shown as unknown once nobody can be sending any more, never sent again", async () => {
  await queue(notification("crash@client.example"));
  expect(await withSystem(state, (db) => claimNotifications(db, { limit: 10, ofLane: 5, busy: [] }, now()))).toHaveLength(1);
  await send();
  expect(await markCut({ state, now })).toBe(0);
  clock += 6 * 60_000;
  expect(await markCut({ state, now })).toBe(1);
  await send();
  expect(await only()).toMatchObject({ state: "unknown", attempts: 1 });
  expect(smtp.mails.some(({ to }) => to.includes("crash@client.example"))).toBe(false);
  expect(await journal()).toEqual(["notification.unknown id-crash@client.example"]);
});

test("a receiver that does not answer delays its own alone, and not all of an organisation's at once are sent to it", async () => {
  const { promise: hung, resolve: answer } = Promise.withResolvers<void>();
  const sentTo: string[] = [];
  const chat = async ({ address }: Pick<Notification, "address">) => {
    sentTo.push(address);
    if (address === "hangs") await hung;
    return { outcome: "sent", result: "taken" } as const;
  };
  const mail = async ({ address }: Pick<Notification, "address">) => (sentTo.push(address), { outcome: "sent", result: "taken" } as const);
  const { run, end } = createDelivery({ state, now, channels: { chat, email: mail } });
  await queue(...Array.from({ length: 30 }, (_, i) => notification("hangs", { channel: "chat", id: `h${i}` })));
  await run();
  expect(sentTo).toEqual(Array(5).fill("hangs"));
  await queue(notification("works", { channel: "chat", id: "w1" }), notification("lea@client.example"));
  await run();
  expect(sentTo.slice(5).toSorted()).toEqual(["lea@client.example", "works"]);
  answer();
  await end();
  while (await run());
  await end();
  expect(sentTo).toHaveLength(32);
  expect((await stored()).every(({ state: one }) => one === "sent")).toBe(true);
});

test("two processes share what waits: each is sent once", async () => {
  await queue(...Array.from({ length: 60 }, (_, i) => notification(`many${i}@client.example`)));
  const both = async (): Promise<void> => {
    const mail = createMail(serverOf());
    while (await deliver({ state, now, channels: { email: mail.send } }));
    mail.close();
  };
  await Promise.all([both(), both()]);
  expect(smtp.mails.filter(({ to }) => to[0]?.startsWith("many") === true)).toHaveLength(60);
  expect((await stored()).every(({ state: one }) => one === "sent")).toBe(true);
});

describe("a webhook", () => {
  let receiver: Server;
  let url = "";
  let status = 200;
  const got: { readonly request: IncomingMessage; readonly body: string }[] = [];
  beforeAll(async () => {
    receiver = createServer((request, response) => {
      void text(request).then((body) => {
        got.push({ request, body });
        return status === 0 ? request.socket.destroy() : response.writeHead(status).end("thank you");
      });
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => receiver.once("listening", resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  });
  afterAll(() => receiver.close());
  beforeEach(() => got.splice(0));

  async function sendTo(webhook: OpenWebhook | undefined, internal = new Set(["127.0.0.1"])): Promise<Notification> {
    await queue(notification("hook-1", { channel: "chat", id: "h1" }));
    await deliver({ state, now, channels: { chat: createWebhooks({ internal, find: async () => webhook, now }) } });
    return only();
  }

  test.each(["slack", "teams", "mattermost", "json"] as const)("%s: gets what was disclosed, signed", async (format) => {
    status = 200;
    expect(await sendTo({ format, url, secret: "s3cret" })).toMatchObject({ state: "sent", result: "answered 200" });
    const [{ request, body }] = got as [(typeof got)[number]];
    const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request.headers["x-vigie-signature"]))!;
    expect(signature).toBe(createHmac("sha256", "s3cret").update(`${seconds}.${body}`).digest("hex"));
    expect(request.headers["x-vigie-delivery"]).toBe("h1");
    expect(body).toContain("N-A-1");
    expect(JSON.parse(body)).toMatchSnapshot();
  });

  test.each([[503, "queued"], [429, "queued"], [404, "failed"], [302, "failed"], [0, "unknown"]] as const)("answers %i: %s", async (answer, expected) => {
    status = answer;
    expect((await sendTo({ format: "json", url, secret: "s" })).state).toBe(expected);
  });

  test("an address inside the network is not asked unless the configuration names it; a removed webhook fails", async () => {
    expect(await sendTo({ format: "json", url: "https://127.0.0.1:1/", secret: "s" }, new Set())).toMatchObject({ state: "failed", result: expect.stringContaining("notify.internalWebhooks") as unknown });
    expect(got).toEqual([]);
    state = await freshState("north");
    expect(await sendTo(undefined)).toMatchObject({ state: "failed", result: "the webhook was removed" });
  });
});
