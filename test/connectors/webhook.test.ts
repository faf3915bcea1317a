// What is special with webhooks; what all connectors do is tested by the contract suite.
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHttp } from "../../src/outbound/index.ts";
import type { Connector } from "../../src/requests/connectors/connector.ts";
import { webhook, webhookRead } from "../../src/requests/connectors/webhook/index.ts";
import { contractSuite } from "./contract.ts";
import { type FakeReceiver, READING, receiverSide, startReceiver } from "./fakes/webhook.ts";

const NO_ACCOUNTS = "a receiver does not say as whom it knows us";
contractSuite("Webhook", () => receiverSide(webhook, { id: "ticket.id" }), { "it tells account, rights and clock": NO_ACCOUNTS, "it sees a clock that is an hour off": "a webhook is asked nothing" });
contractSuite("Webhook that can be read back", () => receiverSide(webhookRead, READING), { "it tells account, rights and clock": NO_ACCOUNTS });

let fake: FakeReceiver;
beforeAll(async () => { fake = await startReceiver(); });
afterAll(() => fake.stop());

const opened = (options: object): Connector =>
  webhook.open({
    http: (headers) => createHttp({ base: `${fake.url}/hook`, guard: { internal: new Set(["127.0.0.1"]), hint: "", longestAnswer: 1_000_000, timeoutMs: 5_000 }, headers, perMinute: 1_000_000 }),
    url: fake.url, options: webhook.options.parse(options), secrets: { secret: fake.secret, authorization: "Bearer x" }, now: () => new Date(0), ca: undefined,
  });

test("values are filled in as values, whatever they say", async () => {
  const title = `[AM-R-1] "}, {"admin": true, "x": "{key}" {text} \\`;
  const create = { method: "PUT", path: "{queue}/new", query: { key: "{key}", fixed: "1" }, body: { ticket: { title: "{title}", list: ["{priority}", 3, true, null, "fixed"] } } };
  await opened({ create }).create({ key: "AM-R-1", title, text: [], queue: "../a?b#c/..", priority: null, asset: null, dueAt: null }).catch(() => undefined);
  expect(fake.got.at(-1)?.path).toBe("/hook/..%2Fa%3Fb%23c%2F../new?key=AM-R-1&fixed=1");
  expect(JSON.parse(fake.got.at(-1)?.body ?? "")).toEqual({ ticket: { title, list: [null, 3, true, null, "fixed"] } });
  const sent = fake.got.length;
  // Wherever it would lead, it leads nobody out of the address.
  await opened({ create: { ...create, path: "{queue}" } }).create({ key: "AM-R-1", title, text: [], queue: "..", priority: null, asset: null, dueAt: null }).catch(() => undefined);
  expect(fake.got.slice(sent).map((one) => one.path).filter((path) => path.includes("..") || !path.startsWith("/hook"))).toEqual([]);
});

test.each([
  ["a placeholder within a text", { body: { a: "x {title}" } }],
  ["a placeholder that is none", { body: { a: "{titel}" } }],
  ["a placeholder within a part of a path", { path: "tickets/x{id}", body: {} }],
])("a template with %s is refused", (_, create) => {
  expect(webhook.options.safeParse({ create }).success).toBe(false);
});

test("what has no template is said to be impossible, and nothing is sent", async () => {
  const before = fake.got.length;
  await expect(opened({ transition: null }).transition("1", "resolved", "", null)).rejects.toMatchObject({ problem: "refused", arrived: "no", words: "A webhook takes no transition: its options have no template for it." });
  await expect(opened({}).read("1")).rejects.toMatchObject({ problem: "refused", words: "A webhook cannot be read back." });
  expect(fake.got).toHaveLength(before);
  expect((await opened({}).probe()).checks[0]?.words).toContain("Nothing can be asked of a webhook");
});

test("without an id in the answer our key is the id; with one it must be there", async () => {
  const ticket = { key: "AM-R-7", title: "[AM-R-7] x", text: [], queue: null, priority: null, asset: null, dueAt: null };
  expect(await opened({}).create(ticket)).toBe("AM-R-7");
  await expect(opened({ id: "result.number" }).create(ticket)).rejects.toMatchObject({ problem: "garbage", arrived: "maybe" });
});

test("what is sent again can be told by its delivery", async () => {
  await opened({}).comment("1", "a", "public", "AM-R-7#1");
  expect(fake.got.at(-1)?.headers).toMatchObject({ "x-vigie-delivery": "AM-R-7#1", "x-vigie-signature": expect.stringMatching(/^t=0,v1=[0-9a-f]{64}$/) as string });
});
