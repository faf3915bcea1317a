// `npm run -s bench:ingest -- --json`: documents over real sockets into a whole platform, beside what storing alone takes.
// --events N, --path bulk|hec|syslog-tcp (all without), --latency SECONDS, --soak SECONDS.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { setTimeout as wait } from "node:timers/promises";
import { Connection } from "../src/events/index.ts";
import { startTestPlatform, type TestPlatform } from "../test/platform/platform.ts";
import { documentsToSend } from "./ingest-documents.ts";
import { measureLatency } from "./ingest-latency.ts";
import { cpuOfTree, memoryOfTree } from "./ingest-memory.ts";
import { SENDERS, type Way } from "./ingest-send.ts";
import { enableSigmaHq } from "./ingest-rules.ts";
import { storeOnlySeconds } from "./store-only.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false }, events: { type: "string", default: "100000" }, path: { type: "string", multiple: true }, latency: { type: "string", default: "20" },
    soak: { type: "string", default: "0" }, verbose: { type: "boolean", default: false },
  },
});
const ways = (values.path ?? Object.keys(SENDERS)) as Way[];
const TOKEN = (way: Way) => `ingest-bench-token-${way}`;
const CONFIG = `
api: {port: {port:api}}
listeners:
  - {name: http, protocol: http, host: 127.0.0.1, port: {port:http}}
  - {name: syslog, protocol: syslog-tcp, host: 127.0.0.1, port: {port:syslog}}
tenants:
  - id: bench
    name: Bench
    sources:
      - {name: bulk, claim: {token: ${TOKEN("bulk")}}}
      - {name: hec, claim: {token: ${TOKEN("hec")}}}
      - {name: syslog-tcp, claim: {listeners: [syslog]}}
`;

const documents = documentsToSend(Number(values.events));
const storeSeconds = await storeOnlySeconds(documents);
const platform = await startTestPlatform(CONFIG, { quiet: !values.verbose });
try {
  const rules = await enableSigmaHq(platform, "bench", resolve(process.env["VIGIE_SHARED"] ?? "../shared"));
  // The first events of each kind build the plans of the rules: what a platform does once after its start.
  await SENDERS.bulk(platform.addresses["http"]!, TOKEN("bulk"), documentsToSend(5_000).map((document) => document.replace("BenchNumber", "WarmUpNumber")));
  await stored(platform, "bulk", 5_000);
  for (const way of ways) await run(way, rules);
} finally {
  await platform.stop();
  platform.remove();
}

async function run(way: Way, rules: number): Promise<void> {
  const before = await storedOf(platform, way);
  const address = platform.addresses[way === "syslog-tcp" ? "syslog" : "http"]!;
  let rssMb = 0;
  const watching = setInterval(() => (rssMb = Math.max(rssMb, memoryOfTree(platform.processes()["start"]!))), 500);
  const cpuBefore = cpuOfTree(platform.processes()["start"]!);
  const began = performance.now();
  await SENDERS[way](address, TOKEN(way), documents);
  const sentSeconds = (performance.now() - began) / 1000;
  await stored(platform, way, before + documents.length);
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watching);
  const cpu = Object.fromEntries([...cpuOfTree(platform.processes()["start"]!)].map(([name, used]) => [name, Math.round(((used - (cpuBefore.get(name) ?? 0)) * 1e6) / documents.length)]));
  const { rows, unique, bytes } = await rowsOf(platform, way);
  if (values.verbose) console.error((await (await platform.ask("/metrics")).text()).split("\n").filter((line) => /^vigie_batch_(seconds_(sum|count)|lines_(sum|count))/.test(line)).join("\n"));
  const latency = await measureLatency(platform, { address: platform.addresses["http"]!, token: TOKEN("bulk"), eventsPerSecond: documents.length / seconds / 2, seconds: Number(values.latency) });
  const soak = Number(values.soak) === 0 ? {} : { soakRssMb: await soakOn(way, address, (documents.length / seconds) * 0.8) };
  const result = {
    path: way, events: documents.length, rules, seconds: round(seconds), sentSeconds: round(sentSeconds), eventsPerSecond: Math.round(documents.length / seconds), storeOnlySeconds: round(storeSeconds),
    ratio: round(seconds / storeSeconds), lost: documents.length - (unique - before), duplicated: rows - unique, ...latency, bytesPerEvent: Math.round(bytes / rows), rssMb, ...soak, cpuMicrosPerEvent: cpu,
  };
  console.log(values.json ? JSON.stringify(result) : Object.entries(result).map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`).join("  "));
}

/** Sends at a steady rate and looks at the memory; what it has each half minute, in MB. */
async function soakOn(way: Way, address: string, eventsPerSecond: number): Promise<number[]> {
  const seen: number[] = [];
  const perSecond = Math.round(eventsPerSecond);
  let number = 0;
  for (const end = performance.now() + Number(values.soak) * 1000; performance.now() < end; ) {
    const began = performance.now();
    const part = Array.from({ length: perSecond }, () => documents[number % documents.length]!.replace('BenchNumber":', `Soak":${number++}`));
    await SENDERS[way](address, TOKEN(way), part);
    if (Math.floor(number / perSecond) % 30 === 0) seen.push(memoryOfTree(platform.processes()["start"]!));
    await wait(Math.max(0, 1000 - (performance.now() - began)));
  }
  return seen;
}

async function storedOf(on: TestPlatform, source: string): Promise<number> {
  const { sources } = (await (await on.ask("/v1/tenants/bench/sources")).json()) as { sources: { name: string; lastDay: { stored: number; quarantined: number } | null }[] };
  return sources.find(({ name }) => name === source)?.lastDay?.stored ?? 0;
}

async function stored(on: TestPlatform, source: string, count: number): Promise<void> {
  for (const deadline = performance.now() + 600_000; (await storedOf(on, source)) < count; await wait(50)) {
    if (performance.now() > deadline) throw new Error(`only ${await storedOf(on, source)} of ${count} lines of ${source} are stored`);
  }
}

/** What the store itself says. */
async function rowsOf(on: TestPlatform, source: string): Promise<{ readonly rows: number; readonly unique: number; readonly bytes: number }> {
  const socket = join(on.data, "events.sock");
  const { store } = JSON.parse(readFileSync(join(on.data, "secrets.json"), "utf8")) as { store: string };
  if (!existsSync(socket)) throw new Error("the store does not listen where it should");
  const db = new Connection({ url: `unix:${socket}`, password: store });
  const [counts = "", sizes = ""] = (await db.read({ sql: `SELECT concat(toString(count()), ' ', toString(uniqExact(id))) FROM event WHERE source = {source:String} UNION ALL SELECT concat(toString(sum(bytes_on_disk)), ' ', toString(sum(rows))) FROM system.parts WHERE table = 'event' AND active FORMAT TSV`, params: { source } }))
    .toString()
    .trim()
    .split("\n")
    .toSorted((a, b) => Number(a.split(" ")[0]) - Number(b.split(" ")[0]));
  db.close();
  const [rows = 0, unique = 0] = counts.split(" ").map(Number);
  const [bytes = 0, all = 1] = sizes.split(" ").map(Number);
  return { rows, unique, bytes: (bytes / all) * rows };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
