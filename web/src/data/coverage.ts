// Which assets log, and which hosts log that nobody has entered.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "./client.ts";

export const useAssetCoverage = (tenant: string) => useQuery({ queryKey: ["asset", tenant, "coverage"], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/asset-coverage", { path: { tenant }, signal }) });

export const useUnknownHosts = (tenant: string, source: string | undefined) => useInfiniteQuery({
  queryKey: ["asset", tenant, "unknown", source],
  queryFn: ({ pageParam, signal }) => api.get("/v1/tenants/{tenant}/asset-coverage/unknown-hosts", { path: { tenant }, query: { source, limit: 100, after: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
});

export const useUnseenAssets = (tenant: string, state: "never" | "quiet") => useInfiniteQuery({
  queryKey: ["asset", tenant, "unseen", state],
  queryFn: ({ pageParam, signal }) => api.get("/v1/tenants/{tenant}/asset-coverage/unseen-assets", { path: { tenant }, query: { state, limit: 100, after: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
});
