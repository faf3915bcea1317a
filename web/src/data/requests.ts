// Requests: what one team of the client is asked to do, and what both sides do with it.
import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { api, type Paths, type Schemas } from "./client.ts";
import { useAct } from "./use-act.ts";

export type RequestRow = Schemas["RequestRow"];
export type Request = Schemas["Request"];
export type RequestList = Paths["/v1/tenants/{tenant}/requests"]["get"]["answer"];
export type RequestQuery = Omit<Paths["/v1/tenants/{tenant}/requests"]["get"]["query"], "after" | "limit">;
export type RequestName = { readonly tenant: string; readonly request: string };
export type RowOfTenant = RequestRow & { readonly tenant: string };
type Verb = "send" | "ask-approval" | "reroute" | "verify" | "reopen" | "revise" | "cancel" | "settle-delivery" | "approve" | "refuse-approval" | "acknowledge" | "start" | "claim-done" | "cannot" | "messages" | "check";
type PathOf<V extends Verb> = `/v1/tenants/{tenant}/requests/{request}/${V}`;
type BodyOf<V extends Verb> = Paths[PathOf<V>]["post"]["body"];
export type RequestAct = { readonly [V in Verb]: { readonly verb: V } & (undefined extends BodyOf<V> ? { readonly body?: BodyOf<V> } : { readonly body: BodyOf<V> }) }[Verb];

const PAGE = 100;
const readRequests = (tenant: string, query: RequestQuery, after: string | null, signal: AbortSignal): Promise<RequestList> => api.get("/v1/tenants/{tenant}/requests", { path: { tenant }, query: { ...query, limit: PAGE, ...(after === null ? {} : { after }) }, signal });

/** Requests of one organisation, what is due first at the top. */
export const useRequests = (tenant: string, query: RequestQuery) => useInfiniteQuery({
  queryKey: ["request", tenant, "list", query],
  queryFn: ({ pageParam, signal }) => readRequests(tenant, query, pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
  placeholderData: (before) => before,
  refetchInterval: 60_000,
});

const dueOf = (row: RequestRow): number => (row.due === null ? Number.POSITIVE_INFINITY : Date.parse(row.due.at));

/** The first requests of each of these organisations in one list; the API lists one organisation at a time. */
export const useRequestsOf = (tenants: readonly string[], query: RequestQuery) => useQueries({
  queries: tenants.map((tenant) => ({ queryKey: ["request", tenant, "first", query], queryFn: ({ signal }: { readonly signal: AbortSignal }) => readRequests(tenant, query, null, signal), refetchInterval: 60_000 })),
  combine: (answers) => {
    const rows = answers.flatMap(({ data }, at): RowOfTenant[] => (data?.requests ?? []).map((row) => ({ ...row, tenant: tenants[at]! })));
    const sum = (of: "toDo" | "checking" | "done"): number => answers.reduce((total, { data }) => total + (data?.counts[of] ?? 0), 0);
    return {
      rows: rows.toSorted((a, b) => dueOf(a) - dueOf(b)),
      counts: { toDo: sum("toDo"), checking: sum("checking"), done: sum("done") },
      hasMore: answers.some(({ data }) => data !== undefined && data.next !== null),
      isPending: answers.some(({ isPending }) => isPending),
      error: answers.find(({ error }) => error !== null)?.error ?? null,
      retry: () => { for (const one of answers) void one.refetch(); },
    };
  },
});

export const useRequest = ({ tenant, request }: RequestName) => useQuery({
  queryKey: ["request", tenant, request],
  queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/requests/{request}", { path: { tenant, request }, signal }),
  refetchInterval: 60_000,
});

const MOVED = ["request", "incident", "playbook", "waiting"];

/** What is done with a request; each verb has its own route. */
export const useRequestAct = (path: RequestName) => useAct(path.tenant, MOVED, ({ verb, body }: RequestAct) => {
  // The compiler holds callers to RequestAct; here every verb is alike.
  const post = api.post as (route: string, asked: object) => Promise<unknown>;
  return post(`/v1/tenants/{tenant}/requests/{request}/${verb}`, { path, body: body ?? {} });
});

export const useMakeRequest = (tenant: string) => useAct(tenant, MOVED, (body: Paths["/v1/tenants/{tenant}/requests"]["post"]["body"]) => api.post("/v1/tenants/{tenant}/requests", { path: { tenant }, body }));
export const useEditRequest = (path: RequestName) => useAct(path.tenant, MOVED, (body: Paths["/v1/tenants/{tenant}/requests/{request}"]["patch"]["body"]) => api.patch("/v1/tenants/{tenant}/requests/{request}", { path, body }));
export const useAddRequestFile = (path: RequestName) => useAct(path.tenant, ["request"], (body: Paths["/v1/tenants/{tenant}/requests/{request}/files"]["post"]["body"]) => api.post("/v1/tenants/{tenant}/requests/{request}/files", { path, body }));
