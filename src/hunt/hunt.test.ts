// The verbs against the definition, on the real event store: what the store answers, what is decided here, in pages.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startHunting, type Given, type HuntStore } from "../../test/hunting.ts";
import type { ExportRequest, FoundEvent } from "../contract/search.ts";
import { decider, fieldOf, valuesOf } from "../events/filter/index.ts";
import { countByTime, eventsAround, exportEvents, findIndicators, listFields, parseQuery, searchEvents, topValues, type Hunting } from "./index.ts";

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 2, 10);
const RANGE = { since: "2026-03-01T00:00:00Z", until: "2026-03-09T00:00:00Z" };
const SHA256 = "6f8cd1f14e2b2b6a2f0b2f6f3a8f7f9d6b5b0c1d2e3f405162738495a6b7c8d9";

const EVENTS: readonly Given[] = Array.from({ length: 600 }, (_, i): Given => ({
  tenant: i % 6 === 5 ? "other" : "acme",
  // Several in each hour, some in the same millisecond.
  timeMs: Date.UTC(2026, 2, 2) + Math.floor(i / 3) * 7 * 60_000,
  source: i % 4 === 0 ? "fw" : "dc",
  technology: i % 4 === 0 ? "fortigate" : "windows",
  document: {
    event: { code: String(4620 + (i % 7)), category: i % 2 === 0 ? ["process"] : ["network", "connection"] },
    host: { name: `pc-${i % 5}` },
    user: { name: ["alice", "Bob", "=cmd|calc", "élodie"][i % 4]! },
    ...(i % 3 === 0 ? { source: { ip: `10.0.${i % 4}.${i % 9}`, port: 1000 + i } } : {}),
    process: { executable: `C:\\Windows\\System32\\tool${i % 8}.exe`, args: [`-n${i % 10}`], ...(i % 50 === 0 ? { hash: { sha256: SHA256 } } : {}) },
    ...(i % 40 === 7 ? { dns: { question: { name: "a.b.Evil.example" }, resolved_ip: ["198.51.100.7", "2001:db8::7"] } } : {}),
    message: `Accepted password for user${i % 11} from somewhere`,
    winlog: { event_data: { ServiceName: `svc\\n${i % 12}`, Index: i } },
  },
}));

const OURS = EVENTS.filter(({ tenant }) => tenant === "acme");

let running: HuntStore;
let hunting: Hunting;
beforeAll(async () => {
  running = await startHunting(EVENTS, () => NOW);
  ({ hunting } = running);
});
afterAll(() => running.stop());

/** By the definition, newest first. */
function meant(query: string, given: readonly Given[] = OURS): Given[] {
  const decide = decider(parseQuery(query, NOW));
  return given
    .filter(({ document, timeMs, source, technology }) =>
      decide({ line: JSON.stringify(document), document: { ...document, "@timestamp": new Date(timeMs).toISOString(), vigie: { source: source!, technology: technology!, collector: "tests" } } }))
    .toSorted((a, b) => b.timeMs - a.timeMs);
}

async function allPages(query: string, limit: number, tenant = "acme"): Promise<FoundEvent[]> {
  const events: FoundEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await searchEvents(hunting, { tenant }, { query, ...RANGE, limit, timeoutMs: 10_000, ...(cursor === undefined ? {} : { cursor }) });
    events.push(...page.events);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return events;
}

const indexOf = ({ event }: FoundEvent): number => (event as { winlog: { event_data: { Index: number } } }).winlog.event_data.Index;

// Of each kind: by columns, by the line, by fields without a column, and mixed under `not`.
const QUERIES = [
  "", "event.code: 4624", "user.name: bob or user.name: ÉLODIE", "source.ip: 10.0.1.0/24 and source.port >= 1100", "not source.ip: *", "event.category: network",
  "tool3", "*ool3*", '"System32 tool3.exe"', 'message: "password for user7"', "winlog.event_data.ServiceName: svc\\n3", "winlog.event_data.Index > 500 and host.name: pc-1",
  "process.args: -n7", "not process.args: -n7", "not (winlog.event_data.ServiceName: svc* and event.code: 4621)", "process.args: -n1 or vigie.source: fw", "élodie", "@timestamp: 2026-03-02",
  "vigie.technology: windows and not nothing", "no.such.field: *", "event.code: 9999",
];

describe("search", () => {
  test.each(QUERIES)("%s finds what it means, newest first, in pages", async (query) => {
    const wanted = meant(query);
    for (const limit of [7, 1000]) {
      const found = await allPages(query, limit);
      expect(found.map(({ time }) => Date.parse(time))).toEqual(wanted.map(({ timeMs }) => timeMs));
      expect(new Set(found.map(indexOf)).size).toBe(wanted.length);
      expect(new Set(found.map(indexOf))).toEqual(new Set(wanted.map(({ document }) => indexOf({ event: document } as unknown as FoundEvent))));
    }
  });

  test("never shows another tenant's events, whatever the query", async () => {
    for (const query of ["", "not a: b", "tool3", "process.args: *", "vigie.source: * or not vigie.source: *"]) {
      expect((await allPages(query, 1000, "other")).length).toBe(meant(query, EVENTS.filter(({ tenant }) => tenant === "other")).length);
      expect(await allPages(query, 1000, "nobody")).toEqual([]);
    }
  });

  test("an answer that time cuts says so, and can be gone on with", async () => {
    const query = "process.args: -n7";
    const wanted = meant(query);
    const found: FoundEvent[] = [];
    let cursor: string | undefined;
    let cuts = 0;
    do {
      let asked = 0;
      // By this clock time is up after some hundred events have been taken apart.
      const hurried: Hunting = { ...hunting, nowMs: () => NOW + 100 * asked++ };
      const page = await searchEvents(hurried, { tenant: "acme" }, { query, ...RANGE, limit: 1000, timeoutMs: 500, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.events);
      if (!page.complete) cuts++;
      // Up to there nothing is missing.
      const covered = Date.parse(page.coveredSince);
      expect(found.length).toBeGreaterThanOrEqual(wanted.filter(({ timeMs }) => timeMs >= covered).length);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(found.map(({ time }) => Date.parse(time))).toEqual(wanted.map(({ timeMs }) => timeMs));
    expect(cuts).toBeGreaterThan(1);
  });

  test("an answer for which there was no time at all holds for nothing", async () => {
    let calls = 0;
    const late: Hunting = { ...hunting, nowMs: () => NOW + calls++ * 4000 };
    expect(await searchEvents(late, { tenant: "acme" }, { query: "process.args: -n7", ...RANGE, limit: 100, timeoutMs: 1000 })).toMatchObject({ events: [], next: null, complete: false, looked: 0, coveredSince: "2026-03-09T00:00:00.000Z" });
  });

  test("a query that names its time needs no range", async () => {
    const bare = async (query: string): Promise<number> => (await countByTime(hunting, { tenant: "acme" }, { query, timeoutMs: 10_000 })).total;
    expect(await bare("@timestamp: 2026-03-02")).toBe(meant("@timestamp: 2026-03-02").length);
    expect(await bare("@timestamp >= 2026-03-02 and event.code: 4624")).toBe(meant("event.code: 4624").length);
    expect(await bare("@timestamp < 2026-03-02T12:00 and @timestamp < 2026-03-04")).toBe(meant("@timestamp < 2026-03-02T12:00").length);
    // One that joins it by `or` asks for more: the last day, where nothing is.
    expect(await bare("@timestamp: 2026-03-02 or event.code: 9999")).toBe(0);
  });

  test("a cursor of something else is refused", async () => {
    await expect(searchEvents(hunting, { tenant: "acme" }, { query: "", ...RANGE, limit: 1, timeoutMs: 1000, cursor: "nonsense" })).rejects.toThrow("cursor: use `next`");
  });

  test("a search whose caller has gone ends", async () => {
    const gone = AbortSignal.abort();
    await expect(searchEvents(hunting, { tenant: "acme", signal: gone }, { query: "", ...RANGE, limit: 1, timeoutMs: 1000 })).rejects.toThrow();
  });
});

describe("counts", () => {
  test.each(QUERIES)("%s is counted by time and by value", async (query) => {
    const wanted = meant(query);
    const counted = await countByTime(hunting, { tenant: "acme" }, { query, ...RANGE, intervalMs: HOUR_MS, timeoutMs: 10_000 });
    const bars = new Map<number, number>();
    for (const { timeMs } of wanted) bars.set(Math.floor(timeMs / HOUR_MS) * HOUR_MS, (bars.get(Math.floor(timeMs / HOUR_MS) * HOUR_MS) ?? 0) + 1);
    expect(counted).toMatchObject({ total: wanted.length, complete: true });
    expect(counted.bars.length).toBe(8 * 24);
    expect(counted.bars.filter(({ count }) => count > 0).map(({ time, count }) => [Date.parse(time), count])).toEqual([...bars].toSorted(([a], [b]) => a - b));
    for (const field of ["user.name", "event.category", "source.ip", "source.port", "process.args", "winlog.event_data.ServiceName"]) {
      const { values, complete } = await topValues(hunting, { tenant: "acme" }, { query, ...RANGE, field, limit: 1000, timeoutMs: 10_000 });
      const counts = new Map<string, number>();
      for (const { document } of wanted) for (const value of valuesOf(document, fieldOf(field)).map(String)) counts.set(value, (counts.get(value) ?? 0) + 1);
      expect(new Map(values.map(({ value, count }) => [value, count])), field).toEqual(counts);
      expect(complete).toBe(true);
    }
  });

  test("fields are listed with their fill, columns first", async () => {
    for (const query of ["event.code: 4624", "process.args: -n7"]) {
      const { total, fields } = await listFields(hunting, { tenant: "acme" }, { query, ...RANGE, timeoutMs: 10_000 });
      const wanted = meant(query);
      expect(total).toBe(wanted.length);
      const byName = new Map(fields.map((field) => [field.name, field]));
      expect(byName.get("host.name")).toMatchObject({ count: wanted.length, column: true, type: "keyword" });
      expect(byName.get("source.ip")?.count).toBe(wanted.filter(({ document }) => "source" in document).length);
      expect(byName.get("winlog.event_data.Index")).toMatchObject({ count: wanted.length, column: false, type: "any" });
      expect(fields.findIndex(({ column }) => !column)).toBeGreaterThan(fields.findLastIndex(({ column }) => column) - 1);
    }
  });
});

test("around an event is what happened on its host, in its source, or anywhere", async () => {
  const [event] = (await allPages("winlog.event_data.Index: 300", 10)).slice(0, 1);
  const id = event!.id;
  const sameHost = OURS.filter(({ document }) => (document as { host: { name: string } }).host.name === "pc-0");
  const at = sameHost.findIndex(({ document }) => indexOf({ event: document } as unknown as FoundEvent) === 300);
  const { before, after, event: itself } = await eventsAround(hunting, { tenant: "acme" }, { id, by: "host", before: 3, after: 4, timeoutMs: 5000 });
  expect(itself.id).toBe(id);
  expect(before.map(indexOf)).toEqual(sameHost.slice(at - 3, at).map(({ document }) => indexOf({ event: document } as unknown as FoundEvent)));
  expect(after.map(indexOf)).toEqual(sameHost.slice(at + 1, at + 5).map(({ document }) => indexOf({ event: document } as unknown as FoundEvent)));
  const bySource = await eventsAround(hunting, { tenant: "acme" }, { id, by: "source", before: 5, after: 5, timeoutMs: 5000 });
  expect(new Set([...bySource.before, ...bySource.after].map(({ source }) => source))).toEqual(new Set(["fw"]));
  await expect(eventsAround(hunting, { tenant: "other" }, { id, by: "all", before: 1, after: 1, timeoutMs: 5000 })).rejects.toThrow("there is no event");
});

describe("export", () => {
  const text = async (request: Partial<ExportRequest>): Promise<string> => {
    let out = "";
    for await (const piece of exportEvents(hunting, { tenant: "acme" }, { query: "", ...RANGE, format: "ndjson", limit: 100_000, ...request })) out += piece;
    return out;
  };

  test("NDJSON has every event whole", async () => {
    const events = (await text({ query: "process.args: -n7" })).trimEnd().split("\n").map((line) => JSON.parse(line) as FoundEvent);
    expect(events.length).toBe(meant("process.args: -n7").length);
    for (const { line, event } of events) expect(event).toMatchObject(JSON.parse(line) as object);
  });

  test("CSV has the fields asked for, and no formula", async () => {
    const rows = (await text({ format: "csv", query: "user.name: *calc", fields: ["user.name", "event.category", "process.executable"], limit: 2 })).split("\r\n");
    expect(rows).toEqual([
      "user.name,event.category,process.executable",
      expect.stringMatching(/^'=cmd\|calc,process,C:\\Windows\\System32\\tool\d.exe$/),
      expect.stringMatching(/^'=cmd\|calc,process,/),
      "the export ends here after 2 events: there are more; ask again with an earlier until",
      "",
    ]);
  });
});

describe("indicators", () => {
  test("are found with how often, when and where, in all fields of their kind", async () => {
    const answer = await findIndicators(hunting, { tenant: "acme" }, {
      indicators: [{ values: [SHA256.toUpperCase(), "hxxp://none[.]example/x", "evil[.]example", "198.51.100.0/24", "2001:DB8:0::7", "who knows"] }, { kind: "file-size", values: ["big"] }],
      timeoutMs: 10_000,
      ...RANGE,
    });
    const dns = meant("dns.question.name: *");
    const hashed = meant(`process.hash.sha256: ${SHA256}`);
    const expected = { first: new Date(hashed.at(-1)!.timeMs).toISOString(), last: new Date(hashed[0]!.timeMs).toISOString(), count: hashed.length };
    const sorted = answer.hits.toSorted((a, b) => (a.kind + a.field + a.value < b.kind + b.field + b.value ? -1 : 1));
    expect(sorted.map(({ kind, field, value, count }) => [kind, field, value, count])).toEqual([
      ["domain", "dns.question.name", "evil.example", dns.length],
      ["ip", "dns.resolved_ip", "198.51.100.0/24", dns.length],
      ["ip", "dns.resolved_ip", "2001:DB8:0::7", dns.length],
      ["sha256", "event.original", SHA256.toUpperCase(), hashed.length],
      ["sha256", "process.hash.sha256", SHA256.toUpperCase(), hashed.length],
    ]);
    expect(sorted.at(-1)).toMatchObject({ ...expected, hosts: ["pc-0"] });
    expect(answer.refused).toEqual([{ value: "who knows", reason: "may be of many kinds: say which" }, { value: "big", reason: "is no size: write a number of bytes" }]);
    expect(answer.kinds.map(({ kind, values, found, complete }) => [kind, values, found, complete])).toEqual([
      ["sha256", 1, 1, true], ["url", 1, 0, true], ["domain", 1, 1, true], ["ip", 2, 2, true],
    ]);
  });

  test("thousands of every kind are looked for", async () => {
    const values = Array.from({ length: 3000 }, (_, i) => `name-${i}.exe`);
    const answer = await findIndicators(hunting, { tenant: "acme" }, { indicators: [{ kind: "file-name", values }, { kind: "domain", values: [...values, "evil.example"] }, { kind: "ip", values: Array.from({ length: 2500 }, (_, i) => `10.0.${i % 250}.${Math.floor(i / 250)}`) }], timeoutMs: 60_000, ...RANGE });
    expect(answer.refused).toEqual([]);
    expect(answer.kinds.map(({ kind, complete }) => [kind, complete])).toEqual([["file-name", true], ["domain", true], ["ip", true]]);
    const counted = answer.hits.filter(({ field }) => field === "source.ip").reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(meant("source.ip: 10.0.0.0/8").length);
  });
});

test("random queries find what they mean", async () => {
  const term = fc.constantFrom(...QUERIES.filter((query) => query !== ""));
  const query = fc.array(fc.tuple(fc.constantFrom("and", "or", "and not", "or not"), term), { minLength: 1, maxLength: 4 }).map((parts) => parts.map(([operator, one], i) => `${i === 0 ? operator.replace(/^(?:and|or) ?/, "") : operator} (${one})`).join(" "));
  await fc.assert(
    fc.asyncProperty(query, async (one) => {
      const found = await allPages(one, 500);
      expect(found.length).toBe(meant(one).length);
    }),
    { numRuns: Number(process.env["VIGIE_FUZZ_RUNS"] ?? 25) },
  );
});
