// Organisations: those at work, those taken out of work, and what surrounds one.
import { useQuery, useQueryClient, useMutation } from "@tanstack/react-query";
import { api, type Paths, type Schemas } from "./client.ts";
import { useAct } from "./use-act.ts";

export type Tenant = Schemas["Tenant"];
export type Webhook = Schemas["Webhook"];

export const useOrganisations = () => useQuery({ queryKey: ["organisation", "all"], queryFn: ({ signal }) => api.get("/v1/tenants", { signal }) });
export const useOrganisation = (tenant: string) => useQuery({ queryKey: ["organisation", tenant], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}", { path: { tenant }, signal }) });
export const useRemoved = (isOn: boolean) => useQuery({ queryKey: ["organisation", "all", "removed"], queryFn: ({ signal }) => api.get("/v1/removed-tenants", { query: { limit: 100 }, signal }), enabled: isOn });

/** A change of who is at work: names and rights are asked for anew. */
function useChange<Given, Answer>(run: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSuccess: () => Promise.all([["organisation"], ["me"]].map((queryKey) => client.invalidateQueries({ queryKey }))) });
}

export const useMakeOrganisation = () => useChange((body: Paths["/v1/tenants"]["post"]["body"]) => api.post("/v1/tenants", { body }));
export const useRename = (tenant: string) => useChange((name: string) => api.put("/v1/tenants/{tenant}", { path: { tenant }, body: { name } }));
export const useArchive = (tenant: string) => useChange((reason: string) => api.post("/v1/tenants/{tenant}/archive", { path: { tenant }, body: { reason } }));
export const useRestore = () => useChange(({ removed, reason }: { readonly removed: string; readonly reason: string }) => api.post("/v1/removed-tenants/{removed}/restore", { path: { removed }, body: { reason } }));

export const useWebhooks = (tenant: string) => useQuery({ queryKey: ["webhook", tenant], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/webhooks", { path: { tenant }, signal }) });
export const useAddWebhook = (tenant: string) => useAct(tenant, ["webhook"], (body: Paths["/v1/tenants/{tenant}/webhooks"]["post"]["body"]) => api.post("/v1/tenants/{tenant}/webhooks", { path: { tenant }, body }));
export const useRemoveWebhook = (tenant: string) => useAct(tenant, ["webhook"], (webhook: string) => api.post("/v1/tenants/{tenant}/webhooks/{webhook}/remove", { path: { tenant, webhook } }));
