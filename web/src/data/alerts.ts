// Alerts: the queue by pages, one alert with all that its page shows, and what is done with them.
import { queryOptions, useInfiniteQuery, useQuery, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import { languageNow } from "../locales/index.ts";
import { api, type Paths, type Schemas } from "./client.ts";

export type AlertRow = Schemas["AlertRow"];
export type AlertPage = Schemas["AlertPage"];
export type AlertEvents = Paths["/v1/tenants/{tenant}/alerts/{alert}/events"]["get"]["answer"];
export type AlertThread = Paths["/v1/tenants/{tenant}/alerts/{alert}/thread"]["get"]["answer"];
export type AlertList = Paths["/v1/alerts"]["get"]["answer"];
export type AlertAction = Paths["/v1/alerts/actions"]["post"]["body"]["action"];
export type Horizon = Paths["/v1/alerts/horizon"]["get"]["answer"];
export type AlertQuery = Omit<Paths["/v1/tenants/{tenant}/alerts"]["get"]["query"], "limit" | "cursor" | "language">;
export type AlertName = { readonly tenant: string; readonly id: string };

const PAGE = 200;
// A page of an alert is big: a thousand triage steps must not keep a thousand.
const KEPT_MS = 20_000;
const KEPT_NEXT_MS = 60_000;

/** What the queue shows; its window of time goes with `now`. */
export type QueueFilter = Omit<AlertQuery, "since"> & { readonly hours?: number | undefined };

type PageParam = { readonly since?: string | undefined; readonly cursor?: string | undefined };
export type QueueData = InfiniteData<AlertList, PageParam>;

/** When the window of time of a filter begins. */
export const beginOf = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

const sinceOf = (hours: number | undefined): PageParam => (hours === undefined ? {} : { since: beginOf(hours) });

/** One page of the queue of an organisation, or of all that the person sees. */
export function readQueue(scope: string | undefined, { hours: _hours, ...filter }: QueueFilter, { since, cursor }: PageParam, { limit = PAGE, signal }: { readonly limit?: number; readonly signal?: AbortSignal } = {}): Promise<AlertList> {
  const query = { ...filter, since, cursor, limit, language: languageNow() };
  const sending = signal === undefined ? {} : { signal };
  return scope === undefined ? api.get("/v1/alerts", { query, ...sending }) : api.get("/v1/tenants/{tenant}/alerts", { path: { tenant: scope }, query, ...sending });
}

/** The first page as it is now, with what the next ones need. */
export async function readTop(scope: string | undefined, filter: QueueFilter, signal?: AbortSignal): Promise<QueueData> {
  const param = sinceOf(filter.hours);
  return { pages: [await readQueue(scope, filter, param, signal === undefined ? {} : { signal })], pageParams: [param] };
}

// Not under the noun of alerts: rows that people look at do not move by themselves, see use-fresh.ts.
export const queueKey = (scope: string | undefined, filter: QueueFilter) => ["queue", scope ?? "all", filter] as const;

/** The queue by pages of 200; live changes leave its order alone. */
export function useQueue(scope: string | undefined, filter: QueueFilter) {
  return useInfiniteQuery({
    queryKey: queueKey(scope, filter),
    queryFn: ({ pageParam, signal }) => readQueue(scope, filter, pageParam, { signal }),
    initialPageParam: sinceOf(filter.hours),
    getNextPageParam: ({ next }, _pages, { since }) => (next === null ? undefined : { since, cursor: next }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_NEXT_MS,
    refetchOnMount: "always",
    refetchOnWindowFocus: false,
    placeholderData: (before) => before,
  });
}

export const horizonQuery = (scope: string | undefined, hours: number) => queryOptions({
  queryKey: ["alert", scope ?? "all", "horizon", hours, languageNow()],
  queryFn: ({ signal }): Promise<Horizon> => {
    const query = { hours, language: languageNow() };
    return scope === undefined ? api.get("/v1/alerts/horizon", { query, signal }) : api.get("/v1/tenants/{tenant}/alerts/horizon", { path: { tenant: scope }, query, signal });
  },
  refetchInterval: 60_000,
});

const of = ({ tenant, id }: AlertName) => ({ tenant, alert: id });

export const alertQuery = (name: AlertName) => queryOptions({
  queryKey: ["alert", name.tenant, name.id, "page", languageNow()],
  queryFn: ({ signal }): Promise<AlertPage> => api.get("/v1/tenants/{tenant}/alerts/{alert}", { path: of(name), query: { language: languageNow() }, signal }),
  gcTime: KEPT_MS,
});

export const alertEventsQuery = (name: AlertName) => queryOptions({
  queryKey: ["alert", name.tenant, name.id, "events", languageNow()],
  queryFn: ({ signal }): Promise<AlertEvents> => api.get("/v1/tenants/{tenant}/alerts/{alert}/events", { path: of(name), query: { language: languageNow() }, signal }),
  gcTime: KEPT_MS,
});

export const alertThreadQuery = (name: AlertName) => queryOptions({
  queryKey: ["alert", name.tenant, name.id, "thread"],
  queryFn: ({ signal }): Promise<AlertThread> => api.get("/v1/tenants/{tenant}/alerts/{alert}/thread", { path: of(name), query: { limit: 500 }, signal }),
  gcTime: KEPT_MS,
});

/** Alerts that a filter names, of one organisation: similar ones, for instance. */
export const useAlertsOf = (tenant: string, filter: AlertQuery, limit = 50) => useQuery({
  queryKey: ["alert", tenant, "list", filter, limit],
  queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/alerts", { path: { tenant }, query: { ...filter, limit, language: languageNow() }, signal }),
  gcTime: KEPT_MS,
});

/** The alert after this one in the view; null: it was the last. */
export async function nextAlert(scope: string | undefined, { hours, ...filter }: QueueFilter, after: string): Promise<AlertRow | null> {
  const query = { ...filter, ...sinceOf(hours), after, language: languageNow() };
  return (scope === undefined ? await api.get("/v1/alerts/next", { query }) : await api.get("/v1/tenants/{tenant}/alerts/next", { path: { tenant: scope }, query })).alert;
}

export type Done = { readonly done: readonly AlertRow[]; readonly refused: readonly { readonly alert: string; readonly why: string }[] };
const AT_ONCE = 500;

/** Does the same to each of them; what was refused says why, the others were done. */
export async function actOn(names: readonly AlertName[], action: AlertAction): Promise<Done> {
  const done: AlertRow[] = [];
  const refused: Done["refused"][number][] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const answer = await actOnSome(names.slice(at, at + AT_ONCE), action);
    done.push(...answer.done);
    refused.push(...answer.refused);
  }
  return { done, refused };
}

// What whoever reads may do: the routes of one alert, for those of many are the provider's.
const READERS = { watch: "/v1/tenants/{tenant}/alerts/{alert}/watch", unwatch: "/v1/tenants/{tenant}/alerts/{alert}/unwatch" } as const;

// Many of one organisation go to its own route: that one may merge, too.
async function actOnSome(names: readonly AlertName[], action: AlertAction): Promise<Done> {
  const [first] = names;
  if (first === undefined) return { done: [], refused: [] };
  if ((action.do === "watch" || action.do === "unwatch") && names.length === 1) return { done: [await api.post(READERS[action.do], { path: of(first), body: {} })], refused: [] };
  if (names.every(({ tenant }) => tenant === first.tenant)) return api.post("/v1/tenants/{tenant}/alerts/actions", { path: { tenant: first.tenant }, body: { action, alerts: names.map(({ id }) => id) } });
  return api.post("/v1/alerts/actions", { body: { action, alerts: names.map(({ tenant, id }) => ({ tenant, alert: id })) } });
}

// What was agreed for it does not change by a verb, and answers of verbs leave it out.
const withMode = (now: AlertRow | undefined, before: AlertRow): AlertRow => (now === undefined ? before : { ...now, mode: now.mode ?? before.mode });

/** Rows as they are now take the place of those shown, in every list that shows them. */
export function patchRows(client: QueryClient, rows: readonly AlertRow[]): void {
  if (rows.length === 0) return;
  const byId = new Map(rows.map((row) => [row.id, row]));
  client.setQueriesData<QueueData>({ queryKey: ["queue"] }, (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, alerts: page.alerts.map((row) => withMode(byId.get(row.id), row)) })) });
}

const MATCHING_AT_MOST = 5_000;

/** Names of all that match, so that a bulk verb acts on what was counted; at most 5,000. */
export async function namesMatching(scope: string | undefined, filter: QueueFilter): Promise<AlertRow[]> {
  const { since } = sinceOf(filter.hours);
  const rows: AlertRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await readQueue(scope, filter, { since, cursor });
    rows.push(...page.alerts);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && rows.length < MATCHING_AT_MOST);
  return rows.slice(0, MATCHING_AT_MOST);
}
