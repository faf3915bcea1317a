// What is special with Request Tracker; what all connectors do is tested by the contract suite.
import { afterEach, beforeEach, expect, test } from "vitest";
import { createHttp, type Http } from "../../src/outbound/index.ts";
import type { Connector, NewTicket, Ticket } from "../../src/requests/connectors/connector.ts";
import { requestTracker } from "../../src/requests/connectors/request-tracker/index.ts";
import { type FakeRt, startRt } from "./fakes/request-tracker.ts";
import { openAt, refusalOf } from "./suite/stage.ts";

let fake: FakeRt;
const opened = (options: object = {}, token = fake.tokens.connector): Connector => openAt(requestTracker, fake.url, { options: { account: "soc-connector", keyField: "SOC key", ...options }, secrets: { token } });
const ticket = (key: string, more: Partial<NewTicket> = {}): NewTicket => ({ key, title: `[${key}] Block the host`, text: [{ kind: "text", text: "Please." }], queue: "SOC Requests", priority: null, asset: null, dueAt: null, ...more });
const readOf = async (id: string, by = opened()): Promise<Ticket> => {
  const reading = await by.read(id);
  if (reading.found !== "yes") throw new Error(`not found: ${reading.found}`);
  return reading.ticket;
};
const asAlice = (method: string, path: string, body: object): Promise<unknown> => fetch(`${fake.url}/REST/2.0/${path}`, { method, headers: { authorization: `token ${fake.tokens.alice}` }, body: JSON.stringify(body) });

beforeEach(async () => {
  fake = await startRt();
});
afterEach(() => fake.stop());

test("priorities are numbers, and words only where the options name them: RT stores a word as zero", async () => {
  const id = await opened().create(ticket("A-1", { priority: "80" }));
  expect((await readOf(id)).priority).toBe("80");
  const refusal = await refusalOf(opened().create(ticket("A-2", { priority: "High" })));
  expect(refusal).toMatchObject({ problem: "refused", arrived: "no" });
  expect(refusal.todo).toContain("PriorityAsString");
  const named = opened({ priorities: { Low: 0, High: 100 } });
  expect((await readOf(await named.create(ticket("A-3", { priority: "high" })), named)).priority).toBe("High");
});

test.each(["new", "stalled", "resolved"])("a public comment of ours leaves a ticket %s, which RT opens", async (state) => {
  const id = await opened().create(ticket("A-1"));
  await asAlice("PUT", `ticket/${id}`, { Status: state });
  await opened().comment(id, "We looked at it.", "public", "A-1#1");
  expect((await readOf(id)).state).toBe(state);
  await opened().attach(id, { name: "a.txt", type: "text/plain", data: Buffer.from("a") }, "public");
  expect((await readOf(id)).state).toBe(state);
});

test("a person's reply opens a ticket, and is what moved it", async () => {
  const id = await opened().create(ticket("A-1"));
  await asAlice("POST", `ticket/${id}/correspond`, { Content: "On it.", ContentType: "text/plain" });
  expect(await readOf(id)).toMatchObject({ state: "open", changedBy: "alice" });
});

test("the state is not set back where a person did something since", async () => {
  const id = await opened().create(ticket("A-1"));
  const { connector: token } = fake.tokens;
  const guard = { internal: new Set(["127.0.0.1"]), hint: "", longestAnswer: 1_000_000, timeoutMs: 10_000 };
  const http = (headers: Parameters<Parameters<typeof requestTracker.open>[0]["http"]>[0]): Http => {
    const { ask } = createHttp({ base: fake.url, guard, headers, perMinute: 100_000 });
    return {
      ask: async (what) => {
        // Between the reply and setting back what RT did with it.
        if (what.method === "PUT") await asAlice("PUT", `ticket/${id}`, { Status: "stalled" });
        return ask(what);
      },
    };
  };
  const crossed = requestTracker.open({ http, url: fake.url, options: requestTracker.options.parse({ account: "soc-connector" }), secrets: { token }, now: () => new Date(), ca: undefined });
  expect(await crossed.comment(id, "We looked at it.", "public", "A-1#1")).not.toBeNull();
  expect(await readOf(id)).toMatchObject({ state: "stalled", changedBy: "alice" });
});

test("what was committed late, behind what was seen already, is found", async () => {
  const id = await opened().create(ticket("A-1"));
  const other = await opened().create(ticket("A-2"));
  const { cursor } = await opened().changes(null, []);
  await asAlice("PUT", `ticket/${id}`, { Status: "open" });
  const late = fake.transactions.at(-1)?.id ?? 0;
  fake.late.add(late);
  await asAlice("PUT", `ticket/${other}`, { Status: "open" });
  const first = await opened().changes(cursor, []);
  expect(first.ids).toEqual([other]);
  fake.late.delete(late);
  const second = await opened().changes(first.cursor, []);
  expect(second.ids).toEqual([id]);
  expect((await opened().changes(second.cursor, [])).ids, "each once").toEqual([]);
});

test("each word of a long ticket is read, among the parts of the mails that RT sent about them", async () => {
  const id = await opened().create(ticket("A-1"));
  for (let i = 0; i < 120; i++) await asAlice("POST", `ticket/${id}/${i % 3 === 0 ? "comment" : "correspond"}`, { Content: `word ${i}.`, ContentType: "text/plain" });
  const written = await opened().comment(id, "the last.", "public", "A-1#1");
  await opened().attach(id, { name: "late.txt", type: "text/plain", data: Buffer.from("late") }, "public");
  const { comments, files } = await readOf(id);
  expect(comments.map(({ text }) => text)).toEqual([...Array.from({ length: 120 }, (_, i) => `word ${i}.`), "the last."]);
  expect(comments.at(-1)?.id).toBe(written);
  expect(files.map(({ name }) => name)).toEqual(["late.txt"]);
  expect(Buffer.from(await opened().download(id, files[0]!.id)).toString()).toBe("late");
});

test("of a ticket with thousands of words the newest are read", async () => {
  const id = await opened().create(ticket("A-1"));
  for (let i = 0; i < 1_050; i++) await asAlice("POST", `ticket/${id}/comment`, { Content: `word ${i}.`, ContentType: "text/plain" });
  const { comments } = await readOf(id);
  expect([comments.length, comments[0]?.text, comments.at(-1)?.text]).toEqual([1_000, "word 50.", "word 1049."]);
});

test("whoever may not see comments sees all else, on however many pages of them", async () => {
  const id = await opened().create(ticket("A-1"));
  for (let i = 0; i < 130; i++) await asAlice("POST", `ticket/${id}/comment`, { Content: "hush.", ContentType: "text/plain" });
  await asAlice("POST", `ticket/${id}/correspond`, { Content: "aloud.", ContentType: "text/plain" });
  const outsider = opened({}, fake.tokens.outsider);
  expect((await readOf(id, outsider)).comments.map(({ text }) => text)).toEqual(["aloud."]);
  const { cursor } = await outsider.changes(null, []);
  for (let i = 0; i < 130; i++) await asAlice("POST", `ticket/${id}/comment`, { Content: "hush.", ContentType: "text/plain" });
  await asAlice("PUT", `ticket/${id}`, { Status: "stalled" });
  expect((await outsider.changes(cursor, [])).ids).toEqual([id]);
});

test("changes of fields that are hidden from us hide none that are not", async () => {
  const id = await opened().create(ticket("A-1"));
  const { cursor } = await opened().changes(null, []);
  for (let i = 0; i < 130; i++) fake.writeHiddenField("1");
  for (let i = 0; i < 130; i++) fake.writeHiddenField(id);
  await asAlice("PUT", `ticket/${id}`, { Status: "open" });
  expect((await opened().changes(cursor, [])).ids).toEqual([id]);
  for (let i = 0; i < 130; i++) fake.writeHiddenField(id);
  const anew = await opened().changes(null, []);
  expect((await opened().changes(anew.cursor, [])).ids, "from now on, not from the beginning").toEqual([]);
});

test("hundreds of changes of both kinds at once are all found", async () => {
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) ids.push(await opened().create(ticket(`A-${i}`)));
  let { cursor } = await opened().changes(null, []);
  for (let i = 0; i < 1_100; i++) await asAlice("POST", `ticket/${ids[0]}/comment`, { Content: "a.", ContentType: "text/plain" });
  await asAlice("PUT", `ticket/${ids[1]}`, { Status: "open" });
  for (let i = 0; i < 40; i++) await asAlice("POST", `ticket/${ids[2]}/comment`, { Content: "a.", ContentType: "text/plain" });
  const found = new Set<string>();
  for (let rounds = 0, more = true; more && rounds < 5; rounds++) {
    const some = await opened().changes(cursor, []);
    for (const id of some.ids) found.add(id);
    ({ cursor, more } = some);
  }
  expect([...found].toSorted()).toEqual(ids);
});

test("an RT that was restored is noticed, and asked from then on", async () => {
  const id = await opened().create(ticket("A-1"));
  for (let i = 0; i < 5; i++) await asAlice("POST", `ticket/${id}/comment`, { Content: "a.", ContentType: "text/plain" });
  const { cursor } = await opened().changes(null, []);
  expect((await opened().changes(cursor, [])).beganAnew).toBeUndefined();
  fake.forget(3);
  const anew = await opened().changes(cursor, []);
  expect([anew.ids, anew.more, anew.beganAnew]).toEqual([[], false, true]);
  await asAlice("PUT", `ticket/${id}`, { Status: "open" });
  const after = await opened().changes(anew.cursor, []);
  expect([after.ids, after.beganAnew]).toEqual([[id], undefined]);
});

test("a last change that is no longer to be seen is no sign that RT was restored", async () => {
  const id = await opened().create(ticket("A-1"));
  const { cursor } = await opened().changes(null, []);
  const last = fake.transactions.at(-1)?.id ?? 0;
  fake.late.add(last);
  await asAlice("PUT", `ticket/${id}`, { Status: "open" });
  const after = await opened().changes(cursor, []);
  expect([after.ids, after.beganAnew]).toEqual([[id], undefined]);
});

test("the time of the last change of state is told, whatever happened since", async () => {
  const id = await opened().create(ticket("A-1"));
  const made = (await readOf(id)).stateChangedAt;
  expect(made).toBeInstanceOf(Date);
  expect((await readOf(id)).madeAt).toEqual(made);
  await asAlice("PUT", `ticket/${id}`, { Status: "open" });
  const moved = fake.transactions.at(-1)!.at;
  await asAlice("POST", `ticket/${id}/comment`, { Content: "a.", ContentType: "text/plain" });
  expect((await readOf(id)).stateChangedAt).toEqual(new Date(moved));
});

test("a probe finds the queues that the account sees behind hundreds that it does not", async () => {
  fake.addHiddenQueues(350);
  const { checks } = await opened().probe();
  expect(checks.find(({ name }) => name === "queues")).toMatchObject({ ok: true, words: "The account sees SOC Requests, Network Team." });
});

test("changes where we may not look hide none that we may see", async () => {
  const { cursor } = await opened().changes(null, []);
  const hidden = fake.tickets.get(1);
  if (hidden === undefined) throw new Error("there is none");
  const id = await opened().create(ticket("A-1"));
  expect((await opened().changes(cursor, [])).ids).toEqual([id]);
  expect(await opened().read("1")).toEqual({ found: "no" });
});

test("an answer of something else than RT does not make a ticket gone", async () => {
  const elsewhere = openAt(requestTracker, `${fake.url}/not-rt`, { options: { account: "soc-connector" }, secrets: { token: fake.tokens.connector } });
  await refusalOf(elsewhere.read("2"));
});

test("a probe of an account without rights says what is missing", async () => {
  const { checks } = await opened({}, fake.tokens.stranger).probe();
  expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(["queues", "account"]);
  const wrongField = await opened({ keyField: "No such field" }).probe();
  expect(wrongField.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(["field of the key in SOC Requests", "field of the key in Network Team"]);
});

test("empty files and tickets without a queue are refused before anything is asked", async () => {
  const id = await opened().create(ticket("A-1"));
  expect(await refusalOf(opened().attach(id, { name: "a", type: "text/plain", data: new Uint8Array() }, "public"))).toMatchObject({ problem: "refused", arrived: "no" });
  expect(await refusalOf(opened().create(ticket("A-2", { queue: null })))).toMatchObject({ problem: "refused", arrived: "no" });
});

test("long names of files in other scripts arrive whole", async () => {
  const id = await opened().create(ticket("A-1"));
  const name = `${"журнал-событий-".repeat(6)}😀.log`;
  await opened().attach(id, { name, type: "text/plain", data: Buffer.from("a") }, "internal");
  expect((await readOf(id)).files.map((file) => [file.name, file.visibility])).toEqual([[name, "internal"]]);
});
