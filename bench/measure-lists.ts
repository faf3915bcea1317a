// Asks lists through the whole API without the network, and says how long they take: key, permission and access log
// included.
import { pino } from "pino";
import { Registry } from "prom-client";
import { createApi, platformRoutes } from "../src/api/index.ts";
import { PERMISSIONS } from "../src/contract/roles.ts";
import { systemCaller } from "../src/core/index.ts";
import { createKey } from "../src/identity/index.ts";
import { sourceHealth } from "../src/roles/index.ts";
import type { State } from "../src/store/index.ts";
import { tenantOf, TENANTS } from "./lists-fill.ts";

export const REQUESTS = 200;
// Of a process that has just begun the first answers take longer, of the first list alone.
const WARMING = 50;

/** The address of the nth request, which asks for an organisation. */
export type List = (n: number, organisation: number) => string;

// Each fourth asks for the largest.
const tenantAt = (n: number): number => (n % 4 === 0 ? 0 : n % TENANTS);

/** A list of one organisation. */
export const of = (path: string, query: (n: number, organisation: number) => string = () => ""): List => (n, organisation) => `/v1/tenants/${tenantOf(organisation)}/${path}${query(n, organisation)}`;

/** In milliseconds, and how many rows an answer had on average. */
export type Times = { readonly p50: number; readonly p95: number; readonly max: number; readonly rows: number };

/** The times of each list; `now` is when they are asked. */
export async function measureLists(state: State, lists: Readonly<Record<string, List>>, now: Date): Promise<Record<string, Times>> {
  const unused = {} as never;
  const tenants = Array.from({ length: TENANTS }, (_, n) => ({ id: tenantOf(n), name: `Organisation ${n}`, retentionDays: 183, sources: Array.from({ length: 20 }, (__, s) => ({ name: `source-${s + 1}`, timezone: "UTC" })) }));
  const app = await createApi({
    state, seal: unused, now: () => now, newId: () => "unused", log: pino({ level: "error" }, process.stderr), metrics: new Registry(), readiness: async () => [], publicUrl: () => new URL("https://vigie.example.org"), internalIssuers: new Set(), internalWebhooks: new Set(), newCode: () => "123456",
    tenants: () => tenants, sourceHealth: (tenant) => sourceHealth(state, tenant, now), routes: platformRoutes({ hunting: unused, logsources: [], listeners: () => [], known: { technologies: [], figures: new Map() }, outside: { internalHosts: new Set(), proxy: undefined }, account: { understanding: {} } as never }),
  });
  const times: Record<string, Times> = {};
  const ask = async (url: string, key: string): Promise<number> => {
    const { statusCode, body } = await app.inject({ url, headers: { authorization: `Bearer ${key}` } });
    if (statusCode !== 200) throw new Error(`${url}: ${statusCode} ${body}`);
    return Object.values(JSON.parse(body) as object).find(Array.isArray)?.length ?? 0;
  };
  const newKey = async (name: string): Promise<string> => (await createKey(state, systemCaller("bench", now), { name, scopes: PERMISSIONS, tenant: null, expiresAt: null })).text;
  const warming = await newKey("warming");
  for (let n = 0; n < WARMING; n++) await ask(`/v1/tenants/${tenantOf(n % TENANTS)}/journal`, warming);
  for (const [name, list] of Object.entries(lists)) {
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
