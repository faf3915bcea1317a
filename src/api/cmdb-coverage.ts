// What the inventory lacks, and what does not log.
import { Coverage, CoverageQuery, UnknownHostList, UnknownHostQuery, UnseenAssetList, UnseenAssetQuery } from "../contract/cmdb-coverage.ts";
import { TenantPath } from "../contract/shared.ts";
import { compareWithLogs, type CountValues, readInventory, seenHosts } from "../cmdb/index.ts";
import { type Hunting, topValues } from "../hunt/index.ts";
import { readTenant } from "../store/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, type Routes } from "./routes.ts";
import { orRefuse } from "./steps.ts";

const COVERAGE = "/v1/tenants/:tenant/asset-coverage";

/** The inventory against the logs. */
export const coverageRoutes = ({ state, now, hunting }: Pick<RouteDeps, "state" | "now"> & { readonly hunting: Hunting }): Routes => async (app) => {
  const compared = async (tenant: string, { days, recentDays }: Days) => {
    const until = now();
    const range = { since: daysBefore(until, Math.max(days, recentDays)), recent: daysBefore(until, recentDays), until };
    const { seen, complete } = await orRefuse(seenHosts(countIn(hunting, tenant), range));
    const { assets } = await readTenant(state, tenant, readInventory);
    return { ...compareWithLogs(assets, seen), complete };
  };

  app.get(COVERAGE, { schema: { ...about("assets", "How many assets log, and how many hosts that log are known", "asset:read"), params: TenantPath, querystring: CoverageQuery, response: answers(Coverage) } }, async ({ params, query }) => {
    const { unknown, unseen, sources, ...found } = await compared(params.tenant, query);
    const never = unseen.filter((one) => one.state === "never").length;
    return { ...found, sources: [...sources], unknownHosts: unknown.length, never, quiet: unseen.length - never };
  });

  app.get(`${COVERAGE}/unknown-hosts`, { schema: { ...about("assets", "Hosts that logs name and no asset is called by", "asset:read"), params: TenantPath, querystring: UnknownHostQuery, response: answers(UnknownHostList) } }, async ({ params, query }) => {
    const { unknown, complete } = await compared(params.tenant, query);
    const of = unknown.filter(({ sources }) => query.source === undefined || sources.some(({ source }) => source === query.source));
    const page = behind(of, (one) => one.host, query);
    return { hosts: page.map(({ sources, ...host }) => ({ ...host, sources: [...sources] })), next: page.length < query.limit ? null : (page.at(-1)?.host ?? null), complete };
  });

  app.get(`${COVERAGE}/unseen-assets`, { schema: { ...about("assets", "Assets that logs never named, or not lately", "asset:read"), params: TenantPath, querystring: UnseenAssetQuery, response: answers(UnseenAssetList) } }, async ({ params, query }) => {
    const { unseen, complete } = await compared(params.tenant, query);
    const page = behind(unseen.filter((one) => query.state === undefined || one.state === query.state), (one) => one.id, query);
    return { assets: [...page], next: page.length < query.limit ? null : (page.at(-1)?.id ?? null), complete };
  });
};

type Days = { readonly days: number; readonly recentDays: number };

const DAY_MS = 86_400_000;
const daysBefore = (time: Date, days: number): Date => new Date(time.getTime() - days * DAY_MS);

// Of one question; there are some for each source.
const TIMEOUT_MS = 15_000;
const MOST_HOSTS = 100_000;

const countIn = (hunting: Hunting, tenant: string): CountValues => async ({ field, source, since, until }) => {
  const query = source === undefined ? "" : `vigie.source: "${source.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  return topValues(hunting, { tenant }, { query, field, since: since.toISOString(), until: until.toISOString(), limit: MOST_HOSTS, timeoutMs: TIMEOUT_MS });
};

/** The page behind the entry `after`; from the start, if that one is gone meanwhile. */
function behind<Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => string, { after, limit }: { readonly after?: string | undefined; readonly limit: number }): readonly Entry[] {
  const from = after === undefined ? 0 : entries.findIndex((entry) => keyOf(entry) === after) + 1;
  return entries.slice(from, from + limit);
}
