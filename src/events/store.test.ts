import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOT_FIELDS } from "../normalise/index.ts";
import { hotColumn, quoted } from "./columns.ts";
import { storedTime } from "./event-batch.ts";
import { compileHits } from "./filter/index.ts";
import type { StoredEvent } from "./stored-event.ts";
import { ALL, batchOf, collect, eventWith, hotOf, LIMITS, NOON, testStore, type TestStore } from "./test/fixture.ts";

let at: TestStore;
beforeAll(async () => {
  at = await testStore();
});
afterAll(() => at.end());

const HOSTILE: readonly Buffer[] = [
  Buffer.from([0, 10, 13, 9, 255, 254, 0x80, 0xc3, 0x28]), Buffer.from(""), Buffer.from("\n\n\n"), Buffer.from("'; DROP TABLE event; --"), Buffer.from(String.raw`\N \' {own_tenant:String}`),
  Buffer.alloc(300_000, 10), Buffer.from("\ud800", "utf16le"), Buffer.from("__proto__"),
];

test("lines come back byte for byte", async () => {
  await at.store.insert(batchOf(...HOSTILE.map((raw, line) => eventWith({ tenant: "bytes", raw, line }))));
  const { rows } = await at.store.search("bytes", { ...ALL, limit: 100 }, LIMITS);
  const found = rows.toSorted((a, b) => a.line - b.line);
  expect(found.map(({ raw }) => raw.equals(HOSTILE[found.findIndex((row) => row.raw === raw)]!))).toEqual(HOSTILE.map(() => true));
  expect(found[0]).toMatchObject({ timeMs: NOON, arrivedMs: NOON, seq: 16, line: 0, part: 0, batch: 1, key: "16.0", source: "dc", collector: "bulk", technology: "windows" });
});

test("a batch is stored once, however often it is sent; the same rows in a batch of their own are stored again", async () => {
  const event = eventWith({ tenant: "twice" });
  const batch = batchOf(event);
  await at.store.insert(batch);
  await at.store.insert(batch);
  expect(await at.store.count("twice", ALL, LIMITS)).toEqual({ count: 1, isCut: false });
  await at.store.insert(batchOf(event));
  expect((await at.store.count("twice", ALL, LIMITS)).count).toBe(2);
});

describe("hot fields", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "Z", "é", "東", "😀", "\\", "'", "\t", "\n", "\0", "{"), maxLength: 60 });
  const value: Readonly<Record<string, fc.Arbitrary<string | number>>> = {
    keyword: text,
    ip: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom("", "-", "256.1.1.1", "localhost")),
    long: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1)),
  };
  const values = fc.tuple(...HOT_FIELDS.map(({ type, list }) => fc.option<string | number | string[], undefined>(list === true ? fc.array(text, { maxLength: 3 }) : value[type]!, { nil: undefined, freq: 2 })));

  test("are what the same values are as JSON", async () => {
    await at.db.run({ sql: "CREATE TABLE as_json AS event ENGINE = Memory" });
    const names = HOT_FIELDS.map((field) => quoted(hotColumn(field).name)).join(", ");
    const select = (table: string, tenant: string) => `SELECT ${names} FROM ${table} WHERE tenant = '${tenant}' ORDER BY line FORMAT JSONCompactEachRow`;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(values, { minLength: 1, maxLength: 5 }), async (rows) => {
        const tenant = `json ${runs++}`;
        await at.store.insert(batchOf(...rows.map((hot, line) => eventWith({ tenant, line, hot }))));
        const documents = rows.map((hot, line) => {
          const document: Record<string, unknown> = { tenant, line };
          for (const [i, field] of HOT_FIELDS.entries()) document[hotColumn(field).name] = jsonOf(hot[i], field.type);
          return document;
        });
        await at.db.run({ sql: `INSERT INTO as_json (tenant, line, ${names}) FORMAT JSONEachRow ${documents.map((one) => JSON.stringify(one)).join("\n")}` });
        expect((await at.db.read({ sql: select("event", tenant) })).toString()).toBe((await at.db.read({ sql: select("as_json", tenant) })).toString());
      }),
      { numRuns: 25 },
    );
  });

  // What is no address is absent from its column.
  const isAddress = (told: unknown): boolean => typeof told === "string" && /^[0-9a-f:.]+$/i.test(told) && /[:.]/.test(told) && told !== "256.1.1.1";
  const jsonOf = (told: unknown, type: string): unknown => (type === "ip" && !isAddress(told) ? null : told);
});

test.each([
  ["before 1970", -1e15, 0],
  ["after all that is", 1e17, Date.UTC(2200, 0)],
  ["not a number", Number.NaN, NOON],
  ["infinite", Infinity, Date.UTC(2200, 0)],
])("a time %s is filed where it can be found", async (_, timeMs, filed) => {
  expect(storedTime(timeMs, NOON)).toBe(filed);
  const tenant = `time ${timeMs}`;
  await at.store.insert(batchOf(eventWith({ tenant, timeMs })));
  expect((await at.store.search(tenant, { ...ALL, untilMs: Infinity, limit: 1 }, LIMITS)).rows[0]?.timeMs).toBe(filed);
  expect((await at.db.read({ sql: "SELECT count() FROM system.parts WHERE table = 'event' AND partition != '20260301' FORMAT TSV" })).toString()).toBe("0\n");
});

describe("reading", () => {
  // Several events a millisecond, so that places are told by ids too.
  const events = Array.from({ length: 500 }, (_, line) =>
    eventWith({
      tenant: "read", line, batch: 7, timeMs: NOON + Math.floor(line / 3) * 7000, raw: Buffer.from(`word${line % 5} number ${line}`),
      hot: hotOf({ "user.name": `user${line % 4}`, "source.ip": `10.0.0.${line % 3}`, "source.port": line % 2, "event.category": line % 2 === 0 ? ["process", "network"] : [] }),
    }),
  );
  const inOrder = events.map(({ timeMs, id }) => ({ timeMs, id: Buffer.from(id).toString("hex") })).toSorted((a, b) => b.timeMs - a.timeMs || (a.id < b.id ? 1 : -1));
  const places = (rows: readonly StoredEvent[]) => rows.map(({ timeMs, id }) => ({ timeMs, id }));
  const word3 = { sql: "hasAllTokens(lower(`raw`), {f0:Array(String)})", params: { f0: { type: "Array(String)" as const, value: ["word3"] } } };

  beforeAll(async () => {
    await at.store.insert(batchOf(...events));
  });

  test("pages hold every event once, newest first", async () => {
    const seen: StoredEvent[] = [];
    for (let page = await at.store.search("read", { ...ALL, limit: 70 }, LIMITS); page.rows.length > 0; page = await at.store.search("read", { ...ALL, limit: 70, after: seen.at(-1)! }, LIMITS)) seen.push(...page.rows);
    expect(places(seen)).toEqual(inOrder);
  });

  test("a range leaves out its end, and a search of lines finds the newest too", async () => {
    const range = { ...ALL, sinceMs: NOON, untilMs: NOON + 7000 };
    expect((await at.store.search("read", { ...range, limit: 10 }, LIMITS)).rows.length).toBe(3);
    const { rows } = await at.store.search("read", { ...ALL, filter: word3, limit: 10 }, LIMITS);
    const want = inOrder.filter(({ id }) => events.find((event) => Buffer.from(event.id).toString("hex") === id)!.line % 5 === 3);
    expect(places(rows)).toEqual(want.slice(0, 10));
  });

  test("a stream gives every event in the order of time", async () => {
    expect(places(await collect(at.store.stream("read", ALL, LIMITS)))).toEqual(inOrder.toReversed());
    expect((await collect(at.store.stream("read", { ...ALL, filter: word3 }, LIMITS))).length).toBe(100);
  });

  test("what lies around an event, and events by their ids", async () => {
    const place = inOrder[250]!;
    const found = await at.store.around("read", { filter: ALL.filter, place, before: 4, after: 3 }, LIMITS);
    expect(places(found.before)).toEqual(inOrder.slice(251, 255).toReversed());
    expect(places(found.after)).toEqual(inOrder.slice(247, 250).toReversed());
    const { rows } = await at.store.byIds("read", [place.id, inOrder[3]!.id, "no id", "' OR 1"], LIMITS);
    expect(places(rows)).toEqual([inOrder[3], place]);
  });

  test("counts", async () => {
    expect(await at.store.count("read", { ...ALL, filter: word3 }, LIMITS)).toEqual({ count: 100, isCut: false });
    const { bars } = await at.store.histogram("read", { ...ALL, intervalMs: 600_000 }, LIMITS);
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(500);
    expect(bars[0]).toEqual({ fromMs: NOON, count: 258 });
    const top = async (column: string) => (await at.store.top("read", { ...ALL, column, limit: 2 }, LIMITS)).values;
    expect(await top("user.name")).toEqual([{ value: "user0", count: 125 }, { value: "user1", count: 125 }]);
    expect(await top("source.ip")).toEqual([{ value: "10.0.0.0", count: 167 }, { value: "10.0.0.1", count: 167 }]);
    expect(await top("source.port")).toEqual([{ value: "0", count: 250 }, { value: "1", count: 250 }]);
    expect(await top("event_category")).toEqual([{ value: "network", count: 250 }, { value: "process", count: 250 }]);
    const { total, columns } = await at.store.fields("read", ALL, LIMITS);
    const filled = Object.fromEntries(columns.map(({ column, count }) => [column, count]));
    expect([total, filled["user.name"], filled["source.port"], filled["event_category"], filled["host.name"]]).toEqual([500, 500, 500, 250, 0]);
    const hits = await at.store.hits("read", { ...ALL, hits: compileHits("user.name", "text", ["USER2", "nobody"]) }, LIMITS);
    expect(hits).toEqual([{ key: "user2", count: 125, firstMs: NOON, lastMs: NOON + 166 * 7000, hosts: [] }]);
  });

  test("no other tenant sees any of it", async () => {
    for (const tenant of ["", "read' OR '1'='1", "%", "READ"]) {
      expect((await at.store.search(tenant, { ...ALL, limit: 10 }, LIMITS)).rows, tenant).toEqual([]);
      expect((await at.store.search(tenant, { ...ALL, filter: { sql: "1 OR 1", params: {} }, limit: 10 }, LIMITS)).rows).toEqual([]);
      expect((await at.store.search(tenant, { ...ALL, filter: word3, limit: 10 }, LIMITS)).rows).toEqual([]);
      expect(await at.store.around(tenant, { filter: ALL.filter, place: inOrder[250]!, before: 9, after: 9 }, LIMITS)).toEqual({ before: [], after: [] });
      expect((await at.store.byIds(tenant, [inOrder[0]!.id], LIMITS)).rows).toEqual([]);
      expect(await collect(at.store.stream(tenant, ALL, LIMITS))).toEqual([]);
      expect((await at.store.count(tenant, ALL, LIMITS)).count).toBe(0);
      expect((await at.store.histogram(tenant, { ...ALL, intervalMs: 1000 }, LIMITS)).bars).toEqual([]);
      expect((await at.store.top(tenant, { ...ALL, column: "user.name", limit: 9 }, LIMITS)).values).toEqual([]);
      expect((await at.store.fields(tenant, ALL, LIMITS)).total).toBe(0);
      expect(await at.store.hits(tenant, { ...ALL, hits: compileHits("user.name", "text", ["user2"]) }, LIMITS)).toEqual([]);
      expect(await collect(at.store.rowsOfBatch(tenant, 7))).toEqual([]);
      expect(await at.store.batchesOf(tenant)).toEqual([]);
      expect((await at.store.quarantineGroups(tenant, { ...ALL, limit: 9 }, LIMITS)).groups).toEqual([]);
      expect(await collect(at.store.quarantinedLines(tenant, ALL, LIMITS))).toEqual([]);
    }
  });

  test("a value stays a value, and a name that is none of a column is refused", async () => {
    for (const value of ["' OR 1=1 --", "\\", "\\' OR 1 --", "a\tb\nc\0", "{own_tenant:String}", "😀'"]) {
      const filter = { sql: "`user.name` = {f0:String} OR has({f1:Array(String)}, `user.name`)", params: { f0: { type: "String" as const, value }, f1: { type: "Array(String)" as const, value: [value, value] } } };
      expect((await at.store.count("read", { ...ALL, filter }, LIMITS)).count, value).toBe(0);
      await at.store.insert(batchOf(eventWith({ tenant: "value", hot: hotOf({ "user.name": value }), raw: Buffer.from(value) })));
      expect((await at.store.count("value", { ...ALL, filter }, LIMITS)).count, value).toBe(1);
    }
    await expect(at.store.top("read", { ...ALL, column: "tenant`, `raw", limit: 1 }, LIMITS)).rejects.toMatchObject({ code: "invalid" });
    await expect(at.store.search("read", { ...ALL, filter: { sql: "tenant = {own_tenant:String}", params: { own_tenant: { type: "String", value: "other" } } }, limit: 1 }, LIMITS)).rejects.toThrow("may not name");
  });

  const slow = { sql: "NOT ignore(sleepEachRow(0.005))", params: {} };

  test("time runs out: a search fails, a count says that it is cut", async () => {
    await expect(at.store.search("read", { ...ALL, filter: slow, limit: 10 }, { timeoutMs: 100 })).rejects.toMatchObject({ code: "timeout" });
    expect((await at.store.count("read", { ...ALL, filter: slow }, { timeoutMs: 100 })).isCut).toBe(true);
  });

  test("a question that is withdrawn ends in the store too", async () => {
    const asked = new AbortController();
    const answer = at.store.count("read", { ...ALL, filter: slow }, { timeoutMs: 60_000, signal: asked.signal });
    const running = async () => Number(await at.db.read({ sql: "SELECT count() FROM system.processes WHERE query LIKE '%sleepEachRow%' AND query NOT LIKE '%system.processes%' FORMAT TSV" }));
    await expect.poll(running).toBe(1);
    asked.abort();
    await expect(answer).rejects.toMatchObject({ code: "cancelled" });
    await expect.poll(running, { timeout: 20_000 }).toBe(0);
  });
});
