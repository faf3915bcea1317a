// The inventory: assets, teams and who works in them, networks, windows, sources and imports.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, type Paths, type Schemas } from "./client.ts";
import { useAct } from "./use-act.ts";

export type Asset = Schemas["Asset"];
export type Team = Schemas["Team"];
export type CmdbSource = Schemas["CmdbSource"];

export const useAssets = (tenant: string, text: string) => useInfiniteQuery({
  queryKey: ["asset", tenant, "list", text],
  queryFn: ({ pageParam, signal }) => api.get("/v1/tenants/{tenant}/assets", { path: { tenant }, query: { limit: 100, after: pageParam, ...(text === "" ? {} : { text }) }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
  placeholderData: (before) => before,
});
export const useTeams = (tenant: string) => useQuery({ queryKey: ["team", tenant, "list"], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/teams", { path: { tenant }, query: { limit: 200 }, signal }) });
export const useMembers = (tenant: string, team: string, isOn: boolean) => useQuery({ queryKey: ["team", tenant, "members", team], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/teams/{team}/members", { path: { tenant, team }, signal }), enabled: isOn });
export const useNetworks = (tenant: string) => useQuery({ queryKey: ["network", tenant], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/networks", { path: { tenant }, query: { limit: 200 }, signal }) });
export const useWindows = (tenant: string) => useQuery({ queryKey: ["maintenance-window", tenant], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/maintenance-windows", { path: { tenant }, query: { limit: 100 }, signal }) });
export const useCmdbSources = (tenant: string) => useQuery({ queryKey: ["cmdb-source", tenant], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/cmdb/sources", { path: { tenant }, signal }) });
export const useImports = (tenant: string) => useQuery({ queryKey: ["asset-import", tenant], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/asset-imports", { path: { tenant }, query: { limit: 50 }, signal }) });

export const useSaveTeam = (tenant: string) => useAct(tenant, ["team"], ({ id, ...body }: Paths["/v1/tenants/{tenant}/teams"]["post"]["body"] & { readonly id?: string }) =>
  id === undefined ? api.post("/v1/tenants/{tenant}/teams", { path: { tenant }, body }) : api.put("/v1/tenants/{tenant}/teams/{id}", { path: { tenant, id }, body }));
export const useMember = (tenant: string, team: string) => useAct(tenant, ["team", "request"], ({ person, verb }: { readonly person: string; readonly verb: "add" | "remove" }) =>
  verb === "add" ? api.put("/v1/tenants/{tenant}/teams/{team}/members/{person}", { path: { tenant, team, person } }) : api.delete("/v1/tenants/{tenant}/teams/{team}/members/{person}", { path: { tenant, team, person } }));
export const usePlanWindow = (tenant: string) => useAct(tenant, ["maintenance-window"], (body: Paths["/v1/tenants/{tenant}/maintenance-windows"]["post"]["body"]) => api.post("/v1/tenants/{tenant}/maintenance-windows", { path: { tenant }, body }));
export const useCancelWindow = (tenant: string) => useAct(tenant, ["maintenance-window"], ({ id, reason }: { readonly id: string; readonly reason: string }) => api.post("/v1/tenants/{tenant}/maintenance-windows/{id}/cancel", { path: { tenant, id }, body: { reason } }));
