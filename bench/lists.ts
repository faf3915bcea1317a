// `npm run -s bench:lists -- --json [--journal N]`: how long the lists take that people look at, with fifty organisations
// and a million entries in the journal: through the whole API without the network, key, permission and access log included.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { Registry } from "prom-client";
import { createApi, platformRoutes } from "../src/api/index.ts";
import { PERMISSIONS } from "../src/contract/roles.ts";
import { systemCaller } from "../src/core/index.ts";
import { createKey } from "../src/identity/index.ts";
import { sourceHealth } from "../src/roles/index.ts";
import { migrate, openState, startPostgres, type State } from "../src/store/index.ts";
import { END, entryBelow, fillLists, PEOPLE_OF_ONE, tenantOf, TENANTS } from "./lists-fill.ts";
import { report } from "./report.ts";

const REQUESTS = 200;
// Of a process that has just begun the first answers take longer, of the first list alone.
const WARMING = 50;
const AIM_MS = 50;
const NOW = new Date(END);

/** The address of the nth request, which asks for an organisation. */
type List = (n: number, organisation: number) => string;

// Each fourth asks for the largest.
const tenantAt = (n: number): number => (n % 4 === 0 ? 0 : n % TENANTS);
const of = (path: string, query: (n: number, organisation: number) => string = () => ""): List => (n, organisation) => `/v1/tenants/${tenantOf(organisation)}/${path}${query(n, organisation)}`;
const day = (n: number): string => new Date(NOW.getTime() - (1 + (n * 7) % 360) * 86_400_000).toISOString();

const LISTS: Readonly<Record<string, List>> = {
  journal: of("journal"),
  journalPage: of("journal", (n, organisation) => `?before=${entryBelow(organisation, 1_000_000 - n * 4_000)}`),
  journalOfPerson: of("journal", (n) => `?who=${encodeURIComponent(`Person ${n % 31}`)}`),
  journalOfStranger: of("journal", (n) => `?who=nobody${n}`),
  journalOfAction: of("journal", () => "?action=rule.switched"),
  journalOfRareAction: of("journal", () => "?action=setting.agreed"),
  journalOfActions: of("journal", () => "?action=access*"),
  journalOfRareActions: of("journal", () => "?action=setting*"),
  journalOfNoActions: of("journal", (n) => `?action=nothing${n}*`),
  journalOfDay: of("journal", (n) => `?since=${day(n + 1)}&until=${day(n)}`),
  journalUntil: of("journal", (n) => `?until=${day(n)}`),
  journalOfPersonUntil: of("journal", (n) => `?who=${encodeURIComponent(`Person ${n % 31}`)}&until=${day(n)}`),
  journalOfPersonAndActions: of("journal", (n) => `?who=${encodeURIComponent(`Person ${n % 31}`)}&action=setting*`),
  journalOfPlatform: () => "/v1/journal",
  detections: of("detections"),
  detectionsOfLevel: of("detections", () => "?level=critical"),
  detectionsOfDay: of("detections", (n) => `?until=${day(n)}`),
  detectionsOfRule: of("detections", (n) => `?rule=rule-${n}`),
  people: of("people"),
  peopleOfAll: (n) => `/v1/people?after=person.${String(n * 14).padStart(5, "0")}@example.com`,
  invitations: of("invitations"),
  assets: of("assets"),
  assetsPage: of("assets", (n) => `?limit=100&text=host-0${n % 10}`),
  assetsByText: of("assets", (n) => `?text=sn${n}`),
  assetsByTag: of("assets", (n) => `?tag=site-${n % 30}`),
  sources: of("sources"),
  settings: of("settings"),
  settingVersions: of("settings/mode-matrix/versions"),
  organisations: () => "/v1/tenants",
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, journal: { type: "string", default: "1000000" } } });
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-lists-"));
  const postgres = await startPostgres({ data: folder, log: () => {} });
  const state = openState({ url: postgres.url, onError: () => {} });
  try {
    await migrate(postgres.url);
    const amounts = { journal: Number(values.journal), detections: 50_000, assets: 50_000 };
    await fillLists(postgres.url, amounts, (text) => void process.stderr.write(text));
    const times = await measureAll(state);
    const slow = Object.entries(times).filter(([, { p95 }]) => p95 > AIM_MS).map(([name]) => name);
    report({ tenants: TENANTS, people: TENANTS * PEOPLE_OF_ONE, ...amounts, requests: REQUESTS, aimP95Ms: AIM_MS, slow, ms: times }, values.json);
  } finally {
    await state.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In milliseconds, and how many rows an answer had on average. */
type Times = { readonly p50: number; readonly p95: number; readonly max: number; readonly rows: number };

async function measureAll(state: State): Promise<Record<string, Times>> {
  const unused = {} as never;
  const tenants = Array.from({ length: TENANTS }, (_, n) => ({ id: tenantOf(n), name: `Organisation ${n}`, retentionDays: 183, sources: Array.from({ length: 20 }, (__, s) => ({ name: `source-${s + 1}`, timezone: "UTC" })) }));
  const app = await createApi({
    state, seal: unused, now: () => NOW, newId: () => "unused", log: pino({ level: "silent" }), metrics: new Registry(), readiness: async () => [], publicUrl: () => new URL("https://vigie.example.org"), internalIssuers: new Set(), internalWebhooks: new Set(), newCode: () => "123456",
    tenants: () => tenants, sourceHealth: (tenant) => sourceHealth(state, tenant, NOW), routes: platformRoutes({ hunting: unused, account: { understanding: {} } as never }),
  });
  const times: Record<string, Times> = {};
  const ask = async (url: string, key: string): Promise<number> => {
    const { statusCode, body } = await app.inject({ url, headers: { authorization: `Bearer ${key}` } });
    if (statusCode !== 200) throw new Error(`${url}: ${statusCode} ${body}`);
    return Object.values(JSON.parse(body) as object).find(Array.isArray)?.length ?? 0;
  };
  const newKey = async (name: string): Promise<string> => (await createKey(state, systemCaller("bench", NOW), { name, scopes: PERMISSIONS, tenant: null, expiresAt: null })).text;
  const warming = await newKey("warming");
  for (let n = 0; n < WARMING; n++) await ask(`/v1/tenants/${tenantOf(n % TENANTS)}/journal`, warming);
  for (const [name, list] of Object.entries(LISTS)) {
    // One key each: nobody asks six thousand times a minute.
    const key = await newKey(name);
    times[name] = await measure((n) => ask(list(n, tenantAt(n)), key));
    process.stderr.write(`${name}: ${JSON.stringify(times[name])}\n`);
  }
  await app.close();
  return times;
}

async function measure(ask: (n: number) => Promise<number>): Promise<Times> {
  const times: number[] = [];
  let rows = 0;
  for (let n = 0; n < REQUESTS; n++) {
    const began = performance.now();
    rows += await ask(n);
    times.push(performance.now() - began);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: at(1), rows: rows / REQUESTS };
}

if (import.meta.main) await main();
