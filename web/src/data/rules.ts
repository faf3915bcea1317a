// The rules of an organisation: what is in force and why, its own files, exceptions, packs, what placeholders stand for.
import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Paths, type Schemas } from "./client.ts";

export type TenantRule = Schemas["TenantRule"];
export type OwnRule = Schemas["OwnRule"];
export type Exception = Schemas["Exception"];
export type ExceptionDetail = Schemas["ExceptionDetail"];

const PAGE = 200;

export type RuleFilter = { readonly on?: "true" | "false" | undefined; readonly pack?: string | undefined; readonly search?: string | undefined };

/** The rules that fit, by pages; the first page tells how many there are. */
export function useRules(tenant: string, filter: RuleFilter) {
  return useInfiniteQuery({
    queryKey: ["rule", tenant, "list", filter],
    queryFn: ({ pageParam, signal }) => api.get("/v1/tenants/{tenant}/rules", { path: { tenant }, query: { ...filter, limit: PAGE, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** What the registry says of one rule: who owns it, what it misses, what was changed here. */
export const useRegisteredRule = (tenant: string, rule: string) => useQuery({ queryKey: ["rule", tenant, "registered", rule], queryFn: async ({ signal }) => (await api.get("/v1/tenants/{tenant}/rule-registry", { path: { tenant }, query: { rule, limit: 1 }, signal })).rules[0] ?? null });

export const useSwitches = (tenant: string, rule: string) => useQuery({ queryKey: ["rule", tenant, "switches", rule], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/rules/{rule}/switches", { path: { tenant, rule }, signal }) });

export const ownRulesQuery = (tenant: string) => queryOptions({ queryKey: ["own-rule", tenant], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/own-rules", { path: { tenant }, signal }) });
export const ownRuleQuery = (tenant: string, path: string) => queryOptions({ queryKey: ["own-rule", tenant, path], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/own-rules/{path}", { path: { tenant, path }, signal }) });

/** Exceptions in these states, newest first. */
export const useExceptions = (tenant: string, states: readonly Exception["state"][]) => useQuery({ queryKey: ["exception", tenant, states], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/exceptions", { path: { tenant }, query: { limit: 200, ...(states.length === 0 ? {} : { state: states }) }, signal }) });

export const usePacks = (tenant: string) => useQuery({ queryKey: ["rule-pack", tenant], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/rule-packs", { path: { tenant }, signal }) });
export const usePlaceholders = (tenant: string) => useQuery({ queryKey: ["placeholder", tenant], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/placeholders", { path: { tenant }, signal }) });

/** Runs a change of rules, and asks anew for what it may have changed. */
export function useRuleChange<Asked>(tenant: string, change: (asked: Asked) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all(["rule", "own-rule", "exception", "rule-pack", "placeholder"].map((noun) => client.invalidateQueries({ queryKey: [noun, tenant] }))),
  });
}

export type ExceptionVerb = "approve" | "refuse" | "withdraw" | "end";
const VERBS = {
  approve: "/v1/tenants/{tenant}/exceptions/{exception}/approve", refuse: "/v1/tenants/{tenant}/exceptions/{exception}/refuse",
  withdraw: "/v1/tenants/{tenant}/exceptions/{exception}/withdraw", end: "/v1/tenants/{tenant}/exceptions/{exception}/end",
} as const satisfies Readonly<Record<ExceptionVerb, keyof Paths>>;

/** One decision about an exception, with its reason. */
export const decideException = (tenant: string, exception: string, verb: ExceptionVerb, reason: string): Promise<ExceptionDetail> => api.post(VERBS[verb], { path: { tenant, exception }, body: { reason } });
