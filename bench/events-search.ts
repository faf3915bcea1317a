// `npm run -s bench:search -- --json [--events N] [--data DIR]`: how long the event store takes to answer over ten million
// events. With --data the events are kept there and used again; otherwise they are made, and removed at the end.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { connectEvents, Connection, startStore, type EventStore } from "../src/events/index.ts";
import { compileFilter } from "../src/events/filter/index.ts";
import { parseQuery } from "../src/hunt/index.ts";
import { DAYS, multiply, seed, START_MS } from "./events-fill.ts";
import { benchEvents, benchLines, TENANT } from "./events-rows.ts";
import { report } from "./report.ts";

const SEED_EVENTS = 100_000;
const RUNS = 7;
const PASSWORD = "only for the benchmark";
const END_MS = START_MS + DAYS * 86_400_000;
const RANGE = { sinceMs: START_MS, untilMs: END_MS };
const LIMITS = { timeoutMs: 60_000 };

type Question = (store: EventStore) => Promise<unknown>;

const filter = (query: string) => compileFilter(parseQuery(query, END_MS));
const newest = (query: string, limit = 100): Question => (store) => store.search(TENANT, { ...RANGE, filter: filter(query), limit }, LIMITS);
const top = (column: string): Question => (store) => store.top(TENANT, { ...RANGE, filter: filter("*"), column, limit: 10 }, LIMITS);
const bars = (query: string): Question => (store) => store.histogram(TENANT, { ...RANGE, filter: filter(query), intervalMs: 43_200_000 }, LIMITS);

const QUESTIONS: Readonly<Record<string, Question>> = {
  newest100: newest("*"),
  newest100ofUser: newest("user.name: user77"),
  newest100ofPid: newest("process.pid: 4242"),
  newest100ofNetwork: newest("destination.ip: 172.18.0.0/16"),
  newest100ofCommand: newest("process.command_line: *powershell*"),
  countOfUser: (store) => store.count(TENANT, { ...RANGE, filter: filter("user.name: user77") }, LIMITS),
  histogram: bars("*"),
  histogramOfUser: bars("user.name: user77"),
  topHosts: top("host.name"),
  topUsers: top("user.name"),
  topExecutables: top("process.executable"),
  topPids: top("process.pid"),
  topEntities: top("process.entity_id"),
  wordRare: newest("mimikatz"),
  wordCommon: newest("powershell"),
  wordAbsent: newest("nosuchwordanywhere"),
  wordHistogram: bars("powershell"),
  phrase: newest('"windows powershell"'),
  wordAndUser: newest("powershell and user.name: user77"),
  fill: (store) => store.fields(TENANT, { ...RANGE, filter: filter("*") }, LIMITS),
  recentIds: (store) => store.recentIds(1_000_000, () => {}),
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, events: { type: "string", default: "10000000" }, data: { type: "string" } } });
  const folder = values.data === undefined ? mkdtempSync(join(tmpdir(), "vigie-bench-")) : resolve(values.data);
  mkdirSync(folder, { recursive: true });
  // Making ten million events within the store takes more memory than anything that it does in service.
  const settings = { dataDir: join(folder, "data"), listen: { socket: join(folder, "s") }, password: PASSWORD };
  if (!existsSync(settings.dataDir)) await fill(settings, Math.ceil(Number(values.events) / SEED_EVENTS));
  const running = await startStore(settings);
  const store = connectEvents({ url: running.url, password: PASSWORD });
  const medians: Record<string, number> = {};
  for (const [name, question] of Object.entries(QUESTIONS)) medians[name] = await medianMs(store, question);
  const { events } = await store.stats();
  const rssMb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${running.process.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  report({ events: events.rows, bytesPerEvent: events.bytes / events.rows, parts: events.parts, runs: RUNS, peakRssMb: rssMb, medianMs: medians }, values.json);
  store.close();
  await running.stop();
  if (values.data === undefined) rmSync(folder, { recursive: true });
}

async function medianMs(store: EventStore, question: Question): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    await question(store);
    times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b)[RUNS >> 1]!;
}

type Settings = Parameters<typeof startStore>[0];

async function fill(settings: Settings, copies: number): Promise<void> {
  const running = await startStore({ ...settings, memoryBytes: 4 << 30 });
  const store = connectEvents({ url: running.url, password: PASSWORD });
  const db = new Connection({ url: running.url, password: PASSWORD });
  await store.prepare();
  await seed(db, benchEvents(benchLines(SEED_EVENTS)));
  await multiply(db, copies, (copy) => {
    if (copy % 10 === 0) process.stderr.write(`made ${copy} of ${copies} hundred thousand events\n`);
  });
  store.close();
  db.close();
  await running.stop();
}

if (import.meta.main) await main();
