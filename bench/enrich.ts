// What context costs: the way of an event without it and with it, in turn, in one run: `node bench/enrich.ts --json`.
// Lines are the samples of all technologies, their addresses replaced: of seven in ten an asset's, the others of the Internet.
import { parseArgs } from "node:util";
import { Detector } from "../src/detect/index.ts";
import type { AssetFacts, Inventory } from "../src/cmdb/index.ts";
import { contextFields, contextHotValues, createContext, IndicatorIndex, loadPlaces, type Context } from "../src/enrich/index.ts";
import { LineReader } from "../src/live/index.ts";
import { HOT_FIELDS, type HotValues } from "../src/normalise/index.ts";
import { readPack, readSamples, SHIPPED_TECHNOLOGIES } from "../src/packs/index.ts";
import { understandingOf } from "../src/roles/index.ts";
import { report } from "./report.ts";

const { values } = parseArgs({ options: { json: { type: "boolean" }, lines: { type: "string", default: "20000" }, rounds: { type: "string", default: "7" } } });
const LINES = Number(values.lines);
const CHUNK = 250;
const ASSETS = 50_000;
const NETWORKS = 200;
const INDICATORS = 100_000;
const FROM = { tenant: "bench", source: "bench" };
const ARRIVED = Date.UTC(2026, 10, 24);

// xorshift: the same lines in every run.
let seed = 4711;
function below(n: number): number {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 0) % n;
}

const inside = (n: number): string => `10.${Math.floor(n / 25_000) * 100 + (Math.floor(n / 250) % 100)}.${Math.floor(n / 25_000)}.${(n % 250) + 1}`;
const outside = (): string => `${[5, 23, 45, 80, 91, 104, 151, 185, 193, 212][below(10)] ?? 5}.${below(256)}.${below(256)}.${below(254) + 1}`;
const hostName = (n: number): string => `host-${n}.acme.example`;

function inventoryOf(hosts: readonly string[]): Inventory {
  const assets = Array.from({ length: ASSETS }, (_, n): AssetFacts => ({
    id: `asset-${n}`, name: hostName(n), kind: "server", criticality: (n % 4) + 1, environment: "production", team: `team-${n % 20}`, exposure: null, lifecycle: "in_service", tags: [], services: [`service-${n % 50}`],
    names: [hostName(n), ...(n < hosts.length ? [hosts[n]!.toLowerCase()] : [])],
    addresses: [{ ip: inside(n), zone: null, from: null, until: n % 10 === 0 ? new Date(ARRIVED + 86_400_000) : null }, { ip: `2001:db8:1::${(n + 1).toString(16)}`, zone: null, from: null, until: null }],
  }));
  const networks = Array.from({ length: NETWORKS }, (_, n) => ({ cidr: `10.${n}.0.0/16`, zone: `zone-${n % 10}`, meaning: "", isInternal: true }));
  return { version: 1, assets, networks, accounts: Array.from({ length: 500 }, (_, n) => ({ name: n === 0 ? "root" : `svc-${n}`, kind: "service", asset: null })) };
}

function indicators(): IndicatorIndex {
  const one = (type: "ipv4-addr" | "domain-name" | "file" | "url", value: string) =>
    ({ type, value, list: "bench", source: "bench", tlp: "GREEN", confidence: 50, validFromMs: 0, validUntilMs: Infinity, tags: [], reference: null }) as const;
  return new IndicatorIndex(Array.from({ length: INDICATORS }, (_, n) => {
    if (n % 4 === 0) return one("ipv4-addr", n % 400 === 0 ? `${outside().split(".").slice(0, 3).join(".")}.0/24` : outside());
    if (n % 4 === 1) return one("domain-name", `${n % 40 === 1 ? "*." : ""}evil-${n}.example.net`);
    return n % 4 === 2 ? one("file", n.toString(16).padStart(64, "0")) : one("url", `http://evil-${n}.example.net/a`);
  }));
}

const ADDRESS = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g;

const understanding = await understandingOf({ tenants: [] });
const samples = (await Promise.all(understanding.technologies.map(async ({ name }) => [...(await readSamples(SHIPPED_TECHNOLOGIES, name)).values()].flat()))).flat();
const lines = Array.from({ length: LINES }, () => samples[below(samples.length)]!.replace(ADDRESS, () => (below(10) < 7 ? inside(below(ASSETS)) : outside())));
const pack = await readPack({ rules: [] });
const detector = new Detector(pack.rules, pack);
const hot: HotValues = HOT_FIELDS.map(() => undefined);

type Counted = { ms: number; events: number; known: number; detections: number };

/** The way of some lines, without context or with it, added to what was counted. */
function pass(some: readonly string[], context: Context | undefined, counted: Counted): void {
  const reader = new LineReader();
  const began = performance.now();
  for (const line of some) {
    const reading = reader.read(line, line.startsWith("{") ? "json" : "text", { path: "", record: 1 }, understanding.hintOf(FROM));
    if ("reason" in reading) continue;
    for (const event of reading.events) {
      counted.events++;
      understanding.technologyOf(event);
      understanding.hotValues(event, hot);
      const timeMs = understanding.timeOf(event, FROM);
      const around = context?.of(hot, { timeMs: Number.isNaN(timeMs) ? ARRIVED : timeMs, arrivedMs: ARRIVED, zone: undefined });
      if (around !== undefined) {
        counted.known++;
        contextHotValues(around, hot);
      }
      const detected = detector.detect(event);
      if (detected === undefined) continue;
      counted.detections += detected.detections.length;
      if (around !== undefined) contextFields(around);
    }
  }
  counted.ms += performance.now() - began;
}

/** Both ways over all lines, some hundred lines at a time and each first as often, so that both see the same machine. */
function round(): { readonly without: Counted; readonly with: Counted } {
  const both = { without: { ms: 0, events: 0, known: 0, detections: 0 }, with: { ms: 0, events: 0, known: 0, detections: 0 } };
  for (let from = 0; from < lines.length; from += CHUNK) {
    const some = lines.slice(from, from + CHUNK);
    const ways = [() => pass(some, undefined, both.without), () => pass(some, context, both.with)];
    for (const way of (from / CHUNK) % 2 === 0 ? ways : ways.toReversed()) way();
  }
  return both;
}

const hosts = new Set<string>();
for (const line of lines) {
  const reading = new LineReader().read(line, line.startsWith("{") ? "json" : "text", { path: "", record: 1 }, understanding.hintOf(FROM));
  if (!("reason" in reading)) for (const { host } of reading.events) if (host !== undefined && hosts.size < 2_000) hosts.add(host);
}
const placesBegan = performance.now();
const placeOf = await loadPlaces();
const placesSeconds = (performance.now() - placesBegan) / 1000;
const inventory = inventoryOf([...hosts]);
const index = indicators();
const buildBegan = performance.now();
const context = createContext({ inventory, indicators: [index], placeOf });
const buildSeconds = (performance.now() - buildBegan) / 1000;

round();
// The ratio of each round, and of these the one in the middle.
const rounds = Array.from({ length: Number(values.rounds) }, round);
const middle = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
const microseconds = ({ ms, events }: Counted): number => (ms * 1000) / events;
const last = rounds.at(-1)!.with;
report({
  lines: LINES, events: last.events, withContext: last.known, detections: last.detections, rules: pack.rules.rules.length, assets: ASSETS, networks: NETWORKS, indicators: INDICATORS,
  microsecondsWithout: middle(rounds.map((one) => microseconds(one.without))), microsecondsWith: middle(rounds.map((one) => microseconds(one.with))),
  ratio: middle(rounds.map((one) => one.with.ms / one.without.ms)), worstRatio: Math.max(...rounds.map((one) => one.with.ms / one.without.ms)),
  buildSeconds, placesSeconds, rssMb: process.memoryUsage().rss / 1e6,
}, values.json === true);
